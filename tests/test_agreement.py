"""Every view counts independent origins, and marks what an older version says as superseded."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph import tableexport
from kgraph.agreement import Agreement, agreements
from kgraph.explorer.payload import payload
from kgraph.graph import KnowledgeGraph
from kgraph.html import to_pyvis
from kgraph.model import Extraction, StatementRow
from kgraph.store import open_store
from tests.factories import RUN, renamed, signing, strike

#: Three outlets print one text; the first of them is an agency.
OUTLETS = {"strike.txt": "Dnipro Press", "copy.txt": "Courier", "third.txt": "Herald"}


def told(extraction: Extraction, **about: str) -> Extraction:
    return replace(extraction, document=replace(extraction.document, **about))


def graph(*extractions: Extraction) -> KnowledgeGraph:
    store = open_store()
    for extraction in extractions:
        store.put(extraction, RUN)
    store.settle_copies()
    return KnowledgeGraph(store)


@pytest.fixture(scope="module")
def copied() -> KnowledgeGraph:
    articles = (told(renamed(strike(), name), source=outlet) for name, outlet in OUTLETS.items())
    return graph(*articles, signing())


@pytest.fixture(scope="module")
def updated() -> KnowledgeGraph:
    address = "https://news.example/odesa"
    new = told(renamed(strike(), "later.txt"), published="2022-07-26", url=address)
    return graph(told(strike(), url=address), new)


def struck(kg: KnowledgeGraph) -> list[StatementRow]:
    return list(kg.statements(subject="Russia", predicate="strike", object="Odesa"))


def test_copies_are_one_origin_in_rows_and_queries(copied: KnowledgeGraph) -> None:
    rows = copied.statements()
    found = {agreements(rows)[row.id] for row in struck(copied)}
    assert found == {Agreement(articles=3, outlets=3, origins=1, sources=1)}
    assert str(found.pop()) == "3 articles, 3 outlets, 1 origin"
    assert sum(row.copy_of is None for row in struck(copied)) == 1
    for name, columns in (
        ("strongest", {"actor": "Russia", "target": "Odesa"}),
        ("conflict", {"actor": "Russia", "target": "Odesa"}),
        ("speakers", {"speaker": "Volodymyr Zelenskyy"}),
    ):
        lines = copied.query(name).to_dicts()
        (line,) = [row for row in lines if columns.items() <= row.items()]
        assert (name, line["origins"], line["documents"]) == (name, 1, 3)
    sources = copied.query("sources").to_dicts()
    assert {row["source"] for row in sources} == {*OUTLETS.values(), "Bosphorus Wire"}
    assert {row["origins"] for row in sources} == {1}


def test_copies_are_one_origin_in_views_and_exports(copied: KnowledgeGraph, tmp_path: Path) -> None:
    ids = {row.id for row in struck(copied)}
    network = copied.to_networkx()
    edges = [data for _, _, data in network.edges(data=True) if data["id"] in ids]
    assert {(edge["articles"], edge["outlets"], edge["origins"]) for edge in edges} == {(3, 3, 1)}
    titles = [edge["title"] for edge in to_pyvis(network).edges if edge["id"] in ids]
    assert all("3 articles, independent origins: 1" in title for title in titles)
    (_, path) = tableexport.write_csv_tables(copied.store, tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"] in ids]
    assert {(row["articles:int"], row["origins:int"]) for row in rows} == {("3", "1")}
    (lines, *_) = copied.explain("Russia struck Odesa")
    assert dict(lines)["reported by"] == "3 articles, 3 outlets, 1 origin"
    data = payload(copied.statements(), copied.entities(), title="Odesa")
    assert (3, 3, 1, 1) in data["statements"]["told"].values()
    assert len({one for one in data["documents"]["copyOf"] if one}) == 1


def test_two_articles_of_one_outlet_are_two_origins_and_one_source() -> None:
    row = struck(graph(strike()))[0]
    other = replace(row, id=f"{row.id}x", document=f"{row.document}x")
    (found,) = set(agreements([row, other]).values())
    assert (found.articles, found.outlets, found.origins, found.sources) == (2, 1, 2, 1)


def test_older_version_is_marked_and_not_counted(updated: KnowledgeGraph) -> None:
    names = {one.iri: one.id for one in updated.documents()}
    old, new = sorted(struck(updated), key=lambda row: row.published or "")
    assert old.superseded_by is not None
    assert (names[old.superseded_by], new.superseded_by) == ("later.txt", None)
    assert agreements([old, new])[new.id].articles == 1
    (line,) = updated.query("strongest").to_dicts()[1:2]
    assert (line["origins"], line["documents"], line["statements"]) == (1, 1, 1)
    marked = {
        (row["document"], row["superseded_by"]) for row in updated.query("denials").to_dicts()
    }
    assert marked == {("strike.txt", "later.txt"), ("later.txt", None)}
    counts = updated.query("sources").to_dicts()[0]
    assert (counts["documents"], counts["origins"], counts["statements"]) == (2, 1, 7)
    assert {claim.superseded_by for claim in updated.claims() if claim.document_id == "later.txt"} \
        == {None}  # fmt: skip
    edges = updated.to_networkx().edges(data=True)
    assert {data["document_id"] for *_, data in edges if "superseded_by" in data} == {"strike.txt"}
    versions = [dict(lines).get("version") for lines in updated.explain("Russia struck Odesa")]
    assert sorted(versions, key=str) == [None, "superseded by later.txt, and not counted"]
