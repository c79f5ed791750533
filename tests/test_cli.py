"""The commands as a user runs them: what they print, where, and with which exit status."""

from __future__ import annotations

import base64
import csv
import functools
import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from kgraph import annotate
from kgraph.cli import main
from kgraph.graph import FORMATS
from kgraph.options import GraphFormat

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
DENIAL = "Kyiv denied on Monday that Ukraine had struck the bridge.\n"
DEMAND = "Israel must withdraw its troops from Lebanon, the United Nations said on Tuesday.\n"


@dataclass(frozen=True)
class Done:
    """What a command did."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="module", autouse=True)
def _load_each_model_once() -> Iterator[None]:
    loaded = functools.cache(annotate.load)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotate, "load", loaded)
        yield


@pytest.fixture
def kgraph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[object]:
    """Run commands in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        code = ended.value.code
        return Done(code if isinstance(code, int) else int(bool(code)), *capsys.readouterr())

    yield run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the demo was run."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.raises(SystemExit) as ended:
        main(["demo", "-o", str(folder / "output")])
    assert not ended.value.code
    return folder


@pytest.fixture
def output(demo: Path) -> str:
    return str(demo / "output")


# demo and build


def test_demo_makes_store_trig_and_page(demo: Path) -> None:
    assert sorted(path.name for path in (demo / "output").iterdir()) == [
        "graph.html",
        "graph.trig",
        "store",
    ]
    assert (demo / "output" / "graph.html").read_text("utf-8").startswith("<!doctype html>")
    quads = list(parse(path=demo / "output" / "graph.trig", format=RdfFormat.TRIG))
    titles = {quad.object.value for quad in quads if "headline" in quad.predicate.value}
    assert "Knesset approves Camp David Accords" in titles


def test_demo_prints_what_it_found_and_what_to_open(kgraph) -> None:
    done = kgraph("demo")
    assert done.status == 0
    assert done.err == ""
    lines = [line.strip("│┃ ").split() for line in done.out.splitlines()]
    assert ["articles", "│", "4"] in lines
    for what in ("entities", "statements", "claims"):
        (number,) = [int(line[2]) for line in lines if line[:1] == [what]]
        assert number > 20
    assert done.out.splitlines()[-1] == "Open output/graph.html in a browser."


