"""From the rows of a workbook to the actions of the programme and their follow-up."""
