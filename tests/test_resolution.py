"""Who is who by decision: applied on reading, kept over a rebuild, undone without a trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kgraph import curation, export
from kgraph import open as open_graph
from kgraph.errors import StoreError
from kgraph.graph import KnowledgeGraph
from kgraph.model import Entity, Extraction
from kgraph.resolution import EntityDecision, Resolution
from kgraph.store import Store, open_store
from kgraph.validate import validate
from kgraph.vocabulary import KG, KGP, PREFIXES
from tests.factories import BASE, RUN, both, renamed, signing, small, strike

ENTITY = f"{BASE}entity/"


def filled(*extractions: Extraction) -> Store:
    store = open_store()
    for extraction in extractions:
        store.put(extraction, RUN)
    return store


def node(name: str) -> NamedNode:
    return NamedNode(ENTITY + name)


def article_quads(store: Store) -> set[Quad]:
    names = {NamedNode(document.iri) for document in store.documents()}
    return {quad for quad in store.quads() if quad.graph_name in names}


def labels(store: Store) -> set[str]:
    return {row.label for row in KnowledgeGraph(store).entities()}


def called(extraction: Extraction, label: str, other: str) -> Extraction:
    """The article, but with one entity under another label and id, as another outlet writes it."""
    old = next(one for one in extraction.entities if one.label == label)
    kind, _, _ = old.id.partition("/")
    new = Entity(id=f"{kind}/{other.lower().replace(' ', '-')}", label=other, type=old.type)

    def change(argument):
        if argument is None or argument.entity != old.id:
            return argument
        return replace(argument, entity=new.id)

    return replace(
        extraction,
        entities=tuple(new if one is old else one for one in extraction.entities),
        mentions=tuple(
            replace(one, entity=new.id) if one.entity == old.id else one
            for one in extraction.mentions
        ),
        statements=tuple(
            replace(
                one,
                subject=change(one.subject),
                object=change(one.object),
                place=change(one.place),
                arguments=tuple(map(change, one.arguments)),
            )
            for one in extraction.statements
        ),
        claims=tuple(
            replace(one, speaker=change(one.speaker), addressee=change(one.addressee))
            for one in extraction.claims
        ),
    )


def peskov() -> tuple[Extraction, Extraction]:
    """Two articles that write one man's name in two ways."""
    return signing(), called(strike(), "Dmitry Peskov", "Dmitri Peskow")


# ---------------------------------------------------------------------- merge and undo


def test_merged_entities_are_one_wherever_the_graph_is_read() -> None:
    kg = KnowledgeGraph(filled(*peskov()))
    assert len(kg.statements(speaker="Dmitry Peskov")) == 2
    kg.merge("Dmitry Peskov", "Dmitri Peskow")
    assert {row.document_id for row in kg.statements(speaker="Dmitry Peskov")} == {
        "signing.txt",
        "strike.txt",
    }
    assert kg.statements(speaker="Dmitri Peskow") == kg.statements(speaker="Dmitry Peskov")
    assert kg.statements(speaker="person/dmitri-peskow") == kg.statements(speaker="Dmitry Peskov")
    (row,) = [row for row in kg.entities("Person") if row.label == "Dmitry Peskov"]
    assert row.aliases == ("Dmitri Peskow",)
    assert "Dmitri Peskow" not in labels(kg.store)
    assert "Dmitri Peskow" not in str(kg.to_networkx().nodes(data="label"))
    claims = kg.query("claims", by="Dmitry Peskov").to_dicts()
    assert {row["who"] for row in claims} == {"Dmitry Peskov"}
    assert {row["document"] for row in claims} == {"signing.txt", "strike.txt"}
    counted = {row["speaker"]: row["documents"] for row in kg.query("speakers").to_dicts()}
    assert counted["Dmitry Peskov"] == 2
    assert list(kg.validate()) == []


def test_merge_moves_the_direct_edges_and_leaves_the_articles_alone() -> None:
    store = filled(signing(), called(strike(), "Russia", "Russian Federation"))
    before = article_quads(store)
    curation.merge(store, "Russia", ["Russian Federation"])
    assert article_quads(store) == before
    strikes = store.engine.quads_for_pattern(None, NamedNode(f"{KGP}strike"), None, None)
    assert {quad.subject for quad in strikes} == {node("country/russia")}
    direct = store.engine.quads_for_pattern(node("country/russian-federation"), None, None, None)
    assert {(quad.predicate, quad.object) for quad in direct} == {
        (KG.resolvedTo, node("country/russia")),
        (NamedNode(PREFIXES["rdf"] + "type"), KG.Country),
    }
    mention = "SELECT ?words WHERE { ?m kg:refersTo ?who ; oa:exact ?words . ?who rdfs:label ?name"
    words = KnowledgeGraph(store).query(mention + ' FILTER (?name = "Russia") }')
    assert {word for (word,) in words} == {"Russia"}
    lines = KnowledgeGraph(store).query("strongest").to_dicts()
    assert len(lines) == len({(row["actor"], row["does"], row["target"]) for row in lines})
    assert list(validate(store)) == []


