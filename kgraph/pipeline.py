"""The flow on one screen: documents are annotated, read as statements, and handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph.annotate import annotate, load
from kgraph.confidence import at_least
from kgraph.dataset import ArticleData, Writing, article_data
from kgraph.iris import Iris
from kgraph.model import Document, Extraction
from kgraph.statements import to_extraction

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["extract", "extract_data", "extract_documents"]


def extract(document: Document | str, nlp: Language | None = None) -> Extraction:
    """Return what one article says; a plain text becomes a document without metadata.

    ``nlp`` is what :func:`kgraph.load` returned; without it the default pipeline is loaded, which
    takes seconds, so pass one where many texts are read.
    """
    if isinstance(document, str):
        document = Document(id="text", text=document)
    return next(extract_documents([document], nlp if nlp is not None else load()))


def extract_documents(
    documents: Iterable[Document], nlp: Language, *, min_confidence: float = 0.0
) -> Iterator[Extraction]:
    """Yield the extraction of each document, in input order; memory holds one batch of them.

    Statements that are less sure than ``min_confidence`` (0 to 1) are left out.
    """
    for document, doc in annotate(documents, nlp):
        yield at_least(to_extraction(doc, document), min_confidence)


def extract_data(
    documents: Iterable[Document], nlp: Language, min_confidence: float, writing: Writing
) -> Iterator[ArticleData]:
    """Yield what :func:`extract_documents` finds in each document as RDF."""
    iris = Iris(writing.base)
    for read in extract_documents(documents, nlp, min_confidence=min_confidence):
        yield article_data(read, writing.run, iris, keep_text=writing.keep_text)
