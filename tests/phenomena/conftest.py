"""The trained pipeline, loaded once, and the extraction of each sentence, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from spacy.language import Language

from kgraph import load
from kgraph.model import Document
from kgraph.pipeline import extract
from tests.phenomena.matching import Reader

#: The day on which all sentences appeared, for relative dates: a Wednesday.
PUBLISHED = "2025-06-18"

Read = Callable[[str], Reader]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the default pipeline with the trained model."""
    return load()


@pytest.fixture(scope="session")
def read(nlp: Language) -> Read:
    """Return what reads a sentence."""

    @cache
    def reader(sentence: str) -> Reader:
        document = Document(id="sentence", text=sentence, published=PUBLISHED)
        return Reader(extract(document, nlp))

    return reader
