"""From a sentence to its PLOVER root, through the trained model: sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.annotate import load
from kgraph.model import Document
from kgraph.pipeline import extract_documents

TABLE = Path(__file__).with_name("event_sentences.tsv")
ROWS = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").splitlines()[1:]
    if line and not line.startswith(("#", "root\t"))
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def cases() -> list[object]:
    """Return the rows as parameters; those with a reason are known failures."""
    return [
        pytest.param(
            root, sentence, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        )
        for root, sentence, reason in ROWS
    ]


@pytest.mark.model
@pytest.mark.parametrize(("root", "sentence"), cases())
def test_root_of_a_sentence(nlp: Language, root: str, sentence: str) -> None:
    document = Document(id="one", text=sentence, published="2025-06-04")
    (extraction,) = extract_documents([document], nlp)
    roots = [s.predicate.event for s in extraction.statements if s.predicate.event]
    assert roots[:1] == [root]
