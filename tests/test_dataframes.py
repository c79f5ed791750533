"""Rows as tables: what pandas, Arrow and Parquet read back is what the store says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from kgraph.dataframes import Records, to_parquet
from kgraph.errors import KGraphError
from kgraph.graph import KnowledgeGraph
from kgraph.model import ClaimRow, EntityRow, StatementRow
from kgraph.store import open_store
from tests.factories import RUN, both

pandas = pytest.importorskip("pandas", reason="the extra frames is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra frames is not installed")


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    """Return a graph of two articles made by hand."""
    store = open_store()
    for extraction in both():
        store.put(extraction, RUN)
    with KnowledgeGraph(store) as made:
        yield made


def test_a_frame_has_the_fields_as_columns_and_the_rows_values(graph: KnowledgeGraph) -> None:
    rows = graph.statements()
    frame = rows.to_pandas()
    assert list(frame.columns) == [one.name for one in fields(StatementRow)]
    assert len(frame) == len(rows) > 5
    assert list(frame["quote"]) == [row.quote for row in rows]
    assert list(frame["speakers"]) == [row.speakers for row in rows]
    demanded = frame[frame["stance"] == "demanded"]
    assert list(demanded["id"]) == [row.id for row in graph.statements(stance="demanded")]


def test_arrow_types_follow_the_fields(graph: KnowledgeGraph) -> None:
    schema = graph.statements().to_arrow().schema
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    assert kinds["stance"] == kinds["object"] == "string"
    assert kinds["quote_start"] == kinds["object_end"] == "int64"
    assert kinds["confidence"] == "double"
    assert kinds["speakers"].startswith("list<") and "string" in kinds["speakers"]
    assert kinds["arguments"].count("string") == 4
    assert str(graph.claims().to_arrow().schema.field("direct").type) == "bool"


def test_a_table_without_rows_still_has_its_columns(graph: KnowledgeGraph) -> None:
    nothing = graph.statements(stance="unheard of")
    assert nothing == []
    assert nothing.to_arrow().num_rows == 0
    assert nothing.to_arrow().column_names == graph.statements().to_arrow().column_names
    assert list(nothing.to_pandas().columns) == list(graph.statements().to_pandas().columns)


def test_claims_lead_to_their_words_and_statements(graph: KnowledgeGraph) -> None:
    claims = graph.claims()
    made = [claim for extraction in both() for claim in extraction.claims]
    assert len(claims) == len(made) > 0
    texts = {extraction.document.id: extraction.document.text for extraction in both()}
    said = {row.id: row for row in graph.statements()}
    for claim in claims:
        assert texts[claim.document_id][claim.cue_start : claim.cue_end] == claim.cue
        assert all(part in texts[claim.document_id] for part in claim.contents)
        assert all(claim.cue in said[statement].cues for statement in claim.statements)
    assert any(claim.statements for claim in claims)


def test_parquet_files_give_back_the_graph(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.export(tmp_path / "frames", "parquet")
    kinds = {"statements": StatementRow, "claims": ClaimRow, "entities": EntityRow}
    assert {path.stem for path in (tmp_path / "frames").iterdir()} == set(kinds)
    for name, rows in (
        ("statements", graph.statements()),
        ("claims", graph.claims()),
        ("entities", graph.entities()),
    ):
        path = tmp_path / "frames" / f"{name}.parquet"
        assert parquet.read_table(path).equals(rows.to_arrow())
        frame = pandas.read_parquet(path)
        assert list(frame["id"]) == [row.id for row in rows]
        assert list(frame.columns) == [one.name for one in fields(kinds[name])]
    again = tmp_path / "again"
    graph.export(again, "parquet")
    for path in again.iterdir():
        assert path.read_bytes() == (tmp_path / "frames" / path.name).read_bytes()


def test_arguments_are_structs(graph: KnowledgeGraph) -> None:
    rows = [row for row in graph.statements() if row.arguments]
    (first, *_) = Records(StatementRow, rows).to_arrow()["arguments"].to_pylist()
    assert [tuple(one.values()) for one in first] == list(rows[0].arguments)
    assert list(first[0]) == ["role", "preposition", "id", "label"]


def test_without_pyarrow_the_error_says_what_to_install(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(KGraphError, match=r"pip install 'kgraph\[frames\]'"):
        to_parquet(graph.entities())
