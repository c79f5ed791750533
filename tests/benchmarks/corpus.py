"""What building a corpus costs beside the plain parse: time, memory, and how both grow.

    python -m tests.benchmarks.corpus [ARTICLES] [--sizes 1000 5000]

``ARTICLES`` is what ``kgraph build`` reads; without it, the corpus beside the checkout or else the
package's example articles.  Where there are fewer than wanted, more are made of the halves of two.

For each size, plain ``nlp.pipe`` of the same model reads the texts in one process, then ``kgraph
build`` reads, resolves and stores them: in one process, with one worker and with two.  Each runs in
processes of its own, whose memory is watched all the time.  Times are by the clock, and CPU seconds
of all processes; the machine should have nothing else to do, and at least two cores.  The exit
status is 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from kgraph.model import Document
from tests.benchmarks.extract import articles, say

ROOT = Path(__file__).parents[2]
#: Most that the whole build may take of the plain parse's time, and least that two workers gain.
MOST_RATIO, LEAST_GAIN = 1.5, 1.7
MOST_PARENT, MOST_WORKER = 700.0, 900.0
#: Most that five times the articles may cost, and most that memory may grow by.
MOST_GROWTH, MOST_MEMORY_GROWTH = 5.5, 1.15
#: Between two looks at the memory of processes.
PAUSE = 0.1
#: So many articles of a source at most are made use of.
MOST_READ = 20_000
_HALF = re.compile(r"(?<=[.!?][\"”’' ])\s*(?=[A-Z“\"])")
_PLAIN = """
import json, sys
from kgraph.annotate import load_model
from kgraph.languagemodel import BATCH, DEFAULT_MODEL
texts = (json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8"))
for _ in load_model(DEFAULT_MODEL).pipe(texts, batch_size=BATCH):
    pass
"""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, CPU seconds, and megabytes of the parent and of its largest child."""

    seconds: float
    cpu: float
    parent: float
    worker: float


def corpus(source: Path | None, count: int) -> Iterator[Document]:
    """Yield so many articles, all different: those of the source, then halves of two of them."""
    found = list({one.key: one for one in articles(source, MOST_READ)}.values())
    yield from found[:count]
    chance = random.Random(0)
    for number in range(len(found), count):
        first, second = chance.sample(found, 2)
        yield Document(
            id=f"{number}", text=f"{halves(first.text)[0]} {halves(second.text)[1]}",
            published=first.published, source=first.source,
        )  # fmt: skip


def halves(text: str) -> tuple[str, str]:
    """Return a text's two halves, cut between sentences."""
    cuts = [match.start() for match in _HALF.finditer(text)] or [len(text) // 2]
    middle = min(cuts, key=lambda cut: abs(cut - len(text) // 2))
    return text[:middle].strip(), text[middle:].strip()


def write(documents: Iterator[Document], path: Path) -> None:
    """Write articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for one in documents:
            row = {"id": one.id, "text": one.text, "published": one.published, "source": one.source}
            file.write(json.dumps(row) + "\n")


def run(command: Sequence[str]) -> Cost:
    """Run a program and return what it costs."""
    start = time.monotonic()
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    parent = worker = cpu = 0.0
    ended: dict[int, float] = {}
    while process.poll() is None:
        try:
            parent = max(parent, process.memory_info().rss / 1e6)
            for one in (process, *process.children(recursive=True)):
                times = one.cpu_times()
                ended[one.pid] = times.user + times.system
                if one.pid != process.pid:
                    worker = max(worker, one.memory_info().rss / 1e6)
        except psutil.Error:
            continue
        time.sleep(PAUSE)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} … ended with status {process.returncode}")
    cpu = sum(ended.values())
    return Cost(time.monotonic() - start, cpu, parent, worker)


def measured(path: Path, size: int, folder: Path) -> dict[str, Cost]:
    """Say and return what each way of reading costs."""
    kgraph = (sys.executable, "-m", "kgraph", "build", str(path), "--skip-errors", "-o")
    ways = {
        "plain parse": (sys.executable, "-c", _PLAIN, str(path)),
        "one process": (*kgraph, str(folder / f"{size}-0")),
        "one worker": (*kgraph, str(folder / f"{size}-1"), "--workers", "1"),
        "two workers": (*kgraph, str(folder / f"{size}-2"), "--workers", "2"),
    }
    costs: dict[str, Cost] = {}
    for name, command in ways.items():
        cost = costs[name] = run(command)
        ratio = cost.seconds / costs["plain parse"].seconds
        spent = cost.cpu / costs["plain parse"].cpu
        say(
            f"{size:6,} {name:12}{size / cost.seconds:7.1f} articles/s {cost.seconds:8.1f} s "
            f"(x {ratio:.2f}) {cost.cpu:8.1f} s CPU (x {spent:.2f}) "
            f"{cost.parent:6,.0f} MB, worker {cost.worker:4,.0f} MB"
        )
    return costs


def stored(folder: Path) -> float:
    """Return the megabytes of a folder's store."""
    return sum(file.stat().st_size for file in (folder / "store").iterdir()) / 1e6


def broken(costs: dict[int, dict[str, Cost]]) -> Iterator[str]:
    """Yield each bound that is broken."""
    for size, ways in costs.items():
        parent = max(one.parent for name, one in ways.items() if name != "plain parse")
        worker = max(one.worker for one in ways.values())
        gain = ways["one worker"].seconds / ways["two workers"].seconds
        for what, value, bound in (
            (
                "build over parse",
                ways["one process"].seconds / ways["plain parse"].seconds,
                MOST_RATIO,
            ),
            ("parent, MB", parent, MOST_PARENT),
            ("worker, MB", worker, MOST_WORKER),
        ):
            if value > bound:
                yield f"{size:,} articles: {what}: {value:.2f}, at most {bound:.2f}"
        if gain < LEAST_GAIN:
            yield f"{size:,} articles: a second worker gains {gain:.2f}, at least {LEAST_GAIN}"
    yield from grown(costs[min(costs)], costs[max(costs)], max(costs) / min(costs))


def grown(before: dict[str, Cost], after: dict[str, Cost], times: float) -> Iterator[str]:
    """Yield what grows more than it may from the smallest size to the largest."""
    for name in ("one process", "two workers"):
        was, now = before[name], after[name]
        pairs = (
            ("time", was.seconds, now.seconds, MOST_GROWTH * max(times / 5, 1)),
            ("parent's memory", was.parent, now.parent, MOST_MEMORY_GROWTH),
            ("worker's memory", was.worker or 1, now.worker or 1, MOST_MEMORY_GROWTH),
        )
        for what, first, last, most in pairs:
            if last / first > most:
                yield f"{name}: {what} grows {last / first:.2f} times, at most {most:.2f}"


def main() -> int:
    """Say the figures of all sizes; return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", nargs="?", type=Path, metavar="ARTICLES")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000], metavar="N")
    options = parser.parse_args()
    costs: dict[int, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in options.sizes:
            path = folder / f"{size}.jsonl"
            write(corpus(options.source, size), path)
            costs[size] = measured(path, size, folder)
            say(f"{size:6,} store {stored(folder / f'{size}-0'):,.0f} MB")
    found = list(broken(costs))
    for line in found:
        say(f"BROKEN {line}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
