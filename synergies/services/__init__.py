"""What may happen to synergies: every verb of the app."""
