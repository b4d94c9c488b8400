"""The journal: one append-only line for each act that must be accounted for, sealed in a chain."""
