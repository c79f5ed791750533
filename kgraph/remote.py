"""A graph on a SPARQL server: ask it there, or take a copy to do everything else with.

What a server can do by itself is SPARQL, free or by a named query.  Whatever needs a store (the
page, statements as records, NetworkX, exports) works on a copy: :meth:`RemoteGraph.copy`.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import terms
from kgraph.engine import STORE, open_memory
from kgraph.errors import KGraphError, StoreError
from kgraph.iris import Iris
from kgraph.namedqueries import NamedQuery
from kgraph.parameters import answer_named
from kgraph.rows import Rows, Term
from kgraph.store import Store
from kgraph.vocabulary import KG, RDF

if TYPE_CHECKING:
    from kgraph.endpoint import Endpoint

__all__ = ["SHARED", "RemoteGraph", "connect", "is_address"]

#: The graphs that all articles share, by the names that :meth:`Iris.graph` takes.
SHARED = (
    "asserted", "attributed", "decisions", "entities", "inferred", "provenance", "resolved",
)  # fmt: skip
#: Rows that are asked for at once: fewer than any server is known to give.
_PAGE = 1000
#: Where a query names the variables that it selects, or groups by.
_SELECTED = re.compile(r"(\bSELECT\b.*?\bWHERE\b|\bGROUP BY\b[^\n]*)", re.DOTALL)


def is_address(text: object) -> bool:
    """Tell whether this is a server's address and not a folder."""
    return isinstance(text, str) and text.lower().startswith(("http://", "https://"))


def connect(url: str, *, update: str | None = None, graph_store: str | None = None) -> RemoteGraph:
    """Return the graph on a SPARQL 1.1 server, to ask it; ``with`` closes the connections.

    Who asks stands in the environment: KGRAPH_USER and KGRAPH_PASSWORD, or KGRAPH_TOKEN.  The
    other addresses are for :func:`kgraph.push`, where they cannot be told from ``url``.
    """
    if importlib.util.find_spec("httpx") is None:
        raise KGraphError("servers need the package httpx: pip install 'kgraph[remote]'")
    from kgraph.endpoint import Endpoint

    return RemoteGraph(Endpoint(url, update=update, graph_store=graph_store))


