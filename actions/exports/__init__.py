"""What leaves as a workbook: tidy sheets of everything, and the funder's table of a period."""
