"""Read a time expression of English news as an ISO 8601 value, anchored to the publication date.

In comes the expression ("Earlier in June", "last Tuesday", "between 2010 and 2012") and the day on
which the article appeared; out comes a value or an interval that is never more precise than the
words: ``2025-06``, ``2025-06-02``, ``2025-05-26/2025-06-01``, ``2010/2012``, ``2014/..``.
Durations ("for three years") and vague times ("recently") are no date: None.

Bounds and ranges ("since", "until", "from … to …") are read here, single dates by the table of
:mod:`kgraph.timerules`.  "Early", "mid" and "late" are thirds.  A weekday is the nearest one on or
before publication, or on or after it when the verb is in the future.  A date without a year is the
nearest past one, unless that lies so far back (eleven months) that a writer would have named the
year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kgraph import periods
from kgraph.periods import Period
from kgraph.timeanchors import Anchor
from kgraph.timerules import read_date
from kgraph.timewords import MONTH, YEAR, clean

__all__ = ["normalize_time"]

_MAX_CHARS = 90  # a time expression is short; longer text is not one

_SINCE = re.compile(r"(?:since|ever since|from|after|starting|dating to) (.+)|(.+) onwards?")
_UNTIL = re.compile(r"(?:until|till|up to|through|before|by|prior to|no later than) (.+)")
_BETWEEN = re.compile(r"(?:between|from) ")
_JOINS = (" and ", " to ", " until ", " till ", " through ", " - ", "-", "/")
_SEASON_YEAR = re.compile(r"(\d\d)(\d\d)[-/](\d\d)")
_DAY_ONLY = re.compile(rf"(\d\d?)( (?:{YEAR}))?")
_LEADING_DAY = re.compile(rf"\d\d? (?=(?:{MONTH})\b)")
_TRAILING_DAY = re.compile(rf"(?<=[a-z]) \d\d?(?: (?:{YEAR}))?$")
_ENDING_YEAR = re.compile(rf"(?:{YEAR})$")


def normalize_time(text: str, published: str | None, future: bool = False) -> str | None:
    """Return the ISO 8601 value of a time expression, or None where it names no date.

    ``published`` is the article's day (``2025-06-04``); without it relative expressions are None.
    ``future`` says that the verb looks ahead ("will meet on Tuesday").

    >>> normalize_time("Earlier in June", "2025-06-04")
    '2025-06'
    >>> normalize_time("since 2014", None)
    '2014/..'
    """
    if len(text) > _MAX_CHARS:
        return None
    anchor = Anchor(_published(published), future)
    found = _read(clean(text), anchor)
    stem, name = text.rpartition(" ")[::2]
    if found is None and name[:1].isupper():  # "Last May Sapo": a name caught in the expression
        return _read(clean(stem), anchor)
    return found


def _published(text: str | None) -> date | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", text or "")
    period = periods.day(int(match[3]), int(match[2]), int(match[1])) if match else None
    return period.start if period else None


def _read(text: str, anchor: Anchor) -> str | None:
    range_ = _range(text, anchor) or _range(text, replace(anchor, future=not anchor.future))
    if range_:
        return periods.iso(range_)
    since, until = _SINCE.fullmatch(text), _UNTIL.fullmatch(text)
    if since:
        first = read_date(since[1] or since[2], anchor)
        return f"{_bound(first, 'start')}/.." if first else None
    if until:
        last = read_date(until[1], anchor)
        return f"../{_bound(last, 'end')}" if last else None
    single = read_date(text, anchor)
    return periods.iso(single) if single else None


def _bound(period: Period, side: str) -> str:
    """Return one end of a period at its precision: a single unit stands for itself."""
    whole = periods.iso(period)
    start, _, end = whole.partition("/")
    return start if side == "start" or not end else end


def _range(text: str, anchor: Anchor) -> Period | None:
    """Read "between A and B", "A to B", "A-B"; A and B lend each other month and year."""
    season = _SEASON_YEAR.fullmatch(text)
    if season and int(season[3]) == (int(season[2]) + 1) % 100:
        first = int(season[1] + season[2])
        return periods.years(first, first + 1)
    explicit = bool(_BETWEEN.match(text))
    body = _BETWEEN.sub("", text, count=1)
    for left, join, right in _splits(body):
        for a, b in _lent(left, right):
            first_, last = read_date(a, anchor), read_date(b, anchor)
            if first_ and last and (join != " and " or explicit or _adjacent(first_, last)):
                return periods.spanning(first_, last)
    return None


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    for join in _JOINS:
        left, found, right = text.partition(join)
        if found and left and right:
            yield left.strip(), join, right.strip()


def _lent(left: str, right: str) -> Iterator[tuple[str, str]]:
    """Yield the two sides with what they leave to each other filled in, the surest first."""
    if re.fullmatch(r"\d\d?", left) and _LEADING_DAY.match(right):
        yield f"{left} {_LEADING_DAY.sub('', right, count=1)}", right
    day_only = _DAY_ONLY.fullmatch(right)
    if day_only and _TRAILING_DAY.search(left):
        of_year = day_only[2] or ""
        stem = _TRAILING_DAY.sub("", left)
        yield left + of_year, f"{stem} {day_only[1]}{of_year}"
    ending = _ENDING_YEAR.search(right)
    if ending and not re.search(YEAR, left):
        yield f"{left} {ending[0]}", right
    yield left, right


def _adjacent(first: Period, last: Period) -> bool:
    return first.unit == last.unit and first.end + timedelta(days=1) == last.start
