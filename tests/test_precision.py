"""The statements that people have judged: how many are right, and that the right ones are kept.

The verdicts are in ``tests/precision/verdicts.tsv``, as ids and digests; the articles lie beside
the checkout, in ``../shared/eval``.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

import kgraph
from tests.precision.sample import DATA, SETS, Drawn, all_statements, read_verdicts

#: Of 200 drawn statements, this share was right in subject, predicate, object, speaker and stance.
PRECISION = 0.85
#: Of those with this confidence or more, at least this share.
SURE, PRECISION_OF_SURE = 0.6, 0.88

VERDICTS = {verdict.key: verdict for verdict in read_verdicts()}


def test_precision_of_the_draw() -> None:
    assert len(VERDICTS) == 200
    assert sum(one.right for one in VERDICTS.values()) / 200 >= PRECISION


def test_what_is_wrong_is_named() -> None:
    places = {"subject", "predicate", "object", "speaker", "stance"}
    for verdict in VERDICTS.values():
        wrong = set(verdict.wrong.split("+")) - {""}
        assert wrong <= places
        assert bool(wrong) != verdict.right


@pytest.fixture(scope="module")
def made() -> list[Drawn]:
    if not all((DATA / f"{name}.input.jsonl").exists() for name in SETS):
        pytest.skip("the development articles are not beside the checkout")
    nlp: Language = kgraph.load()
    return all_statements(nlp)


@pytest.mark.model
@pytest.mark.slow
def test_right_statements_are_still_made_as_they_were_judged(made: list[Drawn]) -> None:
    keys = {one.key for one in made}
    right = [key for key, verdict in VERDICTS.items() if verdict.right]
    lost = [key for key in right if key not in keys]
    assert len(lost) <= len(right) // 10, lost[:20]


@pytest.mark.model
@pytest.mark.slow
def test_sure_statements_are_right_more_often(made: list[Drawn]) -> None:
    judged = [
        (one.statement.confidence, VERDICTS[one.key].right) for one in made if one.key in VERDICTS
    ]
    sure = [right for confidence, right in judged if confidence >= SURE]
    assert len(sure) >= 60
    assert sum(sure) / len(sure) >= PRECISION_OF_SURE
