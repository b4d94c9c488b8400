"""The team's entrance: a password, a second factor, recovery codes, and a door that closes."""
