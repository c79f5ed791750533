"""Read speakers that stand as labels: "NAME: …" at the head of a line, "…" — NAME at its end.

Headlines ("Minister: talks have failed"), transcripts and signed readers' letters name the speaker
without a verb.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.contents import trimmed
from kgraph.components.quotations import line_breaks
from kgraph.components.syntax import is_verbal
from kgraph.lexicon import word_set

__all__ = ["labelled", "signed"]

#: A speaker's label is short.
LONGEST_LABEL = 6
DASHES = frozenset({"―", "—", "–", "--", "-"})


def labelled(context: Context) -> Iterator[Attribution]:
    """Yield an attribution for each line that begins with a speaker and a colon.

    In a transcript, where more than one label is in capitals, a speaker has the whole line; in an
    article only the sentence.
    """
    doc = context.doc
    found = [(start, colon, end) for start, end in lines(doc) for colon in colons(doc, start, end)]
    shouted = [colon for start, colon, _ in found if doc[max(start, colon - 1)].is_upper]
    for start, colon, end in found:
        first, last = trimmed(doc, start, colon)
        whole = colon in shouted and len(shouted) > 1
        content = trimmed(doc, colon + 1, end if whole else min(end, doc[colon].sent.end))
        if first >= last or content[0] >= content[1] or not is_label(doc[first:last], context):
            continue
        answers = doc[last - 1].lower_ in word_set("question_labels")
        yield attribution(doc, colon, None if answers else doc[last - 1], content)


def colons(doc: Doc, start: int, end: int) -> list[int]:
    """Return the first colon near a line's head, if there is one."""
    near = range(start, min(start + LONGEST_LABEL + 2, end))
    found = [index for index in near if doc[index].text == ":" or "(" in doc[index].text][:1]
    return [index for index in found if doc[index].text == ":"]


def is_label(words: Span, context: Context) -> bool:
    """Tell whether words name a speaker: a name, a role or a document, without a verb."""
    tokens = list(words)
    if any(is_verbal(t) and t.pos_ != "PROPN" for t in tokens):
        return False
    if any(
        t.lower_ in word_set("label_captions") or (t.pos_ == "ADP" and t.i not in context.names)
        for t in tokens
    ):
        return False
    if tokens[-1].i in context.names:
        return context.can_speak(tokens[-1], "np")
    known = context.lexicon.person(tokens[-1].lemma_.lower()) or context.lexicon.cue(
        tokens[-1].lemma_.lower(), "noun"
    )
    shouted = tokens[-1].is_upper and len(tokens[-1]) > 2
    return known is not None or shouted


def signed(context: Context) -> Iterator[Attribution]:
    """Yield an attribution for each quotation with a dash and a name behind it.

    The name is known by its form, for signatures are mostly of people in no list: a few capitalised
    words to the end of the line.
    """
    doc = context.doc
    ends = {end for _, end in lines(doc)}
    for quotation in context.quotations:
        dash = quotation.end + 1
        if dash + 1 >= len(doc) or doc[dash].text not in DASHES:
            continue
        end = next((e for e in range(dash + 1, dash + 2 + LONGEST_LABEL) if e in ends), None)
        if end is None:
            continue
        first, last = trimmed(doc, dash + 1, end)
        words = [token for token in doc[first:last] if token.is_alpha]
        if words and all(word.is_title or word.is_upper for word in words):
            yield attribution(doc, dash, doc[last - 1], (quotation.start, quotation.end))


def attribution(
    doc: Doc, mark: int, speaker: Token | None, content: tuple[int, int]
) -> Attribution:
    """Make the attribution of a label: its mark of punctuation is the cue."""
    return Attribution(
        cue=(mark, mark + 1),
        lemma=doc[mark].text,
        head=doc[mark],
        speaker=speaker,
        content=[content],
        frame="quote",
        direct=True,
    )


def lines(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each line of the text."""
    start = 0
    for index in line_breaks(doc):
        if index > start:
            yield start, index
        start = index + 1
    if start < len(doc):
        yield start, len(doc)
