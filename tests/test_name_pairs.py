"""Whether two names denote one entity, over many kinds of pairs, by the code that builds use."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language

import kgraph
from kgraph.gazetteer import Gazetteer, load_gazetteer
from kgraph.sameentity import NameInText, entity_of, same_entity

LOG = logging.getLogger(__name__)
TABLE = Path(__file__).with_name("name_pairs.tsv")
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.90


@dataclass(frozen=True)
class Pair:
    kind: str
    same: bool
    first: NameInText
    second: NameInText


def read_pairs() -> list[Pair]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "kind\tverdict\tfirst\tsecond"
    return [read_pair(*line.split("\t")) for line in lines[1:]]


def read_pair(kind: str, verdict: str, first: str, second: str) -> Pair:
    assert verdict in {"same", "different"}
    one = NameInText.marked(first)
    if not second.startswith("+"):
        return Pair(kind, verdict == "same", one, NameInText.marked(second))
    other = NameInText.marked(second[1:], before=f"{one.text} ")
    return Pair(kind, verdict == "same", NameInText(other.text, one.start, one.end), other)


PAIRS = read_pairs()


@pytest.fixture(scope="module")
def nlp() -> Language:
    return kgraph.load()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_table_is_large_and_has_every_kind() -> None:
    kinds = Counter(pair.kind for pair in PAIRS)
    assert len(PAIRS) >= 300
    assert len(set(PAIRS)) == len(PAIRS)
    assert sum(not pair.same for pair in PAIRS) >= 100
    wanted = {"transliteration", "nickname", "short name", "acronym", "office", "metonym"}
    wanted |= {"demonym", "official name", "homonym", "family", "numbered", "unit", "ship"}
    assert wanted <= set(kinds)


@pytest.mark.model
def test_names_are_the_same_or_not(nlp: Language) -> None:
    denoted = cache(lambda name: entity_of(name, nlp))
    verdicts: Counter[tuple[bool, bool]] = Counter()
    for pair in PAIRS:
        one, other = denoted(pair.first), denoted(pair.second)
        found = one is not None and one == other
        verdicts[pair.same, found] += 1
        if found != pair.same:
            LOG.info("%s: %s %s", pair, one, other)
    right = verdicts[True, True]
    precision = right / (right + verdicts[False, True])
    recall = right / (right + verdicts[True, False])
    LOG.info("name pairs: precision %.3f recall %.3f", precision, recall)
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


@pytest.mark.model
def test_two_names_are_compared_in_their_contexts(nlp: Language) -> None:
    acts = NameInText.marked("[Moscow] warned NATO on Monday.")
    state = NameInText.marked("[Russia] warned NATO on Monday.")
    city = NameInText.marked("The bus left [Moscow] at noon.")
    assert same_entity(acts, state, nlp)
    assert not same_entity(city, state, nlp)
    nothing = NameInText.marked("The [bus] left at noon.")
    assert entity_of(nothing, nlp) is None
    assert not same_entity(nothing, nothing, nlp)


@pytest.mark.parametrize(
    ("variant", "person"),
    [
        ("Michael Pompeo", "person/mike-pompeo"),
        ("John F. Kerry", "person/john-kerry"),
        ("Franklin Roosevelt", "person/franklin-d-roosevelt"),
        ("Ayman al-Zawahri", "person/ayman-al-zawahiri"),
        ("Dmitry Kuleba", "person/dmytro-kuleba"),
    ],
)
def test_variants_of_a_name_find_the_person(
    gazetteer: Gazetteer, variant: str, person: str
) -> None:
    known = gazetteer.get(person)
    assert known is None or gazetteer.lookup(variant) == (known,)


@pytest.mark.parametrize(
    "other", ["Igor Lavrov", "Michael Pence Jr.", "Bob Pompeo", "Mike B. Li", "John Blinken"]
)
def test_namesakes_are_nobody_known(gazetteer: Gazetteer, other: str) -> None:
    assert gazetteer.lookup(other) == ()


def test_body_of_a_state_is_found_behind_its_adjective(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.lookup("British Foreign Office")
    assert found.country == "GB"
    assert gazetteer.lookup("French Foreign Office") == ()
    assert gazetteer.lookup("United Kingdom Foreign Office") == (found,)
