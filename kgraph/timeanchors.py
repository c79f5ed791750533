"""What "last June", "next year" or a bare "Tuesday" mean, seen from the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from kgraph import periods
from kgraph.periods import Period, Unit
from kgraph.timewords import REL

__all__ = ["Anchor", "dated", "shifted"]

_FAR_BACK = 330  # days after which a date without its year is rather the coming one


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day of publication, and whether the verb is in the future."""

    published: date | None
    future: bool


def dated(
    match: re.Match[str], anchor: Anchor, at: Callable[[int], Period | None]
) -> Period | None:
    """Put a part of the year into the year that is named, meant by "last", or nearest."""
    if match["y"]:
        return at(int(match["y"]))
    published = anchor.published
    if published is None:
        return None
    if match["year"]:
        return at(published.year + REL[match["year"]])
    if match["ago"]:
        return at(published.year - int(match["ago"]))
    candidates = [p for p in map(at, range(published.year - 4, published.year + 5)) if p]
    return _choose(candidates, match["rel"], anchor, published)


def _choose(
    candidates: list[Period], rel: str | None, anchor: Anchor, published: date
) -> Period | None:
    """Return the candidate meant by "last", "this", "next", or by nothing but the tense."""
    begun = [p for p in candidates if p.start <= published]
    over = [p for p in candidates if p.end < published]
    ahead = [p for p in candidates if p.end >= published]
    coming = [p for p in candidates if p.start > published]
    if rel and REL[rel] == 0:
        return next((p for p in candidates if p.start.year == published.year), None)
    if rel:
        return over[-1] if REL[rel] < 0 and over else coming[0] if REL[rel] > 0 and coming else None
    if anchor.future:
        return ahead[0] if ahead else None
    if not begun:
        return None
    far = (published - begun[-1].end).days > _FAR_BACK and bool(coming)
    return coming[0] if far else begun[-1]


def shifted(published: date, unit: str, count: int) -> Period | None:
    """Return the unit so many after that of the publication day; decades and quarters too."""
    if unit == "decade":
        return periods.decade(published.year // 10 * 10 + 10 * count)
    if unit == "century":
        first = (published.year - 1) // 100 * 100 + 1 + 100 * count
        return periods.years(first, first + 99)
    if unit == "quarter":
        first = (published.month - 1) // 3 * 3 + 1 + 3 * count
        return periods.months(published.year, first, first + 2)
    return periods.shift(published, cast("Unit", unit), count)
