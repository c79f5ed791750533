"""Places with one name are told apart by what else the document names."""

from __future__ import annotations

import math

import pytest

from kgraph.gazetteer import Gazetteer, GazetteerEntry, load_gazetteer
from kgraph.placing import distance, place_names


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def placed(
    gazetteer: Gazetteer,
    names: list[str],
    certain: list[str] = [],  # noqa: B006 (never changed)
    qualifiers: dict[str, tuple[str, ...]] | None = None,
) -> dict[str, str]:
    known = [gazetteer.lookup(name)[0] for name in certain]
    chosen = place_names({name: gazetteer.lookup_city(name) for name in names}, known, qualifiers)
    return {name: f"{p.entry.country} {p.entry.admin1}" for name, p in chosen.items()}


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("Paris", "FR Île-de-France"),
        ("London", "GB England"),
        ("Tripoli", "LY"),
        ("Edmonton", "CA Alberta"),
        ("Hyderabad", "IN Telangana"),
        ("Birmingham", "GB England"),
    ],
)
def test_the_best_known_place_without_any_context(
    gazetteer: Gazetteer, name: str, where: str
) -> None:
    assert placed(gazetteer, [name])[name].startswith(where)


@pytest.mark.parametrize(
    ("name", "words", "where"),
    [
        ("Paris", "Texas", "US Texas"),
        ("Paris", "Ky.", "US Kentucky"),
        ("Paris", "France", "FR Île-de-France"),
        ("London", "Ont.", "CA Ontario"),
        ("Tripoli", "Lebanon", "LB"),
        ("Moscow", "Idaho", "US Idaho"),
        ("Atlanta", "Georgia", "US Georgia"),
        ("Paris", "Missouri", "US Missouri"),
    ],
)
def test_a_qualifier_decides(gazetteer: Gazetteer, name: str, words: str, where: str) -> None:
    qualifiers = gazetteer.qualifiers(words)
    assert placed(gazetteer, [name], qualifiers={name: qualifiers})[name].startswith(where)


def test_a_region_named_elsewhere_decides(gazetteer: Gazetteer) -> None:
    assert placed(gazetteer, ["Edmonton"], ["Queensland"])["Edmonton"] == "AU Queensland"
    assert placed(gazetteer, ["Edmonton"], ["Kentucky"])["Edmonton"] == "US Kentucky"
    assert placed(gazetteer, ["Edmonton"], ["Ohio"])["Edmonton"] == "CA Alberta"


def test_neighbours_decide(gazetteer: Gazetteer) -> None:
    found = placed(gazetteer, ["Edmonton", "Tottenham", "Wood Green"], ["UK"])
    assert found["Edmonton"] == "GB England"
    assert placed(gazetteer, ["Tripoli", "Beirut", "Sidon"], ["Lebanon"])["Tripoli"].startswith(
        "LB"
    )


def test_one_mention_of_another_state_does_not_move_a_capital(gazetteer: Gazetteer) -> None:
    assert placed(gazetteer, ["Paris"], ["United States"])["Paris"] == "FR Île-de-France"


def test_reasons_and_margin_are_told(gazetteer: Gazetteer) -> None:
    placement = place_names(
        {"Paris": gazetteer.lookup_city("Paris")}, qualifiers={"Paris": ("Texas",)}
    )["Paris"]
    assert "qualifier" in placement.reasons
    assert placement.margin > 1
    only = gazetteer.lookup_city("Ouagadougou")
    assert place_names({"Ouagadougou": only})["Ouagadougou"].margin == math.inf


def test_a_name_without_candidates_stays_open() -> None:
    assert place_names({"Nowhere": ()}) == {}


def test_the_order_of_names_does_not_matter(gazetteer: Gazetteer) -> None:
    names = ["Edmonton", "Tottenham", "Wood Green", "Paris"]
    assert placed(gazetteer, names) == placed(gazetteer, names[::-1])


def test_distance() -> None:
    london = GazetteerEntry(id="a", label="a", type="Place", latitude=51.5074, longitude=-0.1278)
    paris = GazetteerEntry(id="b", label="b", type="Place", latitude=48.8566, longitude=2.3522)
    assert distance(london, paris) == pytest.approx(343.6, abs=1)
    assert distance(london, GazetteerEntry(id="c", label="c", type="Place")) == math.inf


def test_a_qualifier_must_be_a_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.qualifiers("Texas") == ("Texas",)
    assert gazetteer.qualifiers("Britain") == ("GB",)
    assert set(gazetteer.qualifiers("Georgia")) == {"GE", "Georgia"}
    assert gazetteer.qualifiers("Putin") == ()
    assert gazetteer.qualifiers("however") == ()
