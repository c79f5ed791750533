"""Pronouns: whom they stand for, and those that stand for several or for nobody named."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.annotate import load
from kgraph.model import Document
from kgraph.pipeline import extract

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def meant(text: str, pronoun: str, nlp: Language) -> set[str | None]:
    """Return the entities that the mentions of a pronoun stand for."""
    return {m.entity for m in extract(text, nlp).mentions if m.text == pronoun}


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah and its backers must honour their promises.",
        "Hezbollah urged all parties and their leaders to leave.",
        "Ada Lind of Hezbollah met Ole Roe on Friday. They discussed the war.",
        "Many Syrians arrived in Jordan. They found no work.",
        "The European Union helps refugees. Their children go to school.",
    ],
)
@pytest.mark.parametrize("pronoun", ["They", "their", "Their"])
def test_they_stand_for_several(text: str, pronoun: str, nlp: Language) -> None:
    assert meant(text, pronoun, nlp) == set()


def test_they_stand_for_a_group(nlp: Language) -> None:
    assert meant("Hezbollah held a rally. They rejected the plan.", "They", nlp) == {
        "armed-group/hezbollah"
    }


def test_a_subject_is_not_its_own_object_under_another_name(nlp: Language) -> None:
    text = "NATO said Tehran had used gangs against Norway. It named Iran as a threat."
    assert meant(text, "It", nlp) == {"organization/nato"}


def test_an_adjective_is_no_antecedent(nlp: Language) -> None:
    assert meant("The clinic trains Syrian nurses. It has two wards.", "It", nlp) == set()


def test_what_it_takes_is_nobodys(nlp: Language) -> None:
    text = "NATO sent aid. It will take months to rebuild the port."
    assert meant(text, "It", nlp) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Hamas agreed on Monday. Israel has rejected it.",
        "NATO met Norway in Karvo. Pavel Orlin called it a historic day.",
    ],
)
def test_it_stands_for_no_actor_where_a_matter_is_meant(text: str, nlp: Language) -> None:
    assert meant(text, "it", nlp) == set()


def test_an_official_without_a_name_stays_without(nlp: Language) -> None:
    text = (
        "A German official praised the talks. German envoy Ada Lind met Ole Roe on Friday. "
        "The official rejected the plan."
    )
    (statement,) = (s for s in extract(text, nlp).statements if s.predicate.lemma == "reject")
    assert statement.subject.entity is None


def test_one_minister_is_not_the_other(nlp: Language) -> None:
    text = "Foreign Minister Ada Lind met Ole Roe on Friday. The Foreign Secretary left the talks."
    (statement,) = (s for s in extract(text, nlp).statements if s.predicate.lemma == "leave")
    assert statement.subject.entity is None


@pytest.mark.parametrize(
    ("text", "pronoun", "entity"),
    [
        # A minister speaks for the state, a spokeswoman for the body, whoever else for nobody.
        (
            'Chadian Foreign Minister Ada Lind said: "We will not accept the border."',
            "We",
            "country/chad",
        ),
        (
            '"Our troops will stay," said Ole Roe, a spokesman for NATO.',
            "Our",
            "organization/nato",
        ),
        ('"We saw the smoke from the bridge," said Mia Holt, a baker.', "We", "person/mia-holt"),
        # "I" is the speaker, whatever the office.
        (
            'Chadian Foreign Minister Ada Lind said: "I will not accept the border."',
            "I",
            "person/ada-lind",
        ),
    ],
)
def test_we_in_a_quotation_are_the_side_of_its_speaker(
    text: str, pronoun: str, entity: str, nlp: Language
) -> None:
    assert meant(text, pronoun, nlp) == {entity}


def test_we_all_are_nobodys_side(nlp: Language) -> None:
    text = 'Chadian Foreign Minister Ada Lind said: "We must all act before our rivers dry up."'
    assert meant(text, "We", nlp) == meant(text, "our", nlp) == set()


def test_side_of_who_is_known_to_hold_an_office_on_the_day(nlp: Language) -> None:
    text = '"We will defend our sky," Volodymyr Zelensky said on Monday.'
    document = Document(id="d", text=text, published="2023-05-02")
    found = {m.text: (m.entity, m.rule) for m in extract(document, nlp).mentions}
    assert found["We"] == found["our"] == ("country/ukraine", "side")
    before = extract(Document(id="d", text=text, published="2011-05-02"), nlp)
    assert {m.entity for m in before.mentions if m.text == "We"} == {"person/volodymyr-zelensky"}