class RemoteGraph:
    """The graph that :func:`kgraph.push` put on a server."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Take over a connection."""
        self.endpoint = endpoint

    def __enter__(self) -> RemoteGraph:
        """Return the graph itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the connections."""
        self.endpoint.__exit__(*error)

    @property
    def name(self) -> str:
        """The server's address, for messages."""
        return self.endpoint.name

    def query(self, sparql: str, /, **parameters: str) -> Rows:
        """Return the answer of a SPARQL query, or of a named one, which the server works out.

        The default graph is the server's: all graphs as one on Virtuoso, Oxigraph and
        ``kgraph serve``.  Named queries need that, and are refused where it is not so.
        """
        from kgraph.remotereading import ask

        if not sparql.isidentifier():
            return ask(self.endpoint, sparql)
        return answer_named(sparql, parameters, find=self._find, ask=self._ask)

    def base(self) -> str | None:
        """Return the IRI under which the graph's data are named, None where there is no graph."""
        found = self._select(f"SELECT ?b WHERE {{ GRAPH {STORE} {{ {STORE} {KG.base} ?b }} }}")
        return terms.lexical(found[0][0]) if found and found[0][0] else None

    def articles(self, base: str) -> dict[str, str | None]:
        """Return the articles on the server, each with its fingerprint.

        An article whose sending was ended has none: it is written after all else.
        """
        found: dict[str, str | None] = {}
        last = ""
        while True:
            rows = self._select(
                f"SELECT ?a ?f WHERE {{ GRAPH ?a {{ ?a {RDF.type} {KG.Article} "
                f"OPTIONAL {{ ?a {KG.fingerprint} ?f }} }} "
                f"FILTER (STRSTARTS(STR(?a), {Literal(base)}) && STR(?a) > {Literal(last)}) }} "
                f"ORDER BY STR(?a) LIMIT {_PAGE}"
            )
            for article, mark in rows:
                last = terms.named(article or STORE).value
                found[last] = terms.lexical(mark) if mark is not None else None
            if not rows:
                return found

    def copy(self) -> Store:
        """Return a copy of the graph in memory, with every article that is there whole."""
        from kgraph.remotereading import read_graphs

        whole = [iri for iri, mark in self.articles(self._iris.base).items() if mark is not None]
        shared = [self._iris.graph(name).value for name in SHARED]
        engine, iris = open_memory(self._iris.base)
        for graph, triples in read_graphs(self.endpoint, [*shared, *whole]):
            name = NamedNode(graph)
            engine.extend([Quad(t.subject, t.predicate, t.object, name) for t in triples])
        return Store(engine, iris, None, read_only=True)

    @cached_property
    def _iris(self) -> Iris:
        base = self.base()
        if base is None:
            raise StoreError(
                self.name, f"holds no graph yet; send one: kgraph push STORE {self.name}"
            )
        return Iris(base)

    def _select(self, sparql: str) -> Sequence[tuple[Term | None, ...]]:
        from kgraph.remotereading import select

        return select(self.endpoint, sparql)

    def _ask(self, wanted: NamedQuery, substitutions: Mapping[str, Term]) -> Rows:
        from kgraph.remotereading import ask

        self._check_union()
        return ask(self.endpoint, _filled(wanted, substitutions))

    def _check_union(self) -> None:
        """Refuse named queries where they would find nothing, whatever the graph holds."""
        if self._union:
            return
        reason = "shows its default graph alone: named queries need the union of all graphs there"
        raise StoreError(self.name, f"{reason}; ask in SPARQL with GRAPH, or for a copy")

    @cached_property
    def _union(self) -> bool:
        base = terms.uri(self._iris.base)
        return bool(self._select(f"SELECT ?s WHERE {{ ?s {KG.base} {base} }} LIMIT 1"))

    def _find(self, name: str) -> Sequence[NamedNode]:
        """Return the entities that a text names, as :func:`kgraph.query.find_entities` does."""
        base = self._iris.base
        for iri in (name, f"{base}entity/{name}"):
            if iri.startswith(base) and _is_iri(iri) and self._described(iri):
                return self._entities(f"<{iri}> {KG.resolvedTo} ?e") or [NamedNode(iri)]
        words = Literal(terms.clean(name))
        for test in (f"STR(?n) = {words}", f"LCASE(STR(?n)) = LCASE({words})"):
            named = f"?e ?how ?n VALUES ?how {{ rdfs:label skos:altLabel }} FILTER ({test})"
            if found := self._entities(named):
                return found
        return []

    def _described(self, iri: str) -> bool:
        where = f"{{ GRAPH ?g {{ ?d {KG.describes} <{iri}> }} }}"
        return bool(self._select(f"SELECT ?d WHERE {where} LIMIT 1"))

    def _entities(self, pattern: str) -> list[NamedNode]:
        graph = self._iris.graph("entities")
        rows = self._select(f"SELECT DISTINCT ?e WHERE {{ GRAPH {graph} {{ {pattern} }} }}")
        return sorted((terms.named(row[0] or STORE) for row in rows), key=str)


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _filled(wanted: NamedQuery, substitutions: Mapping[str, Term]) -> str:
    """Return the query with terms in the place of its parameters, which it no longer selects."""
    text = "\n".join(line for line in wanted.text.splitlines() if not line.startswith("#"))
    for name, term in substitutions.items():
        variable = re.compile(rf"\?{name}\b")
        parts = re.split(_SELECTED, text)  # every second one names variables
        parts[1::2] = [variable.sub("", part) for part in parts[1::2]]
        text = str(term).join(variable.split("".join(parts)))
    return text
