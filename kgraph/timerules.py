"""The grammar of single dates: a table of patterns over cleaned text, and how to read each.

Every reading takes the match and the anchor (publication day, and whether the verb looks ahead)
and returns a :class:`~kgraph.periods.Period`, or None where the anchor is missing or the calendar
has no such day.  The first pattern that matches the whole text decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kgraph import periods
from kgraph.periods import Period
from kgraph.timeanchors import Anchor, dated, shifted
from kgraph.timewords import (
    DAYS,
    DECADES,
    HOLIDAYS,
    MONTH,
    MONTHS,
    PARTS,
    REL,
    RELS,
    SEASON,
    SEASONS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
)

__all__ = ["read_date"]

_Reading = Callable[[re.Match[str], Anchor], Period | None]


def read_date(text: str, anchor: Anchor) -> Period | None:
    """Return the period that a cleaned expression names by itself, without bounds or ranges."""
    for pattern, reading in _RULES:
        match = pattern.fullmatch(text)
        if match:
            return reading(match, anchor)
    return None


def _number(match: re.Match[str], group: str) -> int:
    return int(match[group])


def _month_number(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _iso_date(match: re.Match[str], _: Anchor) -> Period | None:
    return periods.day(_number(match, "d"), _number(match, "m"), _number(match, "y"))


def _iso_month(match: re.Match[str], _: Anchor) -> Period | None:
    number = _number(match, "m")
    return periods.month(_number(match, "y"), number) if 1 <= number <= 12 else None


def _iso_week(match: re.Match[str], _: Anchor) -> Period | None:
    try:
        monday = date.fromisocalendar(_number(match, "y"), _number(match, "n"), 1)
    except ValueError:
        return None
    return periods.containing(monday, "week")


def _slashes(match: re.Match[str], _: Anchor) -> Period | None:
    """Read 5/6/2025 only where it can be read in one way."""
    a, b, of_year = _number(match, "a"), _number(match, "b"), _number(match, "y")
    readings = {periods.day(a, b, of_year), periods.day(b, a, of_year)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _calendar_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    number, of_month = _number(match, "d"), _month_number(match["mon"])
    return dated(match, anchor, lambda y: periods.day(number, of_month, y))


def _calendar_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    of_month = _month_number(match["mon"])
    return dated(match, anchor, lambda y: periods.month(y, of_month))


def _season(match: re.Match[str], anchor: Anchor) -> Period | None:
    first, last = SEASONS[match["season"]]
    return dated(match, anchor, lambda y: periods.months(y, first, last))


def _holiday(match: re.Match[str], anchor: Anchor) -> Period | None:
    of_month, number = HOLIDAYS[match["holiday"]]
    return dated(match, anchor, lambda y: periods.day(number, of_month, y))


def _year(match: re.Match[str], _: Anchor) -> Period | None:
    return periods.year(_number(match, "y"))


def _decade(match: re.Match[str], _: Anchor) -> Period | None:
    if match["y"]:
        first = _number(match, "y")
        century = first % 100 == 0 and first < 2000
        return periods.years(first, first + 99) if century else periods.decade(first)
    short = int(match["yy"]) if match["yy"] else DECADES[match["name"]]
    return periods.decade(short + (1900 if short >= 20 else 2000))


def _century(match: re.Match[str], _: Anchor) -> Period | None:
    last = _number(match, "n") * 100
    return periods.years(last - 99, last)


def _quarter(match: re.Match[str], anchor: Anchor) -> Period | None:
    length = 6 if match["kind"].startswith("h") else 3
    number = _number(match, "n")
    if number * length > 12:
        return None
    first = (number - 1) * length + 1
    return dated(match, anchor, lambda y: periods.months(y, first, first + length - 1))


def _months_of_year(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "the first three months of 2024"; without a year, "the last three months" end now."""
    count = _number(match, "n")
    if not 1 <= count <= 12:
        return None
    if not (match["y"] or match["year"] or match["ago"]):
        return _window_of(anchor, -count, "month") if match["side"] == "last" else None
    first = 1 if match["side"] == "1" else 13 - count
    return dated(match, anchor, lambda y: periods.months(y, first, first + count - 1))


