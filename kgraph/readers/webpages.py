"""Saved web pages to documents: the article's own text, without menus, adverts and comments.

trafilatura finds the body (Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line
Tool for Text Discovery and Extraction"), and title, day, site and address in the page's metadata.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import MOST_BYTES, Found, to_document, within_bounds

__all__ = ["page_document", "read_page"]

# What it has to say of a page is said in the error; without a handler Python would print it.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

#: The day is read from the page and not from the clock; no page is from after this one.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def read_page(stream: io.BufferedReader, name: str, published: str | None) -> Iterator[Document]:
    """Yield the one document of a saved web page."""
    data = within_bounds(stream.read(MOST_BYTES + 1), name)
    yield page_document(data, name, published)


def page_document(
    data: bytes, name: str, published: str | None, *, url: str | None = None
) -> Document:
    """Return the document of a page; ``url`` is its address where that is known.

    Raises :class:`~kgraph.errors.DocumentError` where the page holds no article.
    """
    try:
        from lxml.etree import LxmlError
        from trafilatura import bare_extraction
        from trafilatura.settings import Document as Page
    except ImportError:
        raise DocumentError(name, "a web page needs the extra: pip install 'kgraph[web]'") from None
    try:
        found = bare_extraction(
            data,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
    except (LxmlError, ValueError, RecursionError) as error:
        raise DocumentError(name, f"no web page can be read: {error}") from error
    if not isinstance(found, Page) or not found.text:
        raise DocumentError(name, "a web page without an article")
    return to_document(
        Found(
            name=name,
            text=found.text,
            title=found.title,
            source=found.sitename,
            published=found.date,
            url=url or found.url,
            scraped=True,
        ),
        published,
    )
