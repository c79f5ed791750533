"""Resolve "the two countries", "both leaders": the only two of their kind that were named before.

In come a Doc with names; out goes a map from the index of a noun's token to the two names that it
takes up.  Of states, the last two that act are taken, unless the same sentence has a third; of
persons and bodies, of which a text names many, the only two that the sentences before name.
"""

from __future__ import annotations

from itertools import groupby

from spacy.tokens import Doc, Token

from kgraph.components.metonymy import PlaceName
from kgraph.components.name import Name
from kgraph.components.references import sentence_numbers
from kgraph.lexicon import word_set
from kgraph.model import EntityType

__all__ = ["couples"]

#: How many sentences back the two may be named.
REACH = 4
STATES: tuple[EntityType, ...] = ("Country",)
#: The types that the members of each set of nouns may have.
KINDS: dict[str, tuple[EntityType, ...]] = {
    "couple_states": STATES,
    "couple_persons": ("Person",),
    "couple_bodies": ("Organization", "ArmedGroup", "Government"),
}


def couples(doc: Doc) -> dict[int, tuple[Name, Name]]:
    """Return the two names that each plural noun with "the two" or "both" takes up."""
    nouns = [(token, kinds) for token in doc if (kinds := kinds_of(token))]
    if not nouns:
        return {}
    sentence_of = sentence_numbers(doc)
    found = {}
    for noun, kinds in nouns:
        two = two_before(noun, kinds, doc, sentence_of)
        if two is not None:
            found[noun.i] = two
    return found


def kinds_of(noun: Token) -> tuple[EntityType, ...]:
    """Return the types of whom a noun can mean; none where it is no such noun."""
    if noun.tag_ != "NNS" or noun.dep_ in {"compound", "nmod"}:
        return ()
    lemma = noun.lemma_.lower()
    meant = next((kinds for name, kinds in KINDS.items() if lemma in word_set(name)), None)
    if meant is None:
        return ()
    before = {child.lower_ for child in noun.lefts if child.pos_ in {"DET", "NUM", "CCONJ", "PRON"}}
    if "both" not in before and not (before & {"the", "these"} and before & {"two", "2"}):
        return ()
    if any(child.dep_ in {"amod", "compound", "nmod"} for child in noun.lefts):
        return ()
    if any(child.dep_ in {"prep", "relcl", "acl", "appos"} for child in noun.rights):
        return ()
    return meant


def two_before(
    noun: Token, kinds: tuple[EntityType, ...], doc: Doc, sentence_of: list[int]
) -> tuple[Name, Name] | None:
    """Return the two actors of some types that are named last before a noun, in text order."""
    here = sentence_of[noun.i]
    near = [
        name
        for name in doc._.names
        if name.start < noun.i and here - sentence_of[name.start] <= REACH
    ]
    gathered: dict[str, Name] = {}
    for _, group in groupby(reversed(near), key=lambda name: sentence_of[name.start]):
        gathered.update((key, name) for name in group if (key := member(name, kinds, doc)))
        if kinds == STATES and len(gathered) >= 2:
            break
    found = list(reversed(gathered.values()))
    return (found[0], found[1]) if len(found) == 2 else None


def member(name: Name, kinds: tuple[EntityType, ...], doc: Doc) -> str | None:
    """Return the id of who acts under a name, if it is of some types and no mere place."""
    reading: PlaceName | None = doc._.readings.get(name.start)
    actor = name.key if reading is None else reading.stands_for or name.key
    before = doc[name.start - 1].lower_ if name.start else ""
    if kinds == STATES and (actor == name.key and before in word_set("inside")):
        return None
    return actor if name.type in kinds or (kinds == STATES and actor != name.key) else None
