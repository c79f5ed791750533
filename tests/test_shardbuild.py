"""Shards: cut anywhere, written in any order or twice, they make one machine's graph."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import fsspec
import pytest
from spacy.language import Language

from kgraph import export, shardfiles
from kgraph.annotate import load
from kgraph.building import build, run_of
from kgraph.errors import DocumentError, KGraphError
from kgraph.filesystems import Folder
from kgraph.iris import DEFAULT_BASE
from kgraph.languagemodel import DEFAULT_MODEL
from kgraph.loading import load_shards
from kgraph.model import Document
from kgraph.pipeline import extract_documents
from kgraph.readers import Given, read_documents
from kgraph.readingprocess import Reading
from kgraph.shardbuild import Failed, Manifest, Settings, build_shards, read_manifest
from kgraph.shards import Piece, cut_file, cut_files, read_shard, to_shards
from kgraph.tally import Tally
from tests.test_sources import PAGE, warc

TEXTS = (
    "Russia said on Monday that Ukraine had struck a bridge in Crimea. Kyiv denied it.",
    "Israel must withdraw its troops from Lebanon, the United Nations said on Tuesday.",
    "Emmanuel Macron met Olaf Scholz in Paris. Germany promised Ukraine more weapons.",
    "The United States imposed sanctions on Iran. Tehran threatened to leave the treaty.",
    "Turkey hosted talks between Russia and Ukraine in Istanbul on 22 July 2022.",
)


def write_lines(path: Path, rows: Iterable[tuple[str, str]]) -> Path:
    lines = (json.dumps({"id": name, "text": text}) + "\n" for name, text in rows)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def shards_of(source: Path, size: int) -> list[Any]:
    pieces = [one for one in cut_files([str(source)]) if isinstance(one, Piece)]
    cut = [found for piece in pieces for found in cut_file(piece, size)]
    return list(to_shards(cut, size, Given()))


def told(items: Iterable[Document | DocumentError]) -> list[str]:
    return [str(item) if isinstance(item, DocumentError) else item.id for item in items]


# cutting


def test_lines_are_cut_so_that_all_are_read_once_and_errors_name_their_line(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "news.jsonl", ((f"{n}", TEXTS[n % 5]) for n in range(7)))
    lines = source.read_text().splitlines()
    source.write_text("\n".join([*lines[:3], "", "{broken", *lines[3:]]), encoding="utf-8")
    shards = shards_of(source, 3)
    assert [len(told(read_shard(shard))) for shard in shards] == [3, 3, 2]
    found = [one for shard in shards for one in told(read_shard(shard))]
    assert found == told(read_documents([source]))
    assert f"{source}, line 5" in found[3]


def test_web_archive_is_cut_between_its_records(tmp_path: Path) -> None:
    source = tmp_path / "crawl.warc.gz"
    pages = [PAGE.replace(b"<body>", f"<body><p>Report number {n}.</p>".encode()) for n in range(5)]
    source.write_bytes(warc(*pages))
    shards = shards_of(source, 2)
    assert len(shards) == 3
    found = [item for shard in shards for item in read_shard(shard)]
    assert found == list(read_documents([source]))
    assert len(found) == 5


def test_parquet_is_cut_between_its_row_groups(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    source = tmp_path / "news.parquet"
    texts = [f"Report number {n}. {TEXTS[n % 5]}" for n in range(11)]
    parquet.write_table(pyarrow.table({"text": texts}), source, row_group_size=2)
    shards = shards_of(source, 4)
    assert [piece.part for shard in shards for piece in shard.pieces] == [(0, 2), (2, 4), (4, 6)]
    found = [item for shard in shards for item in read_shard(shard)]
    assert found == list(read_documents([source]))
    assert len(found) == len({shard.name for shard in shards}) + 8


def test_zip_archive_is_cut_between_its_files(tmp_path: Path) -> None:
    source = tmp_path / "news.zip"
    with zipfile.ZipFile(source, "w") as archive:
        for n in (3, 1, 4, 2, 0):
            archive.writestr(f"day/{n}.txt", f"Report number {n}. {TEXTS[n]}")
        archive.writestr("day/.hidden.txt", "No article.")
        archive.writestr("day/5.jsonl", "{broken")
    shards = shards_of(source, 4)
    assert [piece.part for shard in shards for piece in shard.pieces] == [(0, 4), (4, 6)]
    assert [one for shard in shards for one in told(read_shard(shard))] == told(
        read_documents([source])
    )


def test_file_that_cannot_be_cut_is_left_to_its_reader(tmp_path: Path) -> None:
    for name, start in (("a.zip", b"PK\x03\x04 no more"), ("a.parquet", b"PAR1 no more")):
        source = tmp_path / name
        source.write_bytes(start)
        (shard,) = shards_of(source, 2)
        assert told(read_shard(shard)) == told(read_documents([source]))


def test_small_files_are_read_together_and_missing_ones_reported(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text)
    assert [len(shard.pieces) for shard in shards_of(tmp_path, 2)] == [2, 2, 1]
    (missing,) = shards_of(tmp_path / "none.txt", 2)
    assert told(read_shard(missing)) == [f"{tmp_path}/none.txt: no such file or folder"]


def test_what_is_no_file_is_refused() -> None:
    with pytest.raises(KGraphError, match="files and folders that all workers see"):
        list(cut_files(["https://example.org/news"]))


# building


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture
def here(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let articles be read in this process, whose model is loaded already."""
    monkeypatch.setattr(
        shardfiles, "extract_in_processes", lambda found, *_: extract_documents(found, nlp)
    )


