"""The workbook as it stood on the evening of the workshop: nobody has voted, nothing is decided."""

from pathlib import Path

from openpyxl import load_workbook

from pompey_ite.demo.seed import WORKBOOK

COMES_LATER = ("Votes", "Actions", "Jalons", "Mesures")


def write_evening_workbook(path: Path) -> Path:
    """Write the demo's workbook without what came after the workshop; return `path`."""
    book = load_workbook(WORKBOOK)
    for title in COMES_LATER:
        del book[title]
    book.save(path)
    return path
