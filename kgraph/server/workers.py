"""Processes that answer: one query each at a time, ended when it takes too long.

Oxigraph cannot be told to stop a query, so each is run in a process of its own that can be killed
(https://github.com/oxigraph/oxigraph/issues/1926).  A process that was killed, or that died for
want of memory, is replaced at once, by a fork of a server that has everything imported already.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from kgraph.server.answers import Answers, Job, Limits, refusal
from kgraph.server.protocol import Reply

__all__ = ["Workers"]

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["kgraph.server.answers"])


def work(connection: Connection, path: Path, limits: Limits) -> None:
    """Answer what comes through the connection until it ends: the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    answers = Answers(path, limits)
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        connection.send(answers.reply(job))


@dataclass
class Worker:
    """One process and the way to it."""

    path: Path
    limits: Limits
    process: BaseProcess = field(init=False)
    connection: Connection = field(init=False)

    def __post_init__(self) -> None:
        """Start the process."""
        self.start()

    def start(self) -> None:
        """Start a new process."""
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(
            target=work, args=(theirs, self.path, self.limits), daemon=True
        )
        self.process.start()
        theirs.close()

    def ask(self, job: Job) -> Reply:
        """Return the reply to a job, or say why there is none; the worker is whole afterwards."""
        try:
            self.connection.send(job)
            if self.connection.poll(self.limits.seconds):
                reply: Reply = self.connection.recv()
                return reply
        except (EOFError, OSError):
            self.replace()
            return refusal(400, "the query needs more memory than it may have")
        self.replace()
        return refusal(504, f"the query took longer than {self.limits.seconds:g} seconds")

    def replace(self) -> None:
        """Kill the process and start another."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """Kill the process."""
        self.connection.close()
        self.process.kill()
        self.process.join()


class Workers:
    """A few workers, and a bound on how many requests may wait for them."""

    def __init__(self, path: Path, limits: Limits, *, count: int = 2, waiting: int = 16) -> None:
        """Start the workers; ``waiting`` requests beside those in work may wait."""
        self._workers = [Worker(path, limits) for _ in range(count)]
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="kgraph-query")
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._room = count + waiting

    async def ask(self, job: Job) -> Reply:
        """Return the reply to a job; 503 where too many are waiting already."""
        if not self._room:
            return refusal(503, "too many queries at once: ask again in a moment")
        self._room -= 1
        try:
            worker = await self._idle.get()
            try:
                loop = asyncio.get_running_loop()
                return await asyncio.shield(loop.run_in_executor(self._threads, worker.ask, job))
            finally:
                self._idle.put_nowait(worker)
        finally:
            self._room += 1

    def stop(self) -> None:
        """End all processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
