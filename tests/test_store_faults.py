"""What a store survives: killed builds, a full disk, damaged files, two writers at once."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kgraph.cli import main
from kgraph.consistency import findings
from kgraph.engine import read_through
from kgraph.errors import StoreError
from kgraph.store import Store, open_store
from kgraph.validate import validate
from tests.factories import RUN, both, renamed, signing
from tests.test_store import canonical

ROOT = Path(__file__).parent.parent
TEXTS = (
    "Russia said on Monday that Ukraine had struck a bridge in Crimea. Kyiv denied it.",
    "Israel must withdraw its troops from Lebanon, the United Nations said on Tuesday.",
    "Emmanuel Macron met Olaf Scholz in Paris. Germany promised Ukraine more weapons.",
    "The United States imposed sanctions on Iran. Tehran threatened to leave the treaty.",
    "Turkey hosted talks between Russia and Ukraine in Istanbul on 22 July 2022.",
    "China warned Taiwan. The United States condemned the military exercises.",
)


@dataclass
class Builder:
    """Starts builds with a model that is loaded already."""

    process: subprocess.Popen[str]
    answers: Iterator[str]

    def start(self, sources: Path, output: Path, largest: int = 0) -> int:
        """Start a build and return its process id."""
        order = {"sources": [str(sources)], "output": str(output), "largest": largest}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(next(self.answers))

    def wait(self) -> int:
        """Wait for the build that was started and return its exit status."""
        return int(next(self.answers))

    def run(self, sources: Path, output: Path, largest: int = 0) -> int:
        """Build and return the exit status."""
        self.start(sources, output, largest)
        return self.wait()


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    reading, writing = os.pipe()
    log = tmp_path_factory.mktemp("log") / "stderr"
    with log.open("w") as errors, os.fdopen(reading) as answers:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(writing)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors,
            pass_fds=(writing,), text=True, cwd=ROOT,
        )  # fmt: skip
        os.close(writing)
        assert answers.readline() == "ready\n", log.read_text()
        builder = Builder(process, iter(answers.readline, ""))
        builder.log = log  # type: ignore[attr-defined]
        yield builder
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


@dataclass(frozen=True)
class Undisturbed:
    """Sources, the folder that an undisturbed build made of them, and how long that took."""

    sources: Path
    folder: Path
    seconds: float
    nquads: bytes


@pytest.fixture(scope="module")
def undisturbed(builder: Builder, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    sources = folder / "news"
    sources.mkdir()
    for number in range(2):
        for rank, text in enumerate(TEXTS):
            article = " ".join((text, *TEXTS[:number]))
            (sources / f"{rank}-{number}.txt").write_text(article)
    began = time.monotonic()
    assert builder.run(sources, folder / "out") == 0
    seconds = time.monotonic() - began
    with open_store(folder / "out", read_only=True) as store:
        assert len(store.documents()) == 2 * len(TEXTS)
        return Undisturbed(sources, folder / "out", seconds, canonical(store))


def own_graph(store: Store, article: str) -> set[Quad]:
    return set(store.engine.quads_for_pattern(None, None, None, NamedNode(article)))


def check_whole(output: Path, whole: Undisturbed) -> int:
    """Check that a store holds whole articles only, and return how many."""
    try:
        store = open_store(output, read_only=True)
    except StoreError as error:
        assert "holds no" in str(error)  # killed before there was anything
        return 0
    with store, open_store(whole.folder, read_only=True) as scratch:
        articles = store.documents()
        for article in articles:
            assert own_graph(store, article.iri) == own_graph(scratch, article.iri)
        assert list(findings(store)) == []
        return len(articles)


def count(output: Path) -> int:
    """Return how many articles a store holds that somebody writes to."""
    try:
        with open_store(output, read_only=True) as store:
            return len(store.documents())
    except StoreError:
        return 0


def check_killed(
    builder: Builder,
    whole: Undisturbed,
    output: Path,
    *,
    articles: int = 0,
    seconds: float = 0.0,
) -> int:
    """Kill a build after so many articles and seconds; check what it left and what comes of it."""
    child = builder.start(whole.sources, output)
    began = time.monotonic()
    while count(output) < articles and time.monotonic() - began < 60:
        time.sleep(0.001)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):  # it may be done by now
        os.kill(child, signal.SIGKILL)
    assert builder.wait() in (0, -signal.SIGKILL)
    found = check_whole(output, whole)
    assert builder.run(whole.sources, output) == 0
    with open_store(output, read_only=True) as store:
        assert canonical(store) == whole.nquads
    for name in ("graph.trig", "graph.html"):
        assert (output / name).read_bytes() == (whole.folder / name).read_bytes()
    shutil.rmtree(output)
    return found


@pytest.mark.model
def test_killed_build_leaves_whole_articles_and_is_taken_up(
    builder: Builder, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    check_killed(builder, undisturbed, tmp_path / "out", articles=6)


@pytest.mark.model
@pytest.mark.endurance
def test_build_killed_at_thirty_moments(
    builder: Builder, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """Half of the moments are anywhere in the build, half while it writes."""
    chance = random.Random(5)
    for _ in range(15):
        seconds = chance.uniform(0, undisturbed.seconds)
        check_killed(builder, undisturbed, tmp_path / "out", seconds=seconds)
    left = {
        check_killed(
            builder,
            undisturbed,
            tmp_path / "out",
            articles=chance.randrange(11),
            seconds=chance.uniform(0, 0.1),
        )
        for _ in range(15)
    }
    assert len(left) > 3, "the moments were all before or after the writing"


@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="limits of the size of files")
def test_full_disk_ends_a_build_with_one_line(
    builder: Builder, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(undisturbed.sources / "0-0.txt", first)
    assert builder.run(first, tmp_path / "out") == 0
    with open_store(tmp_path / "out", read_only=True) as store:
        (before,) = store.documents()
        kept = own_graph(store, before.iri)
    log: Path = builder.log  # type: ignore[attr-defined]
    said = log.stat().st_size
    assert builder.run(undisturbed.sources, tmp_path / "out", largest=150_000) == 1
    line = log.read_text()[said:].splitlines()
    assert len(line) == 1, line
    assert line[0].startswith(f"kgraph: {tmp_path / 'out'}")
    assert "File too large" in line[0]
    with open_store(tmp_path / "out") as store:
        assert own_graph(store, before.iri) == kept
        assert list(findings(store)) == []
    assert builder.run(first, tmp_path / "out") == 0


def test_store_that_was_being_made_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    for name in ("LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
        (tmp_path / "store" / name).write_bytes(b"")
    with pytest.raises(StoreError, match="holds no store"):
        open_store(tmp_path, read_only=True)
    with open_store(tmp_path, create=True) as store:
        assert store.put(signing(), RUN)


# ---------------------------------------------------------------------- damaged files


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    with open_store(folder, create=True) as store:
        for number in range(12):
            for extraction in both():
                store.put(renamed(extraction, f"{number}-{extraction.document.id}"), RUN)
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0), capsys.readouterr().err


DAMAGES = ("CURRENT", "MANIFEST*", "largest")


@pytest.mark.parametrize("how", ["gone", "cut", "garbage"])
@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_file_is_said_in_one_line(
    large: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, how: str
) -> None:
    shutil.copytree(large / "store", tmp_path / "store")
    file = damaged_file(tmp_path / "store", name)
    data = file.read_bytes()
    file.unlink()
    if how != "gone":
        half = len(data) // 2
        file.write_bytes(
            data[:half] if how == "cut" else data[:half] + b"\xa5" * (len(data) - half)
        )
    for command in (("query", "ASK {}"), ("validate",), ("remove", "x")):
        status, error = run(capsys, command[0], str(tmp_path), *command[1:])
        if status == 0:  # the log of what was written last made up for it
            with open_store(tmp_path, read_only=True) as store, open_store(large) as sound:
                assert canonical(store) == canonical(sound)
            return
        assert status == 1
        assert len(error.splitlines()) == 1, error
        if name != "CURRENT" or how == "garbage":
            assert error.startswith(f"kgraph: {tmp_path}: is damaged: "), error
            assert "build it anew from its articles" in error


def damaged_file(store: Path, name: str) -> Path:
    if name == "largest":
        return max(store.glob("*.sst"), key=lambda path: path.stat().st_size)
    return next(iter(store.glob(name)))


def test_damaged_block_is_found_when_all_is_read(large: Path, tmp_path: Path) -> None:
    for number, original in enumerate(sorted(large.glob("store/*.sst"))):
        folder = tmp_path / str(number)
        shutil.copytree(large / "store", folder)
        file = folder / original.name
        data = bytearray(file.read_bytes())
        third = len(data) // 3
        data[third : 2 * third] = bytes(byte ^ 0x5A for byte in data[third : 2 * third])
        file.write_bytes(bytes(data))
        with pytest.raises(StoreError, match=r"is damaged: .*Corruption") as caught:
            for _ in validate(open_store(folder, read_only=True)):
                pass
        assert "\n" not in str(caught.value)


def test_damage_met_while_reading_is_told_as_damage(tmp_path: Path) -> None:
    store = open_store()
    with pytest.raises(StoreError, match="store in memory: is damaged: Corruption: block"), store:
        raise RuntimeError("Corruption: block checksum mismatch")
    with pytest.raises(RuntimeError, match="something else"), open_store():
        raise RuntimeError("something else")
    with open_store(tmp_path, create=True) as kept:
        kept.put(signing(), RUN)
        read_through(kept.engine)


# ---------------------------------------------------------------------- writers and readers


def test_commands_that_write_name_the_lock_and_others_read_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
        status, error = run(capsys, "remove", str(tmp_path), "signing.txt")
        assert (status, len(error.splitlines())) == (1, 1)
        assert "is open for writing elsewhere" in error
        assert "LOCK" in error
        assert run(capsys, "query", str(tmp_path), "--name", "documents") == (0, "")
        assert run(capsys, "validate", str(tmp_path)) == (0, "")
        assert [one.id for one in store.documents()] == ["signing.txt"]


def test_reader_sees_whole_articles_while_another_process_writes(tmp_path: Path) -> None:
    code = """
import sys
from kgraph.store import open_store
from tests.factories import RUN, both, renamed
store = open_store(sys.argv[1], create=True)
for number in range(25):
    for extraction in both():
        store.put(renamed(extraction, f"{number}-{extraction.document.id}"), RUN)
    print(number, flush=True)
store.close()
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout is not None
    with writer.stdout as told:
        told.readline()
        seen = []
        while writer.poll() is None:
            with open_store(tmp_path, read_only=True) as reader:
                assert list(findings(reader)) == []
                seen.append(len(reader.documents()))
    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert seen[0] < len(open_store(tmp_path, read_only=True).documents()) == 50
