"""From the rows of a workbook to synergies and votes."""
