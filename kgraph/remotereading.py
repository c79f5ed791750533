"""Read from a SPARQL server: rows, triples, whole graphs, with what some servers change undone.

Virtuoso answers with at most so many rows as its keeper set (ResultSetMaxRows) without an error,
writes truth values as 0 and 1, answers ASK with a row, and keeps places on the earth in a datatype
of its own, in single precision.  So whoever reads a whole graph counts, and reads what was cut in
slices; and terms are brought back to the spelling that :mod:`kgraph.terms` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kgraph import terms
from kgraph.endpoint import Answer, Endpoint, RefusedError
from kgraph.errors import QueryError, StoreError
from kgraph.query import keywords_of
from kgraph.rows import Rows, Term
from kgraph.vocabulary import GEO, PREFIXES, XSD

__all__ = ["ask", "read_graphs", "respelt", "respelt_by_servers", "select"]

_TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_ACCEPT_TABLE = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
#: What a query or an update begins with, after its prefixes.
_KIND = re.compile(
    r"\b(select|ask|construct|describe"
    r"|insert|delete|load|clear|drop|create|add|move|copy|with)\b(?!\s*:)"
)
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
_POINT = re.compile(r"POINT ?\((-?[\d.]+(?:[eE][+-]?\d+)?) (-?[\d.]+(?:[eE][+-]?\d+)?)\)")
_GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_TRUTH = {"1": "true", "0": "false"}
#: Graphs that are counted with one request.
_TOGETHER = 20
#: The slices of a graph that is cut: by the first digits of a hash, so many at most.
_DEEPEST = 4
#: How `kgraph serve` says that there is more than it gives at once.
_TOO_MANY = re.compile(r"has more than \d+ rows")
_DIGITS = "0123456789abcdef"
#: What Virtuoso says to ASK.
_YES = {str(Literal(1)), str(Literal(True))}
_NOTHING = Literal("")


def ask(endpoint: Endpoint, sparql: str) -> Rows:
    """Return the answer of a query that only reads, in any of its four forms."""
    found = _KIND.search(keywords_of(sparql))
    kind = found[1] if found is not None else ""
    if kind not in ("select", "ask", "construct", "describe"):
        raise QueryError("a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE")
    accept = _ACCEPT_GRAPH if kind in ("construct", "describe") else _ACCEPT_TABLE
    try:
        answer = endpoint.query(_PROLOGUE + sparql, accept)
    except RefusedError as error:
        if error.status == 400:
            raise QueryError(str(error)) from error
        raise
    try:
        return _triples(answer) if kind in ("construct", "describe") else _table(answer, kind)
    except (SyntaxError, ValueError, KeyError) as error:
        what = answer.type or "something without a type"
        reason = f"answers with {what} that cannot be read: {' '.join(str(error).split())[:200]}"
        raise StoreError(endpoint.name, reason) from error


def select(endpoint: Endpoint, sparql: str) -> Sequence[tuple[Term | None, ...]]:
    """Return the rows of a SELECT query, as terms."""
    return ask(endpoint, sparql).terms


def read_graphs(endpoint: Endpoint, graphs: Iterable[str]) -> Iterator[tuple[str, list[Triple]]]:
    """Yield each named graph with all its triples, however few rows the server gives at once."""
    names = list(graphs)
    for first in range(0, len(names), _TOGETHER):
        some = names[first : first + _TOGETHER]
        counts = _counts(endpoint, some)
        for name in some:
            yield name, list(_read(endpoint, name, counts.get(name, 0)))


def respelt(term: Term) -> Term:
    """Return a term in the spelling of :mod:`kgraph.terms`, whatever a server made of it."""
    if not isinstance(term, Literal):
        return term
    if term.datatype == XSD.boolean:
        return Literal(_TRUTH.get(term.value, term.value), datatype=XSD.boolean)
    if term.datatype.value in (_GEOMETRY, GEO.wktLiteral.value):
        return _place(term)
    return term


def respelt_by_servers(term: Term) -> bool:
    """Tell whether servers spell such a term in ways of their own."""
    kinds = (_GEOMETRY, GEO.wktLiteral.value, XSD.boolean.value)
    return isinstance(term, Literal) and term.datatype.value in kinds


def _place(term: Literal) -> Literal:
    """Return a point with seven digits, all that single precision has."""
    point = _POINT.fullmatch(term.value)
    if point is None:
        return term
    longitude, latitude = (float(f"{float(number):.7g}") for number in point.groups())
    return terms.point(latitude, longitude)


def _table(answer: Answer, kind: str) -> Rows:
    found = parse_query_results(answer.body, _TABLES[answer.type])
    if isinstance(found, QueryBoolean):
        return _truth(bool(found))
    assert isinstance(found, QuerySolutions)
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(term and respelt(term) for term in row) for row in found)
    if kind == "ask":
        return _truth(bool(rows) and str(rows[0][0]) in _YES)
    return Rows(columns, rows)


def _truth(value: bool) -> Rows:
    return Rows(("answer",), ((terms.boolean(value),),), "ask")


def _triples(answer: Answer) -> Rows:
    quads = parse(answer.body, _GRAPHS[answer.type])
    triples = {(quad.subject, quad.predicate, respelt(quad.object)) for quad in quads}
    ordered = tuple(sorted(triples, key=lambda triple: tuple(map(str, triple))))
    return Rows(("subject", "predicate", "object"), ordered, "graph")


def _counts(endpoint: Endpoint, graphs: Sequence[str]) -> dict[str, int]:
    """Return how many triples are in each of some graphs that has any."""
    names = " ".join(str(NamedNode(graph)) for graph in graphs)
    where = f"{{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    rows = select(endpoint, f"SELECT ?g (COUNT(*) AS ?n) WHERE {where} GROUP BY ?g")
    return {terms.lexical(name or _NOTHING): int(terms.lexical(n or _NOTHING)) for name, n in rows}


def _read(endpoint: Endpoint, graph: str, count: int, digits: str = "") -> Iterator[Triple]:
    """Yield the triples of a graph; in slices, where the server gives fewer than it counts."""
    test = f'FILTER (STRSTARTS(MD5(STR(?s)), "{digits}"))' if digits else ""
    where = f"{{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} {test} }}"
    if digits:
        ((counted,),) = select(endpoint, f"SELECT (COUNT(*) AS ?n) WHERE {where}")
        count = int(terms.lexical(counted or _NOTHING))
    triples = _attempt(endpoint, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {where}") if count else []
    if len(triples) >= count:
        yield from triples
    elif len(digits) == _DEEPEST:
        raise StoreError(endpoint.name, f"gives only {len(triples)} triples of {count} at once")
    else:
        for digit in _DIGITS:
            yield from _read(endpoint, graph, count, digits + digit)


def _attempt(endpoint: Endpoint, sparql: str) -> list[Triple]:
    """Return triples, or none where the server says that there are too many of them."""
    try:
        rows = ask(endpoint, sparql).terms
    except (RefusedError, QueryError) as error:
        if _TOO_MANY.search(str(error)) is None:
            raise
        return []
    return [_triple(*row) for row in rows]


def _triple(*row: Term | None) -> Triple:
    subject, predicate, value = (term or _NOTHING for term in row)
    return Triple(terms.named(subject), terms.named(predicate), value)
