"""Confidence: what marks a statement, and what is left out by it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from kgraph.confidence import at_least, confidence_of, kind_of, marks_of, step
from kgraph.lexicon import load_lexicon
from kgraph.model import Argument
from tests.factories import both, signing

HOSTED = signing().statements[0]


def argument(text: str, *, entity: str | None = None, start: int | None = 0) -> Argument:
    end = None if start is None else start + len(text)
    return Argument(text=text, start=start, end=end, head=text, entity=entity)


def test_marks_of_a_plain_statement() -> None:
    marks = set(marks_of(replace(HOSTED, rule="clause:ROOT+ellipsis")))
    assert marks >= {
        "always", "rule:clause:ROOT", "changed:ellipsis", "subject:name", "arguments:some",
        "subject words:<=1", "predicate words:<=1", "gap:<=1", "claims:0", "voice:active",
        "stance:asserted", "event:some",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (None, "none"),
        (argument("talks", start=None), "inferred"),
        (argument("They"), "pronoun"),
        (argument("They", entity="organization/united-nations"), "resolved pronoun"),
        (argument("Paris", entity="place/paris"), "name"),
        (argument("the crowd"), "phrase"),
    ],
)
def test_kinds_of_arguments(one: Argument | None, kind: str) -> None:
    assert kind_of(one) == kind


@pytest.mark.parametrize(("number", "name"), [(0, "<=2"), (2, "<=2"), (3, "<=5"), (6, ">5")])
def test_steps(number: int, name: str) -> None:
    assert step(number, 2, 5) == name


def test_confidence_is_the_logistic_function_of_the_weights() -> None:
    weights = {"always": 1.0, "subject:name": 0.5, "no such mark": 9.0}
    assert confidence_of(HOSTED, weights) == round(1 / (1 + math.exp(-1.5)), 2)
    assert confidence_of(HOSTED, {}) == 0.5


def test_every_weight_belongs_to_a_mark_that_statements_can_have() -> None:
    names = {mark.rsplit(":", 1)[0].split(":")[0] for mark in load_lexicon().confidences}
    known = {mark.split(":")[0] for one in both()[0].statements for mark in marks_of(one)}
    assert names <= known | {"changed"}


def test_a_plain_clause_is_surer_than_an_event_noun_alone() -> None:
    weights = load_lexicon().confidences
    clause = replace(HOSTED, rule="clause:ROOT")
    noun = replace(HOSTED, rule="noun:phrase", object=None, arguments=())
    assert confidence_of(clause, weights) > 0.7 > 0.5 > confidence_of(noun, weights)


def test_at_least_leaves_out_what_is_less_sure() -> None:
    first, second, *others = signing().statements
    given = replace(
        signing(),
        statements=(
            replace(first, confidence=0.9, condition=second.id),
            replace(second, confidence=0.2),
            *(replace(one, confidence=0.8) for one in others),
        ),
    )
    kept = at_least(given, 0.5)
    assert [one.id for one in kept.statements] == [first.id, *(one.id for one in others)]
    assert kept.statements[0].condition is None
    assert kept.claims == given.claims
    assert at_least(given, 0.0) is given