def inline(
    function: Callable[[Any], Any], values: Sequence[Any]
) -> Iterator[tuple[int, Any | Failed]]:
    """Do the work here, the last first."""
    for place in reversed(range(len(values))):
        yield place, function(values[place])


def to_target(
    sources: Iterable[Path | str],
    target: str,
    nlp: Language,
    runner: Any = inline,
    tally: Tally | None = None,
) -> tuple[Manifest, list[str]]:
    settings = Settings(
        reading=Reading(DEFAULT_MODEL), run=run_of(nlp, 0.0), base=DEFAULT_BASE, size=2
    )
    problems: list[DocumentError] = []
    names = [str(source) for source in sources]
    manifest = build_shards(
        names, target, runner, settings, on_problem=problems.append, tally=tally
    )
    return manifest, [str(problem) for problem in problems]


def loaded(target: str, output: Path) -> bytes:
    with load_shards(target, output) as store:
        return export.to_nquads(store)


def one_machine(sources: Iterable[Path], nlp: Language) -> tuple[bytes, list[str]]:
    problems: list[DocumentError] = []
    with build(list(sources), nlp=nlp, on_problem=problems.append) as graph:
        return export.to_nquads(graph.store), [str(problem) for problem in problems]


@pytest.fixture
def news(tmp_path: Path) -> list[Path]:
    """Two files that share an article, and an id that stands for two; and a file that is none."""
    first = write_lines(tmp_path / "first.jsonl", ((f"{n}", text) for n, text in enumerate(TEXTS)))
    rows = [("5", TEXTS[0]), ("1", TEXTS[1]), ("2", TEXTS[3]), ("6", " ".join(TEXTS))]
    second = write_lines(tmp_path / "second.jsonl", rows)
    return [first, second, tmp_path / "none.txt"]


@pytest.mark.model
@pytest.mark.usefixtures("here")
def test_shards_hold_what_one_machine_builds(
    news: list[Path], tmp_path: Path, nlp: Language
) -> None:
    target = str(tmp_path / "shards")
    manifest, problems = to_target(news, target, nlp)
    expected, reported = one_machine(news, nlp)
    assert loaded(target, tmp_path / "out") == expected
    assert sorted(problems) == sorted(reported)
    assert manifest.articles == 7
    lines = {
        line
        for part in manifest.parts
        for line in Folder(target).read(part.file).splitlines(keepends=True)
    }
    copies = b"/graph/copies> ."
    own = [line for line in expected.splitlines(keepends=True) if copies not in line]
    assert sorted(lines) == own  # which are copies is decided when the shards are loaded


