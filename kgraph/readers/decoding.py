"""Bytes to text: UTF-8, else the encoding that charset-normalizer detects, which is reported.

An English text in a Western encoding has few bytes outside ASCII, too few to tell Windows-1252 from
its many relatives, and the detector then often names one that turns quotation marks into letters.
So among the Western encodings the choice is made by what a text of news holds: typographic
punctuation, and accented small letters.
"""

from __future__ import annotations

import codecs
import logging
import string

from charset_normalizer import from_bytes

from kgraph.errors import DocumentError

__all__ = ["decode", "refuse_binary"]

log = logging.getLogger(__name__)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_WESTERN = ("cp1252", "mac_roman")
_NOT_ASCII_LETTERS = bytes(set(range(256)) - set(string.ascii_letters.encode()))
_TYPOGRAPHY = frozenset("‘’“”–—…•«»€£°§")
#: English text in any Western encoding has at least this share of ASCII letters.
_LEAST_ASCII = 0.6
#: A text with this share of NUL bytes is UTF-16 or UTF-32 without its mark, or no text.
_MOST_NULS = 0.1


def refuse_binary(head: bytes, name: str) -> None:
    """Raise a :class:`DocumentError` where a file begins as one of the usual binary formats."""
    for mark, what in _FORMATS:
        if head.startswith(mark):
            raise DocumentError(name, f"{what}, not text")


def decode(data: bytes, name: str) -> str:
    """Return the text of ``data`` without byte order mark, line breaks as they are."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, encoding, name)
    if data.count(0) <= _MOST_NULS * len(data):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            repaired = _nearly_utf8(data, name)
            if repaired is not None:
                return repaired
    encoding = _detect(data, name)
    log.warning("%s: not UTF-8, read as %s", name, encoding)
    return _decode_as(data, encoding, name)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        log.warning("%s: bytes that are not %s, replaced", name, encoding)
        return data.decode(encoding, "replace")


def _nearly_utf8(data: bytes, name: str) -> str | None:
    """The text where only a few bytes are not UTF-8 (a file cut short), else None."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - wrong
    if right <= 4 * wrong:
        return None
    log.warning("%s: bytes that are not UTF-8, replaced: %d", name, wrong)
    return text


def _detect(data: bytes, name: str) -> str:
    best = from_bytes(data).best()
    if best is None:
        raise DocumentError(name, "binary data, not text")
    ascii_letters = data.translate(None, _NOT_ASCII_LETTERS)
    if 0 in data or len(ascii_letters) < _LEAST_ASCII * len(data):
        return best.encoding
    return max(_WESTERN, key=lambda encoding: _likelihood(data, encoding))


def _likelihood(data: bytes, encoding: str) -> float:
    """How much of what lies outside ASCII is what news holds, were ``data`` so encoded."""
    text = data.decode(encoding, "replace")
    outside = [character for character in text if character > "\x7f"]
    good = sum(
        1.0 if character in _TYPOGRAPHY else 0.5 if character.islower() else 0.0
        for character in outside
    )
    return good / len(outside)
