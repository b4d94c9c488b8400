"""The whole story, walked in a real browser from an empty database to the mailed report."""
