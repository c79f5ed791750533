"""Names that may be one entity's are proposed with a reason; names that are not, are not."""

from __future__ import annotations

import time
from collections import Counter
from itertools import islice, product

import pytest

from kgraph.model import EntityRow
from kgraph.nearmisses import likeness, near_misses


def row(name: str, type: str = "Person", *aliases: str) -> EntityRow:
    return EntityRow(id=f"{type}/{name}", label=name, type=type, aliases=aliases)


@pytest.mark.parametrize(
    ("first", "second", "type", "reason"),
    [
        ("Sergei Lavrov", "Sergey Lavrov", "Person", "another transcription"),
        ("Mikhail Ulyanov", "Ulyanov", "Person", "part of the other"),
        ("J. Whitcombe", "John Whitcombe", "Person", "surname and initial"),
        ("Jonathan Whitcombe", "Jonathon Whitcomb", "Person", "spelt almost alike"),
        ("Orban Institute for Peace", "OIP", "Organization", "may be short for"),
        ("Ministry of Fisheries", "Ministry of Fisheries of Ruritania", "Government", "part of"),
        ("Varnia Dam", "Varnia Dams", "Place", "spelt almost alike"),
    ],
)
def test_possibly_the_same(first: str, second: str, type: str, reason: str) -> None:
    (found,) = near_misses([row(first, type), row(second, type)], lambda one: False)
    assert reason in found.reason
    assert 0.7 <= found.score < 1
    assert {found.first.label, found.second.label} == {first, second}


@pytest.mark.parametrize(
    ("first", "second", "type"),
    [
        ("Sergei Ivanov", "Igor Ivanov", "Person"),
        ("Kim Jong-il", "Kim Jong-un", "Person"),
        ("Resolution 1701", "Resolution 1702", "Agreement"),
        ("Brigade 47", "Brigade 48", "ArmedGroup"),
        ("North Ruritania", "South Ruritania", "Place"),
        ("Anna Whitcombe", "John Whitcombe", "Person"),
        ("Henry IV", "Henry V", "Person"),
    ],
)
def test_known_to_differ(first: str, second: str, type: str) -> None:
    assert near_misses([row(first, type), row(second, type)], lambda one: False) == []


def test_one_name_of_two_types_and_shared_names() -> None:
    assert likeness(row("Orbit"), row("Orbit", "Organization")) == (
        0.95,
        "the same name, as Person and as Organization",
    )
    shared = likeness(row("Ann Smith", "Person", "AJ"), row("Josephine Lee", "Person", "AJ"))
    assert shared == (0.85, "both are called “aj”")
    assert likeness(row("Varnia", "Place"), row("Varnio", "Organization")) is None


def test_what_the_gazetteer_tells_apart_is_never_proposed() -> None:
    rows = [row("Congo", "Country"), row("The Congo", "Country")]
    assert near_misses(rows, lambda one: True) == []
    assert len(near_misses(rows, lambda one: one.label == "Congo")) == 1


def test_many_entities_of_one_common_word_are_not_all_compared() -> None:
    rows = [row(f"Ministry of Things{chr(97 + i % 26)}{i}", "Government") for i in range(400)]
    assert near_misses(rows, lambda one: False) == []


def made_up(number: int) -> list[EntityRow]:
    """Return entities with names as news has them: a given name and one of many surnames."""
    given = ["Anna", "Boris", "Chidi", "Dmitri", "Elena", "Farid", "Greta", "Hassan", "Ines", "Jun"]
    parts = ["bar", "kol", "mir", "tan", "ves", "dru", "zel", "pos", "gri", "lan", "hof", "nek"]
    surnames = ["".join(three).title() for three in product(parts, repeat=3)]
    names = (f"{one} {other}" for other in surnames for one in given)
    return [row(name) for name in islice(names, number)]


def test_work_grows_with_the_number_of_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: Counter[int] = Counter()

    def count(number: int) -> int:
        rows = made_up(number)

        def counting(first: EntityRow, second: EntityRow) -> tuple[float, str] | None:
            compared[number] += 1
            return likeness(first, second)

        monkeypatch.setattr("kgraph.nearmisses.likeness", counting)
        near_misses(rows, lambda one: False)
        return compared[number]

    start = time.process_time()
    assert count(6_000) < 6 * count(1_500)
    assert time.process_time() - start < 20
