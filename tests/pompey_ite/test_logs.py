"""What the log never holds."""

import logging

import pytest

from pompey_ite.logs import TokenlessFormatter

TOKEN = "vT9-q_" + "x" * 37


def line_of(message: str, error: BaseException | None = None) -> str:
    about = (type(error), error, None) if error else None
    record = logging.LogRecord("test", logging.WARNING, __file__, 1, message, (), about)
    return TokenlessFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"Not Found: /vote/{TOKEN}/", "WARNING Not Found: /vote/…/"),
        (
            f"GET https://pompey.example/vote/{TOKEN} 403",
            "WARNING GET https://pompey.example/vote/… 403",
        ),
        (f"Not Found: /space/{TOKEN}/", "WARNING Not Found: /space/…/"),
        (f"Not Found: /room/{TOKEN}/", "WARNING Not Found: /room/…/"),
        ("Not Found: /space/declare/", "WARNING Not Found: /space/declare/"),
        ("Not Found: /ballot/3/12/", "WARNING Not Found: /ballot/3/12/"),
    ],
)
def test_the_token_of_a_personal_link_is_left_out(written, kept):
    assert line_of(written) == kept


def test_a_traceback_does_not_tell_it_either():
    line = line_of("failed", ValueError(f"/vote/{TOKEN}/"))

    assert "ValueError: /vote/…/" in line
    assert TOKEN not in line


def test_every_handler_of_the_program_writes_that_way(settings):
    formatters = settings.LOGGING["formatters"]

    for handler in settings.LOGGING["handlers"].values():
        assert formatters[handler["formatter"]]["()"] == "pompey_ite.logs.TokenlessFormatter"
