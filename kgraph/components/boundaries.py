"""Mark where sentences must begin, after a paragraph, and where they cannot, after a word.

The parser keeps what is set before it runs: a sentence start after a line that ends a paragraph or
a headline, and no start after a word ("told the Harbour | Herald website" is one sentence).  A line
break inside a sentence (text wrapped at a fixed width) is none: there the next line goes on in
lower case, or the line is as long as its neighbours and ends without a full stop.
"""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc, Token

__all__ = ["mark_boundaries"]

ENDS = frozenset(".!?:;\"”’'…)")
#: A line shorter than this share of the longest line did not break because it was full.
WRAP_SHARE = 0.8
#: What spaCy's ``SENT_START`` holds; 0 leaves it to the parser.
STARTS, STARTS_NOT = 1, -1


def mark_boundaries(doc: Doc) -> Doc:
    """Set ``is_sent_start`` on the first token after each paragraph break.

    All tokens are set at once: setting one looks at the whole Doc, which a long text does not bear.
    """
    starts = np.zeros(len(doc), dtype=np.int64)
    starts[:1] = STARTS
    text = doc.text  # made anew from the tokens each time it is asked for
    longest = max((len(line) for line in text.split("\n")), default=0)
    line_start = 0
    for token in doc[:-1] if len(doc) else ():
        if token.is_space and "\n" in token.text:
            line = text[line_start : token.idx].strip()
            line_start = token.idx + len(token)
            if breaks(line, token, doc[token.i + 1], longest):
                starts[token.i + 1] = STARTS
        elif not token.is_punct and not token.is_space:
            starts[token.i + 1] = STARTS_NOT
        elif token.text == "]" and (end := footnoted(token)) is not None:
            starts[end + 1 : token.i + 1] = STARTS_NOT
            starts[token.i + 1] = STARTS
    column = starts.astype(np.uint64)
    return doc.from_array(["SENT_START"], column)  # type: ignore[arg-type]  # one column will do


def footnoted(bracket: Token) -> int | None:
    """Return where the sentence ends whose footnotes' marks a bracket closes ("fled.[1][2]")."""
    doc, last = bracket.doc, bracket.i
    while last > 2 and doc[last].text == "]" and doc[last - 2].text == "[":
        last -= 3
    return last if last < bracket.i and doc[last].text in {".", "!", "?"} else None


def breaks(line: str, mark: Token, following: Token, longest: int) -> bool:
    """Tell whether the line before a line break is a paragraph of its own."""
    if mark.text.count("\n") > 1 or not line or line[-1] in ENDS:
        return True
    starts_anew = not following.text[:1].islower()
    return starts_anew and (len(line) < WRAP_SHARE * longest or longest > 200)
