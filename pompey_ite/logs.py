"""How a line of the log is written: never with what opens a ballot."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# Which request a line belongs to; empty in workers and commands.
number_of_request: ContextVar[str] = ContextVar("number_of_request", default="")

PERSONAL_LINK = re.compile(
    r"(/(?:vote|room|table|answers|calendar|mails/preferences|reports/read|space/address)/)[^/\s?#]+"
    r"|(/space/)[\w-]{43}"
)


def without_tokens(text: str) -> str:
    """Return the text without the tokens of personal links."""
    return PERSONAL_LINK.sub(r"\1\2…", text)


class TokenlessFormatter(logging.Formatter):
    """Write the line, its traceback included, without the tokens of personal links."""

    def format(self, record: logging.LogRecord) -> str:
        number = number_of_request.get()
        line = super().format(record)
        return without_tokens(f"{line} [{number}]" if number else line)


class JsonFormatter(logging.Formatter):
    """Write one object of JSON for each line, for programs that collect logs (LOG_JSON=1)."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": number_of_request.get(),
            "traceback": self.formatException(record.exc_info) if record.exc_info else "",
        }
        kept = {name: without_tokens(value) for name, value in fields.items() if value}
        return json.dumps(kept, ensure_ascii=False)


def logging_settings(*, is_json: bool) -> dict[str, Any]:
    """Return the settings of the log: warnings and errors, to the console."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "pompey_ite.logs.TokenlessFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            },
            "json": {"()": "pompey_ite.logs.JsonFormatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if is_json else "line",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
