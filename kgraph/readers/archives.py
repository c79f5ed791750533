"""ZIP and tar archives, and what gzip compressed, to the files in them.

Nothing is written to disk.  A member is read as a file of its own, to the same bounds, so that one
that claims or expands to more than an article may have is refused as such; archives in archives are
not opened.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.kept import kept_name
from kgraph.readers.kinds import SUFFIXES

__all__ = ["MEMBERS", "read_gzip", "read_tar", "read_zip", "zip_members"]

Item: TypeAlias = Document | DocumentError
#: Reads one member: its stream, its name, its suffix.
Read: TypeAlias = Callable[[io.BufferedReader, str, str], Iterator[Item]]

#: What is read of an archive.
MEMBERS = {suffix for suffix, kind in SUFFIXES.items() if kind not in {"zip", "tar", "gzip"}}
MOST_MEMBERS = 1_000_000
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError)


def read_zip(
    stream: io.BufferedReader, name: str, read: Read, part: tuple[int, int] | None = None
) -> Iterator[Item]:
    """Yield the articles of a ZIP archive's files in the order of their names.

    ``part`` are the first of these files to read and the one to stop before.
    """
    if not stream.seekable():
        raise DocumentError(name, "a ZIP archive is read from a file, not from a stream")
    try:
        with zipfile.ZipFile(stream) as archive:
            members = _members(archive)
            _refuse_empty(len(members), name)
            for member in members[slice(*part)] if part else members:
                where = f"{name}/{kept_name(member.filename)}"
                try:
                    with archive.open(member) as opened:
                        buffered = _buffered(opened)
                        yield from read(buffered, where, _suffix(member.filename))
                except (*_BROKEN, RuntimeError, NotImplementedError) as error:
                    yield DocumentError(where, f"cannot be unpacked: {error}")
    except (*_BROKEN, NotImplementedError) as error:
        yield DocumentError(name, f"no ZIP archive that can be read: {error}")


def zip_members(stream: io.BufferedReader) -> int:
    """Return how many files to read a ZIP archive has, none where it cannot be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return len(_members(archive))
    except _BROKEN:
        return 0


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = (
        one for one in archive.infolist() if _is_article(one.filename, one.filename.endswith("/"))
    )
    return sorted(found, key=lambda one: one.filename)


def read_tar(stream: io.BufferedReader, name: str, read: Read) -> Iterator[Item]:
    """Yield the articles of a tar archive's files, in the order in which they stand there."""
    count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|*") as archive:
            for member in archive:
                opened = archive.extractfile(member) if member.isfile() else None
                if opened is None or not _is_article(member.name, False):
                    continue
                count += 1
                where = f"{name}/{kept_name(member.name)}"
                buffered = _buffered(opened)
                yield from read(buffered, where, _suffix(member.name))
    except _BROKEN as error:
        yield DocumentError(name, f"the archive cannot be read further: {error}")
    else:
        _refuse_empty(count, name)


def read_gzip(stream: io.BufferedReader, name: str, read: Read) -> Iterator[Item]:
    """Yield the articles of one compressed file."""
    inner = name.removesuffix(".gz")
    suffix = ".tar" if name.endswith((".tgz", ".tar.gz")) else _suffix(inner)
    try:
        with gzip.GzipFile(fileobj=stream) as opened:
            yield from read(_buffered(opened), name, suffix)
    except _BROKEN as error:
        yield DocumentError(name, f"cannot be unpacked: {error}")


def _buffered(opened: Any) -> io.BufferedReader:
    """Return a member of an archive as a file that can be looked into."""
    return io.BufferedReader(opened)


def _is_article(name: str, folder: bool) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not folder and not hidden and _suffix(name) in MEMBERS


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _refuse_empty(members: int, name: str) -> None:
    if not members:
        kinds = ", ".join(sorted(MEMBERS))
        raise DocumentError(name, f"no article in this archive ({kinds})")
    if members > MOST_MEMBERS:
        raise DocumentError(name, f"more than {MOST_MEMBERS:,} files")
