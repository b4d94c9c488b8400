"""From the rows of a workbook to companies, contacts and resources."""
