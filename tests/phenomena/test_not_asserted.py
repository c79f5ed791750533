"""Denials, threats, demands, conditions, questions and hypotheticals are never asserted.

What stands in one of them may be claimed, denied, demanded or possible, but a statement whose
stance is ``asserted`` goes into the graph of facts, and there none of these acts may be found.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.phenomena.conftest import Read
from tests.phenomena.table import rows

CASES = list(rows("not_asserted", ("kind", "sentence", "acts", "reason")))
KINDS = {"denial", "threat", "demand", "condition", "question", "hypothetical"}
LEAST_SENTENCES = 60

pytestmark = pytest.mark.model


def case(where: str, row: dict[str, str]) -> object:
    """Return the parameters of one row, marked where it is known to fail."""
    known = pytest.mark.xfail(reason=row["reason"], strict=True, raises=AssertionError)
    marks = [known] if row["reason"] else []
    return pytest.param(
        row["sentence"], row["acts"].split(), id=f"{where} {row['kind']}", marks=marks
    )


@pytest.mark.parametrize(("sentence", "acts"), [case(where, row) for where, row in CASES])
def test_embedded_act_is_not_asserted(sentence: str, acts: list[str], read: Read) -> None:
    reader = read(sentence)
    asserted = [s for s in reader.extraction.statements if s.stance == "asserted"]
    wrong = [s for s in asserted if s.predicate.lemma.split()[0] in acts]
    assert not wrong, f"\n{sentence}\nasserted: {acts}\n{reader.report()}"


def test_each_kind_has_its_share() -> None:
    kinds = Counter(row["kind"] for _, row in CASES)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= LEAST_SENTENCES // (2 * len(KINDS))
    assert len({row["sentence"] for _, row in CASES}) >= LEAST_SENTENCES
