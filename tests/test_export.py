"""Files give back what the store holds, byte for byte the same each time."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Dataset, Quad, RdfFormat, parse

from kgraph import export, tableexport
from kgraph.store import Store, open_store
from kgraph.storedrows import statement_rows
from kgraph.vocabulary import PREFIXES
from tests.factories import BASE, RUN, both, signing
from tests.test_store import small

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def store() -> Store:
    store = open_store()
    for extraction in (*both(), small("evil.txt", (0, 1, 2), "negated", "Alias")):
        store.put(extraction, RUN)
    return store


READERS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}


@pytest.mark.parametrize("name", READERS)
def test_file_holds_every_quad(store: Store, name: str) -> None:
    data = export.FORMATS[name](store)
    assert set(parse(data, READERS[name])) == set(store.quads())


#: rdflib warns of its own use of what it will drop.
of_rdflib = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@of_rdflib
@pytest.mark.parametrize(("name", "reader"), [("nquads", "nquads"), ("trig", "trig")])
def test_rdflib_reads_the_same(store: Store, name: str, reader: str) -> None:
    read = rdflib.Dataset()
    read.parse(data=export.FORMATS[name](store), format=reader)
    quads = {(str(g), str(s), str(p), str(o)) for s, p, o, g in read.quads((None,) * 4)}
    assert len(quads) == len(set(store.quads()))
    assert (
        f"{BASE}graph/asserted",
        f"{BASE}entity/country/russia",
        "https://w3id.org/kgraph/predicate/strike",
        f"{BASE}entity/place/odesa",
    ) in quads


@of_rdflib
def test_rdflib_reads_json_ld_with_no_network(store: Store) -> None:
    read = rdflib.Dataset()
    read.parse(data=export.to_jsonld(store).decode(), format="json-ld")
    assert len(list(read.quads((None,) * 4))) == len(set(store.quads()))


def test_turtle_is_the_union_of_the_graphs(store: Store) -> None:
    triples = set(parse(export.to_turtle(store), RdfFormat.TURTLE))
    assert {quad.triple for quad in triples} == {quad.triple for quad in store.quads()}


def test_nquads_are_canonical(store: Store) -> None:
    lines = export.to_nquads(store).splitlines()
    assert lines == sorted(set(lines))
    assert Dataset(parse(export.to_nquads(store), RdfFormat.N_QUADS)) == Dataset(store.quads())


def test_trig_is_for_reading(store: Store) -> None:
    text = export.to_trig(store).decode()
    declared = [line.split()[1][:-1] for line in text.splitlines() if line.startswith("@prefix ")]
    assert declared == sorted(PREFIXES)
    assert "\tkg:stance kg:asserted" in text
    graphs = [line for line in text.splitlines() if line.endswith(" {")]
    assert graphs == sorted(graphs)
    assert text.count("<https://w3id.org/kgraph/id/graph/asserted> {") == 1


def test_vocabulary_is_written_only_when_asked_for(store: Store) -> None:
    assert b"CAMEO" not in export.to_nquads(store)
    assert b"CAMEO 0871" in export.to_nquads(store, with_vocabulary=True)
    assert b"CAMEO 0871" in export.to_trig(store, with_vocabulary=True)
    assert b"CAMEO 0871" in export.to_jsonld(store, with_vocabulary=True)


def test_every_program_run_writes_the_same_bytes() -> None:
    code = """
import hashlib, sys
from kgraph import export, tableexport
from kgraph.store import open_store
from tests.factories import RUN, both
store = open_store()
for extraction in both() if sys.argv[1] == "on" else reversed(both()):
    store.put(extraction, RUN)
for name in sorted(export.FORMATS):
    print(name, hashlib.sha256(export.FORMATS[name](store)).hexdigest())
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, order],
            capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed, order in (("1", "on"), ("2", "back"))
    }  # fmt: skip
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(export.FORMATS)


def test_files_are_written_whole(store: Store, tmp_path: Path) -> None:
    for name in export.FORMATS:
        path = tmp_path / "new" / f"graph.{name}"
        export.write(store, path, name)
        assert path.read_bytes() == export.FORMATS[name](store)
    assert len(list((tmp_path / "new").iterdir())) == len(export.FORMATS)


def test_json_ld_is_short_to_read(store: Store) -> None:
    document = json.loads(export.to_jsonld(store))
    graph = next(g for g in document["@graph"] if g["@id"].endswith(signing().document.key))
    node = next(n for n in graph["@graph"] if n.get("lemma") == "host")
    assert node["@type"] == "kg:Statement"
    assert node["stance"] == "kg:asserted"
    assert node["subject"] == f"{BASE}entity/country/turkiye"
    assert node["subjectStart"] == 0
    assert node["timeValue"] == {"@value": "2022-07-22", "@type": "xsd:date"}


def test_csv_tables_join(store: Store, tmp_path: Path) -> None:
    nodes_path, edges_path = tableexport.write_csv_tables(store, tmp_path)
    with nodes_path.open(newline="") as file:
        nodes = {row["id:ID"]: row for row in csv.DictReader(file)}
    with edges_path.open(newline="") as file:
        edges = list(csv.DictReader(file))
    assert len(edges) == len(statement_rows(store))
    assert {edge[end] for edge in edges for end in (":START_ID", ":END_ID")} <= set(nodes)
    russia = nodes[f"{BASE}entity/country/russia"]
    assert (russia[":LABEL"], russia["wikidata"], russia["country"]) == ("Country", "Q159", "RU")
    hit = next(edge for edge in edges if edge["predicate"] == "hit")
    assert (hit[":TYPE"], hit["speakers:string[]"]) == ("CLAIMED", "Interfax;Dmitry Peskov")
    assert hit["quote"].startswith("Interfax reported that")
    said = next(edge for edge in edges if edge["label"] == "says")
    assert nodes[said[":END_ID"]][":LABEL"] == "Act"


#: What the manual of Neo4j's importer allows after the colon of a column's name.
_NEO4J = re.compile(r"\w+(:(ID|(string|int|long|float|double|boolean|date)(\[\])?))?")


def test_headers_are_those_of_neo4js_importer(store: Store, tmp_path: Path) -> None:
    headers = []
    for path in tableexport.write_csv_tables(store, tmp_path):
        with path.open(newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])}
        headers.append(rows[0])
        plain = set(rows[0]) - {":LABEL", ":START_ID", ":END_ID", ":TYPE"}
        assert [name for name in plain if not _NEO4J.fullmatch(name)] == []
    nodes, edges = headers
    assert {"id:ID", ":LABEL"} < set(nodes)
    assert {":START_ID", ":END_ID", ":TYPE"} < set(edges)
    assert len(set(nodes)) == len(nodes)
    assert len(set(edges)) == len(edges)


def test_nothing_has_a_blank_node(store: Store) -> None:
    quads: list[Quad] = list(store.quads(with_vocabulary=True))
    assert not [quad for quad in quads if "_:" in str(quad.subject)[:2] + str(quad.object)[:2]]
