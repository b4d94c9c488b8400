"""What may happen to the programme: every verb of the app."""
