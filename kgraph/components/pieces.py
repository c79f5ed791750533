"""Cut a long Doc for the model, and join what the model has read.

The model holds what it computes of a whole Doc at once, some fifteen kilobytes a token: a book
takes gigabytes.  Its parts look no further than a sentence, so a long text is given to it in pieces
that end where paragraphs do.  What looks at the whole document comes after they are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from kgraph.components.syntax import forget_dependents, index_dependents

__all__ = ["cut", "join"]

#: A Doc of more tokens than this is cut, into pieces of no more than that.
LONGEST_WHOLE = 5000
LONGEST_PIECE = 2500
SENTENCE_ENDS = frozenset(".!?")


def cut(doc: Doc) -> Iterator[Doc]:
    """Yield the pieces of a Doc whose boundaries are marked; a Doc that is short is its own one."""
    start = 0
    while len(doc) - start > (LONGEST_PIECE if start else LONGEST_WHOLE):
        end = last_break(doc, start, start + LONGEST_PIECE)
        yield doc[start:end].as_doc()
        start = end
    yield doc[start:].as_doc() if start else doc


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
    joined = Doc.from_docs(list(pieces), ensure_whitespace=False)
    if joined is None:  # what spaCy makes of no pieces at all
        raise ValueError("no pieces to join")
    index_dependents(joined)
    return joined
