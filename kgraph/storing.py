"""Store what is read while more is read, so much at a time that it pays.

What is stored in bulk comes as files of its own, and the engine merges each four of them with all
that a store holds.  Loading a little at a time therefore costs the more the larger the store is, by
far the most of a long build.  Articles wait until there are half as many as the store holds, then
all of them are loaded in one go, in which the engine merges but once or twice (a log-structured
merge tree whose levels grow by a factor; O'Neil et al. 1996).
"""

from __future__ import annotations

import io
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from kgraph.dataset import ArticleData
from kgraph.errors import StoreError
from kgraph.store import Store

__all__ = ["some_at_a_time", "store_meanwhile"]

#: So many articles are written together.
TOGETHER = 50
#: So many bytes of them at most: the engine takes nine times as much memory while it loads them.
MOST_BYTES = 5_000_000
#: Articles wait until the store holds no more than so many times as many, or these are so many.
TIMES, MOST_HELD = 2, 500


def some_at_a_time(read: Iterable[ArticleData]) -> Iterator[list[ArticleData]]:
    """Yield articles that are written together: so many, or as they have so many bytes."""
    together: list[ArticleData] = []
    size = 0
    for one in read:
        together.append(one)
        size += len(one.lines)
        if len(together) == TOGETHER or size >= MOST_BYTES:
            yield together
            together, size = [], 0
    if together:
        yield together


def store_meanwhile(read: Iterable[Sequence[ArticleData]], store: Store) -> None:
    """Store articles while the next are read: the engine leaves Python free meanwhile.

    What ends the reading, an error or the user, has those stored first that are read; a process
    that is killed loses those that wait.  Raises :class:`~kgraph.errors.StoreError` where the disk
    cannot take them.
    """
    held, there = _Held(store.path), store.article_count()

    def write(waiting: _Held) -> None:
        for together in waiting.taken():
            store.put_all(together)

    with ThreadPoolExecutor(max_workers=1) as writer:
        writing: Future[None] | None = None
        try:
            for together in read:
                held.add(together)
                if store.path is None or held.count >= min(MOST_HELD, there / TIMES):
                    if writing is not None:
                        writing.result()
                    there += held.count
                    writing, held = writer.submit(write, held), _Held(store.path)
        finally:
            if writing is not None:
                writing.result()
            write(held)


@dataclass
class _Held:
    """Articles that wait in a file without a name, which goes with the process, whatever ends it.

    For a store in memory the file is in memory, too.
    """

    folder: Path | None
    count: int = 0
    _sizes: list[int] = field(default_factory=list)
    _file: IO[bytes] | None = None

    def add(self, together: Sequence[ArticleData]) -> None:
        """Have articles wait that are written together."""
        data = pickle.dumps(together)
        try:
            if self._file is None:
                self._file = self._made()
            left = memoryview(data)
            while left:  # where it takes only a part, the next goes to say why
                left = left[self._file.write(left) :]
        except OSError as error:
            reason = f"cannot keep what was read until it is stored: {error.strerror}"
            raise StoreError(str(self.folder), reason) from error
        self._sizes.append(len(data))
        self.count += len(together)

    def _made(self) -> IO[bytes]:
        if self.folder is None:
            return io.BytesIO()
        return tempfile.TemporaryFile(buffering=0, dir=self.folder)

    def taken(self) -> Iterator[Sequence[ArticleData]]:
        """Yield what waits, in its order, and let go of it."""
        if self._file is None:
            return
        with self._file as file:
            file.seek(0)
            for size in self._sizes:
                together: Sequence[ArticleData] = pickle.loads(file.read(size))
                yield together
