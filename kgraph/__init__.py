"""kgraph: news articles in, a graph of who did, said, demanded or denied what out.

The flow, each step a module::

    readers      files → Document
    annotate     Document → spaCy Doc, by the components
    statements   Doc → Extraction: mentions, entities, statements, claims
    dataset      Extraction → RDF quads; store keeps them, query reads them
    network      rows → NetworkX MultiDiGraph; html and explorer show it
"""

from __future__ import annotations

from kgraph.annotate import load
from kgraph.errors import DocumentError, KGraphError, OntologyError, QueryError, StoreError
from kgraph.model import Claim, Document, Entity, Extraction, Mention, Statement
from kgraph.pipeline import extract

__all__ = [
    "Claim",
    "Document",
    "DocumentError",
    "Entity",
    "Extraction",
    "KGraphError",
    "Mention",
    "OntologyError",
    "QueryError",
    "Statement",
    "StoreError",
    "extract",
    "load",
]
