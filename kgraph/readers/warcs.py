"""Web archives (WARC, compressed or not) to documents, one a page that was fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import MOST_BYTES, within_bounds
from kgraph.readers.webpages import page_document

__all__ = ["page_starts", "read_warc"]

_NEEDS = "a WARC file needs the extra: pip install 'kgraph[web]'"
_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(
    stream: io.BufferedReader, name: str, published: str | None
) -> Iterator[Document | DocumentError]:
    """Yield the document of each fetched page in the archive, or the error in its place.

    A page's id is its address, so that the same page in two archives is one document.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise DocumentError(name, _NEEDS) from None
    try:
        for record in ArchiveIterator(stream):
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type != "response" or not kind.lower().startswith(_PAGES):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            where = url or f"{name}, at byte {record.raw_stream.tell()}"
            try:
                data = within_bounds(record.content_stream().read(MOST_BYTES + 1), where)
                yield page_document(data, where, published, url=url)
            except DocumentError as problem:
                yield problem
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield DocumentError(name, f"the archive cannot be read further: {error}")


def page_starts(stream: io.BufferedReader, name: str) -> Iterator[tuple[int, int]]:
    """Yield the byte at which each record with a fetched page begins, and its number.

    An archive that cannot be read further yields no more; whoever reads it says so.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise DocumentError(name, _NEEDS) from None
    number = 0
    try:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type == "response":
                number += 1
                yield records.get_record_offset(), number
    except (ArchiveLoadFailed, OSError, ValueError, EOFError):
        return
