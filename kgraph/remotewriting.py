"""Write graphs to a SPARQL server, by SPARQL 1.1 Update or by the Graph Store Protocol.

Update sends what differs, and a graph in one request where the server takes it whole.  The Graph
Store Protocol sends whole graphs, the last triple of each in a request of its own, since a server
may keep what it had read of a graph when it failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from kgraph.endpoint import Endpoint, RefusedError
from kgraph.remotereading import read_graphs, respelt, respelt_by_servers

__all__ = ["Writer", "writer_for"]

#: So many triples, and characters, any server takes in one update (Virtuoso: not quite 5,000).
MOST, LONGEST = 1000, 1_000_000
#: How servers say that an update is too long: by its length, or by what they make of it.
Subject = NamedNode | BlankNode | Triple
_TOO_LONG = frozenset({400, 413, 414, 500})


class Writer(Protocol):
    """What can be done to the graphs of a server."""

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        """Put triples in the place of whatever the graph holds; the last is written last."""

    def settle(self, graph: str, triples: Sequence[Triple]) -> None:
        """Make the graph hold these triples, whatever it holds of them."""

    def drop(self, graph: str) -> None:
        """Take the graph away."""


def writer_for(endpoint: Endpoint) -> Writer:
    """Return the Graph Store Protocol where its address was given, else Update."""
    return _GraphStore(endpoint) if endpoint.graph_store else _Update(endpoint)


class _Update:
    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._takes_all = True

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        drop = f"DROP SILENT GRAPH {NamedNode(graph)} ;\n"
        if self._takes_all or len(triples) <= MOST:
            try:
                self._endpoint.update(drop + _data("INSERT", graph, triples))
                return
            except RefusedError as error:
                if error.status not in _TOO_LONG or len(triples) <= MOST:
                    raise
                self._takes_all = False
        for part in _parts(triples):
            self._endpoint.update(drop + _data("INSERT", graph, part))
            drop = ""

    def settle(self, graph: str, triples: Sequence[Triple]) -> None:
        there = {one for _, found in read_graphs(self._endpoint, [graph]) for one in found}
        here = {_respelt(triple): triple for triple in triples}
        lost = sorted(there - here.keys(), key=str)
        emptied = {_slot(triple) for triple in lost if respelt_by_servers(triple.object)}
        new = [one for key, one in here.items() if key not in there or _slot(one) in emptied]
        for part in _parts([triple for triple in lost if _slot(triple) not in emptied]):
            self._endpoint.update(_data("DELETE", graph, part))
        for subject, predicate in sorted(emptied, key=str):
            pattern = f"GRAPH {NamedNode(graph)} {{ {subject} {predicate} ?any }}"
            self._endpoint.update(f"DELETE WHERE {{ {pattern} }}")
        for part in _parts(new):
            self._endpoint.update(_data("INSERT", graph, part))

    def drop(self, graph: str) -> None:
        self._endpoint.update(f"DROP SILENT GRAPH {NamedNode(graph)}")


class _GraphStore:
    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        self._endpoint.put(graph, _ntriples(triples[:-1]))
        self._endpoint.add(graph, _ntriples(triples[-1:]))

    def settle(self, graph: str, triples: Sequence[Triple]) -> None:
        if triples:
            self._endpoint.put(graph, _ntriples(triples))
        else:
            self.drop(graph)

    def drop(self, graph: str) -> None:
        self._endpoint.delete(graph)


def _slot(triple: Triple) -> tuple[Subject, NamedNode]:
    """Return where a triple's object stands: what a server respells is only found by that."""
    return triple.subject, triple.predicate


def _respelt(triple: Triple) -> Triple:
    return Triple(triple.subject, triple.predicate, respelt(triple.object))


def _data(verb: str, graph: str, triples: Sequence[Triple]) -> str:
    lines = "".join(f"{triple} .\n" for triple in triples)
    return f"{verb} DATA {{ GRAPH {NamedNode(graph)} {{\n{lines}}} }}"


def _ntriples(triples: Sequence[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _parts(triples: Sequence[Triple]) -> Iterator[list[Triple]]:
    """Yield the triples in parts that any server takes."""
    part: list[Triple] = []
    length = 0
    for triple in triples:
        size = len(str(triple))
        if part and (len(part) == MOST or length + size > LONGEST):
            yield part
            part, length = [], 0
        part.append(triple)
        length += size
    if part:
        yield part
