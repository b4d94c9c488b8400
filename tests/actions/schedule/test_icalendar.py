"""The calendar as RFC 5545 wants it: read back by a reader of the test's own."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.schedule.icalendar import LINE_OCTETS, Event, calendar

NOW = datetime(2019, 7, 1, 6, 30, tzinfo=UTC)


def read(text: str) -> list[dict[str, str]]:
    """Return the events of a calendar, unfolded and unescaped, written without our code."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            plain = value.replace("\\\\", "\0").replace("\\n", "\n")
            found[-1][name] = plain.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")
    return found


@given(st.text(), st.text(max_size=80))
def test_any_words_come_back_and_no_line_is_too_long(title, place):
    text = calendar([Event("a@x", title, date(2019, 7, 1), place=place)], name="Programme", now=NOW)

    def shown(words):
        lines = words.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(letter for letter in lines if letter == "\n" or letter.isprintable())

    (event,) = read(text)
    assert event["SUMMARY"] == shown(title)
    assert event.get("LOCATION", "") == (shown(place) if place else "")
    assert all(len(line.encode()) <= LINE_OCTETS for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_a_day_has_no_hour_and_an_instant_is_in_greenwich():
    summer = datetime(2019, 7, 3, 14, tzinfo=UTC) - timedelta(hours=2)
    text = calendar(
        [
            Event("day@x", "Jalon", date(2019, 12, 31), is_cancelled=True),
            Event("hour@x", "COPIL", summer, url="https://pompey.example/committee/1/"),
        ],
        name="Programme",
        now=NOW,
    )

    day, hour = read(text)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert day["DTSTART;VALUE=DATE"] == "20191231"
    assert day["DTEND;VALUE=DATE"] == "20200101"
    assert day["STATUS"] == "CANCELLED"
    assert (hour["DTSTART"], hour["DTEND"]) == ("20190703T120000Z", "20190703T140000Z")
    assert hour["DTSTAMP"] == "20190701T063000Z"
    assert hour["URL"] == "https://pompey.example/committee/1/"
