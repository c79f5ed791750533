"""A build that is stopped again and again, in every way, ends at the bytes of one that was not.

The short version always runs; ``pytest -m endurance`` interrupts a build of 3,000 articles ten
times at random, which takes twenty minutes and more.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from pyoxigraph import RdfFormat, serialize

from kgraph.errors import StoreError
from kgraph.store import open_store
from tests.benchmarks.corpus import corpus, write
from tests.test_shardbuild import TEXTS, write_lines

ROOT = Path(__file__).parent.parent
WAYS = ("SIGINT", "SIGTERM", "kill parent", "kill worker")

pytestmark = [pytest.mark.model, pytest.mark.slow]


@dataclass(frozen=True)
class Trial:
    """How many articles are built, and how the build is interrupted, by number of articles."""

    articles: int
    interruptions: tuple[tuple[str, int], ...]


def randomly(seed: int, articles: int, count: int) -> Trial:
    """Interrupt so often, each way at least once, each time after a random number of articles."""
    chance = random.Random(seed)
    ways = [*WAYS, *(chance.choice(WAYS) for _ in range(count - len(WAYS)))]
    chance.shuffle(ways)
    places = sorted(chance.sample(range(1, articles * 9 // 10), count))
    return Trial(articles, tuple(zip(ways, places, strict=True)))


def start(source: Path, output: Path, *options: str) -> psutil.Popen:
    command = [sys.executable, "-m", "kgraph", "build", str(source), "-o", str(output), *options]
    return psutil.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def stored(output: Path) -> list[str]:
    """The ids of the articles in a store that somebody may be writing to."""
    try:
        with open_store(output, read_only=True) as store:
            return [one.id for one in store.documents()]
    except StoreError:
        return []


def interrupt(process: psutil.Popen, way: str) -> None:
    """Stop a build; one whose worker is killed goes on, and is left to."""
    if way == "kill worker":
        for worker in process.children()[:1]:
            worker.kill()
        return
    names = {"SIGINT": signal.SIGINT, "SIGTERM": signal.SIGTERM, "kill parent": signal.SIGKILL}
    children = process.children()
    process.send_signal(names[way])
    process.wait(timeout=60)
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive, f"{way} left processes behind"


def lines(output: Path) -> Iterator[bytes]:
    with open_store(output, read_only=True) as store:
        for quad in store.quads():
            yield serialize([quad], format=RdfFormat.N_QUADS) or b""


def digest(output: Path) -> tuple[int, int]:
    """How many lines its N-Quads have, and the sum of their hashes: no need to sort millions."""
    count = total = 0
    for line in lines(output):
        count += 1
        total += int.from_bytes(hashlib.sha256(line).digest())
    return count, total % 2**256


def shows(trial: Trial, source: Path, folder: Path, workers: str) -> None:
    undisturbed, output = folder / "undisturbed", folder / "interrupted"
    assert start(source, undisturbed).wait() == 0
    process = start(source, output, "--workers", workers)
    for way, place in trial.interruptions:
        while len(stored(output)) < place and process.poll() is None:
            time.sleep(0.1)
        if process.poll() is None:
            interrupt(process, way)
        if process.poll() is not None:
            process = start(source, output, "--workers", workers)
    assert process.wait() == 0
    found = stored(output)
    assert len(found) == len(set(found)) == trial.articles
    assert digest(output) == digest(undisturbed)


def test_interrupted_build_ends_at_the_same_bytes(tmp_path: Path) -> None:
    rows = ((f"{n}", f"{TEXTS[n % 5]} {TEXTS[n // 5 % 5]} Day {n}.") for n in range(60))
    source = write_lines(tmp_path / "news.jsonl", rows)
    shows(randomly(1, 60, 4), source, tmp_path, "1")


@pytest.mark.endurance
def test_build_of_thousands_interrupted_ten_times_ends_at_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "news.jsonl"
    write(corpus(None, 3000), source)
    shows(randomly(2, 3000, 10), source, tmp_path, "2")