def test_undo_gives_what_was_there_before() -> None:
    store = filled(*peskov())
    states = [export.to_nquads(store)]
    curation.merge(store, "Dmitry Peskov", ["Dmitri Peskow"])
    states.append(export.to_nquads(store))
    curation.merge(store, "Russia", ["Ukraine", "Türkiye"], reason="to see what happens")
    states.append(export.to_nquads(store))
    curation.split(store, "Russia", ["Ukraine"])
    states.append(export.to_nquads(store))
    curation.split(store, "Istanbul", documents=["signing.txt"], label="Istanbul, Ohio")
    assert len({*states, export.to_nquads(store)}) == 5
    while states:
        curation.undo(store)
        assert export.to_nquads(store) == states.pop()
    with pytest.raises(StoreError, match="holds no decision to undo"):
        curation.undo(store)


def test_decision_is_a_record_with_rule_score_and_reason() -> None:
    store = filled(*peskov())
    curation.merge(store, "Dmitry Peskov", ["Dmitri Peskow"])
    curation.split(store, "Dmitry Peskov", reason="a namesake")
    records = """
        SELECT ?number ?rule ?score ?entity ?other ?why WHERE { GRAPH ?g {
          ?d a kg:EntityDecision ; kg:sequence ?number ; kg:rule ?rule ; kg:score ?score ;
             kg:ofEntity ?entity ; kg:otherEntity ?other ; rdfs:comment ?why } }
        ORDER BY ?number"""
    rows = KnowledgeGraph(store).query(records)
    first, second = f"{ENTITY}person/dmitry-peskov", f"{ENTITY}person/dmitri-peskow"
    assert list(rows) == [
        (1, "merge by hand", 0.95, first, second, "the same name in another transcription"),
        (2, "split by hand", 1.0, first, second, "a namesake"),
    ]
    assert {"Dmitry Peskov", "Dmitri Peskow"} <= labels(store)


def test_every_link_of_an_article_has_its_rule_and_score() -> None:
    store = filled(*both())
    rows = KnowledgeGraph(store).query("mentions", entity="Russia").to_dicts()
    assert {(row["words"], row["rule"], row["score"], row["document"]) for row in rows} == {
        ("Russia", "gazetteer", 0.97, "signing.txt"),
        ("Russia", "gazetteer", 0.97, "strike.txt"),
    }


# ---------------------------------------------------------------------- split


def test_split_takes_apart_what_was_merged() -> None:
    store = filled(*peskov())
    before = KnowledgeGraph(store).statements()
    curation.merge(store, "Dmitry Peskov", ["Dmitri Peskow", "Interfax"])
    curation.split(store, "Dmitry Peskov", ["Interfax"])
    assert "Interfax" in labels(store)
    assert "Dmitri Peskow" not in labels(store)
    curation.split(store, "Dmitry Peskov")
    assert KnowledgeGraph(store).statements() == before
    assert list(validate(store)) == []


def test_name_means_another_in_some_articles() -> None:
    kg = KnowledgeGraph(filled(*both()))
    kg.split("Russia", documents=["strike.txt"], label="Russia, Ohio")
    rows = {row.label: row for row in kg.entities("Country")}
    assert (rows["Russia"].wikidata, rows["Russia, Ohio"].wikidata) == ("Q159", None)
    assert {row.document_id for row in kg.statements(subject="Russia")} == {"signing.txt"}
    assert {row.document_id for row in kg.statements(subject="Russia, Ohio")} == {"strike.txt"}
    assert list(kg.validate()) == []
    kg.store.put(renamed(strike(), "later.txt"), RUN)
    assert {row.document_id for row in kg.statements(subject="Russia")} == {
        "signing.txt",
        "later.txt",
    }
    kg.merge("Odesa", "Russia, Ohio")
    assert "Russia, Ohio" not in labels(kg.store)
    (odesa,) = [row for row in kg.entities() if row.label == "Odesa"]
    assert odesa.wikidata == "Q1874"
    assert list(kg.validate()) == []


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda s: curation.merge(s, "Russia", ["Atlantis"]), "holds no entity 'Atlantis'"),
        (lambda s: curation.merge(s, "Russia", ["Russia"]), "needs two different entities"),
        (lambda s: curation.split(s, "Russia"), "has nothing merged into 'Russia'"),
        (lambda s: curation.split(s, "Russia", ["Odesa"]), "has no single 'Odesa' merged into"),
        (lambda s: curation.split(s, "Russia", documents=["x"]), "holds no article 'x'"),
        (lambda s: curation.split(s, "Russia", ["a"], documents=["x"]), "not by both"),
    ],
)
def test_what_cannot_be_decided_is_refused(act, reason: str) -> None:
    store = filled(*both())
    before = export.to_nquads(store)
    with pytest.raises(StoreError, match=reason):
        act(store)
    assert export.to_nquads(store) == before


