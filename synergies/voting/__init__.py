"""Counting rules in pure Python: ballots in, counts out; no ORM, no clock, no chance."""
