"""The library's one object: build, open, ask, compute, write, close."""

from __future__ import annotations

from pathlib import Path

import pytest

import kgraph
from kgraph.examples import ARTICLES
from kgraph.graph import KnowledgeGraph

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    """Return the graph of the example articles, in memory."""
    return kgraph.build([ARTICLES])


def test_statements_by_entity_under_any_of_its_names(graph: KnowledgeGraph) -> None:
    (row,) = graph.statements(subject="Knesset", predicate="approve")
    assert (row.object_label, row.stance, row.document_id) == (
        "Camp David Accords",
        "asserted",
        "examples/camp-david-accords",
    )
    assert list(graph.statements(subject=row.subject, predicate="approve")) == [row]
    assert row in graph.statements(object="Camp David Accords")
    assert graph.statements(subject="nobody at all") == []


def test_statements_by_speaker_and_any_field(graph: KnowledgeGraph) -> None:
    demanded = graph.statements(speaker="Anwar Sadat", stance="demanded")
    assert [(row.subject_label, row.predicate) for row in demanded] == [("Israel", "withdraw")]
    assert {row.stance for row in graph.statements(stance="promised")} == {"promised"}
    with pytest.raises(TypeError, match="no field 'colour'"):
        graph.statements(colour="red")


def test_every_quote_is_the_text_at_its_place(graph: KnowledgeGraph) -> None:
    documents = {one.id: one.text for one in kgraph_documents()}
    rows = graph.statements()
    assert len(rows) > 150
    for row in rows:
        text = documents[row.document_id]
        assert text[row.quote_start : row.quote_end] == row.quote
        if row.subject_start is not None:
            assert row.quote_start <= row.subject_start < (row.subject_end or 0) <= len(text)


def kgraph_documents() -> list[kgraph.Document]:
    from kgraph.readers import read_documents

    return [one for one in read_documents([ARTICLES]) if isinstance(one, kgraph.Document)]


def test_entities_by_type(graph: KnowledgeGraph) -> None:
    people = {row.label for row in graph.entities("Person")}
    assert {"Anwar Sadat", "Getachew Reda", "Alija Izetbegović"} <= people
    assert people < {row.label for row in graph.entities()}


def test_summary_counts_what_is_listed(graph: KnowledgeGraph) -> None:
    summary = graph.summary(lines=2)
    listed = (graph.documents(), graph.entities(), graph.statements(), graph.claims())
    counts = (summary.documents, summary.entities, summary.statements, summary.claims)
    assert counts == tuple(map(len, listed))
    strongest = graph.query("strongest").to_dicts()
    assert [line[:3] for line in summary.strongest] == [
        (row["actor"], row["does"], row["target"]) for row in strongest[:2]
    ]
    assert graph.summary(lines=0).strongest == ()


def test_query_takes_sparql_and_names(graph: KnowledgeGraph) -> None:
    rows = graph.query("demands", by="Anwar Sadat")
    assert [row["demands_of"] for row in rows.to_dicts()] == ["Israel"]
    assert bool(graph.query("ASK { ?s kg:stance kg:demanded }"))
    with pytest.raises(kgraph.QueryError, match="no query is named 'nothing'"):
        graph.query("nothing")


def test_network_has_an_edge_for_each_statement(graph: KnowledgeGraph) -> None:
    network = graph.to_networkx()
    assert network.number_of_edges() == len(graph.statements())
    edges = {edge["id"]: edge for _, _, edge in network.edges(data=True)}
    for row in graph.statements(stance="demanded"):
        assert edges[row.id]["stance"] == "demanded"
        assert edges[row.id]["evidence"] == row.quote


def test_notebook_shows_the_page_in_a_frame_of_its_own(graph: KnowledgeGraph) -> None:
    shown = graph._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts' in shown
    assert "allow-same-origin" not in shown


def test_export_refuses_what_it_does_not_know(graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'docx' is none of the formats nquads, trig"):
        graph.export(tmp_path / "graph.docx", "docx")
    assert list(tmp_path.iterdir()) == []


def test_build_in_a_folder_is_opened_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kyiv denied that Ukraine had struck the bridge.")
    with kgraph.build([tmp_path / "a.txt"], tmp_path / "output") as built:
        rows = built.statements()
    assert ("Ukraine", "denied") in {(row.subject_label, row.stance) for row in rows}
    with kgraph.open(tmp_path / "output") as opened:
        assert opened.statements() == rows
        assert repr(opened).endswith("output/store: 1 articles>")
    with pytest.raises(kgraph.StoreError, match="is closed"):
        opened.statements()


def test_build_raises_at_the_first_bad_article_and_lets_the_store_go(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kyiv denied that Ukraine had struck the bridge.")
    sources = [tmp_path / "a.txt", tmp_path / "missing.txt"]
    with pytest.raises(kgraph.DocumentError, match="no such file") as raised:
        kgraph.build(sources, tmp_path / "output")
    assert raised.value.document_id.endswith("missing.txt")
    problems: list[kgraph.DocumentError] = []
    with kgraph.build(sources, tmp_path / "output", on_problem=problems.append) as graph:
        assert len(graph.documents()) == 1
    assert [problem.reason for problem in problems] == ["no such file or folder"]


def test_build_of_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(kgraph.KGraphError, match="no article was read"):
        kgraph.build([], tmp_path / "output")
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_not_exported_are_no_attributes() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bulid'"):
        kgraph.bulid  # noqa: B018  # the attribute is the test
