"""What an initiative hands over to the public archives each year: one ZIP that explains itself."""
