"""Read articles in processes of their own: in input order, in bounded memory, whatever they hold.

Each process loads the language pipeline once and reads a few articles at a time.  Where a few of
them end their process, or do not end, each is read again alone; the one at fault becomes a
:class:`~kgraph.errors.DocumentError` in its place, and a new process goes on with the rest.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeAlias

from kgraph.annotate import BATCH, load
from kgraph.errors import DocumentError, KGraphError
from kgraph.model import Document, Extraction
from kgraph.pipeline import extract_documents

__all__ = ["Bounds", "Reading", "extract_in_processes", "good_extractions"]

#: An article with its place in the input.
Numbered: TypeAlias = tuple[int, Document]
Read: TypeAlias = Extraction | DocumentError

_CONTEXT = multiprocessing.get_context("forkserver")
#: How many articles may wait for an earlier one that is still being read, for each process.
WINDOW = 8 * BATCH
#: A process that has not loaded the language pipeline by then never will.
START_SECONDS = 300.0
#: Faults of an article's reading that end neither the process nor the run.
FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError),
    *(OSError, RuntimeError, TypeError, ValueError),
)
_READY, _FAULT = "ready", "fault"


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read: a model, tables of names, and the least confidence kept."""

    model: str
    gazetteer: tuple[str, ...] = ()
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one article may cost: seconds, and bytes of its process's memory."""

    seconds: float = 120.0
    memory: int = 4_000_000_000


def work(connection: Connection, reading: Reading, bounds: Bounds) -> None:
    """Read what comes through the connection until it ends: the life of a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    nlp = load(reading.model, reading.gazetteer)
    connection.send((_READY, []))
    while True:
        try:
            documents: list[Document] = connection.recv()
        except EOFError:
            return
        try:
            found = extract_documents(documents, nlp, min_confidence=reading.min_confidence)
            connection.send((_READY, list(found)))
        except FAULTS as fault:
            connection.send((_FAULT, f"{type(fault).__name__}: {fault}"))


@dataclass
class Worker:
    """One process, the way to it, and what it reads."""

    reading: Reading
    bounds: Bounds
    process: BaseProcess = field(init=False)
    connection: Connection = field(init=False)
    #: False while the process loads the language pipeline.
    ready: bool = False
    task: list[Numbered] = field(default_factory=list)
    started: float = 0.0

    def __post_init__(self) -> None:
        """Start the process."""
        self.start()

    def start(self) -> None:
        """Start a new process, which says so when it is ready."""
        self.ready, self.task, self.started = False, [], time.monotonic()
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(
            target=work, args=(theirs, self.reading, self.bounds), daemon=True
        )
        self.process.start()
        theirs.close()

    def give(self, task: list[Numbered]) -> None:
        """Hand articles to the process."""
        self.task, self.started = task, time.monotonic()
        self.connection.send([document for _, document in task])

    def left(self) -> float:
        """Return the seconds that its articles, or its start, may still take."""
        if self.ready and not self.task:
            return self.bounds.seconds
        most = self.bounds.seconds * len(self.task) if self.ready else START_SECONDS
        return most + self.started - time.monotonic()

    def stop(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def extract_in_processes(
    documents: Iterable[Document], reading: Reading, workers: int, bounds: Bounds | None = None
) -> Iterator[Read]:
    """Yield the extraction of each document, or the error in its place, in input order.

    ``workers`` processes read ahead of what is taken, by no more than ``WINDOW`` articles each.
    Raises :class:`~kgraph.errors.KGraphError` where they cannot start.
    """
    pool = Pool([Worker(reading, bounds or Bounds()) for _ in range(workers)])
    numbered = enumerate(documents)
    given = taken = 0
    with closing(pool):
        while task := list(islice(numbered, BATCH)):
            pool.waiting.append(task)
            given += len(task)
            pool.hand_out()
            while given - taken >= WINDOW * workers:
                pool.step()
                for read in pool.next_done(taken):
                    yield read
                    taken += 1
        while taken < given:
            pool.step()
            for read in pool.next_done(taken):
                yield read
                taken += 1


def good_extractions(
    found: Iterable[Read], on_problem: Callable[[DocumentError], None]
) -> Iterator[Extraction]:
    """Yield the extractions among what was read, and hand each problem to ``on_problem``."""
    for read in found:
        if isinstance(read, DocumentError):
            on_problem(read)
        else:
            yield read


@dataclass
class Pool:
    """Some processes, the articles that wait for them, and those that were read."""

    workers: list[Worker]
    waiting: deque[list[Numbered]] = field(default_factory=deque)
    done: dict[int, Read] = field(default_factory=dict)

    def hand_out(self) -> None:
        """Give each process that has nothing to read the next articles."""
        for worker in self.workers:
            if worker.ready and not worker.task and self.waiting:
                worker.give(self.waiting.popleft())

    def step(self) -> None:
        """Wait until a process has read its articles, ended, or used up its time."""
        self.hand_out()
        seconds = max(0.0, min(worker.left() for worker in self.workers))
        heard = wait([worker.connection for worker in self.workers], seconds)
        for worker in self.workers:
            if worker.connection in heard:
                self.receive(worker)
            elif worker.left() <= 0:
                limit = worker.bounds.seconds
                self.replace(worker, f"put aside: its reading took longer than {limit:g} seconds")
        self.hand_out()

    def next_done(self, number: int) -> Iterator[Read]:
        """Yield what was read of the articles from a number on, as far as there is no gap."""
        while number in self.done:
            yield self.done.pop(number)
            number += 1

    def receive(self, worker: Worker) -> None:
        """Take what a process says of its articles."""
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self.replace(worker, "put aside: the process that read it ended")
            return
        task, worker.task, worker.ready = worker.task, [], True
        if kind == _FAULT:
            self.read_again(task, f"put aside: {value}")
        else:
            self.done.update(zip((number for number, _ in task), value, strict=True))

    def replace(self, worker: Worker, reason: str) -> None:
        """Kill a process and start another; its articles are read again one by one."""
        if not worker.ready:
            raise KGraphError("the processes that read the articles cannot start")
        task = worker.task
        worker.stop()
        worker.start()
        self.read_again(task, reason)

    def read_again(self, task: list[Numbered], reason: str) -> None:
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
