"""Cut a long Doc for the model, and join what the model has read.

The model holds what it computes of a whole Doc at once, some fifteen kilobytes a token: a book
takes gigabytes.  Its parts look no further than a sentence, so a long text is given to it in pieces
that end where paragraphs do.  What looks at the whole document comes after they are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc

from kgraph.components.syntax import forget_dependents, index_dependents

__all__ = ["cut", "join"]

#: A Doc of more tokens than this is cut, into pieces of no more than that.
LONGEST_WHOLE = 5000
LONGEST_PIECE = 2500
SENTENCE_ENDS = frozenset(".!?")
#: What the tokeniser and the boundaries say of a token beside its text.
SPOKEN: list[int | str] = ["NORM", "SENT_START"]


def cut(doc: Doc) -> Iterator[Doc]:
    """Yield the pieces of a Doc whose boundaries are marked; a Doc that is short is its own one."""
    if len(doc) <= LONGEST_WHOLE:
        yield doc
        return
    start, said = 0, doc.to_array(SPOKEN)
    while len(doc) - start > LONGEST_PIECE:
        end = last_break(doc, start, start + LONGEST_PIECE)
        yield copied(doc, start, said[start:end])
        start = end
    yield copied(doc, start, said[start:])


def copied(doc: Doc, start: int, said: np.ndarray[Any, np.dtype[np.float64]]) -> Doc:
    """Return the tokens of a Doc from a place on as a Doc of their own, with what is said of them.

    ``Span.as_doc`` does the same, but looks at the whole Doc each time and makes a vector of it.
    """
    tokens = doc[start : start + len(said)]
    words = [token.text for token in tokens]
    spaces = [bool(token.whitespace_) for token in tokens]
    return Doc(doc.vocab, words=words, spaces=spaces).from_array(
        SPOKEN,
        said,  # type: ignore[arg-type]  # the stubs call what to_array returns floats: it is not
    )


def last_break(doc: Doc, start: int, end: int) -> int:
    """Return the best place in the second half of ``[start, end]`` to part a text.

    That is where a paragraph begins, else behind a full stop, else at the end whatever stands
    there.
    """
    places = range(end, start + (end - start) // 2, -1)
    paragraph = next((i for i in places if doc[i].is_sent_start), None)
    if paragraph is not None:
        return paragraph
    return next((i for i in places if doc[i - 1].text in SENTENCE_ENDS), end)


def join(pieces: Sequence[Doc]) -> Doc:
    """Return the Doc whose pieces these are, with their annotation."""
    if len(pieces) == 1:
        return pieces[0]
    for piece in pieces:
        forget_dependents(piece)
        piece.tensor = piece.tensor[:0]
    joined = Doc.from_docs(list(pieces), ensure_whitespace=False)
    if joined is None:  # what spaCy makes of no pieces at all
        raise ValueError("no pieces to join")
    index_dependents(joined)
    return joined
