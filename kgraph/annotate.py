"""Load the language pipeline and run documents through it.

The default model is the small English one that the package depends on; a larger one that is
installed can be asked for by name.  Nothing is downloaded.
"""

from __future__ import annotations

import gc
import importlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from kgraph.components.boundaries import mark_boundaries
from kgraph.components.factories import ORDER, add_components
from kgraph.components.pieces import cut, join
from kgraph.gazetteer import load_gazetteer
from kgraph.languagemodel import BATCH, DEFAULT_MODEL, marks, missing
from kgraph.model import Document

__all__ = ["ParsedWord", "annotate", "load", "load_model", "load_to_stay", "parse_words"]

#: Where a footnote's mark begins and ends inside what stands between two spaces.
FOOTNOTE_MARKS = (r"(?<=\w)[.,;:!?]+(?=\[\d)", r"\[(?=\d|citation)", r"(?<=\d)\](?=\[)")
#: The components that look at a whole document; the others look no further than a sentence.
WHOLE = ORDER[ORDER.index("kgraph_repairs") + 1 :]


def load(model: str | None = None, gazetteer: Sequence[str | Path] = ()) -> Language:
    """Return the language pipeline with kgraph's components.

    ``model`` is an installed spaCy package or a path; it needs a tagger, a parser and an entity
    recogniser.  ``gazetteer`` are tables of names of your own, in the columns of those under
    ``ontology/gazetteer``.  Raises :class:`~kgraph.errors.KGraphError` where the model is not
    installed or a table is wrong.
    """
    tables = tuple(str(path) for path in gazetteer)
    load_gazetteer(tables)
    nlp = load_model(model or DEFAULT_MODEL)
    nlp.max_length = 10_000_000
    split_footnotes(nlp)
    nlp.meta.update(marks(model or DEFAULT_MODEL, tables))
    return add_components(nlp, tables)


def load_to_stay(model: str | None = None, gazetteer: Sequence[str | Path] = ()) -> Language:
    """Return what :func:`load` does, for a program that reads articles for the rest of its life.

    What is loaded, above a hundred thousand objects, will be no garbage: the collector leaves it
    alone from then on, which saves a twentieth of the time.
    """
    nlp = load(model, gazetteer)
    gc.freeze()
    return nlp


def load_model(model: str) -> Language:
    """Load a plain spaCy model by package name or path."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r".*\[W095\].*")
            if model == DEFAULT_MODEL:
                package = importlib.import_module(model)
                nlp: Language = package.load()
                return nlp
            return spacy.load(model)
    except (ImportError, OSError) as error:
        raise missing(model) from error


def split_footnotes(nlp: Language) -> None:
    """Have the tokenizer split a footnote's mark off a word ("Haddad.[2]", "basis[citation")."""
    infixes = (*(nlp.Defaults.infixes or ()), *FOOTNOTE_MARKS)
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]


class ParsedWord(NamedTuple):
    """A word of a sentence, its tag, and the arc of the parse that leads to it from its head."""

    text: str
    lemma: str
    tag: str
    arc: str
    head: str


def parse_words(text: str, nlp: Language) -> list[ParsedWord]:
    """Return the words of a text as the model reads it by itself, repairs included."""
    (_, doc), *_ = annotate([Document(id="words", text=text)], nlp)
    return [
        ParsedWord(word.text, word.lemma_, word.tag_, word.dep_, word.head.text)
        for word in doc
        if not word.is_space
    ]


def annotate(documents: Iterable[Document], nlp: Language) -> Iterator[tuple[Document, Doc]]:
    """Yield each document with its annotated Doc, in order; memory holds one batch.

    A long document is parsed in pieces; what looks further than a sentence reads it whole.
    """
    pieces: list[Doc] = []
    later = [ORDER[0], *WHOLE]  # boundaries are marked before a text is cut
    stream = nlp.pipe(to_pieces(documents, nlp), as_tuples=True, batch_size=BATCH, disable=later)
    for piece, document in stream:
        pieces.append(piece)
        if document is not None:
            yield document, finished(join(pieces), nlp)
            pieces.clear()


def to_pieces(
    documents: Iterable[Document], nlp: Language
) -> Iterator[tuple[Doc, Document | None]]:
    """Yield the Docs that the model reads, the last one of each document with the document."""
    for document in documents:
        *earlier, last = cut(mark_boundaries(nlp.make_doc(document.text)))
        yield from ((piece, None) for piece in earlier)
        yield last, document


def finished(doc: Doc, nlp: Language) -> Doc:
    """Return a parsed Doc after the components that read it whole."""
    for name, component in nlp.pipeline:
        if name in WHOLE:
            doc = component(doc)
    return doc
