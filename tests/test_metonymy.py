"""Place names as places and as who acts from them: readings, reasons, what the graph has."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import kgraph
from kgraph.annotate import load
from kgraph.errors import OntologyError
from kgraph.lexicon import load_lexicon
from kgraph.lexicon_rows import place_reading_entries
from kgraph.model import Extraction, Mention
from kgraph.pipeline import extract
from kgraph.tables import Row

TABLE = Path(__file__).with_name("place_sentences.tsv")
ROWS = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").splitlines()
    if not line.startswith(("#", "reading\t"))
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def cases() -> list[object]:
    """Return the rows as parameters; those with a reason are known failures."""
    return [
        pytest.param(
            *row[:3], marks=[pytest.mark.xfail(reason=row[3], strict=True)] if row[3] else []
        )
        for row in ROWS
    ]


def mention(extraction: Extraction, start: int) -> Mention:
    (found,) = (one for one in extraction.mentions if one.start == start)
    return found


@pytest.mark.model
@pytest.mark.parametrize(("reading", "stands_for", "sentence"), cases())
def test_reading(reading: str, stands_for: str, sentence: str, nlp: Language) -> None:
    found = mention(extract(sentence.replace("[", "").replace("]", ""), nlp), sentence.index("["))
    assert found.reading == reading
    assert found.reading_reason
    if stands_for:
        assert found.stands_for == stands_for
    if reading == "literal":
        assert found.stands_for is None


@pytest.mark.model
def test_actors_are_states_and_mentions_keep_the_cities(nlp: Language) -> None:
    found = extract("Moscow warned Washington on Friday. It also accused Tokyo of fraud.", nlp)
    assert [(m.text, m.entity, m.stands_for) for m in found.mentions if m.kind == "name"] == [
        ("Moscow", "place/moscow", "country/russia"),
        ("Washington", "place/washington", "country/united-states"),
        ("Tokyo", "place/tokyo", "country/japan"),
    ]
    assert {
        (s.subject.entity, s.predicate.lemma, s.object.entity)
        for s in found.statements
        if s.object is not None
    } >= {
        ("country/russia", "warn", "country/united-states"),
        ("country/russia", "accuse", "country/japan"),
    }
    (russia,) = (entity for entity in found.entities if entity.id == "country/russia")
    assert (russia.wikidata, russia.aliases) == ("Q159", ("Moscow",))


@pytest.mark.model
def test_phrases_belong_to_the_state_of_their_demonym(nlp: Language) -> None:
    found = extract("Portuguese troops left the camp. Norway's envoys praised them.", nlp)
    subjects = [(s.subject.text, s.subject.entity, s.subject.belongs_to) for s in found.statements]
    assert ("Portuguese troops", None, "country/portugal") in subjects
    assert ("Norway's envoys", None, "country/norway") in subjects


@pytest.mark.model
def test_graph_has_the_actor_the_map_the_place(tmp_path: Path, nlp: Language) -> None:
    text = "Moscow warned Washington on Friday. Portuguese troops entered Moscow."
    article = tmp_path / "article.txt"
    article.write_text(text, encoding="utf-8")
    with kgraph.build([article], nlp=nlp) as graph:
        (row,) = graph.statements(predicate="warn")
        assert (row.subject_label, row.object_label) == ("Russia", "United States")
        assert row in graph.statements(subject="Moscow")
        entered = graph.to_networkx().edges(data="predicate")
        assert [v.rpartition("/")[2] for _, v, p in entered if p == "enter"] == ["moscow"]
        readings = graph.query(
            "SELECT ?place ?reason ?actor WHERE { ?m kg:reading 'metonymic' ; kg:refersTo ?p ;"
            " kg:readingReason ?reason ; kg:standsFor/rdfs:label ?actor . ?p rdfs:label ?place }"
            " ORDER BY ?place"
        )
        assert ("Moscow", "subject of warn", "Russia") in [tuple(r) for r in readings]
        owners = graph.query("SELECT ?whose WHERE { ?phrase kg:belongsTo/rdfs:label ?whose }")
        assert [tuple(r) for r in owners] == [("Portugal",)]


def test_own_word_counts_before_a_class_and_a_class_before_any_other() -> None:
    lexicon = load_lexicon()
    word = lexicon.place_reading("between", ["talk", "@event"])
    flight = lexicon.place_reading("between", ["flight", "@event"])
    anything = lexicon.place_reading("between", ["tree"])
    assert word is not None
    assert flight is not None
    assert anything is not None
    assert (word.place, flight.place) == ("metonymic", "literal")
    assert (anything.state, anything.place) == ("metonymic", "literal")
    assert lexicon.place_reading("in", ["talk"]) is None


def test_unknown_reading_is_refused() -> None:
    columns = ("role", "governors", "state", "place", "note")
    row = Row("placereadings.tsv:9", columns, ("subject", "*", "literal", "both", ""))
    with pytest.raises(OntologyError, match=r"placereadings\.tsv:9: place 'both'"):
        list(place_reading_entries(row))
