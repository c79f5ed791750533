"""Make RDF literals of plain values, in the one spelling that the store keeps, and spell quads.

Oxigraph stores numbers by value: ``0.90`` comes back as ``0.9``.  Literals are therefore made in
that spelling to begin with, and what is written equals what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from kgraph.vocabulary import GEO, RDF, XSD

__all__ = [
    "boolean",
    "clean",
    "day",
    "decimal",
    "integer",
    "json_text",
    "lexical",
    "moment",
    "n_quads",
    "named",
    "one_line",
    "point",
    "text",
    "time_bounds",
    "time_value",
    "uri",
]

_SURROGATES = re.compile("[\ud800-\udfff\x00]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def named(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> NamedNode:
    """Return a term that the data's own rules make an IRI; anything else is foreign data."""
    if not isinstance(term, NamedNode):
        raise TypeError(f"{term} stands where only an IRI can")
    return term


def lexical(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the text of an IRI or literal."""
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"{term} stands where only an IRI or a literal can")
    return term.value


def clean(value: str) -> str:
    """Replace what no RDF text can hold, lone surrogates and NUL, one character for one."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)


def one_line(value: str, longest: int = 200) -> str:
    """Return a text for a label: on one line, cut with an ellipsis where it is very long."""
    line = " ".join(clean(value).split())
    return line if len(line) <= longest else line[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"


def text(value: str) -> Literal:
    """Return a plain string literal."""
    return Literal(clean(value))


def json_text(value: str) -> Literal:
    """Return a literal that holds JSON."""
    return Literal(clean(value), datatype=RDF.JSON)


def integer(value: int) -> Literal:
    """Return a whole number."""
    return Literal(str(value), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """Return a truth value."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def decimal(value: float) -> Literal:
    """Return a decimal number without superfluous zeros.

    >>> decimal(41.0).value, decimal(0.1).value
    ('41', '0.1')
    """
    return Literal(_decimal(value), datatype=XSD.decimal)


def uri(value: str) -> Literal:
    """Return a web address as a literal: articles may give any text as their address."""
    return Literal(clean(value), datatype=XSD.anyURI)


def point(latitude: float, longitude: float) -> Literal:
    """Return a place on the earth as well-known text, longitude first."""
    words = f"POINT({_decimal(longitude)} {_decimal(latitude)})"
    return Literal(words, datatype=GEO.wktLiteral)


def day(value: date) -> Literal:
    """Return a calendar day."""
    return Literal(value.isoformat(), datatype=XSD.date)


def moment(value: str) -> Literal:
    """Return a date with its time."""
    return Literal(value, datatype=XSD.dateTime)


def time_value(value: str) -> Literal:
    """Return an ISO 8601 value with the datatype that fits its precision, else as a string."""
    if _DAY.fullmatch(value) and _first_day(value):
        return Literal(value, datatype=XSD.date)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value) and value[:4] != "0000":
        return Literal(value, datatype=XSD.gYearMonth)
    if re.fullmatch(r"\d{4}", value) and value != "0000":
        return Literal(value, datatype=XSD.gYear)
    return text(value)


def time_bounds(value: str) -> tuple[date | None, date | None]:
    """Return the first and last day of an ISO 8601 value; None where it is open or not a date.

    >>> [str(day) for day in time_bounds("2025-06")]
    ['2025-06-01', '2025-06-30']
    >>> time_bounds("2014/..")[1] is None
    True
    """
    first, slash, last = value.partition("/")
    return _first_day(first), _last_day(last if slash else first)


def _first_day(value: str) -> date | None:
    try:
        if week := re.fullmatch(r"(\d{4})-W(\d\d)", value):
            return date.fromisocalendar(int(week[1]), int(week[2]), 1)
        if _DAY.match(value):
            return date.fromisoformat(value[:10])
        if month := re.fullmatch(r"(\d{4})(?:-(\d\d))?", value):
            return date(int(month[1]), int(month[2] or 1), 1)
    except ValueError:
        return None
    return None


def _last_day(value: str) -> date | None:
    first = _first_day(value)
    if first is None or _DAY.match(value):
        return first
    try:
        if "W" in value:
            return first + timedelta(days=6)
        if len(value) == 4:
            return date(first.year, 12, 31)
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except (ValueError, OverflowError):
        return date.max
    return following - timedelta(days=1)


def _decimal(value: float) -> str:
    number = format(Decimal(repr(float(value))).normalize(), "f")
    return "0" if number == "-0" else number


def n_quads(quads: Iterable[Quad]) -> bytes:
    """Return the engine's quads as N-Quads, a line each."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