def test_build_twice_changes_nothing(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    Path("b.txt").write_text(DEMAND)
    assert kgraph("build", "a.txt", "b.txt").status == 0
    before = {path: path.read_bytes() for path in Path("output").glob("graph.*")}
    assert len(before) == 2
    assert kgraph("build", "b.txt", "a.txt").status == 0
    assert {path: path.read_bytes() for path in Path("output").glob("graph.*")} == before


def test_build_gives_the_same_bytes_in_any_order_and_in_steps(kgraph) -> None:
    for name, text in (("a.txt", DENIAL), ("b.txt", DEMAND), ("c.txt", DENIAL + DEMAND)):
        Path(name).write_text(text)
    kgraph("build", "a.txt", "b.txt", "c.txt", "-o", "once")
    kgraph("build", "c.txt", "a.txt", "b.txt", "-o", "shuffled")
    kgraph("build", "c.txt", "-o", "steps")
    kgraph("build", "b.txt", "-o", "steps")
    kgraph("build", ".", "-o", "steps")
    once = Path("once/graph.trig").read_bytes()
    assert b"deny" in once
    assert Path("shuffled/graph.trig").read_bytes() == once
    assert Path("steps/graph.trig").read_bytes() == once


def test_bad_article_among_good_ones_is_skipped_and_counted(kgraph) -> None:
    Path("good.txt").write_text(DENIAL)
    Path("empty.txt").write_text("")
    done = kgraph("build", "missing.txt", "good.txt", "empty.txt")
    assert done.status == 1
    assert done.err.splitlines() == [
        "kgraph: missing.txt: no such file or folder",
        "kgraph: empty.txt: empty",
        "kgraph: skipped: 2 articles",
    ]
    assert Path("output/graph.html").exists()
    rows = kgraph("query", "output", "--name", "documents", "--format", "csv").out
    assert [row["document"] for row in csv.DictReader(io.StringIO(rows))] == ["good.txt"]
    assert kgraph("build", "good.txt", "empty.txt", "--skip-errors").status == 0


@pytest.mark.parametrize("source", ["missing.txt", "empty.txt", "folder", "noise.bin"])
def test_nothing_is_written_where_nothing_can_be_read(kgraph, source: str) -> None:
    Path("empty.txt").write_text("")
    Path("folder").mkdir()
    Path("noise.bin").write_bytes(bytes(range(256)))
    done = kgraph("build", source, "--skip-errors")
    assert done.status == 1
    first, last = done.err.splitlines()
    assert first.startswith(f"kgraph: {source}: ")
    assert last == "kgraph: no article was read, so nothing was built"
    assert not Path("output").exists()


def test_output_that_cannot_be_written_is_one_line(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    Path("output").write_text("in the way")
    done = kgraph("build", "a.txt")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("kgraph: output: ")
    assert len(done.err.splitlines()) == 1
    assert Path("output").read_text() == "in the way"


def test_published_reaches_the_graph(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    kgraph("build", "a.txt", "--published", "4 June 2025")
    rows = kgraph("query", "output", "--name", "documents", "--format", "csv").out
    assert [row["published"] for row in csv.DictReader(io.StringIO(rows))] == ["2025-06-04"]


def test_base_names_the_data(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    assert kgraph("build", "a.txt", "--base", "https://example.org/news/").status == 0
    trig = Path("output/graph.trig").read_text("utf-8")
    assert "<https://example.org/news/entity/country/ukraine>" in trig
    assert "w3id.org/kgraph/id/" not in trig
    assert kgraph("build", "a.txt", "--base", "https://example.org/other/").status == 1


# extract


def test_extract_prints_one_record_an_article_with_true_places(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    row = {"id": "row", "text": DEMAND, "published": "2006-08-01", "source": "An agency"}
    Path("rows.jsonl").write_text(json.dumps(row))
    done = kgraph("extract", "a.txt", "rows.jsonl", "--format", "jsonl")
    assert (done.status, done.err) == (0, "")
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert [first["document"]["id"], second["document"]["id"]] == ["a.txt", "row"]
    assert second["document"]["published"] == "2006-08-01"
    for record, text in ((first, DENIAL), (second, DEMAND)):
        assert record["mentions"]
        for mention in record["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
    stances = {one["predicate"]["lemma"]: one["stance"] for one in first["statements"]}
    assert (stances["deny"], stances["strike"]) == ("asserted", "denied")
    assert not Path("output").exists()


def test_min_confidence_leaves_out_what_is_less_sure(kgraph) -> None:
    Path("a.txt").write_text(DENIAL + DEMAND)
    every = json.loads(kgraph("extract", "a.txt").out)["statements"]
    cut = sorted(one["confidence"] for one in every)[-2]
    kept = json.loads(kgraph("extract", "a.txt", "--min-confidence", str(cut)).out)["statements"]
    assert [one["id"] for one in kept] == [o["id"] for o in every if o["confidence"] >= cut]
    assert 0 < len(kept) < len(every)
    assert kgraph("extract", "a.txt", "--min-confidence", "2").status == 2


def test_build_again_with_another_cut_reads_again(kgraph) -> None:
    Path("a.txt").write_text(DENIAL + DEMAND)
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a kg:Statement }"
    counts = []
    for cut in ("0", "0.99", "0"):
        assert kgraph("build", "a.txt", "--min-confidence", cut).status == 0
        counts.append(int(kgraph("query", "output", count, "--format", "csv").out.split()[-1]))
    assert counts[0] == counts[2] > counts[1]


def test_extract_reads_standard_input(kgraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DENIAL.encode())))
    done = kgraph("extract", "-")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["document"]["id"] == "stdin"


def test_reader_that_stops_reading_is_no_traceback(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"id": str(n), "text": DENIAL}) + "\n" for n in range(30))
    (tmp_path / "rows.jsonl").write_text(rows)
    done = subprocess.run(
        f"{sys.executable} -m kgraph extract rows.jsonl | head -c 100",
        shell=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.stdout.startswith('{"document": {"id": "0"')
    assert "Traceback" not in done.stderr


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DENIAL)
    terminal, theirs = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", "extract", "a.txt"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        check=False,
    )
    shown = os.read(terminal, 100_000).decode()
    os.close(theirs)
    os.close(terminal)
    assert done.returncode == 0
    assert "1 articles read" in shown
    assert json.loads(done.stdout)["document"]["id"] == "a.txt"


