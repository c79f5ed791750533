"""Build a graph as shards on many machines: cut, read, see to repeats, make entities.

What runs the work is handed in (:mod:`kgraph.cluster`).  Each step finds what an earlier run has
finished and does the rest; ``manifest.json``, which names all that belongs to the graph, is written
last.  The shards and entities together are, line by line, what one machine builds of the sources,
but for the decisions about copies, which are made when the shards are loaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Protocol, Self, TypeVar

from kgraph.bounds import Bounds
from kgraph.dataset import Run
from kgraph.errors import DocumentError, KGraphError
from kgraph.filesystems import Folder
from kgraph.readers import Given
from kgraph.readingprocess import Reading
from kgraph.shardfiles import (
    BLOCKS,
    EntityOrder,
    Order,
    ShardRecord,
    write_entities,
    write_shard,
)
from kgraph.shards import Piece, Shard, cut_file, cut_files, to_shards
from kgraph.tally import Tally
from kgraph.version import VERSION

__all__ = ["Failed", "Manifest", "Part", "Runner", "Settings", "build_shards", "read_manifest"]

MANIFEST = "manifest.json"
FORMAT = 1
#: Names of files that may hold so much that they are cut.
_LARGE = {".jsonl", ".ndjson", ".warc", ".gz", ".parquet", ".zip"}
#: The blocks that one worker makes entities of; in large graphs more workers have fewer each.
_BLOCKS_EACH = 16

Value = TypeVar("Value")
Made = TypeVar("Made")
Report = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True)
class Failed:
    """Stands for the result of work that ended every worker that did it."""

    reason: str


class Runner(Protocol):
    """Has a function called with each of some values, somewhere, in any order."""

    def __call__(
        self, function: Callable[[Value], Made], values: Sequence[Value], /
    ) -> Iterator[tuple[int, Made | Failed]]:
        """Yield the place of each value and what the function made of it, as it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a graph is built: how articles are read, named and kept, and how many a shard has."""

    reading: Reading
    run: Run
    base: str
    given: Given = field(default_factory=Given)
    keep_text: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    size: int = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A file of N-Quads: its name, SHA-256 and number of lines."""

    file: str
    sha256: str
    quads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files that are a graph, and under which IRI its data are named."""

    base: str
    articles: int
    shards: tuple[Part, ...]
    entities: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All files."""
        return (*self.shards, *self.entities)

    def to_json(self) -> bytes:
        """Return the manifest as it is written."""
        values: dict[str, Any] = {
            "format": FORMAT, "kgraph": VERSION, "base": self.base, "articles": self.articles,
        }  # fmt: skip
        for name, parts in (("shards", self.shards), ("entities", self.entities)):
            values[name] = [
                {"file": part.file, "sha256": part.sha256, "quads": part.quads} for part in parts
            ]
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Return the manifest that was written; raise ValueError or KeyError where it is none."""
        values = json.loads(data)
        if values["format"] != FORMAT:
            raise ValueError(f"has format {values['format']}, this version reads {FORMAT}")
        shards, entities = (
            tuple(Part(one["file"], one["sha256"], one["quads"]) for one in values[name])
            for name in ("shards", "entities")
        )
        return cls(
            base=values["base"], articles=values["articles"], shards=shards, entities=entities
        )


def read_manifest(folder: Folder) -> Manifest:
    """Return the manifest of a folder of shards; raise where it holds no whole graph."""
    try:
        return Manifest.from_json(folder.read(MANIFEST))
    except FileNotFoundError:
        reason = f"holds no {MANIFEST}: a build on a cluster writes it last"
        raise KGraphError(f"{folder.url}: {reason}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise KGraphError(f"{folder.url}: {MANIFEST} cannot be read: {error}") from error


def build_shards(
    sources: Iterable[str],
    target: str,
    runner: Runner,
    settings: Settings,
    *,
    on_problem: Report,
    tally: Tally | None = None,
) -> Manifest:
    """Build the graph of the sources in a folder on any file system, and return its manifest."""
    building = _Build(Folder(target), runner, settings, on_problem, tally or Tally())
    building.cut(sources)
    building.finish([building.order(shard) for shard in building.shards])
    building.finish(building.without_repeats())
    manifest = building.manifest()
    building.folder.write(MANIFEST, manifest.to_json())
    return manifest


@dataclass
class _Build:
    """A build while it runs: its orders in the order of the sources, with what was made of them."""

    folder: Folder
    runner: Runner
    settings: Settings
    on_problem: Report
    tally: Tally
    shards: list[Shard] = field(default_factory=list)
    made: dict[Shard, tuple[Order, ShardRecord]] = field(default_factory=dict)

    def cut(self, sources: Iterable[str]) -> None:
        """Cut the sources into shards; report files that cannot be read."""
        cut: list[list[tuple[Piece, int]]] = []
        large: list[tuple[int, Piece]] = []
        for item in cut_files(sources):
            if isinstance(item, DocumentError):
                self.report(item)
                continue
            if PurePosixPath(item.place).suffix.lower() in _LARGE:
                large.append((len(cut), item))
            cut.append([(item, 1)])
        pieces = [piece for _, piece in large]
        for rank, found in self.runner(partial(cut_file, size=self.settings.size), pieces):
            if not isinstance(found, Failed):
                cut[large[rank][0]] = found
        if not cut:
            raise KGraphError("no article was read, so nothing was built")
        all_pieces = (one for found in cut for one in found)
        settings = self.settings
        self.shards.extend(to_shards(all_pieces, settings.size, settings.given))

    def order(self, shard: Shard) -> Order:
        """Return what a worker is told of a shard."""
        settings = self.settings
        return Order(
            shard=shard, target=self.folder.url, reading=settings.reading, run=settings.run,
            base=settings.base, keep_text=settings.keep_text, bounds=settings.bounds,
        )  # fmt: skip

    def finish(self, orders: Sequence[Order]) -> None:
        """Have done what is not done yet; report what cannot be read."""
        there = set(self.folder.names("shards"))
        due = [order for order in orders if f"{order.name}.json" not in there]
        waiting = {order.name for order in due}
        for order in orders:
            if order.name not in waiting:
                data = self.folder.read(f"shards/{order.name}.json")
                self.take(order, ShardRecord.from_json(data), new=False)
        self.tally.size = max(self.tally.size, len(orders))
        self.tally.begin()
        for rank, record in self.runner(write_shard, due):
            if isinstance(record, Failed):
                self.report(DocumentError(due[rank].shard.pieces[0].name, record.reason))
            else:
                self.take(due[rank], record, new=True)

    def take(self, order: Order, record: ShardRecord, *, new: bool) -> None:
        """Keep what was made of a shard, and say what in it could not be read."""
        if not order.without:
            for identifier, reason in record.problems:
                self.report(DocumentError(identifier, reason))
            self.count(record, new=new)
        self.made[order.shard] = (order, record)

    def count(self, record: ShardRecord, *, new: bool) -> None:
        """Count what was made of a shard."""
        self.tally.passed += 1
        if new:
            self.tally.read += len(record.articles)
        else:
            self.tally.unchanged += len(record.articles)

    def without_repeats(self) -> list[Order]:
        """Return orders for the shards with articles that an earlier one has; report others' ids.

        As on one machine, an article is read once, and its name stands for the first of the name.
        """
        seen: dict[str, str] = {}
        again: list[Order] = []
        for order, record in self.in_order():
            repeated = [(one, key) for one, key in record.articles if one in seen]
            for identifier, key in repeated:
                if seen[identifier] != key:
                    reason = "another document has this id already"
                    self.report(DocumentError(identifier, reason))
            seen.update((one, key) for one, key in record.articles if one not in seen)
            if repeated:
                again.append(replace(order, without=tuple(sorted(one for one, _ in repeated))))
        return again

    def in_order(self) -> list[tuple[Order, ShardRecord]]:
        """Return what was made in the order of the sources."""
        return [self.made[shard] for shard in self.shards if shard in self.made]

    def manifest(self) -> Manifest:
        """Have the entities made, and return what belongs to the graph."""
        records = [record for _, record in self.in_order()]
        orders = [self.entity_order(first, records) for first in range(0, BLOCKS, _BLOCKS_EACH)]
        entities: dict[int, Part] = {}
        for rank, made in self.runner(write_entities, orders):
            if isinstance(made, Failed):
                raise KGraphError(f"the entities cannot be made: {made.reason}")
            entities[rank] = Part(*made)
        return Manifest(
            base=self.settings.base,
            articles=sum(len(record.articles) for record in records),
            shards=tuple(Part(f"shards/{one.name}.nq", one.sha256, one.quads) for one in records),
            entities=tuple(part for _, part in sorted(entities.items()) if part.quads),
        )

    def entity_order(self, first: int, records: Iterable[ShardRecord]) -> EntityOrder:
        """Return what a worker is told of some blocks of entities."""
        end = first + _BLOCKS_EACH
        tables = ((one.name, one.blocks[first], one.blocks[end]) for one in records)
        return EntityOrder(
            target=self.folder.url, base=self.settings.base, first=first, end=end,
            tables=tuple(table for table in tables if table[1] < table[2]),
        )  # fmt: skip

    def report(self, problem: DocumentError) -> None:
        """Count a problem and hand it on."""
        self.tally.failed += 1
        self.on_problem(problem)
