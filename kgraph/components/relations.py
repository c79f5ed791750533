"""Make frames of static relations that no verb states: apposition, abbreviation, place, possession.

"Ada Lind, a judge" is a judge; "Syrian Democratic Forces (SDF)" is also known as SDF; "the camp
near Homs" is near Homs; "Assad's forces" belong to Assad.  They are weaker than what a verb says
and have lower confidence; those that name nobody are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame
from kgraph.components.name import Name
from kgraph.components.syntax import conjuncts, dependents, has_conjunct, objects_of_prepositions
from kgraph.lexicon import Lexicon, word_set

__all__ = ["relation_frames"]

PLACES = frozenset({"Place", "Country"})
OWNERS = frozenset(
    {"Person", "Organization", "Government", "ArmedGroup", "Country", "Group", "Place"}
)


def relation_frames(doc: Doc, lexicon: Lexicon) -> Iterator[Frame]:
    """Yield the frames of static relations in text order of their nouns."""
    names = {index: name for name in doc._.names for index in range(name.start, name.end)}
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "amod", "nmod"}:
            continue
        yield from appositions(token, names)
        yield from places(token, names)
        yield from possessions(token, names, lexicon)


def appositions(noun: Token, names: dict[int, Name]) -> Iterator[Frame]:
    """Yield "X, a Y" as X is Y, and "X (Y)" as X is also known as Y."""
    for child in dependents(noun, "appos"):
        if (
            has_conjunct(child)
            or child.pos_ not in {"NOUN", "PROPN"}
            or child.ent_type_ in {"DATE", "TIME", "CARDINAL"}
        ):
            continue
        named, plain = (noun, child) if noun.i in names else (child, noun)
        if named.i not in names or names.get(plain.i) == names[named.i]:
            continue
        bracketed = child.i > 0 and noun.doc[child.left_edge.i - 1].text == "("
        both = plain.i in names
        frame = Frame(
            head=plain, rule="relation:alias" if bracketed and both else "relation:apposition"
        )
        frame.relation = "alsoKnownAs" if bracketed and both else "is"
        frame.lemma = "also known as" if bracketed and both else "be"
        frame.label = "is also known as" if bracketed and both else "is"
        frame.unspoken = True
        frame.subjects, frame.objects = [named], [plain]
        yield frame


def places(noun: Token, names: dict[int, Name]) -> Iterator[Frame]:
    """Yield "the camp near Homs" as a place relation; event nouns have frames of their own."""
    for preposition, target in objects_of_prepositions(noun):
        word = preposition.lower_
        name = names.get(target.i)
        if word not in word_set("placing") or name is None or name.type not in PLACES:
            continue
        if (
            word in {"of", "from"}
            and noun.i not in names
            and noun.lemma_.lower() not in word_set("settlements")
        ):
            continue
        frame = Frame(head=noun, rule="relation:place", relation="locatedIn")
        frame.lemma, frame.label = f"be {word}", f"is {word}"
        frame.unspoken = True
        frame.subjects, frame.objects = [noun], conjuncts(target)
        frame.object_preposition = preposition
        frame.bounds[noun.i] = (
            noun.left_edge.i if noun.left_edge.dep_ != "punct" else noun.i,
            noun.i + 1,
        )
        yield frame


def possessions(noun: Token, names: dict[int, Name], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield "X's forces" as belonging, where X is named and the noun is an actor or a name."""
    lemma = noun.lemma_.lower()
    actor = noun.i in names or lexicon.person(lemma) is not None or lexicon.group(lemma) is not None
    if not actor:
        return
    for owner in dependents(noun, "poss"):
        name = names.get(owner.i)
        if name is None or name.type not in OWNERS or name == names.get(noun.i):
            continue
        frame = Frame(head=noun, rule="relation:possession", relation="has")
        frame.lemma, frame.label = "have", "has"
        frame.unspoken = True
        frame.subjects, frame.objects = conjuncts(owner), [noun]
        frame.bounds[owner.i] = (name.start, name.end)
        yield frame
