"""Names in running text: their bounds, their types, and the places that they mean."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph import extract, load
from kgraph.model import Extraction

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def named(extraction: Extraction) -> set[tuple[str, str]]:
    return {(mention.text, mention.type) for mention in extraction.mentions}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Adjectives of states are found one by one, joined by a hyphen or not.
        (
            "Turkish-Russian relations cooled.",
            {("Turkish", "Country"), ("Russian", "Country")},
        ),
        ("The EU-Canada trade deal was signed.", {("EU", "Organization"), ("Canada", "Country")}),
        ("Most Australian farmers disagreed.", {("Australian", "Country")}),
        # A dateline in capitals, and what the tables know bare.
        ("BEIRUT — A ceasefire began on Friday.", {("BEIRUT", "Place")}),
        # The place inside a longer name is a mention of its own.
        (
            "Norrland University of Michigan hired him.",
            {("Michigan", "Place")},
        ),
        ("The Texas Rangers Association met.", {("Texas", "Place")}),
        # What stands before the group that a leader leads is the leader.
        ("Protesters marched against the Okonjo government.", {("Okonjo", "Person")}),
        ("He moved to Atlanta, Georgia, in May.", {("Atlanta", "Place"), ("Georgia", "Place")}),
        # A preposition that opens the sentence is no part of the name.
        ("Near Palmyra, five strikes destroyed a depot.", {("Palmyra", "Place")}),
        # What a name's last word says of it.
        ("The Saray al-Nur Brigade claimed the attack.", {("Saray al-Nur Brigade", "ArmedGroup")}),
        # Diseases and products act nowhere.
        (
            "Ebola killed 30 people in Gabon, and Bird Flu spread.",
            {("Ebola", "Other"), ("Bird Flu", "Other")},
        ),
        ("Qatar Airways bought six A380s and one A350.", {("Qatar Airways", "Organization")}),
        # A given name before the surname is no part of the body named before it.
        (
            "The head of the Harbour Council Johan Lindqvist told reporters it was late.",
            {("Johan Lindqvist", "Person")},
        ),
        # A unit is not another unit of the same kind.
        (
            "The 3rd Armoured Brigade advanced, and the 90th Legion withdrew.",
            {("3rd Armoured Brigade", "ArmedGroup"), ("90th Legion", "ArmedGroup")},
        ),
        # Several ministries share one noun.
        (
            "The State and Homeland Security Departments denied the report.",
            {("State", "Government"), ("Homeland Security Departments", "Government")},
        ),
        (
            "Deputies of the Partido Verde 21 Norte and the Banco Azul met.",
            {("Partido Verde 21 Norte", "Organization"), ("Banco Azul", "Organization")},
        ),
        # States of two words have adjectives of two.
        (
            "The Sri Lankan navy met South Korean envoys.",
            {("Sri Lankan", "Country"), ("South Korean", "Country")},
        ),
        # What stands before a hyphen is no part of a name, nor is the head of a body.
        ("The pro-Norrland Harbour Party lost.", {("Harbour Party", "Organization")}),
        (
            "Superintendent of Texas State University resigned.",
            {("Texas State University", "Organization")},
        ),
        ("The North Sea Earthquake killed two.", {("North Sea Earthquake", "Event")}),
        ("The Norrland Herald reported it first.", {("Norrland Herald", "Organization")}),
        ("The novel Anna Winter sold well.", {("Anna Winter", "Other")}),
        # A weak name means what the text names in full.
        (
            "Google Chrome grew. But Chrome lost users in May.",
            {("Google Chrome", "Other"), ("Chrome", "Other")},
        ),
        (
            "Aid came from the Amnesty International Anna Larsson said.",
            {("Amnesty International", "Organization"), ("Anna Larsson", "Person")},
        ),
    ],
)
def test_names_in_a_sentence(nlp: Language, text: str, names: set[tuple[str, str]]) -> None:
    assert names <= named(extract(text, nlp=nlp))


def test_one_sure_context_types_a_name_everywhere(nlp: Language) -> None:
    text = (
        "The army said it had entered Qarrabat on Monday. Shelling went on near Qarrabat, a town "
        "in northern Syria. The fall of Qarrabat would open the road to the coast."
    )
    kinds = {kind for name, kind in named(extract(text, nlp=nlp)) if name == "Qarrabat"}
    assert kinds == {"Place"}


def test_a_name_found_once_is_found_wherever_it_stands(nlp: Language) -> None:
    text = 'Leyla Ozkan lives in Aleppo. "Don\'t forget Aleppo!" she said. ALEPPO - More follows.'
    extraction = extract(text, nlp=nlp)
    entities = [m.entity for m in extraction.mentions if m.text.casefold() == "aleppo"]
    assert entities == ["place/aleppo"] * 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The form must be completed in English, they said.", "English"),
        ("The Secretary of State met the envoy.", "State"),
        ("The site was down at 15:11 GMT on Friday.", "GMT"),
        ("She is the Minister for Public Health and Sanitation.", "Public Health and Sanitation"),
        (
            "Iodine is rare. Iodine deficiency is common. Add iodine to salt; iodine helps.",
            "Iodine",
        ),
    ],
)
def test_words_that_are_no_names(nlp: Language, text: str, word: str) -> None:
    assert word not in {name for name, _ in named(extract(text, nlp=nlp))}


def test_text_without_names_has_none(nlp: Language) -> None:
    assert not named(extract("it rained all day.", nlp=nlp))


def test_a_bare_word_that_is_also_a_city_elsewhere_is_no_place(nlp: Language) -> None:
    text = "The crowd cheered Batman and Robin at the fair in Toronto."
    assert ("Batman", "Place") not in named(extract(text, nlp=nlp))


def test_labels_of_captions_are_no_names(nlp: Language) -> None:
    text = "The minister left the palace. Image: Maria Lindqvist. QUESTION: Will he return?"
    assert {"Image", "QUESTION"}.isdisjoint(name for name, _ in named(extract(text, nlp=nlp)))


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("In Chad the Labour Party won.", "organization/labour-party"),
        ("The Labour Party won in Chad, Britain said.", "organization/labour-party-uk"),
        ("The Labour Party won.", "organization/labour-party-uk"),
    ],
)
def test_a_name_that_many_bodies_bear_is_that_of_a_state_in_the_text(
    text: str, entity: str, nlp: Language
) -> None:
    found = {m.text: m.entity for m in extract(text, nlp=nlp).mentions}
    assert found["Labour Party"] == entity


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        # A short form is what the text names in full, a body by its first word.
        (
            "Varnia Mining Company runs the mine. The case against Varnia goes on.",
            "Varnia",
            "organization/varnia-mining-company",
        ),
        (
            "Cyclone Larry hit the coast on Monday. Larry destroyed 200 houses.",
            "Larry",
            "event/cyclone-larry",
        ),
        # Initials that the text spells out are no one else's.
        (
            "All Nippon Airways ordered ten jets. The ANA said it would fly them in May.",
            "ANA",
            "organization/all-nippon-airways",
        ),
        ("The Afghan army fought. The ANA lost a base.", "ANA", "armed-group/afghan-national-army"),
        # A noun with a capital is no name: it takes up one.
        (
            "The Harbour Court of Chad ruled on Monday. Chad was calm. The Court said it was void.",
            "Court",
            "government/harbour-court-of-chad",
        ),
        # A firm whose name is a word too, where it is a body.
        ("Apple executive Ole Roe resigned.", "Apple", "organization/apple-inc"),
        # In a list of regions none lies in the next.
        ("They came from Ohio, Oklahoma, Pennsylvania and Texas.", "Oklahoma", "place/oklahoma"),
        # A name of several words is what its head says.
        (
            "The jet is in the National Museum of the U.S. Air Force.",
            "National Museum of the U.S. Air Force",
            "organization/national-museum-of-the-u-s-air-force",
        ),
    ],
)
def test_what_a_name_means_in_its_text(text: str, name: str, entity: str, nlp: Language) -> None:
    assert {m.entity for m in extract(text, nlp=nlp).mentions if m.text == name} == {entity}


@pytest.mark.parametrize("month", ["March", "August"])
def test_a_month_is_no_place(month: str, nlp: Language) -> None:
    assert month not in {name for name, _ in named(extract(f"In {month}, it closed.", nlp=nlp))}
