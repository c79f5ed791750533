"""What a sentence does not say: acts whose doer a hasty reading of the form gets wrong.

The row's subject takes no part in the act, or the word names no act there.
"""

from __future__ import annotations

import pytest

from tests.phenomena.conftest import Read
from tests.phenomena.table import rows

CASES = list(rows("not_stated", ("kind", "sentence", "subject", "predicate", "reason")))

pytestmark = pytest.mark.model


def case(where: str, row: dict[str, str]) -> object:
    """Return the parameters of one row, marked where it is known to fail."""
    known = pytest.mark.xfail(reason=row["reason"], strict=True, raises=AssertionError)
    marks = [known] if row["reason"] else []
    cells = (row["sentence"], row["subject"], row["predicate"])
    return pytest.param(*cells, id=f"{where} {row['kind']}", marks=marks)


@pytest.mark.parametrize(
    ("sentence", "subject", "predicate"), [case(where, row) for where, row in CASES]
)
def test_nobody_says_so(sentence: str, subject: str, predicate: str, read: Read) -> None:
    reader = read(sentence)
    wrong = [
        statement
        for statement in reader.extraction.statements
        if statement.predicate.lemma == predicate and reader.names(statement.subject, subject)
    ]
    assert not wrong, f"\n{sentence}\nsaid: {subject} {predicate}\n{reader.report()}"
