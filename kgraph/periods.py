"""Stretches of calendar time with their precision, and their ISO 8601 form.

A :class:`Period` knows which unit it is exact to, so that "June 2025" stays ``2025-06`` and never
becomes a day.  Arithmetic that would leave the years 1 to 9999 gives None, not an exception.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = [
    "Part",
    "Period",
    "Unit",
    "containing",
    "day",
    "decade",
    "iso",
    "month",
    "months",
    "narrow",
    "shift",
    "spanning",
    "year",
    "years",
]

Unit = Literal["day", "week", "month", "year"]
Part = Literal["early", "mid", "late"]

_FIRST, _LAST = 1, 9999
_THIRD: dict[Part, int] = {"early": 0, "mid": 1, "late": 2}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` to ``end``, both included, exact to ``unit``."""

    start: date
    end: date
    unit: Unit


def day(number: int, of_month: int, of_year: int) -> Period | None:
    """Return one day, or None where the calendar has no such day."""
    if not (_FIRST <= of_year <= _LAST and 1 <= of_month <= 12):
        return None
    if not 1 <= number <= calendar.monthrange(of_year, of_month)[1]:
        return None
    that = date(of_year, of_month, number)
    return Period(that, that, "day")


def month(of_year: int, number: int) -> Period | None:
    """Return one month; numbers outside 1 to 12 count on into other years."""
    return months(of_year, number, number)


def months(of_year: int, first: int, last: int) -> Period | None:
    """Return the months from first to last, counted from January of a year."""
    a, b = of_year * 12 + first - 1, of_year * 12 + last - 1
    if not (_FIRST * 12 <= a <= b < (_LAST + 1) * 12):
        return None
    end_year, end_month = b // 12, b % 12 + 1
    end = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return Period(date(a // 12, a % 12 + 1, 1), end, "month")


def year(number: int) -> Period | None:
    """Return one year."""
    return years(number, number)


def years(first: int, last: int) -> Period | None:
    """Return the years from first to last."""
    if not _FIRST <= first <= last <= _LAST:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31), "year")


def decade(first: int) -> Period | None:
    """Return the ten years from one that ends in 0."""
    return years(first, first + 9)


def containing(that: date, unit: Unit) -> Period | None:
    """Return the day, ISO week, month or year in which a day lies."""
    if unit == "day":
        return Period(that, that, "day")
    if unit == "week":
        return _days(that.toordinal() - that.weekday(), 7, "week")
    if unit == "month":
        return month(that.year, that.month)
    return year(that.year)


def shift(that: date, unit: Unit, count: int) -> Period | None:
    """Return the day, week, month or year that lies so many units after a day's own."""
    if unit == "day":
        return _days(that.toordinal() + count, 1, "day")
    if unit == "week":
        return _days(that.toordinal() - that.weekday() + 7 * count, 7, "week")
    if unit == "month":
        return month(that.year, that.month + count)
    return year(that.year + count)


def spanning(first: Period, last: Period) -> Period | None:
    """Return the period from the start of one to the end of another, by the finer unit."""
    order: tuple[Unit, ...] = ("day", "week", "month", "year")
    unit = min(first.unit, last.unit, key=order.index)
    unit = "day" if unit == "week" and first.unit != last.unit else unit
    return Period(first.start, last.end, unit) if first.start <= last.end else None


def narrow(period: Period, part: Part) -> Period | None:
    """Return the early, middle or late third; a day has no thirds and stays.

    A year gives months, a month or a quarter days, a decade or a century years.
    """
    third = _THIRD[part]
    length = period.end.year - period.start.year + 1
    if period.unit == "year" and length > 1:
        return _third_of_years(period, third, length)
    if period.unit == "year":
        return months(period.start.year, third * 4 + 1, third * 4 + 4)
    if period.unit == "month" and (period.end - period.start).days > 31:
        return _third_of_days(period, third)
    if period.unit == "month":
        first = period.start.replace(day=third * 10 + 1)
        last = period.end if part == "late" else period.start.replace(day=third * 10 + 10)
        return Period(first, last, "day")
    return period


def iso(period: Period) -> str:
    """Return ``2025``, ``2025-06``, ``2025-06-02``, or two of them with a slash.

    A week is the interval of its days: queries compare days, and few tools read week dates.
    """
    first, last = _point(period.start, period.unit), _point(period.end, period.unit)
    return first if first == last else f"{first}/{last}"


def _point(that: date, unit: Unit) -> str:
    return that.isoformat()[: {"day": 10, "week": 10, "month": 7, "year": 4}[unit]]


def _days(first: int, count: int, unit: Unit) -> Period | None:
    last = first + count - 1
    if not (date.min.toordinal() <= first and last <= date.max.toordinal()):
        return None
    return Period(date.fromordinal(first), date.fromordinal(last), unit)


def _third_of_years(period: Period, third: int, length: int) -> Period | None:
    bounds = [period.start.year + round(length * k / 3) for k in range(4)]
    return years(bounds[third], bounds[third + 1] - 1)


def _third_of_days(period: Period, third: int) -> Period | None:
    length = (period.end - period.start).days + 1
    bounds = [period.start.toordinal() + round(length * k / 3) for k in range(4)]
    return _days(bounds[third], bounds[third + 1] - bounds[third], "day")
