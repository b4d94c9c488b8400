"""A calendar that others subscribe to, as RFC 5545 wants it written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75  # of a line before it is folded (RFC 5545 section 3.1)
PRODUCT = "-//Pompey ITE//Programme//FR"


@dataclass(frozen=True)
class Event:
    """One entry. uid: the same for ever; begins: a day, or an instant with its zone."""

    uid: str
    title: str
    begins: date | datetime
    url: str = ""
    place: str = ""
    text: str = ""
    lasts: timedelta = timedelta(hours=2)  # of an instant; a day lasts a day
    is_cancelled: bool = False


def calendar(events: Iterable[Event], *, name: str, now: datetime) -> str:
    """Return the whole file, lines folded and ended as the standard wants them.

    now: when it was written; programs that read it ask again every few hours.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for event in events for line in _event(event, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_instant(now)}"
    yield from _times(event)
    yield f"SUMMARY:{escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _times(event: Event) -> Iterator[str]:
    """Give instants in UTC: no reader has to know our time zone, summer or winter."""
    if isinstance(event.begins, datetime):
        yield f"DTSTART:{_instant(event.begins)}"
        yield f"DTEND:{_instant(event.begins + event.lasts)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.begins:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.begins + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"  # a day on which something is due is not a day that is taken


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return the text as a value: its commas, semicolons, backslashes and line breaks marked."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(letter for letter in lines if letter == "\n" or letter.isprintable())
    for letter in ("\\", ";", ","):
        shown = shown.replace(letter, f"\\{letter}")
    return shown.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return the line cut into pieces of at most 75 octets, never inside a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the blank that a folded line begins with
        piece, size = piece + letter, size + octets
    return "\r\n ".join([*pieces, piece])
