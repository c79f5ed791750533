"""Read entities out of Wikidata: a slice of its JSON dump, or the result of a SPARQL query.

In comes a text stream, out come :class:`Item` records, one at a time.  The dump's format is
https://www.wikidata.org/wiki/Wikidata:Database_download; SPARQL results may be JSON, CSV or TSV
(https://www.w3.org/TR/sparql11-overview/).  Rows of a result that follow each other and are about
the same item become one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain, groupby
from typing import Any, TextIO
from urllib.parse import unquote

from kgraph.jsonstream import json_objects

__all__ = ["Item", "read_dump", "read_results"]

#: How the columns of a SPARQL result may be called, by what they hold.
COLUMNS = {
    "id": ("item", "entity", "id", "wikidata", "qid"),
    "label": ("itemlabel", "label", "name", "entitylabel"),
    "aliases": ("alias", "aliases", "altlabel", "itemaltlabel"),
    "classes": ("instance", "class", "instanceof", "type"),
    "country": ("country", "iso", "iso2", "countrycode"),
    "gender": ("gender", "sex"),
    "geonames": ("geonames", "geonamesid"),
    "population": ("population",),
    "position": ("coord", "coords", "coordinates", "coordinate", "location"),
    "wikipedia": ("article", "wikipedia", "sitelink"),
}
_PROPERTIES = {
    "P31": "classes",
    "P297": "iso",
    "P17": "country",
    "P27": "country",
    "P21": "gender",
    "P1566": "geonames",
    "P1082": "population",
    "P625": "position",
}
_QID = re.compile(r"(?:.*/)?(Q[1-9]\d*)>?")
_POINT = re.compile(r"Point\(\s*(-?[\d.]+)[ ,]+(-?[\d.]+)\s*\)", re.IGNORECASE)
_TERM = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^.*)?|<([^<>]*)>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entity as Wikidata has it; classes, country and gender are identifiers or codes."""

    id: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    country: str = ""
    gender: str = ""
    geonames: str = ""
    population: str = ""
    position: tuple[float, float] | None = None
    wikipedia: str = ""

    def joined(self, other: Item) -> Item:
        """Return the item with what another row says of it."""
        return replace(
            self,
            aliases=tuple(dict.fromkeys(self.aliases + other.aliases)),
            classes=tuple(dict.fromkeys(self.classes + other.classes)),
        )


@dataclass(slots=True)
class _Claims:
    """The values of an item's statements, by what they say."""

    values: dict[str, list[Any]] = field(default_factory=dict)

    def first(self, name: str) -> Any:
        return next(iter(self.values.get(name, ())), "")


def read_dump(stream: TextIO, language: str = "en") -> Iterator[Item]:
    """Yield the items of a JSON dump, or a part of one: an array, or one item a line."""
    for entity in json_objects(stream):
        if str(entity.get("id", "")).startswith("Q"):
            yield _item(entity, language)


def read_results(stream: TextIO, form: str) -> Iterator[Item]:
    """Yield the items of a SPARQL result in the form ``json``, ``csv`` or ``tsv``."""
    rows = {"json": _json_rows, "csv": _csv_rows, "tsv": _tsv_rows}[form](stream)
    items = (_from_row(row) for row in rows)
    for _, same in groupby(items, key=lambda item: item.id):
        yield reduce(Item.joined, same)


# ---------------------------------------------------------------------- the dump


def _item(entity: Mapping[str, Any], language: str) -> Item:
    claims = _claims(entity.get("claims") or {})
    names = entity.get("aliases") or {}
    gender = {"Q6581097": "m", "Q6581072": "f"}.get(claims.first("gender"), "")
    title = ((entity.get("sitelinks") or {}).get("enwiki") or {}).get("title", "")
    return Item(
        id=entity["id"],
        label=((entity.get("labels") or {}).get(language) or {}).get("value", ""),
        aliases=tuple(alias["value"] for alias in names.get(language, ())),
        classes=tuple(claims.values.get("classes", ())),
        country=claims.first("iso") or claims.first("country"),
        gender=gender,
        geonames=claims.first("geonames"),
        population=claims.first("population"),
        position=claims.first("position") or None,
        wikipedia=title,
    )


def _claims(statements: Mapping[str, Any]) -> _Claims:
    """Return the values that count: preferred ones first, deprecated ones never."""
    claims = _Claims()
    for property_, name in _PROPERTIES.items():
        found = [one for one in statements.get(property_, ()) if one.get("rank") != "deprecated"]
        found.sort(key=lambda one: one.get("rank") != "preferred")
        values = [_value((one.get("mainsnak") or {}).get("datavalue")) for one in found]
        claims.values.setdefault(name, []).extend(value for value in values if value)
    return claims


def _value(data: Mapping[str, Any] | None) -> Any:
    value = (data or {}).get("value")
    if not isinstance(value, dict):
        return value or ""
    if "latitude" in value:
        return float(value["latitude"]), float(value["longitude"])
    return value.get("id") or str(value.get("amount", "")).lstrip("+")


# ---------------------------------------------------------------------- SPARQL results


def _json_rows(stream: TextIO) -> Iterator[dict[str, str]]:
    for binding in json_objects(stream, "bindings"):
        yield {name.lower(): str(term.get("value", "")) for name, term in binding.items()}


def _csv_rows(stream: TextIO) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(stream):
        yield {str(name).lower(): str(value or "") for name, value in row.items()}


def _tsv_rows(stream: TextIO) -> Iterator[dict[str, str]]:
    header = [name.strip().lstrip("?").lower() for name in stream.readline().split("\t")]
    for line in stream:
        cells = [_plain(cell.strip()) for cell in line.rstrip("\r\n").split("\t")]
        yield dict(zip(header, cells, strict=False))


def _plain(cell: str) -> str:
    """Return the value of a term as TSV results write it: quoted, in angle brackets, or bare."""
    term = _TERM.fullmatch(cell)
    if term is None:
        return cell
    return re.sub(r"\\(.)", r"\1", term[1]) if term[1] is not None else term[2]


def _from_row(row: Mapping[str, str]) -> Item:
    cells = {name: _cell(row, columns) for name, columns in COLUMNS.items()}
    found = _QID.fullmatch(cells["id"])
    if found is None:
        raise ValueError(f"has a row without a Wikidata item (columns: {', '.join(row)})")
    point = _POINT.search(cells["position"])
    country = _QID.fullmatch(cells["country"])
    gender = _QID.fullmatch(cells["gender"])
    return Item(
        id=found[1],
        label="" if _QID.fullmatch(cells["label"]) else cells["label"],
        aliases=tuple(alias for alias in cells["aliases"].split("|") if alias),
        classes=tuple(_classes(cells["classes"].split("|"))),
        country=country[1] if country else cells["country"].upper(),
        gender={"Q6581097": "m", "Q6581072": "f"}.get(gender[1], "") if gender else "",
        geonames=cells["geonames"],
        population=cells["population"],
        position=(float(point[2]), float(point[1])) if point else None,
        wikipedia=_title(cells["wikipedia"]),
    )


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    return next(chain((row[name] for name in columns if row.get(name)), [""]))


def _classes(cells: Iterable[str]) -> Iterator[str]:
    """Yield identifiers of classes, and words that name a type of entity."""
    for cell in cells:
        found = _QID.fullmatch(cell)
        if cell:
            yield found[1] if found else cell


def _title(address: str) -> str:
    return unquote(address.rpartition("/wiki/")[2]).replace("_", " ")
