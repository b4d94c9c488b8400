"""The report has exactly the keys it is published with."""

from datetime import date, datetime

import pytest

from companies.workbook.report import KINDS, ImportReport, Problem, Severity, shown


def test_a_report_is_written_with_its_published_keys():
    report = ImportReport()
    report.created["votes"] = 2
    report.problems.append(Problem("Votes", 7, "Priorité", Severity.WARNING, "9", "Hors limites."))

    zeros = dict.fromkeys(KINDS, 0)
    assert report.to_json() == {
        "created": zeros | {"votes": 2},
        "changed": zeros,
        "unchanged": zeros,
        "problems": [
            {
                "sheet": "Votes",
                "row": 7,
                "column": "Priorité",
                "severity": "warning",
                "value": "9",
                "message": "Hors limites.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (1.5, "1.5"),
        (date(2017, 1, 2), "2017-01-02"),
        (datetime(2017, 1, 2), "2017-01-02"),  # noqa: DTZ001 – as openpyxl gives it
        ("deux\nlignes\x00\u202e", "deux lignes"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_a_value_is_quoted_as_one_short_printable_line(value, text):
    assert shown(value) == text
