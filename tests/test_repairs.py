from __future__ import annotations

import pytest

from kgraph.annotate import load_model
from kgraph.components.repairs import EVERY, MOST, REPAIRS, ROUNDS, SETTLED, next_repair
from kgraph.languagemodel import DEFAULT_MODEL


def test_repairs_begin_at_labels_that_the_parser_gives() -> None:
    given = set(load_model(DEFAULT_MODEL).get_pipe("parser").labels)  # type: ignore[attr-defined]
    named = " ".join(labels for labels, _ in REPAIRS if labels not in (EVERY, MOST)).split()
    assert given.issuperset(named)
    assert SETTLED.isdisjoint(named)


@pytest.mark.parametrize(
    ("label", "begun"),
    [
        ("det", [EVERY, EVERY]),
        ("pcomp", [EVERY, MOST, MOST, "pcomp", MOST, MOST, EVERY]),
        ("agent", [EVERY, MOST, MOST, MOST, MOST, EVERY]),
    ],
)
def test_repairs_of_a_word_come_in_the_order_of_the_table(label: str, begun: list[str]) -> None:
    found, place = [], next_repair(label, 0)
    while place < ROUNDS[0].stop:
        found.append(REPAIRS[place][0])
        place = next_repair(label, place + 1)
    assert found == begun