# ---------------------------------------------------------------------- rebuilds


def test_decisions_outlive_a_rebuild_into_the_same_folder(tmp_path: Path) -> None:
    with open_store(tmp_path / "out", create=True) as store:
        for extraction in peskov():
            store.put(extraction, RUN)
        curation.merge(store, "Dmitry Peskov", ["Dmitri Peskow"])
        once = export.to_nquads(store)
    with open_store(tmp_path / "out") as store:
        newer = replace(RUN, version="0.0.2")
        for extraction in peskov():
            assert store.put(extraction, newer) is True
        for extraction in peskov():
            store.put(extraction, RUN)
        assert export.to_nquads(store) == once
    with open_graph(tmp_path / "out") as kg:
        assert "Dmitri Peskow" not in labels(kg.store)
        with pytest.raises(StoreError, match="open for reading only"):
            kg.undo()


countries = st.sampled_from(["Russia", "Ukraine", "Türkiye", "Odesa", "Istanbul"]).map(
    lambda label: {"Russia": "country/russia", "Ukraine": "country/ukraine",
                   "Türkiye": "country/turkiye", "Odesa": "place/odesa",
                   "Istanbul": "place/istanbul"}[label]
)  # fmt: skip
merges = st.builds(
    lambda one, other: EntityDecision(action="merge", entity=node(one), others=(node(other),)),
    countries,
    countries,
).filter(lambda decision: decision.entity not in decision.others)
releases = merges.map(lambda decision: replace(decision, action="split"))
partings = st.builds(
    lambda one, documents: EntityDecision(
        action="split",
        entity=node(one),
        others=(node(f"{one}/in/{'-'.join(documents)}"),),
        documents=tuple(documents),
        label="Elsewhere",
    ),
    countries,
    st.lists(st.sampled_from(["a.txt", "b.txt"]), min_size=1, unique=True).map(sorted),
)
articles = st.builds(
    small,
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.lists(st.integers(0, 2), max_size=3, unique=True).map(tuple),
    st.sampled_from(["asserted", "demanded"]),
    st.sampled_from(["", "Alias"]),
)
steps = st.lists(
    st.one_of(articles, merges, releases, partings, st.sampled_from(["a.txt", "undo"])), max_size=9
)


def play(steps: Iterable[Extraction | EntityDecision | str]) -> Store:
    store = open_store()
    for step in steps:
        if isinstance(step, Extraction):
            store.put(step, RUN)
        elif isinstance(step, EntityDecision):
            store.decide(step)
        elif step == "undo":
            store.undo()
        else:
            store.remove(step)
    return store


@settings(max_examples=150, deadline=None)
@given(steps)
def test_any_order_of_articles_and_decisions_gives_the_same(
    steps: list[Extraction | EntityDecision | str],
) -> None:
    store = play(steps)
    kept: dict[str, Extraction] = {}
    for step in steps:
        if isinstance(step, Extraction):
            kept[step.document.id] = step
        elif isinstance(step, str):
            kept.pop(step, None)
    decisions = store.resolution.decisions
    expected = export.to_nquads(store)
    assert export.to_nquads(play([*decisions, *kept.values()])) == expected
    assert export.to_nquads(play([*kept.values(), *decisions])) == expected


@settings(max_examples=30, deadline=None)
@given(steps)
def test_whatever_is_decided_the_store_is_valid(
    steps: list[Extraction | EntityDecision | str],
) -> None:
    assert list(validate(play(steps))) == []


def test_nothing_decided_is_no_resolution() -> None:
    assert not Resolution()
    assert Resolution().of(node("country/russia"), "a.txt") == node("country/russia")
    assert Resolution().readings(node("country/russia")) == {node("country/russia")}
