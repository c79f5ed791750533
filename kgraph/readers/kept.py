"""The text that is kept, and what is refused because no article can be read from it.

Offsets count characters of the kept text, so whatever is changed in it is changed one for one: a
control character becomes a space and a lone surrogate or a non-character U+FFFD, since neither
XML nor RDF can hold them.
"""

from __future__ import annotations

import logging
import re

from kgraph.errors import DocumentError
from kgraph.readers.language import foreign_language

__all__ = ["MOST_CHARACTERS", "kept_name", "kept_text", "refuse_unreadable"]

log = logging.getLogger(__name__)

#: About 330,000 words, a long book's; beyond it the input is a collection or no article at all.
MOST_CHARACTERS = 2_000_000
LONGEST_WORD = 5_000
#: A text with a larger share of control characters than this is no text.
MOST_CONTROLS = 0.1

_WHITE = {ord(character) for character in "\t\n\r"}
_REPLACED = (
    {code: " " for code in (*range(0x20), 0x7F) if code not in _WHITE}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
)
_TO_REPLACE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_PAGE_START = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)
_END_TAG = re.compile(r"</(?:p|div|span|a|li|td|h[1-6]|script|article|section)>", re.IGNORECASE)
_MOST_END_TAGS = 5


def kept_text(text: str, name: str) -> str:
    """Return ``text`` with each character that no output can hold replaced by one that can."""
    replaced = len(_TO_REPLACE.findall(text))
    if not replaced:
        return text
    if len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise DocumentError(name, "binary data, not text")
    log.warning("%s: characters that no text holds, replaced: %d", name, replaced)
    return text.translate(_REPLACED)


def kept_name(name: str) -> str:
    """Return a document's name fit for one line of any output."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", "\ufffd", name)


def refuse_unreadable(text: str, name: str) -> None:
    """Raise a :class:`DocumentError` where ``text`` is not one article in English."""
    reason = _unreadable(text)
    if reason:
        raise DocumentError(name, reason)


def _unreadable(text: str) -> str | None:
    if not text.strip():
        return "empty"
    if len(text) > MOST_CHARACTERS:
        return f"{len(text):,} characters, more than {MOST_CHARACTERS:,}: give its articles singly"
    if _PAGE_START.match(text) or len(_END_TAG.findall(text)) >= _MOST_END_TAGS:
        return "pieces of HTML: save the whole page, or the article as plain text"
    language = foreign_language(text)
    if language:
        return f"not in English: its language seems to be {language}"
    longest = max(map(len, text.split()))
    if longest > LONGEST_WORD:
        return f"not an article: a word of {longest:,} characters"
    return None
