"""What may happen to companies: every verb of the app."""
