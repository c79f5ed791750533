"""The flow on one screen: documents are annotated, read as statements, and handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language

from kgraph.annotate import annotate
from kgraph.model import Document, Extraction
from kgraph.statements import to_extraction

__all__ = ["extract_documents"]


def extract_documents(documents: Iterable[Document], nlp: Language) -> Iterator[Extraction]:
    """Yield the extraction of each document, in input order; memory holds one batch of them."""
    for document, doc in annotate(documents, nlp):
        yield to_extraction(doc, document)