@pytest.mark.model
@pytest.mark.usefixtures("here")
def test_build_goes_on_where_it_stopped(news: list[Path], tmp_path: Path, nlp: Language) -> None:
    whole, target = str(tmp_path / "whole"), str(tmp_path / "shards")
    expected, _ = to_target(news, whole, nlp)

    def dying(
        function: Callable[[Any], Any], values: Sequence[Any]
    ) -> Iterator[tuple[int, Any | Failed]]:
        for done, made in enumerate(inline(function, values)):
            if done == 2 and function is shardfiles.write_shard:
                raise KeyboardInterrupt
            yield made

    with pytest.raises(KeyboardInterrupt):
        to_target(news, target, nlp, dying)
    with pytest.raises(KGraphError, match=r"holds no manifest\.json"):
        read_manifest(Folder(target))
    tally = Tally()
    again, _ = to_target(news, target, nlp, inline, tally)
    assert again == expected
    assert tally.unchanged
    assert tally.read
    tally = Tally()
    to_target(news, target, nlp, inline, tally)
    assert tally.read == 0


@pytest.mark.model
@pytest.mark.usefixtures("here")
def test_shard_that_ends_its_workers_is_reported_and_the_rest_is_built(
    news: list[Path], tmp_path: Path, nlp: Language
) -> None:
    def failing(
        function: Callable[[Any], Any], values: Sequence[Any]
    ) -> Iterator[tuple[int, Any | Failed]]:
        for place, made in inline(function, values):
            bad = function is shardfiles.write_shard and place == 1
            yield place, Failed("put aside: the workers that read it ended") if bad else made

    manifest, problems = to_target(news[:1], str(tmp_path / "shards"), nlp, failing)
    assert manifest.articles == 3
    assert problems == [f"{news[0]}: put aside: the workers that read it ended"]


@pytest.mark.model
@pytest.mark.usefixtures("here")
def test_any_file_system_holds_shards(news: list[Path], tmp_path: Path, nlp: Language) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/news/first.jsonl", news[0].read_bytes())
    try:
        target = "memory://shards"
        manifest, _ = to_target(["memory://news"], target, nlp)
        assert manifest.articles == 5
        assert loaded(target, tmp_path / "out") == one_machine(news[:1], nlp)[0]
        assert not [one for one in memory.find("/shards") if "/." in one]
    finally:
        memory.store.clear()


# loading


@pytest.mark.model
@pytest.mark.usefixtures("here")
def test_shards_are_taken_up_into_a_store_that_holds_articles(
    news: list[Path], tmp_path: Path, nlp: Language
) -> None:
    target = str(tmp_path / "shards")
    to_target(news[:1], target, nlp)
    other = write_lines(tmp_path / "other.jsonl", [("9", TEXTS[2] + " " + TEXTS[4])])
    with build([other], tmp_path / "out", nlp=nlp):
        pass
    assert loaded(target, tmp_path / "out") == one_machine([news[0], other], nlp)[0]
    assert loaded(target, tmp_path / "out") == one_machine([news[0], other], nlp)[0]


@pytest.mark.model
@pytest.mark.usefixtures("here")
def test_shard_that_was_changed_is_not_loaded(
    news: list[Path], tmp_path: Path, nlp: Language
) -> None:
    target = tmp_path / "shards"
    manifest, _ = to_target(news[:1], str(target), nlp)
    part = manifest.shards[1]
    (target / part.file).write_bytes((target / part.file).read_bytes()[:-200])
    with pytest.raises(KGraphError, match=r"\.nq: is not the file that the manifest tells of"):
        load_shards(str(target), tmp_path / "out")
    assert not (tmp_path / "out" / "store").exists()
    to_target(news[:1], str(target), nlp)
    (target / "manifest.json").write_text("{}")
    with pytest.raises(KGraphError, match=r"manifest\.json cannot be read"):
        load_shards(str(target), tmp_path / "out")


def test_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(str(tmp_path / "there"))
    folder.write("shards/a.nq", b"first")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(folder._system), "mv", broken)
    with pytest.raises(OSError, match="No space left"):
        folder.write("shards/a.nq", b"second")
    assert folder.read("shards/a.nq") == b"first"
    assert list(folder.names("shards")) == ["a.nq"]
