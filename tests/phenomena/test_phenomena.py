"""What each construction of news English should give, sentence by sentence.

The sentences stand in the tables of this folder, one a family of phenomena.  A row with a reason is
known to fail: its test must fail, so that the reason goes when the code learns the construction.
"""

from __future__ import annotations

import pytest

from tests.phenomena.conftest import Read
from tests.phenomena.table import Expected, expectations

EXPECTED = list(expectations())
LEAST_SENTENCES = 250

pytestmark = pytest.mark.model


def case(expected: Expected) -> object:
    """Return the parameters of one row, marked where it is known to fail."""
    known = pytest.mark.xfail(reason=expected.reason, strict=True, raises=AssertionError)
    name = f"{expected.where} {expected.phenomenon}"
    return pytest.param(expected, id=name, marks=[known] if expected.reason else [])


@pytest.mark.parametrize("expected", [case(expected) for expected in EXPECTED])
def test_statement(expected: Expected, read: Read) -> None:
    reader = read(expected.sentence)
    assert reader.finds(expected), (
        f"\n{expected.where} {expected.sentence}\n"
        f"expected: {expected.subject} | {expected.predicate} | {expected.object}"
        f" | {expected.modality or 'asserted'} {expected.polarity or 'positive'}"
        f" | {expected.speakers or 'the text'} | {expected.details}\n{reader.report()}"
    )


def test_there_are_enough_sentences_and_none_twice() -> None:
    by_row = [expected.where for expected in EXPECTED]
    sentences = {expected.sentence for expected in EXPECTED}
    assert len(set(by_row)) == len(by_row)
    assert len(sentences) >= LEAST_SENTENCES
