"""Files wherever fsspec finds them: a local folder, S3, GCS, Azure, HDFS, memory.

The only door to fsspec.  A :class:`Folder` is where a cluster's workers put what they make: a file
appears there whole or not at all, so that two workers that write the same file do no harm.
"""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import KGraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Folder", "change_mark", "is_url", "list_files", "open_file"]

#: File systems on which putting an object is one act; elsewhere a file is moved to its place.
_OBJECTS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss"}


def is_url(source: str) -> bool:
    """Tell whether a source names its file system (``s3://bucket/news``)."""
    return "://" in source


def list_files(url: str) -> list[str]:
    """Return the URLs of all files below a folder, sorted, or of the file itself."""
    system, path = _located(url)
    if not system.isdir(path):
        return [url]
    root = path.rstrip("/") + "/"
    found = (one for one in system.find(path) if not _is_hidden(one.removeprefix(root)))
    return sorted(str(system.unstrip_protocol(one)) for one in found)


def open_file(url: str, start: int = 0, end: int | None = None) -> io.BufferedReader:
    """Open a file, or a stretch of its bytes, to be read."""
    system, path = _located(url)
    if start or end is not None:
        raw: Any = io.BytesIO(system.cat_file(path, start=start, end=end))
        return io.BufferedReader(raw)
    opened = system.open(path, "rb")
    return opened if isinstance(opened, io.BufferedReader) else io.BufferedReader(opened)


def change_mark(url: str) -> str:
    """Return what is another when a file has changed: its size, and its time or tag."""
    system, path = _located(url)
    try:
        facts = system.info(path)
    except OSError:
        return "missing"
    marks = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated")
    return " ".join(str(facts.get(name, "")) for name in ("size", *marks)).strip()


class Folder:
    """A folder on any file system; names in it have ``/`` between their parts."""

    def __init__(self, url: str) -> None:
        """Name the folder by a path or URL; it need not be there yet."""
        self.url = url if is_url(url) else str(Path(url).resolve())
        self._system, root = _located(self.url)
        self._root = root.rstrip("/")
        protocol = self._system.protocol
        names = {protocol} if isinstance(protocol, str) else set(protocol)
        self._puts = bool(names & _OBJECTS)

    def read(self, name: str, start: int | None = None, end: int | None = None) -> bytes:
        """Return a file, or a stretch of its bytes; raise FileNotFoundError where there is none."""
        return bytes(self._system.cat_file(self._path(name), start=start, end=end))

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all, in place of one that is there."""
        path = self._path(name)
        if self._puts:
            self._system.pipe_file(path, data)
            return
        folder, _, last = path.rpartition("/")
        self._system.makedirs(folder, exist_ok=True)
        beside = f"{folder}/.{last}.{uuid.uuid4().hex}"
        try:
            self._system.pipe_file(beside, data)
            self._system.mv(beside, path)
        except BaseException:
            if self._system.exists(beside):
                self._system.rm_file(beside)
            raise

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files in a folder of this one, without the folder."""
        self._system.invalidate_cache()
        if self._system.isdir(self._path(folder)):
            for path in self._system.ls(self._path(folder), detail=False):
                yield path.rpartition("/")[2]

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _located(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        reason = "many machines need the extra: pip install 'kgraph[cluster]'"
        raise KGraphError(reason) from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise KGraphError(f"{url}: cannot be reached: {error}") from error
    return system, str(path)
