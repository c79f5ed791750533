"""PDF files to documents: the text of all pages, lines joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import Found, to_document
from kgraph.readers.kept import MOST_CHARACTERS

__all__ = ["read_pdf"]

logging.getLogger("pypdf").addHandler(logging.NullHandler())
#: A PDF holds pictures and fonts beside its text.
MOST_BYTES = 100_000_000
MOST_PAGES = 2_000
#: What pypdf lets through of a file that is no PDF inside.
_BROKEN = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError),
    *(AssertionError, NotImplementedError, OSError, struct.error, zlib.error),
)
_HYPHEN = re.compile(r"(\w)-\n(?=[a-z])")
_WITHIN = re.compile(r"(?<![.!?:”\"])\n(?=\S)")
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read_pdf(stream: io.BufferedReader, name: str, published: str | None) -> Iterator[Document]:
    """Yield the one document of a PDF file; one of pictures alone has no text and is refused."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PdfReadError, PyPdfError
    except ImportError:
        raise DocumentError(name, "a PDF needs the extra: pip install 'kgraph[pdf]'") from None
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise DocumentError(name, f"longer than {MOST_BYTES:,} bytes")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise DocumentError(name, "a PDF that is locked by a password")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentError(name, f"a PDF of more than {MOST_PAGES:,} pages")
        text = "\n\n".join(_pages(reader))
        details = reader.metadata
        title = details.title if details is not None else None
        made = str(details.get("/CreationDate", "")) if details is not None else ""
    except (PdfReadError, PyPdfError, *_BROKEN) as error:
        raise DocumentError(name, f"no PDF that can be read: {error}") from error
    if not text.strip():
        raise DocumentError(name, "a PDF without text: its pages are pictures")
    day = _DAY.match(made)
    yield to_document(
        Found(
            name=name,
            text=text,
            title=title.strip() or None if isinstance(title, str) else None,
            published="-".join(day.groups()) if day else None,
            scraped=True,
        ),
        published,
    )


def _pages(reader: object) -> Iterator[str]:
    length = 0
    for page in reader.pages:  # type: ignore[attr-defined]
        text = _WITHIN.sub(" ", _HYPHEN.sub(r"\1", page.extract_text()))
        length += len(text)
        yield text
        if length > MOST_CHARACTERS:
            return
