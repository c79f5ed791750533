"""Parts of speech, morphology and lemmas from memory: those that the model's own rules give."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kgraph.annotate import load, load_model
from kgraph.components.morphology import REMEMBERED, Morphology, can_remember
from kgraph.languagemodel import DEFAULT_MODEL

pytestmark = pytest.mark.model

GIVEN = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]
TEXTS = (
    "There is a truce, and there are talks.  Negotiators were meeting; they'd left by Tuesday.",
    "We are gonna leave.\n\n\nYou gotta go, it ain't over, let's sign, y'all!",
    "The lower courts saw the worst of it: its lawyers' better offers lay there.",
    "There is a truce, and there are talks.",
    "",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    return load_model(DEFAULT_MODEL)


def parsed(nlp: Language, text: str) -> Doc:
    with nlp.select_pipes(enable=["tok2vec", "tagger", "parser"]):
        return nlp(text)


def test_words_get_what_the_models_rules_give(plain: Language) -> None:
    morphology = Morphology(plain)
    for text in (*TEXTS, *TEXTS):
        doc = parsed(plain, text)
        expected = doc.copy()
        for name in REMEMBERED:
            expected = plain.get_pipe(name)(expected)
        found = morphology(doc)
        assert found.to_array(GIVEN).tolist() == expected.to_array(GIVEN).tolist(), text


def test_rules_are_asked_once_for_a_word(plain: Language) -> None:
    morphology = Morphology(plain)
    first = morphology(parsed(plain, TEXTS[0]))
    known = {**morphology.given}, {**morphology.lemmas}
    again = morphology(parsed(plain, TEXTS[0]))
    assert known == (morphology.given, morphology.lemmas)
    assert [token.lemma_ for token in again] == [token.lemma_ for token in first]


def test_the_pipeline_leaves_its_rules_to_memory() -> None:
    nlp = load()
    assert "kgraph_morphology" in nlp.pipe_names
    assert not {*REMEMBERED} & {*nlp.pipe_names}
    assert [token.lemma_ for token in nlp("Envoys were leaving.")] == ["envoy", "be", "leave", "."]


@pytest.mark.parametrize(
    "pattern", [{"LOWER": "mine", "OP": "?"}, {"ENT_TYPE": "GPE"}, {}, {"SPACY": True}]
)
def test_rules_that_look_at_more_than_the_word_are_left_alone(pattern: dict[str, object]) -> None:
    nlp = load_model(DEFAULT_MODEL)
    assert can_remember(nlp)
    nlp.get_pipe("attribute_ruler").add([[pattern]], {"POS": "X"})
    assert not can_remember(nlp)
