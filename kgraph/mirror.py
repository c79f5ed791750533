"""Bring a SPARQL server to hold what a store holds, sending only what is missing or changed.

An article is one named graph.  Its fingerprint, which changes with its text and with how it was
read, is the last of its triples to be written and the first thing that is asked for: what has the
right one is whole and is not sent again.  Where a server takes an article in one update, readers
see it whole or not at all; where it does not (Virtuoso refuses long updates), a half article has
no fingerprint, and the next push puts the whole one in its place.  The graphs that articles share
are compared triple by triple; a mark says that they agree with the articles, and is taken away
before anything is changed.  What is no longer in the store is taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kgraph import terms
from kgraph.endpoint import Endpoint
from kgraph.engine import OWN_GRAPHS
from kgraph.errors import StoreError
from kgraph.iris import digest
from kgraph.remote import SHARED, RemoteGraph
from kgraph.remotereading import select
from kgraph.remotewriting import Writer, writer_for
from kgraph.store import Store
from kgraph.vocabulary import KG, RDF

__all__ = ["PUSHED", "Pushed", "mirror_store"]

#: The graph that says that a push is complete; its only triple holds a digest of the shared graphs.
PUSHED = NamedNode("https://w3id.org/kgraph/pushed")
Track = Callable[[Iterable[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: how many articles it sent, found as they should be, and took out."""

    sent: int
    unchanged: int
    removed: int


def mirror_store(
    store: Store, endpoint: Endpoint, *, replace: bool = False, track: Track = iter
) -> Pushed:
    """Make the server hold what the store holds.

    Raises StoreError, before anything is changed, where the server holds a graph under another
    base, or articles of which the store has none: ``replace`` lets these go.
    """
    remote = RemoteGraph(endpoint)
    base = remote.base()
    if base not in (None, store.iris.base):
        raise StoreError(endpoint.name, f"names its data under {base}, not under {store.iris.base}")
    there = remote.articles(store.iris.base)
    here = {one.iri: one.fingerprint for one in store.documents()}
    if there and not replace and here.keys().isdisjoint(there):
        reason = f"holds {len(there)} articles, none of them in {store.name}; --replace puts"
        raise StoreError(endpoint.name, f"{reason} this store in their place")
    changed = [iri for iri, mark in here.items() if there.get(iri) != mark]
    gone = [iri for iri in there if iri not in here]
    shared = {graph: _triples(store, graph) for graph in _shared(store)}
    mark = digest(*(str(triple) for triples in shared.values() for triple in triples))
    if changed or gone or _mark(endpoint) != mark:
        writer = writer_for(endpoint)
        writer.drop(PUSHED.value)
        _send_articles(store, writer, track(changed))
        for iri in gone:
            writer.drop(iri)
        for graph, triples in shared.items():
            writer.settle(graph.value, triples)
        writer.replace(PUSHED.value, [Triple(PUSHED, KG.fingerprint, Literal(mark))])
    return Pushed(len(changed), len(here) - len(changed), len(gone))


def _send_articles(store: Store, writer: Writer, articles: Iterable[str]) -> None:
    for iri in articles:
        article = NamedNode(iri)
        triples = _triples(store, article)
        # What says that it is an article goes first, so that any half of it is found.
        first = Triple(article, RDF.type, KG.Article)
        last = [triple for triple in triples if triple.predicate == KG.fingerprint]
        between = [triple for triple in triples if triple != first and triple not in last]
        writer.replace(iri, [first, *between, *last])


def _shared(store: Store) -> Iterator[NamedNode]:
    yield from (store.iris.graph(name) for name in SHARED)
    yield from sorted(OWN_GRAPHS, key=str)


def _triples(store: Store, graph: NamedNode) -> list[Triple]:
    quads: Iterable[Quad] = store.engine.quads_for_pattern(None, None, None, graph)
    return sorted((quad.triple for quad in quads), key=str)


def _mark(endpoint: Endpoint) -> str | None:
    where = f"{{ GRAPH {PUSHED} {{ {PUSHED} {KG.fingerprint} ?mark }} }}"
    found = select(endpoint, f"SELECT ?mark WHERE {where}")
    return terms.lexical(found[0][0]) if found and found[0][0] else None
