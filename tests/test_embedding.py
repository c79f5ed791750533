"""Embeddings from memory: the bits that the model's own layers give, whatever comes together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from spacy.language import Language

from kgraph.annotate import load_model
from kgraph.components.embedding import Memory, embeddings, remember_embeddings
from kgraph.languagemodel import DEFAULT_MODEL

pytestmark = pytest.mark.model

TEXTS = (
    "Envoys of Chad and Peru met in Geneva, and Chad's left early.",
    "",
    "The envoys met again.\n\nChad's envoy had left Geneva.",
    "The talks in Geneva ended.",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    return load_model(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def remembering() -> Language:
    nlp = load_model(DEFAULT_MODEL)
    remember_embeddings(nlp)
    return nlp


@pytest.mark.parametrize("name", ["tok2vec", "ner"])
def test_vectors_are_the_same_to_the_last_bit(
    name: str, plain: Language, remembering: Language
) -> None:
    docs = [plain.make_doc(text) for text in TEXTS]
    first, second = [next(embeddings(nlp.get_pipe(name).model)) for nlp in (plain, remembering)]
    expected = [first.predict([doc])[0] for doc in docs]
    together = second.predict(docs)
    again = [second.predict([doc])[0] for doc in docs]
    for one, *others in zip(expected, together, again, strict=True):
        assert all(np.array_equal(one, other) for other in others)


def test_a_saved_model_is_that_of_the_plain_pipeline(
    plain: Language, remembering: Language
) -> None:
    for name in ("tok2vec", "ner"):
        saved = [nlp.get_pipe(name).model.to_bytes() for nlp in (plain, remembering)]
        assert saved[0] == saved[1]


def test_a_full_memory_is_begun_anew(plain: Language) -> None:
    (chain,) = embeddings(plain.get_pipe("tok2vec").model)
    extract, flatten, tables, mixing, _ = chain.layers
    rows = flatten.predict(extract.predict([plain.make_doc(" ".join(TEXTS))])).data
    expected = mixing.predict(tables.predict(flatten.predict([rows]))).data
    for most in (0, 3, 10, 1000):
        memory = Memory(tables, mixing, most)
        for start, end in [*pairwise(range(0, len(rows), 4)), (0, len(rows)), (2, 9)]:
            assert np.array_equal(memory.recall(rows[start:end]), expected[start:end])
            assert len(memory.places) <= most


def test_training_goes_past_the_memory(remembering: Language) -> None:
    model = remembering.get_pipe("tok2vec").model
    docs = [remembering.make_doc(TEXTS[0])]
    before = model.predict(docs)[0]
    trained, back = model.begin_update(docs)
    assert trained[0].shape == before.shape
    back([np.ones_like(trained[0])])
    assert any(node.has_grad("E") for node in model.walk() if node.has_param("E"))