def _week_of_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "the first week of June" as its days 1 to 7, the last as its last seven."""
    whole = _calendar_month(match, anchor)
    if whole is None:
        return None
    last = whole.end.day
    first = last - 6 if match["n"] == "last" else (int(match["n"]) - 1) * 7 + 1
    start = periods.day(first, whole.start.month, whole.start.year)
    end = periods.day(min(first + 6, last), whole.start.month, whole.start.year)
    return periods.spanning(start, end) if start and end else None


def _week_of_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    that = read_date(match["rest"], anchor)
    return periods.containing(that.start, "week") if that and that.unit == "day" else None


def _named_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.published is None:
        return None
    return periods.shift(anchor.published, "day", DAYS[match["name"]])


def _overnight(_: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.published is None:
        return None
    before = periods.shift(anchor.published, "day", -1)
    same = periods.shift(anchor.published, "day", 0)
    return periods.spanning(before, same) if before and same else None


def _weekday(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.published is None:
        return None
    wanted = WEEKDAYS.index(match["wd"][:3])
    today = anchor.published.weekday()
    if match["week"] or (match["rel"] and REL[match["rel"]] == 0 and match["rel"] != "coming"):
        weeks = REL[match["week"]] if match["week"] else 0
        return periods.shift(anchor.published, "day", wanted - today + 7 * weeks)
    ahead, back = (wanted - today) % 7, (today - wanted) % 7
    if match["rel"]:
        offset = -(back or 7) if REL[match["rel"]] < 0 else ahead or 7
    else:
        offset = ahead if anchor.future else -back
    return periods.shift(anchor.published, "day", offset)


def _relative_unit(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.published is None:
        return None
    return shifted(anchor.published, match["unit"], REL[match["rel"]])


def _ago(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.published is None:
        return None
    return shifted(anchor.published, match["unit"], -_number(match, "n"))


def _from_now(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "three days from now"; a bare "in three days" may be a duration unless in the future."""
    if anchor.published is None or (match["in"] and not (match["time"] or anchor.future)):
        return None
    return shifted(anchor.published, match["unit"], _number(match, "n"))


