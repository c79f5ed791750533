"""Read the tables under ``ontology/gazetteer/``: tab-separated, one header line, no quoting.

Each function turns one file into records.  Every table of actors and places has the same columns
(documented in ``ontology/gazetteer/README.md``); a column that is missing counts as empty, so a
user's own table needs only ``id``, ``label`` and ``type``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from kgraph.errors import OntologyError
from kgraph.model import EntityType

__all__ = [
    "GazetteerEntry",
    "Office",
    "entry_of",
    "read_entries",
    "read_offices",
    "read_rows",
]

Row = dict[str, str]
_TYPES = frozenset(get_args(EntityType))
#: What a cell must look like, where a wrong one would break a graph.
_FORMS = {
    "id": re.compile(r"[a-z-]+/[^\s/]+"),
    "wikidata": re.compile(r"Q[1-9]\d*"),
    "country": re.compile(r"[A-Z]{2}"),
    "geonames": re.compile(r"\d+"),
    "gender": re.compile(r"[fm]"),
    "latitude": re.compile(r"-?([0-8]?\d(\.\d+)?|90(\.0+)?)"),
    "longitude": re.compile(r"-?((\d{1,2}|1[0-7]\d)(\.\d+)?|180(\.0+)?)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """An actor, place or thing that the gazetteer knows.

    ``weak`` are names that are also ordinary words or belong to many (``May``, ``Congress``): good
    for a lookup that context supports, not for matching in running text.  ``demonyms`` are the
    adjectives and the nouns for its people.  ``stands_for`` is the entity that a seat or ministry
    speaks for (Kremlin → ``country/russia``).  ``capital`` is a place's id.
    """

    id: str
    label: str
    type: EntityType
    subtype: str = ""
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    wikidata: str | None = None
    wikipedia: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: str | None = None
    population: int | None = None
    capital: str | None = None
    stands_for: str | None = None
    gender: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Label and aliases that may be matched in running text; a weak label is not among them."""
        return self.aliases if self.label in self.weak else (self.label, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Somebody's holding of an office: ``start`` and ``end`` are ISO dates, years or None.

    ``of`` is the state or organisation; ``leads`` says that whoever holds it is called its
    leader.  An ``end`` of None means "not known to have ended".
    """

    person: str
    title: str
    of: str
    leads: bool
    start: str | None
    end: str | None

    def held_on(self, date: str) -> bool:
        """Whether the office was held on (or at some time within) the ISO date or year."""
        began = self.start is None or self.start[: len(date)] <= date
        return began and (self.end is None or date <= self.end or date.startswith(self.end))


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield line number and columns of each row of a table; raise OntologyError if it is torn."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise OntologyError(path.name, f"is not UTF-8 (byte {error.start})") from error
    header = lines[0].rstrip("\r").split("\t")
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(header):
            reason = f"line {number} has {len(cells)} columns, the header {len(header)}"
            raise OntologyError(path.name, reason)
        yield number, dict(zip(header, cells, strict=True))


def read_entries(path: Path) -> Iterator[GazetteerEntry]:
    """Yield the entries of one table of actors or places."""
    for number, row in read_rows(path):
        try:
            yield entry_of(row)
        except KeyError as error:
            raise OntologyError(path.name, f"has no column {error}") from error
        except ValueError as error:
            raise OntologyError(f"{path.name} line {number}", f"bad value: {error}") from error


def entry_of(row: Row) -> GazetteerEntry:
    """Return the entry that one row states; KeyError or ValueError where it is wrong."""
    if not row["id"] or not row["label"]:
        raise ValueError("id and label must not be empty")
    if row["type"] not in _TYPES:
        raise ValueError(f"type {row['type']!r}")
    for column, form in _FORMS.items():
        if row.get(column) and not form.fullmatch(row[column]):
            raise ValueError(f"{column} {row[column]!r}")
    aliases = tuple(dict.fromkeys(split(row.get("aliases", "")) + split(row.get("official", ""))))
    return GazetteerEntry(
        id=row["id"],
        label=row["label"],
        type=cast("EntityType", row["type"]),
        subtype=row.get("subtype", ""),
        aliases=tuple(alias for alias in aliases if not alias.startswith("~")),
        weak=tuple(alias[1:] for alias in aliases if alias.startswith("~")),
        demonyms=tuple(
            dict.fromkeys(split(row.get("adjectives", "")) + split(row.get("nouns", "")))
        ),
        wikidata=row.get("wikidata") or None,
        wikipedia=row.get("wikipedia") or None,
        country=row.get("country") or row.get("iso2") or None,
        admin1=row.get("admin1") or None,
        latitude=number_or_none(row.get("latitude", "")),
        longitude=number_or_none(row.get("longitude", "")),
        geonames=row.get("geonames") or None,
        population=int(row["population"]) if row.get("population") else None,
        capital=row.get("capital") or None,
        stands_for=row.get("stands_for") or None,
        gender=row.get("gender") or None,
    )


def read_offices(path: Path) -> Iterator[Office]:
    """Yield the rows of a table of office holders."""
    for _, row in read_rows(path):
        yield Office(
            person=row["person"],
            title=row["office"],
            of=row["of"],
            leads=row["leads"] == "yes",
            start=row["start"] or None,
            end=row["end"] or None,
        )


def split(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that holds several, joined by ``|``."""
    return tuple(cell.split("|")) if cell else ()


def number_or_none(cell: str) -> float | None:
    """Return a decimal number, or None for an empty cell."""
    return float(cell) if cell else None
