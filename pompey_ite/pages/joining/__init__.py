"""A company that wants to join: its request, and what the project manager answers."""
