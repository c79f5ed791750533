"""Find the quotations of a Doc: pairs of quotation marks, and what lies between them.

News uses curly and straight double marks, doubled apostrophes (``''``), and single curly marks for
quotations in quotations.  A mark that is never closed runs to the end of its paragraph, as the
custom is when a quotation goes on in the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

__all__ = ["Quotation", "find_quotations"]

OPENING = frozenset({"“", "``", "„", "«"})
CLOSING = frozenset({"”", "''", "»"})
STRAIGHT = frozenset({'"', "''", "``"})
#: A quotation of more than this many tokens that nobody closed is a stray mark.
LONGEST_OPEN = 400


@dataclass(frozen=True, slots=True)
class Quotation:
    """Token bounds ``[start, end)`` of the words between two marks; ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int

    def __contains__(self, index: int) -> bool:
        """Tell whether a token index lies between the marks."""
        return self.start <= index < self.end


def find_quotations(doc: Doc) -> list[Quotation]:
    """Return the Doc's quotations in text order; they do not overlap."""
    found: list[Quotation] = []
    paragraph = 0
    opened: int | None = None
    for token in doc:
        if token.is_space and "\n" in token.text:
            if opened is not None:
                close(found, opened, token.i, paragraph)
                opened = None
            paragraph += 1
        elif opened is None and opens(
            token.text, bool(token.whitespace_), token.i == 0 or ends_word(doc, token.i)
        ):
            opened = token.i + 1
        elif opened is not None and closes(token.text):
            close(found, opened, token.i, paragraph)
            opened = None
    if opened is not None:
        close(found, opened, len(doc), paragraph)
    return found


def opens(text: str, space_after: bool, space_before: bool) -> bool:
    """Tell whether a mark opens a quotation: a curly one by its form, a straight one always.

    A closing mark before a word and behind white space is a slip of the typesetter's for the other.
    """
    if text in CLOSING and text not in STRAIGHT:
        return space_before and not space_after
    return text in OPENING or (text in STRAIGHT and (not space_after or space_before))


def closes(text: str) -> bool:
    """Tell whether a mark closes the quotation that is open."""
    return text in CLOSING or text in STRAIGHT


def ends_word(doc: Doc, index: int) -> bool:
    """Tell whether white space stands before a token."""
    return bool(doc[index - 1].whitespace_) or doc[index - 1].is_space


def close(found: list[Quotation], start: int, end: int, paragraph: int) -> None:
    """Add the quotation ``[start, end)`` unless it is empty or a stray mark."""
    if 0 < end - start <= LONGEST_OPEN:
        found.append(Quotation(start, end, paragraph))