def test_progress_is_told_line_by_line_where_it_is_asked_for(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    done = kgraph("build", "a.txt", "nothing.txt", "-o", "told", "--progress", "--skip-errors")
    assert done.status == 0
    assert re.search(r"kgraph: 1 articles read, [\d.]+ a second.* 1 failed\n", done.err)
    again = kgraph("build", "a.txt", "-o", "told", "--progress")
    assert "kgraph: 0 articles read, 0.0 a second, 1 skipped (unchanged)\n" in again.err


def test_page_of_a_large_graph_is_not_written(kgraph, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text(DENIAL)
    assert kgraph("build", "a.txt", "-o", "large").status == 0
    monkeypatch.setattr("kgraph.building.MOST_IN_FILES", 1)
    Path("b.txt").write_text(DENIAL + " " + DENIAL)
    done = kgraph("build", "a.txt", "b.txt", "-o", "large")
    assert "kgraph serve large" in done.out
    assert sorted(path.name for path in Path("large").iterdir()) == ["store"]


def test_unknown_model_is_one_line(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    done = kgraph("extract", "a.txt", "--model", "no_such_model")
    assert done.status == 1
    assert done.err == "kgraph: no_such_model: no such spaCy model is installed\n"


# query


def test_query_in_sparql_and_by_name_in_all_formats(kgraph, output: str) -> None:
    sparql = "SELECT ?who WHERE { ?who a kg:Person ; rdfs:label ?name } ORDER BY ?who"
    table = kgraph("query", output, sparql).out.splitlines()
    assert table[0] == "who"
    rows = json.loads(kgraph("query", output, sparql, "--format", "json").out)
    found = {row["who"]["value"].rsplit("/", 1)[1] for row in rows["results"]["bindings"]}
    assert {"anwar-sadat", "getachew-reda"} <= found
    named = kgraph("query", output, "--name", "demands", "--param", "by=Anwar Sadat")
    assert "Israel" in named.out
    assert "Guterres" not in named.out
    turtle = kgraph("query", output, "CONSTRUCT WHERE { ?s a kg:Person }", "--format", "turtle").out
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) >= len(found)


def test_query_list_names_every_query_with_what_it_answers(kgraph, output: str) -> None:
    said = kgraph("query", output, "--list").out
    assert "Who demands what of whom" in said
    assert all(name in said for name in ("demands", "claims", "meetings", "about", "timeline"))


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("SELECT ?s WHERE {",), 1, "line 1, column"),
        (("--name", "no_such_query"), 1, "no query is named 'no_such_query'"),
        (("--name", "demands", "--param", "no=1"), 1, "has no parameter 'no'"),
        (("--name", "about"), 1, "needs the parameter entity"),
        (("SELECT * WHERE { SERVICE <http://127.0.0.1/> {} }",), 1, "SERVICE is refused"),
        (("ASK {}", "--format", "turtle"), 1, "only CONSTRUCT and DESCRIBE"),
        ((), 2, "give either a SPARQL query"),
        (("ASK {}", "--name", "demands"), 2, "give either a SPARQL query"),
        (("ASK {}", "--param", "a=b"), 2, "--param belongs to --name"),
        (("--name", "demands", "--param", "by"), 2, "is not NAME=VALUE"),
        (("--name", "demands", "--format", "xml"), 2, "'xml' is not one of"),
    ],
)
def test_wrong_query(
    kgraph, output: str, arguments: tuple[str, ...], status: int, reason: str
) -> None:
    done = kgraph("query", output, *arguments)
    assert (done.status, done.out) == (status, "")
    assert reason in done.err
    if status == 1:
        assert len(done.err.splitlines()) == 1


