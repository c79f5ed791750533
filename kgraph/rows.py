"""What a query gives: rows of values, and the ways to write them out.

:class:`Rows` holds the answer of any SPARQL query.  Iterating gives plain Python values: IRIs and
strings as ``str``, numbers as ``int`` or ``float``, truth values as ``bool``, dates as ISO text,
what is unbound as ``None``.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize
from pyoxigraph import Literal as RdfLiteral

from kgraph.dataframes import optional_package
from kgraph.errors import QueryError
from kgraph.vocabulary import PREFIXES, XSD

__all__ = [
    "Rows",
    "Term",
    "Value",
    "to_csv",
    "to_json",
    "to_rdf",
    "to_table",
    "to_tsv",
    "to_turtle",
    "to_xml",
]

Term = NamedNode | BlankNode | RdfLiteral | Triple
Value = str | int | float | bool | None

_FLOATS = {XSD.decimal.value, XSD.string.value[:-6] + "double", XSD.string.value[:-6] + "float"}
_WIDEST = 60


@dataclass(frozen=True)
class Rows:
    """The answer of a query.

    ``kind`` is ``select``, ``ask`` (one row, one column: the answer) or ``graph`` (one row a
    triple).  ``terms`` are the RDF terms behind the values.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    kind: Literal["select", "ask", "graph"] = "select"

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Iterate over the rows, each a tuple of plain values."""
        return (tuple(map(_value, row)) for row in self.terms)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.terms)

    def __bool__(self) -> bool:
        """Tell whether there are rows; for a yes-or-no question, the answer."""
        if self.kind == "ask":
            return bool(_value(self.terms[0][0]))
        return bool(self.terms)

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self]

    def to_pandas(self) -> Any:
        """Return the rows as a pandas DataFrame; raises KGraphError without pandas."""
        pandas = optional_package("pandas")
        return pandas.DataFrame.from_records(list(self), columns=list(self.columns))

    def without(self, columns: Sequence[str]) -> Rows:
        """Return the rows without some of the columns."""
        kept = [i for i, name in enumerate(self.columns) if name not in columns]
        if len(kept) == len(self.columns):
            return self
        terms = tuple(tuple(row[i] for i in kept) for row in self.terms)
        return Rows(tuple(self.columns[i] for i in kept), terms, self.kind)


def to_csv(rows: Rows) -> str:
    """Return SPARQL 1.1 CSV: a header, plain values, lines that end in CR LF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows([_text(term) for term in row] for row in rows.terms)
    return buffer.getvalue()


def to_json(rows: Rows) -> str:
    """Return SPARQL 1.1 Query Results JSON; a graph's triples come as bindings."""
    document: dict[str, Any] = {"head": {"vars": list(rows.columns)}}
    if rows.kind == "ask":
        document = {"head": {}, "boolean": bool(rows)}
    else:
        bindings = [
            {
                name: _binding(term)
                for name, term in zip(rows.columns, row, strict=True)
                if term is not None
            }
            for row in rows.terms
        ]
        document["results"] = {"bindings": bindings}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_tsv(rows: Rows) -> str:
    """Return SPARQL 1.1 TSV: a header of variables, terms as in Turtle."""
    lines = ["\t".join(f"?{name}" for name in rows.columns)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows.terms]
    return "".join(f"{line}\n" for line in lines)


def to_xml(rows: Rows) -> str:
    """Return the SPARQL Query Results XML Format; a graph's triples come as bindings."""
    root = ElementTree.Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    head = ElementTree.SubElement(root, "head")
    if rows.kind == "ask":
        ElementTree.SubElement(root, "boolean").text = str(bool(rows)).lower()
        return _document(root)
    for name in rows.columns:
        ElementTree.SubElement(head, "variable", name=name)
    results = ElementTree.SubElement(root, "results")
    for row in rows.terms:
        result = ElementTree.SubElement(results, "result")
        for name, term in zip(rows.columns, row, strict=True):
            if term is not None:
                binding = _binding(term)
                kind, value = binding.pop("type"), binding.pop("value")
                node = ElementTree.SubElement(result, "binding", name=name)
                ElementTree.SubElement(node, kind, binding).text = value
    return _document(root)


def to_rdf(rows: Rows, format: RdfFormat) -> str:
    """Return the triples of a CONSTRUCT or DESCRIBE query in an RDF format, sorted."""
    if rows.kind != "graph":
        raise QueryError("only CONSTRUCT and DESCRIBE give Turtle; use table, csv or json")
    triples = sorted({_triple(row) for row in rows.terms}, key=str)
    return (serialize(triples, format=format, prefixes=PREFIXES) or b"").decode()


def to_turtle(rows: Rows) -> str:
    """Return the triples of a CONSTRUCT or DESCRIBE query as sorted Turtle."""
    lines = to_rdf(rows, RdfFormat.TURTLE).splitlines(keepends=True)
    prefixes = [line for line in lines if line.startswith("@prefix ")]
    return "".join([*sorted(prefixes), *lines[len(prefixes) :]])


def to_table(rows: Rows) -> str:
    """Return the rows as text in columns, for a person: cut, and safe to show on a terminal."""
    cells = [[_cell(term) for term in row] for row in rows.terms]
    widths = [max((_width(row[i]) for row in cells), default=0) for i in range(len(rows.columns))]
    widths = [max(width, len(name)) for width, name in zip(widths, rows.columns, strict=True)]
    rule = ["-" * width for width in widths]
    lines = ["  ".join(_padded(row, widths)).rstrip() for row in [rows.columns, rule, *cells]]
    return "\n".join(lines) + "\n"


def _document(root: ElementTree.Element) -> str:
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _triple(row: Sequence[Term | None]) -> Triple:
    subject, predicate, target = row
    if subject is None or target is None or isinstance(subject, RdfLiteral):
        raise QueryError("a row of a graph is not a triple")
    if not isinstance(predicate, NamedNode):
        raise QueryError("a row of a graph is not a triple")
    return Triple(subject, predicate, target)


def _value(term: Term | None) -> Value:
    if term is None:
        return None
    if not isinstance(term, RdfLiteral):
        return term.value if isinstance(term, NamedNode) else str(term)
    datatype = term.datatype.value
    if datatype == XSD.integer.value:
        return int(term.value)
    if datatype in _FLOATS:
        return float(term.value)
    return term.value == "true" if datatype == XSD.boolean.value else term.value


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | RdfLiteral) else str(term)


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, RdfLiteral):
        raise QueryError("a triple term has no place in SPARQL 1.1 JSON")
    binding = {"type": "literal", "value": term.value}
    if term.language is not None:
        binding["xml:lang"] = term.language
    elif term.datatype != XSD.string:
        binding["datatype"] = term.datatype.value
    return binding


def _cell(term: Term | None) -> str:
    text = _shortened(term.value) if isinstance(term, NamedNode) else _text(term)
    shown = "".join(_visible(character) for character in " ".join(text.split()))
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _shortened(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _visible(character: str) -> str:
    """Return a character that cannot steer a terminal, nor turn the direction of the text."""
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return "\N{REPLACEMENT CHARACTER}"
    return character


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else _columns(c) for c in text)


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
