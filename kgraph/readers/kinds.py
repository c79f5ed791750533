"""Tell what kind of file begins with some bytes: by its content first, by its name where it must.

A name says little: pages are saved without a suffix, feeds as ``.xml``, archives under any name.
Only Markdown and tables of commas look like plain text and are told by their suffix alone.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from kgraph.readers.lists import is_list

__all__ = ["LOOK_AT", "SUFFIXES", "Kind", "kind_of"]

Kind: TypeAlias = Literal[
    "text",
    "markdown",
    "jsonl",
    "csv",
    "parquet",
    "list",
    "page",
    "feed",
    "pdf",
    "mail",
    "zip",
    "tar",
    "gzip",
    "warc",
]

#: How many bytes at the beginning are looked at.
LOOK_AT = 4096
#: Files with these suffixes are articles or collections of them where a folder is read.
SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".rss": "feed",
    ".atom": "feed",
    ".pdf": "pdf",
    ".eml": "mail",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "gzip",
    ".gz": "gzip",
    ".warc": "warc",
}
UTF8_BOM = b"\xef\xbb\xbf"
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"WARC/", "warc"),
    (b"PAR1", "parquet"),
)
_TAR_MARK, _TAR_AT = b"ustar", 257
_PROLOG = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|\s)*", re.DOTALL)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MAIL_HEADER = re.compile(
    rb"^(?:Received|Message-ID|MIME-Version|Return-Path|Delivered-To|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(head: bytes, suffix: str) -> Kind:
    """Return what a file with this beginning is; ``suffix`` is that of its name, in small letters.

    >>> kind_of(b"<!DOCTYPE html><html>", ".txt")
    'page'
    >>> kind_of(b"The talks resumed.", ".md")
    'markdown'
    """
    marked = next((kind for mark, kind in _MAGIC if head.startswith(mark)), None)
    if marked is not None:
        return marked
    if head[_TAR_AT : _TAR_AT + len(_TAR_MARK)] == _TAR_MARK:
        return "tar"
    opening = head.removeprefix(UTF8_BOM)
    prolog = _PROLOG.match(opening)
    start = opening[prolog.end() if prolog else 0 :]
    if _FEED.match(start):
        return "feed"
    if _PAGE.match(start):
        return "page"
    if is_list(opening):
        return "list"
    if opening.lstrip().startswith((b'{"', b"{ ")):
        return "jsonl"
    header = opening.split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    if len(_MAIL_HEADER.findall(header)) > 1:
        return "mail"
    by_name = SUFFIXES.get(suffix, "text")
    return by_name if by_name in {"markdown", "csv", "jsonl", "mail", "page"} else "text"
