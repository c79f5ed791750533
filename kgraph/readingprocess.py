"""A process that reads articles for another: the child's life, and the parent's handle on it.

The process is started anew, not forked, so that any program may start it, from any thread.  It
ends with its parent, whatever ended that: the kernel tells it when the parent's end of a pipe is
closed.  What one article costs it is bounded, in memory by the kernel, in time by the parent.
"""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING

from kgraph.bounds import Bounds
from kgraph.dataset import ArticleData, Writing
from kgraph.errors import DocumentError
from kgraph.model import Document, Extraction

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["FAULT", "MEMORY", "READ", "Reading", "ReadingProcess", "main"]

#: A process that has not loaded the language pipeline by then never will.
START_SECONDS = 300.0
#: What a process says of its articles: that they are read, or why not.
READ, FAULT, MEMORY = "read", "fault", "memory"
#: Faults of an article's reading that end neither the process nor the run.
FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, DocumentError, LookupError),
    *(OSError, RuntimeError, TypeError, ValueError),
)
_START = "from kgraph.readingprocess import main; main()"
#: Matrix libraries may not start threads of their own: the processes share the cores already.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read: a model, tables of names, and the least confidence kept.

    With ``writing`` a process makes RDF of them, too, which the one that stores it then need not.
    """

    model: str
    gazetteer: tuple[str, ...] = ()
    min_confidence: float = 0.0
    writing: Writing | None = None


def main() -> None:
    """Read what comes through a connection until it ends: the life of a process."""
    connection, lifeline = Connection(int(sys.argv[1])), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent(lifeline)
    reading, memory = connection.recv()
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    from kgraph.annotate import load_to_stay  # here, where a model is: the parent has none

    nlp = load_to_stay(reading.model, reading.gazetteer)
    connection.send((READ, []))
    while True:
        try:
            documents: list[Document] = connection.recv()
        except EOFError:
            return
        try:
            connection.send((READ, _read(documents, reading, nlp)))
        except MemoryError:
            connection.send((MEMORY, ""))
        except FAULTS as fault:
            connection.send((FAULT, f"{type(fault).__name__}: {fault}"))


def _read(
    documents: Sequence[Document], reading: Reading, nlp: Language
) -> Sequence[Extraction | ArticleData]:
    """Return what is read in articles, as RDF where that is asked for."""
    from kgraph.pipeline import extract_data, extract_documents

    if reading.writing is None:
        return list(extract_documents(documents, nlp, min_confidence=reading.min_confidence))
    return list(extract_data(documents, nlp, reading.min_confidence, reading.writing))


def _end_with_parent(lifeline: int) -> None:
    """Have the kernel end this process, whatever it does then, when the pipe's other end closes."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    try:
        os.read(lifeline, 1)
    except BlockingIOError:
        return
    sys.exit(1)  # it is closed already


@dataclass
class ReadingProcess:
    """One process, the way to it, and what it reads: articles with their places in the input."""

    reading: Reading
    bounds: Bounds
    process: subprocess.Popen[bytes] = field(init=False)
    connection: Connection = field(init=False)
    #: False while the process loads the language pipeline.
    ready: bool = False
    task: Sequence[tuple[int, Document]] = ()
    started: float = 0.0
    _lifeline: int = field(init=False)

    def __post_init__(self) -> None:
        """Start the process."""
        self.start()

    def start(self) -> None:
        """Start a new process, which says so when it is ready."""
        self.ready, self.task, self.started = False, (), time.monotonic()
        self.connection, theirs = Pipe()
        end, self._lifeline = os.pipe()
        path = {"PYTHONPATH": os.pathsep.join(sys.path)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, str(theirs.fileno()), str(end)],
            pass_fds=(theirs.fileno(), end),
            env={**os.environ, **_ONE_THREAD, **path},
        )
        theirs.close()
        os.close(end)
        self._send((self.reading, self.bounds.memory))

    def give(self, task: Sequence[tuple[int, Document]]) -> None:
        """Hand articles to the process."""
        self.task, self.started = task, time.monotonic()
        self._send([document for _, document in task])

    def left(self) -> float:
        """Return the seconds that its articles, or its start, may still take."""
        if self.ready and not self.task:
            return self.bounds.seconds
        most = self.bounds.seconds * len(self.task) if self.ready else START_SECONDS
        return most + self.started - time.monotonic()

    def stop(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.wait()
        self.connection.close()
        os.close(self._lifeline)

    def _send(self, what: object) -> None:
        """Send; that a process has ended is noticed where its answer is awaited."""
        try:
            self.connection.send(what)
        except (BrokenPipeError, ConnectionResetError):
            return
