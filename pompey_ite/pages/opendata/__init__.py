"""Open data: what is public, as CSV and JSON, with its licence and its dictionary."""
