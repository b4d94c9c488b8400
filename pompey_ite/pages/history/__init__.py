"""Who changed what, when, on everything people edit; the latest change can be undone."""
