"""A programme in the 28 columns of Territoires en Transitions, out and back in."""
