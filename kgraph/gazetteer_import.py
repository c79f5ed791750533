"""Make rows for a gazetteer of one's own out of Wikidata: a dump's slice or a SPARQL result.

In comes a file (also ``.gz`` or ``.bz2``), out goes a table in the columns of those under
``ontology/gazetteer``.  Items flow through one by one, so the file may be larger than memory.  An
item that the gazetteer has already keeps its id, so that it does not become a second node.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO, get_args

from kgraph.atomic import writing_atomically
from kgraph.errors import DocumentError
from kgraph.folding import slug
from kgraph.gazetteer import Gazetteer, load_gazetteer
from kgraph.gazetteer_rows import GazetteerEntry
from kgraph.model import EntityType
from kgraph.tables import read_table
from kgraph.wikidata import Item, read_dump, read_results

__all__ = ["Imported", "import_gazetteer"]

COLUMNS = (
    *("id", "label", "type", "subtype", "aliases", "adjectives", "country", "latitude"),
    *("longitude", "stands_for", "gender", "wikidata", "wikidata_source", "wikipedia"),
    *("geonames", "population", "admin1", "capital"),
)
LONGEST_NAME = 100
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Imported:
    """How many items became rows, and how many did not: no name, or no type that is known."""

    rows: int
    skipped: int


def import_gazetteer(
    source: str | Path,
    output: str | Path,
    *,
    language: str = "en",
    type: EntityType | None = None,
) -> Imported:
    """Write the items of ``source`` as a table that ``--gazetteer`` takes.

    ``type`` is the type of items whose class is not known; without it they are left out.
    Raises :class:`~kgraph.errors.DocumentError` where the source cannot be read.
    """
    path = Path(source)
    known = _known(load_gazetteer())
    rows = skipped = 0
    with _opened(path), writing_atomically(Path(output)) as table:
        table.write(_line(COLUMNS))
        for item in _items(path, language):
            row = _row(item, path.name, known, type)
            if row is None:
                skipped += 1
                continue
            table.write(_line(row))
            rows += 1
    return Imported(rows, skipped)


def _items(path: Path, language: str) -> Iterator[Item]:
    with _opened(path) as stream:
        try:
            form = _form(stream)
            stream.seek(0)
            yield from read_results(stream, form) if form else read_dump(stream, language)
        except (ValueError, KeyError, EOFError, OSError, csv.Error) as error:
            raise DocumentError(str(path), f"cannot be imported: {error}") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    if path.suffix == ".bz2":
        return bz2.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _form(stream: TextIO) -> str | None:
    """Tell a SPARQL result (its form) from a dump (None) by how the file begins."""
    head = stream.read(_HEAD).lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return "json" if '"bindings"' in head or head[1:].lstrip().startswith('"head"') else None
    return "tsv" if head.startswith("?") or "\t" in head.partition("\n")[0] else "csv"


def _line(cells: Iterable[str]) -> bytes:
    return ("\t".join(cells) + "\n").encode()


@dataclass(frozen=True, slots=True)
class _Known:
    """The entries of the gazetteer by Wikidata item, and the states' codes."""

    entries: dict[str, GazetteerEntry]
    codes: dict[str, str]


def _known(gazetteer: Gazetteer) -> _Known:
    every = (*gazetteer.cities.larger_than(0), *gazetteer.entries)
    entries = {entry.wikidata: entry for entry in every if entry.wikidata}
    codes = {
        entry.wikidata: entry.country
        for entry in entries.values()
        if entry.wikidata and entry.country and entry.type == "Country"
    }
    return _Known(entries, codes)


def _row(item: Item, source: str, known: _Known, default: EntityType | None) -> list[str] | None:
    entry = known.entries.get(item.id)
    kind, subtype = (entry.type, entry.subtype) if entry else _kind(item, default)
    label = entry.label if entry else _clean(item.label)
    if kind is None or not slug(label):
        return None
    country = known.codes.get(item.country, item.country)
    latitude, longitude = item.position or (None, None)
    cells = {
        "id": entry.id if entry else f"{_folder(kind)}/{slug(label)}-{item.id.lower()}",
        "label": label,
        "type": kind,
        "subtype": subtype,
        "aliases": "|".join(_aliases(item, label, kind, entry)),
        "adjectives": "|".join(entry.demonyms) if entry else "",
        "country": (entry and entry.country) or _fitting(r"[A-Z]{2}", country),
        "latitude": _number(entry.latitude if entry and entry.latitude else latitude, 90),
        "longitude": _number(entry.longitude if entry and entry.longitude else longitude, 180),
        "stands_for": (entry and entry.stands_for) or "",
        "gender": (entry and entry.gender) or item.gender,
        "wikidata": item.id,
        "wikidata_source": f"wikidata:{_clean(source)}",
        "wikipedia": (entry and entry.wikipedia) or _clean(item.wikipedia),
        "geonames": (entry and entry.geonames) or _fitting(r"\d+", item.geonames),
        "population": _fitting(r"\d+", item.population),
        "admin1": (entry and entry.admin1) or "",
        "capital": (entry and entry.capital) or "",
    }
    return [cells[column] for column in COLUMNS]


def _kind(item: Item, default: EntityType | None) -> tuple[EntityType | None, str]:
    kinds = _classes()
    for name, found in kinds.items():
        if name in item.classes:
            return found
    return next(((one, "") for one in get_args(EntityType) if one in item.classes), (default, ""))


@cache
def _classes() -> dict[str, tuple[EntityType | None, str]]:
    columns = ("wikidata", "name", "type", "subtype")
    rows = read_table("gazetteer/wikidata_classes.tsv", columns)
    types: dict[str, EntityType] = {one: one for one in get_args(EntityType)}
    return {
        row["wikidata"]: (types[row.one_of("type", tuple(types))], row["subtype"]) for row in rows
    }


def _aliases(item: Item, label: str, kind: str, entry: GazetteerEntry | None) -> list[str]:
    """Return the other names; a person's single words belong to many, and so are weak."""
    old = [*entry.aliases, *(f"~{name}" for name in entry.weak)] if entry else []
    found = dict.fromkeys(old)
    for name in map(_clean, (item.label, *item.aliases)):
        if not _is_name(name) or name == label:
            continue
        weak = kind == "Person" and " " not in name
        if name not in found and f"~{name}" not in found:
            found[f"~{name}" if weak else name] = None
    return list(found)


def _is_name(name: str) -> bool:
    """Tell whether text could write a name so: with a capital, and neither short nor long."""
    return 2 < len(name) <= LONGEST_NAME and any(letter.isupper() for letter in name)


def _clean(text: str) -> str:
    """Return a text that a cell can hold."""
    return " ".join(re.sub(r"[|~\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


def _folder(kind: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()


def _fitting(form: str, text: str) -> str:
    return text if re.fullmatch(form, text) else ""


def _number(value: float | None, most: int) -> str:
    return "" if value is None or not -most <= value <= most else f"{value:.5f}".rstrip("0")
