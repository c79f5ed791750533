"""Offices without a name: who held them on the day of the document, and when nobody can tell."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.annotate import load
from kgraph.gazetteer import load_gazetteer
from kgraph.model import Document, Extraction
from kgraph.pipeline import extract


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def read(text: str, published: str | None, nlp: Language) -> Extraction:
    return extract(Document(id="a", text=text, published=published), nlp)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "published", "person"),
    [
        ("The US president met reporters on Friday.", "2015-03-02", "person/barack-obama"),
        ("The US president met reporters on Friday.", "2025-06-10", "person/donald-trump"),
        ("The US president met reporters on Friday.", "2023-06-10", "person/joe-biden"),
        ("Britain's foreign secretary met reporters.", "2024-01-15", "person/david-cameron"),
        ("The Russian leader met reporters.", "2010-01-15", "person/dmitry-medvedev"),
        ("The German chancellor met reporters.", "2020-01-15", "person/angela-merkel"),
        ("The prime minister of Spain met reporters.", "2020-01-15", "person/pedro-sanchez"),
        ("The US secretary of state met reporters.", "2025-06-10", "person/marco-rubio"),
        ("The NATO secretary general met reporters.", "2020-06-10", "person/jens-stoltenberg"),
        ("The US vice president met reporters.", "2022-06-10", "person/kamala-harris"),
    ],
)
def test_holder_on_the_day(text: str, published: str, person: str, nlp: Language) -> None:
    (statement,) = (s for s in read(text, published, nlp).statements if s.predicate.lemma == "meet")
    assert statement.subject.entity == person


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("The US president met reporters on Friday.", None),
        ("The US president met reporters on Friday.", "2031-06-10"),
        ("The US president met reporters on Friday.", "1931-06-10"),
        ("The former US president met reporters on Friday.", "2025-06-10"),
        ("A US president met reporters on Friday.", "2025-06-10"),
        ("The deputy German chancellor met reporters.", "2025-06-10"),
        ("In 1995 the US president met reporters.", "2025-06-10"),
        ("A senator who runs for president of the United States met reporters.", "2025-06-10"),
        ("The Ruritanian president met reporters.", "2025-06-10"),
        ("The US president met reporters on Friday.", "2021-01-20"),
    ],
)
def test_nobody_is_guessed(text: str, published: str | None, nlp: Language) -> None:
    found = read(text, published, nlp)
    (statement,) = (s for s in found.statements if s.predicate.lemma == "meet")
    assert statement.subject.entity is None
    assert [entity for entity in found.entities if entity.type == "Person"] == []


@pytest.mark.model
def test_the_text_wins_over_the_gazetteer(nlp: Language) -> None:
    text = "German Chancellor Ada Lind arrived on Friday. The German chancellor met reporters."
    (statement,) = (
        s for s in read(text, "2025-06-10", nlp).statements if s.predicate.lemma == "meet"
    )
    assert statement.subject.entity == "person/ada-lind"


@pytest.mark.model
def test_without_a_date_a_person_whom_the_text_names(nlp: Language) -> None:
    text = "Angela Merkel arrived on Friday. The German chancellor met reporters."
    (statement,) = (s for s in read(text, None, nlp).statements if s.predicate.lemma == "meet")
    assert statement.subject.entity == "person/angela-merkel"


@pytest.mark.model
def test_first_person_in_a_quotation_is_the_holder(nlp: Language) -> None:
    found = read('"I will veto the bill," the French president said.', "2020-06-10", nlp)
    (veto,) = (s for s in found.statements if s.predicate.lemma == "veto")
    assert veto.subject.entity == "person/emmanuel-macron"
    (mention,) = (m for m in found.mentions if m.kind == "nominal")
    assert (mention.text, mention.entity, mention.rule) == (
        "president",
        "person/emmanuel-macron",
        "office-date",
    )


def test_offices_are_known_up_to_the_last_date_of_the_table() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.knows_offices_on("2024-02-01")
    assert not gazetteer.knows_offices_on("2099-01-01")
    assert not gazetteer.knows_offices_on(None)


@pytest.mark.parametrize(
    ("title", "owner"),
    [("Justice Minister", "country/chad"), ("Singer", None), ("Professor", None)],
)
def test_only_offices_of_a_state_need_not_name_it(
    title: str, owner: str | None, nlp: Language
) -> None:
    text = f"Chad closed its border. Chad said it was calm. {title} Ada Lind left the country."
    found = extract(text, nlp)
    (office,) = [s for s in found.statements if s.predicate.relation == "position"]
    assert (office.object.entity if office.object is not None else None) == owner
