"""The settings of our site with one protection taken out each: the controls of the fault tests."""
