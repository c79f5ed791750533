"""Days as articles write them, read only where they are complete: no year, no day."""

from __future__ import annotations

import datetime
import re

__all__ = ["DAY", "day_of", "parse_day"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
#: A day with or without its year: "2025-06-04", "4 June 2025", "Nov. 3", "March 01 , 2008".
DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?\s*,?\s+)?"
    r"(?:\d{4}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s*,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,?\s*\d{{4}})?)"
)
_WHOLE = re.compile(rf"\s*({DAY})(?:[T\s,|–-]+\d{{1,2}}[:.]\d\d.*)?\s*", re.IGNORECASE | re.DOTALL)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"\d{4}\b")
_NUMBER = re.compile(r"\b\d{1,2}(?!\d)")
_LETTERS = re.compile(_MONTH, re.IGNORECASE)


def parse_day(text: str) -> str | None:
    """Return the day that ``text`` is, with or without a time of day, as ISO 8601, else None.

    >>> parse_day("Wed, 04 Jun 2025 10:00:00 GMT"), parse_day("2022-07-22T15:00:00Z")
    ('2025-06-04', '2022-07-22')
    >>> parse_day("Nov 3") is None and parse_day("03/04/2025") is None
    True
    """
    match = _WHOLE.fullmatch(text)
    return day_of(match[1]) if match else None


def day_of(words: str) -> str | None:
    """Return the day that a match of :data:`DAY` names, None where it has no year or is none."""
    iso = _ISO.search(words)
    try:
        if iso:
            return datetime.date.fromisoformat(iso[0]).isoformat()
        return _named_day(words)
    except ValueError:
        return None


def _named_day(words: str) -> str | None:
    year = _YEAR.search(words)
    if year is None:
        return None
    rest = words[: year.start()]
    day, month = _NUMBER.search(rest), _LETTERS.search(rest)
    if day is None or month is None:
        return None
    number = _MONTHS.index(month[0][:3].lower()) + 1
    return datetime.date(int(year[0]), number, int(day[0])).isoformat()
