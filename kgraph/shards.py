"""Sources cut into shards: a shard is what one worker of a cluster reads at a time.

A shard is some small files, or a part of a large one: lines of JSON Lines, records of a web
archive, row groups of a Parquet file, files in a ZIP archive.  Where a file is cut depends on it
alone, so that a run that goes on finds the shards of the run before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from kgraph.errors import DocumentError, KGraphError
from kgraph.filesystems import change_mark, is_url, list_files, open_file
from kgraph.iris import digest
from kgraph.readers.archives import zip_members
from kgraph.readers.files import (
    Item,
    article_files,
    is_article_file,
    name_of,
    read_part,
    read_stream,
    reason,
)
from kgraph.readers.given import Given
from kgraph.readers.jsonl import line_starts, read_lines
from kgraph.readers.kinds import LOOK_AT, kind_of
from kgraph.readers.parquets import rows_in_groups
from kgraph.readers.warcs import page_starts

__all__ = ["Piece", "Shard", "cut_file", "cut_files", "read_shard", "to_shards"]

#: Schemes that are pages to fetch, not files.
_WEB = ("http://", "https://", "ftp://")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or the bytes of one between two of its articles.

    ``name`` is what its articles are called after, ``mark`` is another when the file has changed,
    ``line`` is the number of the first line where it is a stretch of JSON Lines.  ``part`` are the
    first row group of a Parquet file, or file in a ZIP archive, and the one to stop before.
    """

    name: str
    place: str
    mark: str = ""
    start: int = 0
    end: int | None = None
    line: int | None = None
    part: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Pieces that are read together, in their order, and the day and columns given for all."""

    pieces: tuple[Piece, ...]
    published: str | None = None
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """16 hexadecimal digits that stand for what is in it."""
        parts = (str(part) for piece in self.pieces for part in astuple(piece))
        columns = (part for pair in self.columns for part in pair)
        return digest(self.published, *columns, *parts)

    @property
    def given(self) -> Given:
        """What holds of every piece."""
        return Given(self.published, dict(self.columns))


def cut_files(sources: Iterable[str]) -> Iterator[Piece | DocumentError]:
    """Yield the files that sources name, whole, in the order in which one machine reads them."""
    for source in sources:
        if source == "-" or source.startswith(_WEB):
            raise KGraphError(f"{source}: a cluster reads files and folders that all workers see")
        yield from _remote(source) if is_url(source) else _local(Path(source))


def _remote(source: str) -> Iterator[Piece | DocumentError]:
    files = list_files(source)
    for url in files:
        if url == source or is_article_file(Path(url)):
            yield Piece(url, url, change_mark(url))
    if not files:
        yield DocumentError(source, "no article in this folder")


def _local(source: Path) -> Iterator[Piece | DocumentError]:
    files = article_files(source) if source.is_dir() else [source]
    if not files:
        yield DocumentError(name_of(source), "no article in this folder")
    for path in files:
        place = str(path.resolve())
        yield Piece(name_of(path), place, change_mark(place))


def cut_file(piece: Piece, size: int) -> list[tuple[Piece, int]]:
    """Return a file cut into pieces of no more than ``size`` articles, and how many each has.

    What cannot be cut is one piece, and counts as one article.
    """
    try:
        with open_file(piece.place) as stream:
            head = stream.peek(LOOK_AT)
        kind = kind_of(head, Path(piece.place).suffix.lower())
        if kind == "jsonl":
            return _stretches(piece, size, line_starts, numbered=True)
        if kind == "warc" or (kind == "gzip" and ".warc" in Path(piece.place).name):
            starts = _starts_of_pages(piece.name)
            return _stretches(piece, size, starts, numbered=False)
        if kind in {"parquet", "zip"}:
            return _parts(piece, _counts(piece, kind), size)
    except (OSError, DocumentError):
        return [(piece, 1)]  # whoever reads it says what is wrong with it
    return [(piece, 1)]


def _starts_of_pages(name: str) -> Callable[..., Iterator[tuple[int, int]]]:
    return lambda stream: page_starts(stream, name)


def _counts(piece: Piece, kind: str) -> list[int]:
    """Return how many articles each part of a file has, as far as its table of contents tells."""
    with open_file(piece.place) as stream:
        return rows_in_groups(stream) if kind == "parquet" else [1] * zip_members(stream)


def _parts(piece: Piece, counts: list[int], size: int) -> list[tuple[Piece, int]]:
    """Put parts that follow each other together as long as they have no more than ``size``."""
    cuts: list[tuple[int, int]] = []
    first = held = 0
    for place, count in enumerate(counts):
        if held and held + count > size:
            cuts.append((first, held))
            first, held = place, 0
        held += count
    if not cuts:
        return [(piece, max(1, held))]
    cuts.append((first, held))
    ends = [*(place for place, _ in cuts[1:]), len(counts)]
    return [
        (replace(piece, part=(start, end)), count)
        for (start, count), end in zip(cuts, ends, strict=True)
    ]


def _stretches(
    piece: Piece,
    size: int,
    starts: Callable[..., Iterator[tuple[int, int]]],
    *,
    numbered: bool,
) -> list[tuple[Piece, int]]:
    """Cut before every ``size``-th article; ``numbered`` where errors name lines."""
    cuts: list[tuple[int, int]] = []
    count = 0
    with open_file(piece.place) as stream:
        for place, number in starts(stream):
            if count % size == 0:
                cuts.append((place, number) if count else (0, 1))
            count += 1
    if count <= size:
        return [(piece, max(1, count))]
    ends = [*(place for place, _ in cuts[1:]), None]
    return [
        (
            Piece(piece.name, piece.place, piece.mark, start, end, line if numbered else None),
            min(size, count - rank * size),
        )
        for rank, ((start, line), end) in enumerate(zip(cuts, ends, strict=True))
    ]


def to_shards(pieces: Iterable[tuple[Piece, int]], size: int, given: Given) -> Iterator[Shard]:
    """Yield shards of no more than ``size`` articles, as far as the pieces allow."""
    columns = tuple(sorted(given.columns.items()))
    together: list[Piece] = []
    articles = 0
    for piece, count in pieces:
        if together and articles + count > size:
            yield Shard(tuple(together), given.published, columns)
            together, articles = [], 0
        together.append(piece)
        articles += count
    if together:
        yield Shard(tuple(together), given.published, columns)


def read_shard(shard: Shard) -> Iterator[Item]:
    """Yield the articles of a shard, and an error in the place of each that cannot be read."""
    for piece in shard.pieces:
        try:
            with open_file(piece.place, piece.start, piece.end) as stream:
                if piece.part is not None:
                    yield from read_part(stream, piece.name, shard.given, piece.part)
                elif piece.line is None:
                    yield from read_stream(stream, piece.name, shard.given)
                else:
                    yield from read_lines(stream, piece.name, shard.given, piece.line)
        except OSError as error:
            yield DocumentError(piece.name, reason(error))
