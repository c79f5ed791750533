"""Say who "I" and "we" are in a quotation: its speaker, or the body that the speaker acts for.

"I" is who speaks.  "We" is the side of whoever holds one office, by the text or, on the day of the
article, by the tables: a minister's is the state, a spokesman's the body.  A person without an
office is the side of nobody else, and "we all" is everybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from kgraph.components.name import Name
from kgraph.gazetteer import load_gazetteer
from kgraph.lexicon import word_set

__all__ = ["quoted_sides", "quoted_speakers"]

#: Who can be meant by the "we" of somebody who holds an office there.
SIDES = frozenset({"Country", "Organization", "Government", "ArmedGroup"})


def quoted_speakers(
    doc: Doc, names: Sequence[Name], references: Mapping[int, Name]
) -> Iterator[tuple[int, Name]]:
    """Yield "I" and "we" inside quotations with their speakers; needs the Doc's attributions."""
    at = {index: name for name in names for index in range(name.start, name.end)}
    for token, speaker in quoted_pronouns(doc):
        name = at.get(speaker.i) or references.get(speaker.i)
        if name is not None:
            yield token.i, name


def quoted_sides(
    doc: Doc,
    speakers: Mapping[int, Name],
    offices: Mapping[str, Sequence[Name]],
    published: str | None,
) -> dict[int, Name | None]:
    """Return for each "we" of ``speakers`` its side, None where it is everybody's.

    ``offices`` are the bodies and states in which the text gives persons, by key, an office.
    """
    plural = [
        token
        for token, _ in quoted_pronouns(doc)
        if token.i in speakers and token.lower_ in word_set("first_person_plural")
    ]
    shared = {token.sent.start for token in plural if is_everybody(token)}
    found: dict[int, Name | None] = {}
    for token in plural:
        speaker = speakers[token.i]
        side = side_of(speaker, offices.get(speaker.key, ()), published)
        found[token.i] = None if token.sent.start in shared else side or speaker
    return found


def side_of(person: Name, told: Sequence[Name], published: str | None) -> Name | None:
    """Return the one body or state for which a person speaks by office, None if unsure.

    What the text tells of an office wins over what the tables say of that day.
    """
    bodies = {name.key: name for name in told if name.type in SIDES}
    if bodies or person.type != "Person" or person.entry is None or published is None:
        return next(iter(bodies.values())) if len(bodies) == 1 else None
    known = load_gazetteer()
    held = {office.of for office in known.offices_held(person.entry.id, published)}
    body = known.get(next(iter(held))) if len(held) == 1 else None
    if body is None:
        return None
    return Name(person.start, person.end, body.type, "side", body, body.id, body.label)


def quoted_pronouns(doc: Doc) -> Iterator[tuple[Token, Token]]:
    """Yield each "I" and "we" inside a quotation with the word that stands for its speaker."""
    for attribution in doc._.attributions:
        if not attribution.direct or attribution.speaker is None:
            continue
        for start, end in attribution.content:
            for token in doc[start:end]:
                if token.lower_ in word_set("first_person") and token.tag_ in {"PRP", "PRP$"}:
                    yield token, attribution.speaker


def is_everybody(token: Token) -> bool:
    """Tell whether "we" is more than a side: "we all", "we must all", "the two of us"."""
    if token.lower_ == "us" and token.i and token.nbor(-1).lower_ == "of":
        return True
    beside = {child.lower_ for child in (*token.children, *token.head.children)}
    return token.dep_ == "nsubj" and bool(beside & word_set("everybody"))
