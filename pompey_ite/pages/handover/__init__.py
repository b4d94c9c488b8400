"""What a successor must know on the first day: one content for the page, the PDF and Excel."""
