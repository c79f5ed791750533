"""Make a store fast to ask: merge the files of one on disk, or copy one into memory.

What is written in bulk comes as files of its own, and a question looks into each of them: right
after a build a store answers half as fast as one whose files were merged.  Merging writes the
whole store once more, so it is done where much is new, and where the disk has room for it.
"""

from __future__ import annotations

import shutil

from pyoxigraph import Store as Engine

from kgraph.engine import reported
from kgraph.store import Store
from kgraph.vocabulary import KG, RDF

__all__ = ["copy_into_memory", "merge_files"]

#: Fewer new articles came in a file or two.
LEAST = 100
#: Files are merged where at least one article of so many is new.
SHARE = 10
#: The room that merging needs, in sizes of the store.
ROOM = 2


def merge_files(store: Store, new: int) -> bool:
    """Merge the files of a store into which so many new articles were written; tell if done."""
    if store.path is None or new < LEAST or new * SHARE < _articles(store):
        return False
    size = sum(file.stat().st_size for file in store.path.iterdir() if file.is_file())
    if shutil.disk_usage(store.path).free < ROOM * size:
        return False
    with reported(store.name):
        store.engine.optimize()
    return True


def copy_into_memory(store: Store) -> Store:
    """Return a copy of a store in memory, as it is now, for reading only."""
    engine = Engine()
    with reported(store.name):
        engine.bulk_extend(store.engine)
    return Store(engine, store.iris, None, read_only=True)


def _articles(store: Store) -> int:
    return sum(1 for _ in store.engine.quads_for_pattern(None, RDF.type, KG.Article, None))
