"""Make frames of two names side by side that the words between them relate.

"HMS Dart (F 21)" and "the Hill Mosque, also called Al-Tall": one thing under two names.  "Mosul in
northern Iraq", "Homs, Syria": a place within a place.  Read off the words, not the parse, which
goes astray in brackets and between commas.  Hearst patterns (1992) are the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from kgraph.components.clauses import Frame
from kgraph.components.name import Name
from kgraph.lexicon import word_set

__all__ = ["add_name", "name_pair_frames"]

PLACES = frozenset({"Place", "Country"})
LONGEST_BRACKET = 12
#: One that gives a name in another script takes more words.
LONGEST_TRANSLATION = 40
CLOSERS = frozenset({",", ".", ";", ")"})


def name_pair_frames(doc: Doc, names: Sequence[Name]) -> Iterator[Frame]:
    """Yield the frames of aliases and of places within places, in text order."""
    at = {name.start: name for name in names if not name.demonym}
    for name in at.values():
        yield from aliases(doc, name, at)
        if name.type == "Place":
            yield from containments(doc, name, at)


# ---------------------------------------------------------------------- one thing, two names


def aliases(doc: Doc, name: Name, at: dict[int, Name]) -> Iterator[Frame]:
    """Yield "X is also known as Y" for what follows a name in brackets or after "also called"."""
    index = name.end
    if index < len(doc) and doc[index].tag_ == "POS":
        index += 1
    if index >= len(doc):
        return
    read = bracketed_name if doc[index].text == "(" else called
    bounds = read(doc, index, at)
    if bounds is None:
        return
    frame = side_by_side(doc, name, bounds, "relation:alias")
    frame.relation, frame.lemma, frame.label = "alsoKnownAs", "also known as", "is also known as"
    yield frame


def bracketed_name(doc: Doc, opening: int, at: dict[int, Name]) -> tuple[int, int] | None:
    """Return the bounds of another name in brackets: "(IAEA)", "(L 12)", '(Arabic: …, "Y")'."""
    translated = opening + 2 < len(doc) and doc[opening + 2].text == ":"
    longest = LONGEST_TRANSLATION if translated else LONGEST_BRACKET
    within_reach = doc[opening + 1 : opening + longest]
    closing = next((token.i for token in within_reach if token.text == ")"), None)
    if closing is None:
        return None
    inner = doc[opening + 1 : closing]
    whole = at.get(opening + 1)
    if whole is not None and whole.end == closing:
        return None if whole.type in PLACES else (opening + 1, closing)
    if is_designation(inner):
        return opening + 1, closing
    for mark in inner:
        if mark.is_quote and mark.i + 1 < closing and doc[mark.i + 1].is_title:
            end = next((t.i for t in doc[mark.i + 1 : closing + 1] if t.is_quote), closing)
            return (mark.i + 1, end) if end > mark.i + 1 else None
    return None


def is_designation(words: Span) -> bool:
    """Tell whether a bracket holds capitals alone, with a number or without: "(DDG 70)"."""
    texts = [word.text for word in words]
    return (
        0 < len(texts) <= 3
        and texts[0].isupper()
        and texts[0].isalpha()
        and all(text.isupper() or text.isdigit() or text == "-" for text in texts)
    )


def called(doc: Doc, index: int, at: dict[int, Name]) -> tuple[int, int] | None:
    """Return the bounds of the name after ", also called", ", better known as", ", officially"."""
    if doc[index].text == ",":
        index += 1
    words: list[str] = []
    while index < len(doc) and doc[index].lower_ in word_set("renaming") and len(words) < 4:
        words.append(doc[index].lower_)
        index += 1
    if not set(words) & word_set("renaming_marks"):
        return None
    while index < len(doc) and (doc[index].is_quote or doc[index].lower_ == "the"):
        index += 1
    other = at.get(index)
    return (other.start, other.end) if other is not None else None


# ---------------------------------------------------------------------- place within place


def containments(doc: Doc, name: Name, at: dict[int, Name]) -> Iterator[Frame]:
    """Yield "X is in Y" for "X in northern Y", "X near Y" and "X, Y" where Y is X's country."""
    index = name.end
    if index + 1 >= len(doc):
        return
    word = doc[index].lower_
    start = index + 1
    if word == ",":
        outer = at.get(start)
        if outer is None or not within(name, outer, doc):
            return
        word = "in"
    elif word in word_set("containing"):
        while start < len(doc) and doc[start].lower_ in word_set("compass"):
            start += 1
        outer = at.get(start)
    else:
        return
    if outer is None or outer.type not in PLACES or outer.key == name.key:
        return
    frame = side_by_side(doc, name, (index + 1, outer.end), "relation:place")
    frame.relation, frame.lemma, frame.label = "locatedIn", f"be {word}", f"is {word}"
    yield frame


def within(name: Name, outer: Name, doc: Doc) -> bool:
    """Tell whether the name after a comma is the country that the place before it lies in."""
    closed = outer.end >= len(doc) or doc[outer.end].text in CLOSERS
    if not closed or outer.type not in PLACES:
        return False
    if name.entry is None or outer.entry is None or outer.type != "Country":
        return doc[outer.end - 1].dep_ == "appos"
    return name.entry.country == outer.entry.country


# ---------------------------------------------------------------------- frames


def side_by_side(doc: Doc, name: Name, bounds: tuple[int, int], rule: str) -> Frame:
    """Make the frame of a name and what stands behind it."""
    frame = Frame(head=doc[bounds[1] - 1], rule=rule, unspoken=True)
    add_name(frame.subjects, frame, (name.start, name.end), doc)
    add_name(frame.objects, frame, bounds, doc)
    return frame


def add_name(heads: list[Token], frame: Frame, bounds: tuple[int, int], doc: Doc) -> None:
    """Add a name's last token as an argument whose bounds are exactly the name."""
    head = doc[bounds[1] - 1]
    heads.append(head)
    frame.bounds[head.i] = bounds
