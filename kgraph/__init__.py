"""kgraph: news articles in, a graph of who did, said, demanded or denied what out.

The flow, each step a module::

    readers      files → Document
    annotate     Document → spaCy Doc, by the components
    statements   Doc → Extraction: mentions, entities, statements, claims
    dataset      Extraction → RDF quads; store keeps them, query reads them
    network      rows → NetworkX MultiDiGraph; html and explorer show it
    graph        one object over all of these; building makes it
    remote       the graph on a SPARQL server, where pushing puts it

What loads a language model or a store is imported when it is first used, so that ``import kgraph``
and ``kgraph --help`` answer at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from kgraph.errors import DocumentError, KGraphError, OntologyError, QueryError, StoreError
from kgraph.model import Claim, Document, Entity, Extraction, Mention, Statement

if TYPE_CHECKING:
    from kgraph.annotate import load
    from kgraph.building import build
    from kgraph.graph import KnowledgeGraph
    from kgraph.graph import open_graph as open
    from kgraph.pipeline import extract
    from kgraph.pushing import push
    from kgraph.remote import RemoteGraph, connect

__all__ = [
    "Claim",
    "Document",
    "DocumentError",
    "Entity",
    "Extraction",
    "KGraphError",
    "KnowledgeGraph",
    "Mention",
    "OntologyError",
    "QueryError",
    "RemoteGraph",
    "Statement",
    "StoreError",
    "build",
    "connect",
    "extract",
    "load",
    "open",
    "push",
]

_LATER = {
    "KnowledgeGraph": ("kgraph.graph", "KnowledgeGraph"),
    "RemoteGraph": ("kgraph.remote", "RemoteGraph"),
    "build": ("kgraph.building", "build"),
    "connect": ("kgraph.remote", "connect"),
    "extract": ("kgraph.pipeline", "extract"),
    "load": ("kgraph.annotate", "load"),
    "open": ("kgraph.graph", "open_graph"),
    "push": ("kgraph.pushing", "push"),
    "__version__": ("kgraph.version", "VERSION"),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import on first use; a name that is not exported raises AttributeError as ever."""
        if name not in _LATER:
            raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
        module, attribute = _LATER[name]
        value = globals()[name] = getattr(importlib.import_module(module), attribute)
        return value
