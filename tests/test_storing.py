from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pytest
from pyoxigraph import NamedNode

from kgraph import storing
from kgraph.dataset import ArticleData, article_data
from kgraph.errors import DocumentError, StoreError
from kgraph.model import Document, Extraction
from kgraph.store import Store, open_store
from kgraph.storing import some_at_a_time, store_meanwhile
from tests.factories import RUN


def test_articles_are_written_together_up_to_so_many_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(storing, "MOST_BYTES", 7)
    sizes = [3, 4, 9, 1, 1]
    data = [ArticleData(NamedNode(f"urn:{n}"), "", b"x" * n, b"", b"") for n in sizes]
    assert [[len(one.lines) for one in some] for some in some_at_a_time(data)] == [
        [3, 4], [9], [1, 1],
    ]  # fmt: skip


def articles(store: Store, count: int) -> Iterator[list[ArticleData]]:
    for number in range(count):
        document = Document(id=f"{number:02}", text=f"Nothing on day {number}.")
        yield [article_data(Extraction(document=document), RUN, store.iris)]


def ids(store: Store) -> list[str]:
    return [one.id for one in store.documents()]


def test_articles_wait_until_there_are_half_as_many_as_the_store_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[int] = []
    held = storing._Held.taken

    def noted(waiting: storing._Held) -> Iterator[Sequence[ArticleData]]:
        loads.append(waiting.count)
        return held(waiting)

    monkeypatch.setattr(storing._Held, "taken", noted)
    monkeypatch.setattr(storing, "MOST_HELD", 5)
    with open_store(tmp_path, create=True) as store:
        store_meanwhile(articles(store, 20), store)
        assert ids(store) == [f"{number:02}" for number in range(20)]
    assert loads == [1, 1, 1, 2, 3, 4, 5, 3]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), DocumentError("21", "is no article")])
def test_what_was_read_is_stored_when_the_reading_ends_early(
    tmp_path: Path, fault: BaseException
) -> None:
    with open_store(tmp_path, create=True) as store:

        def read() -> Iterator[list[ArticleData]]:
            yield from articles(store, 21)
            raise fault

        with pytest.raises(type(fault)):
            store_meanwhile(read(), store)
        assert ids(store) == [f"{number:02}" for number in range(21)]


def test_store_in_memory_takes_articles_as_they_come() -> None:
    with open_store() as store:
        store_meanwhile(articles(store, 9), store)
        assert ids(store) == [f"{number:02}" for number in range(9)]


def test_disk_that_cannot_hold_what_waits_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: Any) -> IO[bytes]:
        return Path("/dev/full").open("r+b", buffering=0)

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with (
        open_store(tmp_path, create=True) as store,
        pytest.raises(StoreError, match=r"cannot keep what was read .*: No space left on device"),
    ):
        store_meanwhile(articles(store, 1), store)


def test_what_waits_leaves_no_file(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        for some in articles(store, 3):
            waiting = storing._Held(store.path)
            waiting.add(some)
            assert not [
                path
                for path in (tmp_path / "store").iterdir()
                if path.suffix == "" and path.name.startswith("tmp")
            ]
            assert [one.name for batch in waiting.taken() for one in batch] == [some[0].name]
