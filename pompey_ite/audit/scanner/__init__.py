"""A scanner that walks through a running site as its visitors do, and says what is weak."""
