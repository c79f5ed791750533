"""Read articles in processes of their own: in input order, in bounded memory, whatever they hold.

Each process loads the language pipeline once and reads a few articles at a time.  Where a few of
them end their process, do not end, or take too much memory, each is read again alone; the one at
fault becomes a :class:`~kgraph.errors.DocumentError` in its place, and a new process goes on with
the rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, TypeAlias, TypeVar

from kgraph.bounds import Bounds
from kgraph.dataset import ArticleData, Writing
from kgraph.errors import DocumentError, KGraphError
from kgraph.languagemodel import BATCH
from kgraph.model import Document, Extraction
from kgraph.readingprocess import FAULT, MEMORY, Reading, ReadingProcess

__all__ = ["extract_in_processes", "good_ones", "write_in_processes"]

#: An article with its place in the input.
Numbered: TypeAlias = tuple[int, Document]
Read: TypeAlias = Extraction | DocumentError
Written: TypeAlias = ArticleData | DocumentError
Good = TypeVar("Good", Extraction, ArticleData)

#: How many articles may wait for an earlier one that is still being read, for each process.
WINDOW = 8 * BATCH


def extract_in_processes(
    documents: Iterable[Document], reading: Reading, workers: int, bounds: Bounds | None = None
) -> Iterator[Read]:
    """Yield the extraction of each document, or the error in its place, in input order.

    ``workers`` processes read ahead of what is taken, by no more than ``WINDOW`` articles each.
    Raises :class:`~kgraph.errors.KGraphError` where they cannot start.
    """
    yield from _in_processes(documents, reading, workers, bounds)


def write_in_processes(
    documents: Iterable[Document],
    reading: Reading,
    writing: Writing,
    workers: int,
    bounds: Bounds | None = None,
) -> Iterator[Written]:
    """Yield the RDF of each document, or the error in its place, as above."""
    yield from _in_processes(documents, replace(reading, writing=writing), workers, bounds)


def _in_processes(
    documents: Iterable[Document], reading: Reading, workers: int, bounds: Bounds | None
) -> Iterator[Any]:
    pool = Pool([ReadingProcess(reading, bounds or Bounds()) for _ in range(workers)])
    numbered = enumerate(documents)
    with closing(pool):
        while task := list(islice(numbered, BATCH)):
            pool.add(task)
            while pool.given - pool.taken >= WINDOW * workers:
                pool.step()
                yield from pool.take()
        while pool.taken < pool.given:
            pool.step()
            yield from pool.take()


def good_ones(
    found: Iterable[Good | DocumentError], on_problem: Callable[[DocumentError], None]
) -> Iterator[Good]:
    """Yield what was read, and hand each problem to ``on_problem``."""
    for read in found:
        if isinstance(read, DocumentError):
            on_problem(read)
        else:
            yield read


@dataclass
class Pool:
    """Some processes, the articles that wait for them, and what was made of those read."""

    workers: list[ReadingProcess]
    waiting: deque[list[Numbered]] = field(default_factory=deque)
    done: dict[int, Any] = field(default_factory=dict)
    given: int = 0
    taken: int = 0

    def add(self, task: list[Numbered]) -> None:
        """Let articles be read after all that wait."""
        self.waiting.append(task)
        self.given += len(task)
        self.hand_out()

    def take(self) -> Iterator[Any]:
        """Yield what was read, as far as there is no gap; keep the processes busy in between."""
        while self.taken in self.done:
            self.taken += 1
            yield self.done.pop(self.taken - 1)
            self.step(0.0)

    def hand_out(self) -> None:
        """Give each process that has nothing to read the next articles."""
        for worker in self.workers:
            if worker.ready and not worker.task and self.waiting:
                worker.give(self.waiting.popleft())

    def step(self, seconds: float | None = None) -> None:
        """Wait until a process has read its articles, ended, or used up its time, or no longer."""
        self.hand_out()
        if seconds is None:
            seconds = max(0.0, min(worker.left() for worker in self.workers))
        heard = wait([worker.connection for worker in self.workers], seconds)
        for worker in self.workers:
            if worker.connection in heard:
                self.receive(worker)
            elif worker.left() <= 0:
                limit = worker.bounds.seconds
                self.replace(worker, f"put aside: its reading took longer than {limit:g} seconds")
        self.hand_out()

    def receive(self, worker: ReadingProcess) -> None:
        """Take what a process says of its articles."""
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self.replace(worker, "put aside: the process that read it ended")
            return
        if kind == MEMORY:  # what it holds it may not give back
            limit = worker.bounds.memory / 1e9
            self.replace(worker, f"put aside: its reading took more than {limit:g} GB of memory")
            return
        task, worker.task, worker.ready = worker.task, (), True
        if kind == FAULT:
            self.read_again(task, f"put aside: {value}")
        else:
            self.done.update(zip((number for number, _ in task), value, strict=True))

    def replace(self, worker: ReadingProcess, reason: str) -> None:
        """Kill a process and start another; its articles are read again one by one."""
        if not worker.ready:
            raise KGraphError("the processes that read the articles cannot start")
        task = worker.task
        worker.stop()
        worker.start()
        self.read_again(task, reason)

    def read_again(self, task: Sequence[Numbered], reason: str) -> None:
        """Let each of some articles be read alone; one that was has its reason now."""
        if len(task) == 1:
            ((number, document),) = task
            self.done[number] = DocumentError(document.id, reason)
        else:
            self.waiting.extendleft([one] for one in reversed(task))

    def close(self) -> None:
        """End all processes."""
        for worker in self.workers:
            worker.stop()
