"""Make a store fast to ask: merge the files of one on disk, or copy one into memory.

What is written in bulk comes as files of its own, and a question looks into each of them: right
after a build a store answers half as fast as one whose files were merged.  Merging writes the
whole store once more, so it is done where much is new, and where the disk has room for it.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store as Engine

from kgraph.engine import reported
from kgraph.store import Store

__all__ = ["copy_into_memory", "merge_files", "size_of_files"]

#: Fewer new articles came in a file or two.
LEAST = 100
#: Files are merged where at least one article of so many is new.
SHARE = 10
#: The room that merging needs, in sizes of the store.
ROOM = 2


def merge_files(store: Store, new: int) -> bool:
    """Merge the files of a store into which so many new articles were written; tell if done."""
    if store.path is None or new < LEAST or new * SHARE < store.article_count():
        return False
    if shutil.disk_usage(store.path).free < ROOM * size_of_files(store.path):
        return False
    with reported(store.name):
        store.engine.optimize()
    return True


def size_of_files(folder: Path) -> int:
    """Return how many bytes the files of an open store have; the engine may take some away."""
    size = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def copy_into_memory(store: Store) -> Store:
    """Return a copy of a store in memory, as it is now, for reading only."""
    engine = Engine()
    with reported(store.name):
        engine.bulk_extend(store.engine)
    return Store(engine, store.iris, None, read_only=True)
