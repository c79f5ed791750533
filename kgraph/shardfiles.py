"""What a cluster's workers write: a shard's graph, its table of names, and entities.

``write_shard`` reads the articles of one shard and writes ``shards/NAME.nq`` (sorted N-Quads: all
that these articles say, with their direct edges), ``shards/NAME.names`` (the descriptions of
entities that they give, in blocks by entity) and, last, ``shards/NAME.json``, the record that says
that both are whole.  ``write_entities`` makes the entities of some blocks out of the tables of all
shards, as :mod:`kgraph.changes` makes them from a store; nothing else in a graph rests on more than
one article.  Both give the same bytes wherever and however often they run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any, Self

from pyoxigraph import NamedNode, Quad

from kgraph.bounds import Bounds
from kgraph.dataset import Run, article_data
from kgraph.descriptions import entity_quads
from kgraph.errors import DocumentError, KGraphError
from kgraph.filesystems import Folder
from kgraph.iris import Iris, digest
from kgraph.model import Document, Extraction
from kgraph.parallel import extract_in_processes
from kgraph.readers import without_repeats
from kgraph.readingprocess import Reading
from kgraph.shards import Shard, read_shard
from kgraph.terms import lexical, n_quads, named
from kgraph.version import VERSION
from kgraph.vocabulary import KG

__all__ = ["BLOCKS", "EntityOrder", "Order", "ShardRecord", "write_entities", "write_shard"]

#: So many blocks the names of all entities fall into, by a digest.
BLOCKS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a worker is told: which articles to read, how, and where to write what they say.

    ``without`` are ids of articles that an earlier shard has.
    """

    shard: Shard
    target: str
    reading: Reading
    run: Run
    base: str
    keep_text: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    without: tuple[str, ...] = ()
    version: str = VERSION

    @property
    def name(self) -> str:
        """16 hexadecimal digits: another order has another name, or the same result."""
        way = (self.run.key, self.base, str(self.keep_text), self.version)
        return digest(self.shard.name, *way, *self.without)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardRecord:
    """What a worker made of a shard; ``blocks`` are the bytes at which those of the table begin."""

    name: str
    sha256: str
    quads: int
    blocks: tuple[int, ...]
    articles: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]

    def to_json(self) -> bytes:
        """Return the record as it is written."""
        return (json.dumps(asdict(self), ensure_ascii=False, sort_keys=True) + "\n").encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Return the record that was written."""
        values: dict[str, Any] = json.loads(data)
        for name in ("articles", "problems"):
            values[name] = tuple((str(key), str(value)) for key, value in values[name])
        return cls(**{**values, "blocks": tuple(values["blocks"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityOrder:
    """Which blocks of all tables a worker makes entities of, from ``first`` up to ``end``."""

    target: str
    base: str
    first: int
    end: int
    #: Name of each shard, and the bytes of these blocks in its table.
    tables: tuple[tuple[str, int, int], ...]


def write_shard(order: Order) -> ShardRecord:
    """Read a shard's articles, write what they say, and return the record of it."""
    if order.version != VERSION:
        raise KGraphError(f"a worker has kgraph {VERSION}, not {order.version}")
    folder, iris = Folder(order.target), Iris(order.base)
    lines: list[bytes] = []
    beside: set[bytes] = set()
    shared: set[Quad] = set()
    seen: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for item in _extractions(order, seen):
        if isinstance(item, DocumentError):
            problems.append((item.document_id, item.reason))
            continue
        data = article_data(item, order.run, iris, keep_text=order.keep_text)
        lines.extend(data.lines.splitlines(keepends=True))
        beside.update((data.edge_lines + data.shared_lines).splitlines(keepends=True))
        shared.update(chain.from_iterable(data.shared.values()))
    lines.extend(beside)
    graph = b"".join(sorted(lines))
    table, blocks = _table(shared)
    record = ShardRecord(
        name=order.name, sha256=hashlib.sha256(graph).hexdigest(), quads=len(lines),
        blocks=blocks, problems=tuple(problems),
        articles=tuple((one, key) for one, key in seen.items() if one not in order.without),
    )  # fmt: skip
    folder.write(f"shards/{order.name}.nq", graph)
    folder.write(f"shards/{order.name}.names", table)
    folder.write(f"shards/{order.name}.json", record.to_json())
    return record


def write_entities(order: EntityOrder) -> tuple[str, str, int]:
    """Write the entities of some blocks; return the file's name, its digest and its quads."""
    folder, iris = Folder(order.target), Iris(order.base)
    records: dict[str, set[str]] = {}
    for name, start, end in order.tables:
        for line in folder.read(f"shards/{name}.names", start, end).splitlines():
            entity, record = json.loads(line)
            records.setdefault(entity, set()).add(record)
    quads = (
        quad
        for entity, found in records.items()
        for quad in entity_quads(NamedNode(entity), found, iris)
    )
    lines = sorted(set(n_quads(quads).splitlines(keepends=True)))
    data = b"".join(lines)
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"entities/{order.first:03d}-{sha256[:16]}.nq"
    folder.write(name, data)
    return name, sha256, len(lines)


def _extractions(order: Order, seen: dict[str, str]) -> Iterator[Extraction | DocumentError]:
    """Yield what is read in each article, and the error in the place of each that cannot be."""
    errors: list[DocumentError] = []

    def documents() -> Iterator[Document]:
        left_out = set(order.without)
        for item in without_repeats(read_shard(order.shard), seen):
            if isinstance(item, DocumentError):
                errors.append(item)
            elif item.id not in left_out:
                yield item

    yield from extract_in_processes(documents(), order.reading, 1, order.bounds)
    yield from errors


def _table(shared: Iterable[Quad]) -> tuple[bytes, tuple[int, ...]]:
    """Return the table of descriptions, sorted by block, and the bytes at which blocks begin."""
    quads = list(shared)
    records = {quad.subject: lexical(quad.object) for quad in quads if quad.predicate == KG.record}
    rows: list[list[bytes]] = [[] for _ in range(BLOCKS)]
    for quad in quads:
        if quad.predicate == KG.describes:
            entity = named(quad.object).value
            row = json.dumps((entity, records[quad.subject]), ensure_ascii=False) + "\n"
            rows[_block(entity)].append(row.encode())
    starts = [0]
    parts = [b"".join(sorted(block)) for block in rows]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return b"".join(parts), tuple(starts)


def _block(entity: str) -> int:
    return hashlib.sha256(entity.encode()).digest()[0]