# view, export, validate, explain


def data_of(page: str) -> str:
    """Return the data that a page carries, which are packed where they are long."""
    (kind, text), *_ = re.findall(
        r'<script type="([^"]+)" id="data">(.*?)</script>', page, re.DOTALL
    )
    return gzip.decompress(base64.b64decode(text)).decode() if "gzip" in kind else text


def test_view_writes_either_page(kgraph, output: str) -> None:
    assert kgraph("view", output, "-o", "page.html").out == "Open page.html in a browser.\n"
    assert kgraph("view", output, "-o", "vis.html", "--format", "pyvis").status == 0
    assert "Knesset" in data_of(Path("page.html").read_text("utf-8"))
    assert "vis.DataSet" in Path("vis.html").read_text("utf-8")
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["page.html", "vis.html"]


def test_options_and_library_know_the_same_formats() -> None:
    assert set(GraphFormat) == set(FORMATS)


@pytest.mark.parametrize("format", list(GraphFormat))
def test_export_writes_every_format(kgraph, output: str, format: GraphFormat) -> None:
    done = kgraph("export", output, "--format", format.value)
    assert (done.status, done.out) == (0, f"Wrote {format.file_name}.\n")
    path = Path(format.file_name)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    read = parquet_text if format is GraphFormat.parquet else read_text
    assert all("Knesset" in read(file) for file in files)


def read_text(file: Path) -> str:
    return file.read_text("utf-8")


def parquet_text(file: Path) -> str:
    return str(pytest.importorskip("pyarrow.parquet").read_table(file).to_pylist())


def test_exported_graphml_opens_in_networkx(kgraph, output: str) -> None:
    kgraph("export", output, "--format", "graphml", "-o", "graph.graphml")
    graph = nx.read_graphml("graph.graphml", force_multigraph=True)
    labels = {(graph.nodes[a]["label"], edge["label"]) for a, _, edge in graph.edges(data=True)}
    assert ("Knesset", "approved") in labels


def test_store_of_the_demo_is_valid(kgraph, output: str) -> None:
    assert kgraph("validate", output).out == f"{output} is valid.\n"