def _window(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "the past three years" as the stretch that ends at publication, by the unit named."""
    return _window_of(anchor, REL[match["rel"]] * _number(match, "n"), match["unit"])


def _window_of(anchor: Anchor, count: int, unit: str) -> Period | None:
    if anchor.published is None or count == 0:
        return None
    far, now = shifted(anchor.published, unit, count), shifted(anchor.published, unit, 0)
    if far is None or now is None:
        return None
    return periods.spanning(far, now) if count < 0 else periods.spanning(now, far)


def _weekend(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "the weekend" as the nearest Saturday and Sunday begun (ahead in the future tense)."""
    if anchor.published is None:
        return None
    saturday = 5 - anchor.published.weekday()
    rel = match["rel"]
    if rel and REL[rel] < 0:
        saturday -= 7
    elif rel and rel in ("next", "coming"):
        saturday += 0 if saturday > 0 else 7
    elif not rel and not anchor.future and saturday > 0:
        saturday -= 7
    first = periods.shift(anchor.published, "day", saturday)
    last = periods.shift(anchor.published, "day", saturday + 1)
    return periods.spanning(first, last) if first and last else None


def _part(match: re.Match[str], anchor: Anchor) -> Period | None:
    whole = read_date(match["rest"], anchor)
    part = PARTS[match["part"]]
    return periods.narrow(whole, part) if whole and part else whole


def _about(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Widen "around 2014" by one unit on either side."""
    middle = read_date(match["rest"], anchor)
    if middle is None:
        return None
    before = periods.shift(middle.start, middle.unit, -1)
    after = periods.shift(middle.end, middle.unit, 1)
    return periods.spanning(before, after) if before and after else None


def _part_of_unit(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "the end of the year" as that of the current one."""
    if anchor.published is None:
        return None
    whole = shifted(anchor.published, match["unit"], 0)
    part = PARTS[match["part"]]
    return periods.narrow(whole, part) if whole and part else whole


_IN_YEAR = rf"(?: (?:(?P<y>{YEAR})|(?P<year>{RELS}) year|(?P<ago>\d{{1,3}}) years? ago))?"
_REL_FIRST = rf"(?:(?P<rel>{RELS}) )?"
_DAY_NAME = rf"(?:(?:{WEEKDAY}) )?"
_PART = "|".join(PARTS)

_RULES: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (r"(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?:t[\d:.z+-]*)?", _iso_date),
        (r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})", _iso_date),
        (r"(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-](?P<y>\d{4})", _slashes),
        (r"(?P<y>\d{4})-(?P<m>\d\d)", _iso_month),
        (r"(?P<y>\d{4})-w(?P<n>\d\d)", _iso_week),
        (rf"{_REL_FIRST}(?P<holiday>{'|'.join(HOLIDAYS)}){_IN_YEAR}", _holiday),
        (rf"{_DAY_NAME}{_REL_FIRST}(?P<d>\d\d?) (?P<mon>{MONTH}){_IN_YEAR}", _calendar_day),
        (rf"{_DAY_NAME}{_REL_FIRST}(?P<mon>{MONTH}) (?P<d>\d\d?){_IN_YEAR}", _calendar_day),
        (rf"{_REL_FIRST}(?P<mon>{MONTH}){_IN_YEAR}", _calendar_month),
        (rf"(?P<y>{YEAR})", _year),
        (rf"(?P<y>\d{{3}}0)s|'?(?P<yy>\d0)s|(?P<name>{'|'.join(DECADES)})", _decade),
        (r"(?P<n>\d\d?)(?: |-)century", _century),
        (rf"{_REL_FIRST}(?P<season>{SEASON}){_IN_YEAR}", _season),
        (rf"{_REL_FIRST}(?P<n>\d) (?P<kind>quarter|half)(?: year)?{_IN_YEAR}", _quarter),
        (rf"(?P<kind>q|h)(?P<rel>)(?P<n>\d){_IN_YEAR}", _quarter),
        (rf"(?P<n>[1-5]|last) week (?P<rel>)(?P<mon>{MONTH}){_IN_YEAR}", _week_of_month),
        (r"week (?P<rest>.+)", _week_of_day),
        (rf"(?P<name>{'|'.join(DAYS)})", _named_day),
        (r"overnight", _overnight),
        (rf"{_REL_FIRST}(?P<wd>{WEEKDAY})(?: (?P<week>{RELS}) week)?", _weekday),
        (rf"{_REL_FIRST}weekend", _weekend),
        (rf"(?P<rel>{RELS}) (?P<unit>{UNIT}|century|quarter)", _relative_unit),
        (rf"(?P<n>\d{{1,4}}) (?P<unit>{UNIT})s? ago", _ago),
        (rf"(?P<in>in )(?P<n>\d{{1,4}}) (?P<unit>{UNIT})s?(?P<time>'s? time)?", _from_now),
        (rf"(?P<in>)(?P<n>\d{{1,4}}) (?P<unit>{UNIT})s?(?P<time> from now)", _from_now),
        (rf"(?P<side>1|last) (?P<n>\d\d?) months{_IN_YEAR}", _months_of_year),
        (rf"(?P<rel>{RELS}) (?P<n>\d{{1,4}}) (?P<unit>{UNIT})s", _window),
        (rf"(?P<part>{_PART}) (?P<unit>week|month|year|decade|century)", _part_of_unit),
        (rf"(?P<part>{_PART}) (?P<rest>.+)", _part),
        (r"(?:about|around|circa|approximately|roughly) (?P<rest>.+)", _about),
    )
)
