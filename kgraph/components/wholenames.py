"""Make names whole that the model cut short: numbered units, bodies with a Romance first word.

In come the names of a Doc, out come the same names with their bounds set right: "3rd Armoured
Brigade" is not "Armoured Brigade", and "Movimento 5 Stelle" is one name and not two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgraph.components.name import Name
from kgraph.gazetteer import Gazetteer
from kgraph.lexicon import Lexicon, word_set

__all__ = ["is_ordinal", "whole_names"]

ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)$")


def whole_names(
    doc: Doc, names: Sequence[Name], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Name]:
    """Return the names in text order with their whole extent, and those of shared nouns."""
    whole = []
    end = 0
    for name in names:
        grown = grow(doc, name, lexicon)
        if grown.start >= end and not is_generic(doc, name, gazetteer, lexicon):
            whole.append(grown)
            end = grown.end
    shared = [*shared_bodies(doc, gazetteer), *romance_bodies(doc)]
    taken = {index for name in shared for index in range(name.start, name.end)}
    kept = [name for name in whole if taken.isdisjoint(range(name.start, name.end))]
    return sorted([*kept, *shared], key=lambda name: name.start)


def is_generic(doc: Doc, name: Name, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """Tell whether a name is a noun for some body, with a capital as some papers write it.

    "The Court" is another body in every article, and takes up one that the article names.
    """
    token = doc[name.start]
    return (
        name.rule == "ner"
        and name.entry is None
        and name.end - name.start == 1
        and not token.is_upper
        and name.start > 0
        and doc[name.start - 1].lower_ == "the"
        and lexicon.group(token.lower_) is not None
        and not gazetteer.lookup(token.text)
    )


def grow(doc: Doc, name: Name, lexicon: Lexicon) -> Name:
    """Return a name with the number of a unit that stands before it."""
    if name.entry is not None:
        return name
    last = doc[name.end - 1].lower_
    if name.start and is_ordinal(doc[name.start - 1]) and lexicon.actor_type(last) == "ArmedGroup":
        return replace(name, start=name.start - 1)
    return name


def romance_bodies(doc: Doc) -> Iterator[Name]:
    """Yield the names that begin with a Romance noun for a body ("Instituto …")."""
    for token in doc:
        if token.text[0].isupper() and token.lower_ in word_set("romance_bodies"):
            end = body_end(doc, token.i + 1)
            if end > token.i + 1:
                yield Name(token.i, end, "Organization", "kind")


def is_ordinal(token: Token) -> bool:
    """Tell whether a word numbers a unit ("47th")."""
    return ORDINAL.match(token.text) is not None


def body_end(doc: Doc, end: int) -> int:
    """Return where a name ends that goes on over capitals, numbers and particles before them."""
    last = end
    while end < len(doc):
        token = doc[end]
        if token.text[:1].isupper() and token.is_alpha:
            last = end + 1
        elif not (token.text.isdigit() or token.lower_ in word_set("name_particles")):
            break
        end += 1
    return last


def shared_bodies(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the bodies that share one noun: "the State and Homeland Security Departments"."""
    for token in doc:
        if token.lower_ not in word_set("shared_body_nouns") or not token.text[0].isupper():
            continue
        start = token.i
        while start and is_part(doc[start - 1]):
            start -= 1
        start += doc[start].pos_ == "DET"
        parts = list(split_at_conjunctions(doc, start, token.i))
        if len(parts) < 2:
            continue
        for first, end in parts:
            label = f"{doc[first:end].text} {singular(token.text)}"
            entry = next(iter(gazetteer.lookup(label)), None)
            stop = end + 1 if end == token.i else end
            yield Name(first, stop, "Government", "noun", entry, label=label)


def is_part(token: Token) -> bool:
    """Tell whether a word belongs to the names before a noun that they share."""
    return token.text == "," or token.lower_ == "and" or token.text[:1].isupper()


def split_at_conjunctions(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the names between commas and "and"."""
    for index in range(start, end):
        if not doc[index].text[:1].isupper():
            if start < index:
                yield start, index
            start = index + 1
    if start < end:
        yield start, end


def singular(noun: str) -> str:
    """Return the singular of "Departments" or "Ministries": the model gives proper nouns none."""
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
