"""A statement is one edge with all that is known of it, and files give back what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from kgraph.network import (
    read_cytoscape,
    read_gexf,
    read_graphml,
    to_network,
    write_cytoscape,
    write_gexf,
    write_graphml,
)
from tests.rows import BASE, ENTITIES, ENTITY_ROWS, STATEMENTS, row

FORMATS = {
    "graphml": (write_graphml, read_graphml),
    "gexf": (write_gexf, read_gexf),
    "cyjs": (write_cytoscape, read_cytoscape),
}
HOSTILE = "\x00\x01 <b>&amp;</b> ]]> \r\n\t \x7f \u202eRTL \ufffe \ud800 😀 “quote” \\u0001 '\""


def whole(graph: nx.MultiDiGraph) -> tuple[dict, dict]:
    edges = {(tail, head, key): data for tail, head, key, data in graph.edges(keys=True, data=True)}
    return dict(graph.nodes(data=True)), edges


def test_every_statement_is_an_edge_under_its_iri() -> None:
    graph = to_network(STATEMENTS, ENTITY_ROWS)
    assert {key for *_, key in graph.edges(keys=True)} == {row.id for row in STATEMENTS}


def test_edge_says_who_what_when_where_and_in_which_words() -> None:
    graph = to_network(STATEMENTS, ENTITY_ROWS)
    found = [row for row in STATEMENTS if row.stance == "denied" and row.object_label == "Odesa"]
    (statement,) = found
    data = graph.edges[ENTITIES["Russia"].id, ENTITIES["Odesa"].id, statement.id]
    assert data["label"] == "attacked"
    assert data["stance"] == "denied"
    assert data["polarity"] == "negative"
    assert data["speaker"] == "Russia"
    assert data["attribution"] == "Hulusi Akar → Russia"
    assert (data["date"], data["date_from"]) == ("2022-07-23", "document")
    assert data["place"] == "Odesa"
    assert data["event"] == "ASSAULT"
    assert data["evidence"] == statement.quote
    assert data["document"] == statement.document
    assert data["confidence"] == 0.9


def test_nodes_carry_what_is_known_of_the_entity() -> None:
    graph = to_network(STATEMENTS, ENTITY_ROWS)
    assert graph.nodes[f"{BASE}entity/place/istanbul"] == {
        "label": "Istanbul",
        "type": "Place",
        "wikidata": "Q406",
        "country": "TR",
        "latitude": 41.01,
        "longitude": 28.96,
    }
    aliases = graph.nodes[ENTITIES["Türkiye"].id]["aliases"]
    assert aliases == '["Turkey", "Ankara"]'


def test_a_time_of_its_own_is_preferred_to_the_article_date() -> None:
    graph = to_network(STATEMENTS, ENTITY_ROWS)
    hosted = next(data for *_, data in graph.edges(data=True) if data["label"] == "hosted")
    assert (hosted["date"], hosted["date_from"]) == ("2022-07-22", "statement")


def test_a_statement_without_object_points_at_its_recipient() -> None:
    statement = row(
        "signing",
        "Russia spoke with Türkiye.",
        "Russia",
        "spoke",
        arguments=(("recipient", "with", "Türkiye"),),
    )
    graph = to_network([statement], ENTITY_ROWS)
    data = graph.edges[ENTITIES["Russia"].id, ENTITIES["Türkiye"].id, statement.id]
    assert data["role"] == "recipient"


def test_a_statement_without_any_object_is_still_found() -> None:
    statement = row("signing", "Russia withdrew.", "Russia", "withdrew")
    graph = to_network([statement], ENTITY_ROWS)
    assert graph.edges[ENTITIES["Russia"].id, statement.id, statement.id]["role"] == "act"
    assert graph.nodes[statement.id] == {"label": "withdrew", "type": "Act"}


def test_order_of_rows_does_not_matter() -> None:
    forth = to_network(STATEMENTS, ENTITY_ROWS)
    back = to_network(STATEMENTS[::-1], ENTITY_ROWS[::-1])
    assert list(forth.edges(keys=True, data=True)) == list(back.edges(keys=True, data=True))


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_read_back(name: str, tmp_path: Path) -> None:
    write, read = FORMATS[name]
    graph = to_network(STATEMENTS, ENTITY_ROWS)
    write(graph, tmp_path / f"graph.{name}")
    assert whole(read(tmp_path / f"graph.{name}")) == whole(graph)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_is_read_back_as_it_is_in_the_graph(name: str, tmp_path: Path) -> None:
    write, read = FORMATS[name]
    statements = [
        replace(one, subject_label=HOSTILE, label=HOSTILE, quote=HOSTILE, source=HOSTILE)
        for one in STATEMENTS
    ]
    graph = to_network(statements, [replace(one, label=HOSTILE) for one in ENTITY_ROWS])
    write(graph, tmp_path / "graph")
    assert whole(read(tmp_path / "graph")) == whole(graph)


def test_forbidden_characters_become_visible_one_for_one() -> None:
    statement = replace(STATEMENTS[0], quote="a\x00b\x1fc\rd\ne\ud800")
    graph = to_network([statement], ENTITY_ROWS)
    (data,) = (data for *_, data in graph.edges(data=True))
    assert data["evidence"] == "a␀b␟c␍d\ne\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_alone_finds_all_attributes(
    name: str, read: Callable[[Path], nx.Graph], tmp_path: Path
) -> None:
    write, _ = FORMATS[name]
    graph = to_network(STATEMENTS, ENTITY_ROWS)
    write(graph, tmp_path / "graph")
    found = {data["id"]: data for *_, data in read(tmp_path / "graph").edges(data=True)}
    assert found == {key: data for *_, key, data in graph.edges(keys=True, data=True)}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    write, _ = FORMATS[name]
    write(to_network(STATEMENTS, ENTITY_ROWS), tmp_path / "a")
    write(to_network(STATEMENTS[::-1], ENTITY_ROWS[::-1]), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_empty_graph_is_written_and_read(tmp_path: Path) -> None:
    for name, (write, read) in FORMATS.items():
        write(to_network([], []), tmp_path / name)
        assert whole(read(tmp_path / name)) == ({}, {})