def test_remove_leaves_what_a_build_without_the_article_makes(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    Path("b.txt").write_text(DEMAND)
    kgraph("build", "a.txt", "-o", "wanted")
    kgraph("build", "a.txt", "b.txt")
    done = kgraph("remove", "output", "b.txt")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "output holds 1 articles."
    assert Path("output/graph.trig").read_bytes() == Path("wanted/graph.trig").read_bytes()
    assert "Lebanon" not in data_of(Path("output/graph.html").read_text("utf-8"))
    done = kgraph("remove", "output", "b.txt", "a.txt")
    assert (done.status, done.err) == (1, "kgraph: output: holds no article 'b.txt'\n")
    assert kgraph("validate", "output").out == "output is valid.\n"
    assert "Ukraine" not in Path("output/graph.trig").read_text("utf-8")


def test_stamp_is_kept_only_where_it_is_asked_for(kgraph) -> None:
    Path("a.txt").write_text(DENIAL)
    kgraph("build", "a.txt", "-o", "plain")
    assert "startedAtTime" not in Path("plain/graph.trig").read_text("utf-8")
    kgraph("build", "a.txt", "--stamp")
    stamped = Path("output/graph.trig").read_text("utf-8")
    assert re.search(r'prov:startedAtTime "20\d\d-.*Z"\^\^xsd:dateTime', stamped)
    kgraph("build", "a.txt", "--stamp")
    assert Path("output/graph.trig").read_text("utf-8") == stamped
    assert kgraph("validate", "output").status == 0


def test_infer_stays_with_the_store_until_it_is_ended(kgraph) -> None:
    Path("a.txt").write_text("Russian Defence Minister Sergei Shoigu met Hulusi Akar in Istanbul.")
    Path("b.txt").write_text(DENIAL)
    kgraph("build", "a.txt", "-o", "plain")
    assert kgraph("build", "b.txt", "--infer").status == 0
    assert kgraph("build", "a.txt").status == 0
    rows = kgraph("query", "output", "--name", "inferred", "--format", "csv").out
    found = {(r["who"], r["property"], r["whom"]) for r in csv.DictReader(io.StringIO(rows))}
    assert ("Sergei Shoigu", "officeHolderOf", "Russia") in found
    said = " ".join(kgraph("explain", "output", "Shoigu office holder of").out.split())
    assert "Sergei Shoigu office holder of Russia" in said
    assert "“Russian Defence Minister Sergei Shoigu met Hulusi Akar in Istanbul.”" in said
    assert kgraph("validate", "output").out == "output is valid.\n"
    assert kgraph("migrate", "output").out == "output is up to date: 2 articles.\n"
    kgraph("remove", "output", "b.txt")
    assert kgraph("build", "a.txt", "--no-infer").status == 0
    assert Path("output/graph.trig").read_bytes() == Path("plain/graph.trig").read_bytes()


def test_explain_shows_the_words_and_who_says_them(kgraph, output: str) -> None:
    said = " ".join(kgraph("explain", output, "Israel withdraw").out.replace("│", " ").split())
    assert "stance demanded" in said
    assert "said by Anwar Sadat" in said
    assert "“Sadat demanded that Israel withdraw all its settlers from Sinai.”" in said
    assert "of examples/camp-david-accords" in said
    assert "rule clause:ccomp (a clause that is what a verb says" in said
    parsed = kgraph("explain", output, "Israel withdraw", "--parse").out.replace("│", " ")
    assert re.search(r"^ *withdraw +withdraw +VBP? +ccomp +demanded *$", parsed, re.MULTILINE)
    done = kgraph("explain", output, "no such statement")
    assert done.status == 1
    assert done.err == f"kgraph: {output}: holds no statement 'no such statement'\n"


@pytest.mark.parametrize(
    "command",
    [
        ("query", "ASK {}"),
        ("view",),
        ("export", "--format", "trig"),
        ("validate",),
        ("explain", "x"),
        ("remove", "x"),
        ("migrate",),
    ],
)
def test_store_that_is_none_is_one_line(kgraph, command: tuple[str, ...]) -> None:
    Path("empty").mkdir()
    for store in ("missing", "empty"):
        done = kgraph(command[0], store, *command[1:])
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith(f"kgraph: {store}: holds no store")
        assert len(done.err.splitlines()) == 1
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["empty"]


# usage


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("build",),
        ("extract", "a.txt", "--format", "xml"),
        ("build", "a.txt", "--published", "yesterday"),
        ("build", "a.txt", "--published", "June 2025"),
        ("export", "output"),
    ],
)
def test_wrong_usage_ends_with_two(kgraph, arguments: tuple[str, ...]) -> None:
    done = kgraph(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "Usage: kgraph" in done.err


def test_version(kgraph) -> None:
    assert kgraph("--version").out == "kgraph 0.1.0\n"


def test_no_text_of_an_article_steers_the_terminal(kgraph) -> None:
    name = "\x1b[31mred\n.txt"
    Path(name).write_text("")
    err = kgraph("extract", name).err
    assert "\x1b" not in err
    assert err.splitlines()[0] == "kgraph: \ufffd[31mred\ufffd.txt: empty"


def test_notes_of_the_library_are_lines_of_the_program(kgraph) -> None:
    Path("a.txt").write_bytes("“Kyiv denied it,” said Mr. Núñez in São Tomé.".encode("cp1252"))
    done = kgraph("extract", "a.txt")
    assert (done.status, done.err) == (0, "kgraph: a.txt: not UTF-8, read as cp1252\n")
