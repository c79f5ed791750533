"""From a sentence to its attributions, through the trained model: sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.annotate import load
from kgraph.model import Document
from kgraph.pipeline import extract_documents

TABLE = Path(__file__).with_name("claim_sentences.tsv")
ROWS = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith(("#", "sentence\t"))
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.mark.model
@pytest.mark.parametrize(
    ("sentence", "expected"), [(sentence, set(wanted)) for sentence, *wanted in ROWS]
)
def test_claims_of_a_sentence(nlp: Language, sentence: str, expected: set[str]) -> None:
    document = Document(id="one", text=sentence, published="2025-06-04")
    (extraction,) = extract_documents([document], nlp)
    found = {
        " | ".join(
            (
                claim.speaker.text if claim.speaker is not None else "-",
                claim.cue.lemma,
                " … ".join(sentence[span.start : span.end] for span in claim.content),
            )
        )
        for claim in extraction.claims
    }
    assert found == expected - {"-"}
