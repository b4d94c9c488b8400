"""One act on several rows: seen before it is done, refused where it must be, undone in one go."""
