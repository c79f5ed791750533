"""Write a store to files that other programs read; the same store gives the same bytes.

Everything is sorted, nothing has blank nodes, and a file is written beside its place and then
moved there.  The ontology is left out unless asked for: it is the same for every store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kgraph.atomic import write_atomically
from kgraph.engine import OWN_GRAPHS
from kgraph.ftm import ftm_entities
from kgraph.nanopublications import nanopublication_quads, reifying_quads
from kgraph.ploverevents import plover_events
from kgraph.query import query
from kgraph.resources import ontology_path
from kgraph.store import Store
from kgraph.storedrows import entity_rows, statement_rows
from kgraph.terms import lexical, n_quads, named
from kgraph.vocabulary import NP, PREFIXES, RDF, XSD

__all__ = [
    "FORMATS",
    "to_ftm",
    "to_jsonld",
    "to_nanopublications",
    "to_nquads",
    "to_plover",
    "to_rdf12",
    "to_trig",
    "to_turtle",
    "write",
]

_CODES = """
SELECT ?event ?class ?intensity WHERE {
  ?type skos:notation ?event ; kg:quadClass/skos:prefLabel ?class ; kg:intensity ?intensity
}
"""


def to_nquads(store: Store, *, with_vocabulary: bool = False) -> bytes:
    """Return canonical N-Quads: one quad a line, lines sorted; equal data give equal bytes."""
    quads = store.quads(with_vocabulary=with_vocabulary)
    return b"".join(sorted(n_quads(quads).splitlines(keepends=True)))


def to_trig(store: Store, *, with_vocabulary: bool = False) -> bytes:
    """Return TriG for reading: graphs, subjects and predicates sorted, prefixes declared."""
    return b"".join(_trig_by_graph(store, with_vocabulary=with_vocabulary))


def _trig_by_graph(store: Store, *, with_vocabulary: bool) -> Iterator[bytes]:
    """Yield TriG bit by bit, prefixes first; only one graph is sorted at a time."""
    prefixes = b""
    for graph in sorted(store.engine.named_graphs(), key=str):
        if with_vocabulary or graph not in OWN_GRAPHS:
            found = store.engine.quads_for_pattern(None, None, None, graph)
            quads = sorted(found, key=_triple_key)
            text = _with_sorted_prefixes(_serialized(quads, RdfFormat.TRIG))
            yield text.removeprefix(prefixes)
            prefixes = prefixes or b"".join(_prefixes(text.splitlines(keepends=True)))


def to_turtle(store: Store, *, with_vocabulary: bool = False) -> bytes:
    """Return Turtle: all graphs in one, so that which graph a triple is in is lost."""
    quads = store.quads(with_vocabulary=with_vocabulary)
    triples = sorted({quad.triple for quad in quads}, key=_triple_key)
    return _with_sorted_prefixes(_serialized(triples, RdfFormat.TURTLE))


def to_jsonld(store: Store, *, with_vocabulary: bool = False) -> bytes:
    """Return JSON-LD with the context of ``ontology/context.json`` written into it."""
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    shorten = _Shortener()
    for quad in sorted(store.quads(with_vocabulary=with_vocabulary), key=_quad_key):
        nodes = graphs.setdefault(lexical(named(quad.graph_name)), {})
        subject = shorten.iri(named(quad.subject))
        shorten.add(nodes.setdefault(subject, {"@id": subject}), quad)
    content = [
        {"@id": graph, "@graph": [_single(node) for node in nodes.values()]}
        for graph, nodes in graphs.items()
    ]
    document = {"@context": _context(), "@graph": content}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def to_rdf12(store: Store) -> bytes:
    """Return TriG of RDF 1.2: all that :func:`to_trig` gives, and each statement as a reifier.

    ``<statement> rdf:reifies <<( subject kgp:verb object )>>`` stands in the article's graph.
    """
    quads = sorted([*store.quads(), *reifying_quads(store)], key=_quad_key)
    return _with_sorted_prefixes(_serialized(quads, RdfFormat.TRIG))


def to_nanopublications(store: Store) -> bytes:
    """Return TriG with one nanopublication, unsigned, for each statement."""
    prefixes = {**PREFIXES, "np": NP.iri}
    quads = sorted(nanopublication_quads(store), key=_quad_key)
    return _with_sorted_prefixes(serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes) or b"")


def to_ftm(store: Store) -> bytes:
    """Return FollowTheMoney entities, one JSON object a line."""
    return _json_lines(ftm_entities(statement_rows(store), entity_rows(store)))


def to_plover(store: Store) -> bytes:
    """Return PLOVER event records, one JSON object a line."""
    codes = {str(row[0]): (str(row[1]), float(str(row[2]))) for row in query(store, _CODES)}
    return _json_lines(plover_events(statement_rows(store), entity_rows(store), codes))


#: The formats that are one file, by name.
FORMATS: Mapping[str, Callable[[Store], bytes]] = {
    "nquads": to_nquads,
    "trig": to_trig,
    "turtle": to_turtle,
    "jsonld": to_jsonld,
    "rdf12": to_rdf12,
    "nanopub": to_nanopublications,
    "ftm": to_ftm,
    "plover": to_plover,
}


def write(store: Store, path: Path, format_name: str) -> None:
    """Write the store to a file in one of :data:`FORMATS`."""
    write_atomically(path, FORMATS[format_name](store))


def _json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return "".join(lines).encode()


def _serialized(data: Iterable[Quad] | Iterable[Triple], format_: RdfFormat) -> bytes:
    return serialize(data, format=format_, prefixes=PREFIXES) or b""


def _with_sorted_prefixes(text: bytes) -> bytes:
    """Sort the lines that declare prefixes, whose order the serializer leaves open."""
    lines = text.splitlines(keepends=True)
    prefixes = _prefixes(lines)
    return b"".join([*sorted(prefixes), *lines[len(prefixes) :]])


def _prefixes(lines: Iterable[bytes]) -> list[bytes]:
    return [line for line in lines if line.startswith(b"@prefix ")]


def _triple_key(triple: Triple | Quad) -> tuple[str, bool, str, str]:
    kind_first = triple.predicate != RDF.type
    return str(triple.subject), kind_first, str(triple.predicate), str(triple.object)


def _quad_key(quad: Quad) -> tuple[str, str, bool, str, str]:
    return (str(quad.graph_name), *_triple_key(quad))


@cache
def _context() -> dict[str, Any]:
    document: dict[str, dict[str, Any]] = json.loads(
        ontology_path("context.json").read_text("utf-8")
    )
    return document["@context"]


class _Shortener:
    """Writes terms as the context lets them be written."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, bool]] = {}
        for name, term in _context().items():
            if isinstance(term, dict):
                iri = self._expanded(term["@id"])
                self._names[iri] = (name, term.get("@type") == "@id")

    def add(self, node: dict[str, Any], quad: Quad) -> None:
        """Add a quad's predicate and object to its subject's node."""
        if quad.predicate == RDF.type:
            node.setdefault("@type", []).append(self.iri(named(quad.object)))
            return
        name, is_link = self._names.get(quad.predicate.value, ("", False))
        key = name or self.iri(quad.predicate)
        node.setdefault(key, []).append(self._value(quad.object, is_link))

    def iri(self, node: NamedNode) -> str:
        """Return an IRI with a prefix, where what follows it is a plain name."""
        for prefix, namespace in PREFIXES.items():
            local = node.value.removeprefix(namespace)
            if local != node.value and local and "/" not in local:
                return f"{prefix}:{local}"
        return node.value

    def _value(self, term: object, is_link: bool) -> Any:
        if isinstance(term, NamedNode):
            return self.iri(term) if is_link else {"@id": self.iri(term)}
        if not isinstance(term, Literal):
            raise TypeError(f"{term} has no form in JSON-LD")
        return _literal(term, self.iri)

    @staticmethod
    def _expanded(name: str) -> str:
        prefix, _, local = name.partition(":")
        return PREFIXES[prefix] + local


def _literal(term: Literal, shorten: Callable[[NamedNode], str]) -> Any:
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == XSD.string:
        return term.value
    if term.datatype == XSD.integer:
        return int(term.value)
    if term.datatype == XSD.boolean:
        return term.value == "true"
    return {"@value": term.value, "@type": shorten(term.datatype)}


def _single(node: dict[str, Any]) -> dict[str, Any]:
    """Write lists of one as their one member."""
    return {key: value[0] if _is_one(value) else value for key, value in node.items()}


def _is_one(value: object) -> bool:
    return isinstance(value, list) and len(value) == 1
