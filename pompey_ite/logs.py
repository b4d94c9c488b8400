"""How a line of the log is written: never with what opens a ballot."""

import logging
import re

PERSONAL_LINK = re.compile(
    r"(/(?:vote|room|answers|calendar|mails/preferences|reports/read)/)[^/\s?#]+|(/space/)[\w-]{43}"
)


class TokenlessFormatter(logging.Formatter):
    """Write the line, its traceback included, without the tokens of personal links."""

    def format(self, record: logging.LogRecord) -> str:
        return PERSONAL_LINK.sub(r"\1\2…", super().format(record))
