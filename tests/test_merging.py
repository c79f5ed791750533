"""Stores that were made fast to ask answer as before."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterable
from pathlib import Path

import pytest

from kgraph import export, merging
from kgraph import open as open_graph
from kgraph.dataset import article_data
from kgraph.errors import StoreError
from kgraph.merging import copy_into_memory, merge_files, size_of_files
from kgraph.model import Document, Extraction
from kgraph.query import named_queries, query
from kgraph.store import Store, open_store
from tests.factories import RUN, both, signing, strike

Room = namedtuple("Room", "free")


def test_a_graph_copied_into_memory_is_the_graph_as_it_is_then(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
        with open_graph(tmp_path, in_memory=True) as kg:
            before = export.to_nquads(store)
            store.put(strike(), RUN)
            assert export.to_nquads(kg.store) == before != export.to_nquads(store)
            with pytest.raises(StoreError, match="is open for reading only"):
                kg.store.put(strike(), RUN)
        copied = copy_into_memory(store)
        assert copied.iris == store.iris
        for one in named_queries():
            here, there = (query(at, one.text).terms for at in (copied, store))
            assert sorted(map(str, here)) == sorted(map(str, there)), one.name


def test_files_are_merged_where_much_is_new(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        for some in (*_many(50), both()):
            _put(store, some)
        before, files = export.to_nquads(store), _files(store)
        assert not merge_files(store, merging.LEAST - 1)
        assert not merge_files(open_store(), merging.LEAST)
        assert merge_files(store, merging.LEAST)
        assert len(_files(store)) <= len(files)  # the engine may have merged them by itself
        assert export.to_nquads(store) == before


def test_files_are_left_where_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path, create=True) as store:
        _put(store, both())
        size = size_of_files(tmp_path / "store")
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Room(size))
        assert not merge_files(store, merging.LEAST)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Room(3 * size))
        assert merge_files(store, merging.LEAST)


def test_files_of_a_large_store_are_left_for_a_few_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "LEAST", 1)
    with open_store(tmp_path, create=True) as store:
        for some in _many(2 * merging.SHARE):
            _put(store, some)
        assert not merge_files(store, 1)
        assert merge_files(store, 2)


def _put(store: Store, some: Iterable[Extraction]) -> None:
    store.put_all([article_data(one, RUN, store.iris) for one in some])


def _many(count: int) -> list[list[Extraction]]:
    """Return small articles, some at a time."""
    made = [
        Extraction(document=Document(id=f"{number}.txt", text=f"Nothing on day {number}."))
        for number in range(count)
    ]
    return [made[at : at + 25] for at in range(0, count, 25)]


def _files(store: Store) -> set[str]:
    assert store.path is not None
    return {file.name for file in store.path.glob("*.sst")}
