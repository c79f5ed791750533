"""Push a graph to a SPARQL server: :func:`kgraph.push`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.graph import KnowledgeGraph, open_graph
from kgraph.remote import connect

if TYPE_CHECKING:
    from kgraph.mirror import Pushed

__all__ = ["push"]

#: Passes on what is to be sent, and may show how far it is.
Track = Callable[[Iterable[str]], Iterable[str]]


def push(
    graph: KnowledgeGraph | str | Path,
    url: str,
    *,
    update: str | None = None,
    graph_store: str | None = None,
    replace: bool = False,
    track: Track = iter,
) -> Pushed:
    """Bring a SPARQL 1.1 server to hold what a graph, or a folder's, holds; tell what was sent.

    Only articles that are missing or changed are sent, and those that are no longer there are taken
    out; so a push that was ended is taken up by another.  Who asks stands in the environment:
    KGRAPH_USER and KGRAPH_PASSWORD, or KGRAPH_TOKEN.  ``update`` is the address for updates and
    ``graph_store`` that of the Graph Store Protocol, where ``url`` does not say; ``replace`` lets
    go of another graph that is there.
    """
    if not isinstance(graph, KnowledgeGraph):
        with open_graph(graph) as opened:
            return push(
                opened, url, update=update, graph_store=graph_store, replace=replace, track=track
            )
    with connect(url, update=update, graph_store=graph_store) as remote:
        from kgraph.mirror import mirror_store

        return mirror_store(graph.store, remote.endpoint, replace=replace, track=track)
