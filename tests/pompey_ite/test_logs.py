"""What the log never holds."""

import json
import logging
import sys

import pytest

from pompey_ite.logs import JsonFormatter, TokenlessFormatter, number_of_request

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
        (f"Not Found: /table/{TOKEN}/", "WARNING Not Found: /table/…/"),
        (f"Not Found: /space/address/{TOKEN}:1x:{TOKEN}/", "WARNING Not Found: /space/address/…/"),
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


def test_a_line_of_json_holds_the_number_of_its_request_and_no_token():
    held = number_of_request.set("abc123")
    try:
        raise ValueError(f"/vote/{TOKEN}/")
    except ValueError:
        about = sys.exc_info()
    record = logging.LogRecord("shop", logging.ERROR, __file__, 1, "é “%s”", ("x",), about)
    line = JsonFormatter().format(record)
    number_of_request.reset(held)

    fields = json.loads(line)
    assert (fields["message"], fields["level"], fields["request"]) == ("é “x”", "ERROR", "abc123")
    assert TOKEN not in line
    assert "ValueError: /vote/…" in fields["traceback"]
    assert "\n" not in line
