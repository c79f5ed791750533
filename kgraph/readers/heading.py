"""What the first lines of an article say about it: headline, agency and day.

Nothing is taken out of the text.  A first line is a headline by its form alone: short, no full stop
at its end, and followed by a paragraph and not by the rest of its own sentence.  An agency is what
stands in brackets in a dateline ("(MENAFN)", "PARIS (AFP) –", "WASHINGTON, Nov 3 (Reuters) -",
"MOSCOW, November 3. /TASS/."); a day counts only with its year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.readers.dates import DAY, day_of, parse_day

__all__ = ["Heading", "read_heading"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Title, source and day of publication as the first lines give them."""

    title: str | None = None
    source: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    apart: bool  #: an empty line stands before it


LOOK_AT = 5_000  #: characters
LOOK_AT_LINES = 5
LONGEST_HEADLINE = 200
#: A line that is no longer than this and goes on in the next was broken to fit a page.
PAGE_WIDTH = 100

_WORD = r"[^\W\d_][\w.'’-]*"
_NAME_WORD = rf"(?!{DAY})(?-i:[A-Z])[\w.'’-]*"
_PLACE = rf"{_NAME_WORD}(?:[ ,/]{{1,2}}(?:(?:de|la|al|el|of|the|and)\s)?{_NAME_WORD}){{0,4}}"
_AGENCY = rf"{_NAME_WORD}(?:[ &/-]{{1,3}}{_NAME_WORD}){{0,3}}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})?[,.]?\s*(?P<day>{DAY})?[,.]?\s*"
    rf"(?:\((?P<agency>{_AGENCY})\)|/(?P<slashed>{_AGENCY})/\.?)?\s*(?P<dash>-{{1,2}}|–|—|:)?",
    re.IGNORECASE,
)
_DAY_LINE = re.compile(r"(?:published|posted|date|dated)\b[:\s]*(?:on\s+)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])[.;:,][\"'”’)]*$")
_NO_PLACE = frozenset(["a", "an", "at", "by", "for", "from", "in", "on", "the", "to"])
_EDITORIAL = re.compile(
    r"add|advert|correct|edit|file|note|photo|read|recast|repeat|updat|video|watch", re.IGNORECASE
)
_INITIALISM = re.compile(r"[A-Z].*[A-Z]")


def read_heading(text: str) -> Heading:
    """Return what the first lines of ``text`` state; what they do not state is None.

    >>> read_heading("Talks resume in Geneva\\n\\nGENEVA, 4 August 2023 (AFP) – The talks resumed.")
    Heading(title='Talks resume in Geneva', source='AFP', published='2023-08-04')
    """
    lines = _first_lines(text)
    while lines and _own_day(lines[0]):
        lines = lines[1:]
    title = lines[0].text if _is_headline(lines) else None
    published = next(filter(None, map(_own_day, _first_lines(text))), None)
    for line in lines[1 if title else 0 :]:
        source, day = _read_dateline(line.text)
        if source or day:
            return Heading(title, source, published or day)
        if len(line.text) > PAGE_WIDTH:
            break
    return Heading(title, None, published)


def _first_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    apart = False
    for raw in text[:LOOK_AT].splitlines():
        line = " ".join(raw.split())
        if line:
            lines.append(_Line(line, apart))
        apart = not line
        if len(lines) == LOOK_AT_LINES:
            break
    return lines


def _own_day(line: _Line) -> str | None:
    """The day of a line that holds nothing else."""
    return parse_day(_DAY_LINE.sub("", line.text, count=1))


def _is_headline(lines: Sequence[_Line]) -> bool:
    if len(lines) < 2 or not _has_headline_form(lines[0].text):
        return False
    following = lines[1]
    if following.apart or _own_day(following) or any(_read_dateline(following.text)):
        return True
    goes_on = following.text[0].islower() or len(following.text) <= PAGE_WIDTH
    return not goes_on


def _has_headline_form(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADLINE
        and len(text.split()) > 1
        and not _SENTENCE_END.search(text)
        and not any(_read_dateline(text))
    )


def _read_dateline(text: str) -> tuple[str | None, str | None]:
    """The agency and the day of a dateline at the start of ``text``."""
    match = _DATELINE.match(text)
    if match is None or not match[0].strip():
        return None, None
    agency = match["agency"] or match["slashed"]
    if _is_dateline(match, agency):
        return agency, day_of(match["day"]) if match["day"] else None
    return None, None


def _is_dateline(match: re.Match[str], agency: str | None) -> bool:
    place, day = match["place"], match["day"]
    marked = bool(match["dash"] or match["slashed"])
    if place and (place.split()[0].lower() in _NO_PLACE or _abbreviates(place, agency)):
        return False
    if agency is None:
        return bool(place and day and day_of(day) and match["dash"])
    if _EDITORIAL.match(agency):
        return False
    return marked or (not place and bool(day or _INITIALISM.search(agency)))


def _abbreviates(place: str, agency: str | None) -> bool:
    """Whether one is the other's initials, as in "European Union (EU) – …"."""
    if agency is None:
        return False
    return _initials(place) == agency or _initials(agency) == place


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(_WORD, name) if word[0].isupper())
