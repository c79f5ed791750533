"""Mark where sentences must begin, after a paragraph, and where they cannot, after a word.

The parser keeps what is set before it runs: a sentence start after a line that ends a paragraph or
a headline, and no start after a word ("told the Harbour | Herald website" is one sentence).  A line
break inside a sentence (text wrapped at a fixed width) is none: there the next line goes on in
lower case, or the line is as long as its neighbours and ends without a full stop.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

__all__ = ["mark_boundaries"]

ENDS = frozenset(".!?:;\"”’'…)")
#: A line shorter than this share of the longest line did not break because it was full.
WRAP_SHARE = 0.8


def mark_boundaries(doc: Doc) -> Doc:
    """Set ``is_sent_start`` on the first token after each paragraph break."""
    for token in doc[1:] if len(doc) else ():
        before = doc[token.i - 1]
        if not before.is_punct and not before.is_space:
            token.is_sent_start = False
    text = doc.text  # made anew from the tokens each time it is asked for
    longest = max((len(line) for line in text.split("\n")), default=0)
    line_start = 0
    for token in doc[:-1] if len(doc) else ():
        if not (token.is_space and "\n" in token.text):
            continue
        line = text[line_start : token.idx].strip()
        line_start = token.idx + len(token)
        following = doc[token.i + 1]
        if breaks(line, token, following, longest):
            following.is_sent_start = True
    return doc


def breaks(line: str, mark: Token, following: Token, longest: int) -> bool:
    """Tell whether the line before a line break is a paragraph of its own."""
    if mark.text.count("\n") > 1 or not line or line[-1] in ENDS:
        return True
    starts_anew = not following.text[:1].islower()
    return starts_anew and (len(line) < WRAP_SHARE * longest or longest > 200)
