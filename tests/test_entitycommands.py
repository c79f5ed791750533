"""The command entities as a user runs it: what it lists, and what it decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph import export
from kgraph.cli import main
from kgraph.store import open_store
from tests.factories import RUN
from tests.test_resolution import peskov

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a store of two articles that write one man's name in two ways."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    with open_store(tmp_path / "output", create=True) as store:
        for extraction in peskov():
            store.put(extraction, RUN)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["entities", "output", *arguments])
        return int(ended.value.code or 0), *capsys.readouterr()

    return run


def cells(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


def test_list_shows_words_reasons_and_what_is_possibly_the_same(run: Run) -> None:
    status, out, err = run()
    assert (status, err) == (0, "")
    assert ["country/russia", "Russia", "6", "2", "gazetteer"] in cells(out)
    pairs = cells(out.partition("Possibly the same:")[2])
    reason = "the same name in another transcription"
    assert pairs == [["0.95", "person/dmitri-peskow", "person/dmitry-peskov", reason]]


def test_merge_split_and_undo(run: Run) -> None:
    before = _nquads()
    assert run("merge", "Dmitry Peskov", "Dmitri Peskow", "--reason", "one man")[:2] == (
        0,
        "1. person/dmitry-peskov is the same as person/dmitri-peskow\n",
    )
    merged = _nquads()
    _, out, _ = run()
    assert "Possibly the same" not in out
    (row,) = [one for one in cells(out) if one[-1] == "person/dmitri-peskow"]
    assert row[:2] == ["person/dmitry-peskov", "Dmitry Peskov"]
    assert "one man" in out.partition("Decided:")[2]
    said = run("split", "Russia", "--document", "strike.txt", "--label", "Russia, Ohio")[1]
    assert said == "2. country/russia is Russia, Ohio in strike.txt\n"
    assert run("undo")[1] == "undone: 2. country/russia is Russia, Ohio in strike.txt\n"
    assert _nquads() == merged
    assert run("undo")[0] == 0
    assert _nquads() == before
    assert run("undo") == (1, "", "kgraph: output/store: holds no decision to undo\n")


def test_files_beside_the_store_are_renewed(run: Run) -> None:
    Path("output/graph.trig").write_text("old")
    assert run("merge", "Dmitry Peskov", "Dmitri Peskow")[1].endswith("Wrote output/graph.trig.\n")
    assert "kg:resolvedTo" in Path("output/graph.trig").read_text("utf-8")
    assert not Path("output/graph.html").exists()


def test_json_holds_all_that_the_table_cuts(run: Run) -> None:
    run("merge", "Dmitry Peskov", "Dmitri Peskow")
    document = json.loads(run("--type", "Person", "--format", "json")[1])
    assert {one["entity"]["type"] for one in document["entities"]} == {"Person"}
    (man,) = [one for one in document["entities"] if one["merged"]]
    assert man["documents"] == ["signing.txt", "strike.txt"]
    assert man["forms"][0][0] == "Dmitry Peskov"
    assert man["links"][0][0]["reason"] == "the name stands in the gazetteer"
    (decision,) = document["decisions"]
    assert decision["action"] == "merge"
    assert decision["others"][0].endswith("person/dmitri-peskow")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("merge", "Russia", "Atlantis"), "holds no entity 'Atlantis'"),
        (("split", "Russia"), "has nothing merged into 'Russia'"),
    ],
)
def test_what_is_not_there_is_one_line(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert err.startswith("kgraph: ")
    assert err.endswith(f"{reason}\n")


def _nquads() -> bytes:
    with open_store("output", read_only=True) as store:
        return export.to_nquads(store)
