"""Benches of the programme: ratios, not seconds."""
