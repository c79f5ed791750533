"""Definite nouns that take up a name, and those that stay open because there are two."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.annotate import load
from kgraph.pipeline import extract

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def subject(text: str, verb: str, nlp: Language) -> str | None:
    (statement,) = (s for s in extract(text, nlp).statements if s.predicate.lemma == verb)
    return statement.subject.entity


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Hezbollah held a rally on Friday. The group rejected the plan.", "armed-group/hezbollah"),
        (
            "The IAEA met on Friday. The agency rejected the plan.",
            "organization/international-atomic-energy-agency",
        ),
        ("The rally in Portugal ended. The country rejected the plan.", "country/portugal"),
        ("Lisbon warned Spain. The group rejected the plan.", None),
        ("Portugal praised Norway. The country rejected the plan.", None),
        ("Moscow praised Norway. The country rejected the plan.", None),
        ("Hezbollah held a rally. A group rejected the plan.", None),
        ("Hezbollah held a rally. The group of voters rejected the plan.", None),
        ("Hezbollah held a rally. The armed group rejected the plan.", "armed-group/hezbollah"),
    ],
)
def test_who_rejected_the_plan(text: str, entity: str | None, nlp: Language) -> None:
    assert subject(text, "reject", nlp) == entity


def test_roles_take_up_the_person_with_that_office(nlp: Language) -> None:
    text = "German Foreign Minister Ada Lind met Norwegian Prime Minister Ole Roe on Friday. "
    assert subject(text + "The minister rejected it.", "reject", nlp) == "person/ole-roe"
    assert subject(text + "The foreign minister rejected it.", "reject", nlp) == "person/ada-lind"
    assert subject(text + "The defence minister rejected it.", "reject", nlp) is None


def test_an_office_with_a_capital_takes_up_a_person_too(nlp: Language) -> None:
    text = "President Ada Lind met Norwegian Prime Minister Ole Roe on Friday. "
    assert subject(text + "The President rejected it.", "reject", nlp) == "person/ada-lind"
    assert subject(text + "The Chancellor rejected it.", "reject", nlp) is None


def test_we_in_a_quotation_of_the_group_is_the_group(nlp: Language) -> None:
    text = 'Hezbollah held a rally on Friday. "We will attack the base," the group said.'
    found = extract(text, nlp)
    (attack,) = (s for s in found.statements if s.predicate.lemma == "attack")
    assert attack.subject.entity == "armed-group/hezbollah"
    speakers = {claim.speaker.entity for claim in found.claims if claim.speaker is not None}
    assert speakers == {"armed-group/hezbollah"}


def acts(text: str, nlp: Language) -> set[tuple[str | None, str, str | None]]:
    return {
        (s.subject.entity, s.predicate.lemma, s.object.entity if s.object is not None else None)
        for s in extract(text, nlp).statements
    }


def test_the_two_countries_are_both_that_were_named_last(nlp: Language) -> None:
    text = "China warned India on Friday. The two countries signed a deal. "
    assert {("country/china", "sign", None), ("country/india", "sign", None)} <= acts(text, nlp)
    more = text + "Talks between the two countries will go on."
    assert ("country/china", "talks", "country/india") in acts(more, nlp)


@pytest.mark.parametrize(
    "text",
    [
        "Lisbon warned Spain and Norway. The two governments signed it.",
        "Ada Lind met Ole Roe. Per Dahl met Eva Holm. The two ministers signed it.",
        "China warned India on Friday. The two big countries signed it.",
    ],
)
def test_the_two_stay_open_where_it_is_unsure_who_they_are(text: str, nlp: Language) -> None:
    assert {subject for subject, lemma, _ in acts(text, nlp) if lemma == "sign"} == {None}
