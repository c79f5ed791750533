"""Make frames of static relations that no verb states: apposition, abbreviation, place, possession.

"Ada Lind, a judge" is a judge; "the camp near Homs" is near Homs; "Assad's forces" belong to
Assad.  They are weaker than what a verb says and have lower confidence; those that name nobody are
left out.  What stands side by side by name is read by :mod:`kgraph.components.namepairs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame
from kgraph.components.name import Name
from kgraph.components.namepairs import name_pair_frames
from kgraph.components.participants import listed_beside
from kgraph.components.syntax import (
    conjuncts,
    dependents,
    first,
    has_conjunct,
    left_bound,
    noun_bounds,
    objects_of_prepositions,
)
from kgraph.lexicon import Lexicon, word_set

__all__ = ["relation_frames"]

PLACES = frozenset({"Place", "Country"})
OWNERS = frozenset(
    {"Person", "Organization", "Government", "ArmedGroup", "Country", "Group", "Place"}
)


def relation_frames(doc: Doc, lexicon: Lexicon) -> Iterator[Frame]:
    """Yield the frames of static relations, those of names side by side first."""
    names = {index: name for name in doc._.names for index in range(name.start, name.end)}
    beside = list(name_pair_frames(doc, doc._.names))
    yield from beside
    paired = {(frame.subjects[0].i, frame.objects[0].i) for frame in beside}
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "amod", "nmod"}:
            continue
        found = (
            *appositions(token, names),
            *places(token, names, lexicon),
            *possessions(token, names, lexicon),
            *amounts(token),
        )
        yield from (f for f in found if (f.subjects[0].i, f.objects[0].i) not in paired)


def appositions(noun: Token, names: dict[int, Name]) -> Iterator[Frame]:
    """Yield "X, a Y" as X is Y; a place beside a place is no second name of it.

    Each member of a list behind a plural ("the Nordic states, Norway and Sweden") is one of them.
    """
    listed = [
        member
        for member in listed_beside(noun)
        if member.i in names and may_be_one_of(names[member.i], names.get(noun.i))
    ]
    if listed:
        yield membership(noun, listed)
        return
    called = named_members(noun, names)
    if called is not None:
        yield called
    for child in dependents(noun, "appos"):
        if describes_nothing(noun, child) or is_another(noun, child, names):
            continue
        named, plain = (noun, child) if noun.i in names else (child, noun)
        if named.i not in names or same_or_places(names[named.i], names.get(plain.i)):
            continue
        frame = Frame(head=plain, rule="relation:apposition", relation="is")
        frame.lemma, frame.label = "be", "is"
        frame.unspoken = True
        frame.subjects, frame.objects = [named], [plain]
        if noun is plain:
            beside = named.left_edge.i == noun.i + 1
            frame.bounds[noun.i] = (left_bound(noun), noun.i + 1) if beside else noun_bounds(noun)
        yield frame


def describes_nothing(noun: Token, child: Token) -> bool:
    """Tell whether what the parse calls an apposition is a list, a date or mere letters."""
    letters = child.text == "." or (child.is_lower and "." in child.text)  # "a.i.", "p.p."
    return (
        letters
        or has_conjunct(child)
        or child.pos_ not in {"NOUN", "PROPN"}
        or child.ent_type_ in {"DATE", "TIME", "CARDINAL"}
        or is_hull_number(child)
        or is_said_by(noun, child)
        or is_language(child)
    )


def is_another(noun: Token, child: Token, names: dict[int, Name]) -> bool:
    """Tell whether the two are person and body, or place and place within it."""
    return is_office_of(noun, child, names) or is_part_of_place(noun, child, names)


def amounts(noun: Token) -> Iterator[Frame]:
    """Yield "forty dinars (£40; $50)" as sums that are each other in other money."""
    if not any(child.dep_ == "nummod" for child in noun.lefts):
        return
    others = [child for child in dependents(noun, "appos") if child.ent_type_ == "MONEY"]
    if not others or noun.doc[others[0].left_edge.i - 1].text != "(":
        return
    for index, one in enumerate([noun, *others[:-1]]):
        frame = Frame(head=one, rule="relation:apposition", relation="is")
        frame.lemma, frame.label = "be", "is"
        frame.unspoken = True
        frame.subjects, frame.objects = [one], others[index:]
        frame.bounds[one.i] = (left_bound(one), one.i + 1)
        yield frame


def is_said_by(noun: Token, child: Token) -> bool:
    """Tell whether a colon parts a speaker from his words ("MS LIND: Thanks, everybody")."""
    opening = noun.doc[child.left_edge.i - 1]
    return opening.text == ":" and noun.i < child.i and noun.i == opening.i - 1


def is_hull_number(child: Token) -> bool:
    """Tell whether brackets hold letters and a number behind a name: "HMS Ocean (L 12)"."""
    doc, index = child.doc, child.i
    opened = index > 0 and doc[index - 1].text == "("
    return opened and index + 1 < len(doc) and doc[index + 1].like_num


def is_language(child: Token) -> bool:
    """Tell whether a word in brackets says of which language what follows is ("(Arabic: …")."""
    doc, index = child.doc, child.i
    opened = index > 0 and doc[index - 1].text == "("
    return opened and index + 1 < len(doc) and doc[index + 1].text == ":"


def is_office_of(noun: Token, child: Token, names: dict[int, Name]) -> bool:
    """Tell whether a body stands behind an office behind a name: "X, commander, Land Command"."""
    return (
        noun.dep_ == "appos"
        and noun.i not in names
        and noun.head.i in names
        and names[noun.head.i].type == "Person"
        and child.i in names
        and names[child.i].type != "Person"
    )


def is_part_of_place(noun: Token, child: Token, names: dict[int, Name]) -> bool:
    """Tell whether a place behind a comma is where the noun lies: "Mosul district, Nineveh"."""
    bare = noun.i not in names and first(noun, "det") is None and noun.tag_ in {"NN", "NNP"}
    return bare and child.i in names and names[child.i].type in PLACES


def named_members(noun: Token, names: dict[int, Name]) -> Frame | None:
    """Return the frame of names behind a plural noun that says what they are, without a comma.

    "The NATO members France and Spain": the list ends where another such noun stands in it.
    """
    plural = next((c for c in noun.lefts if c.dep_ == "compound" and c.tag_ == "NNS"), None)
    if plural is None or plural.i in names or noun.i not in names:
        return None
    members = [noun]
    for member in conjuncts(noun)[1:]:
        if member.i not in names or any(c.tag_ == "NNS" for c in member.lefts):
            break
        members.append(member)
    if len(members) == 1:
        return None
    frame = membership(plural, members)
    frame.bounds[noun.i] = (plural.i + 1, noun_bounds(noun)[1])
    return frame


def membership(noun: Token, members: list[Token]) -> Frame:
    """Make the frame of several names that are some of what a plural noun means."""
    frame = Frame(head=noun, rule="relation:apposition", relation="is")
    frame.lemma, frame.label = "be one of", "is one of"
    frame.unspoken = True
    frame.subjects, frame.objects = members, [noun]
    frame.bounds[noun.i] = (left_bound(noun), noun.i + 1)
    return frame


def same_or_places(one: Name, other: Name | None) -> bool:
    """Tell whether names side by side are one entity, both places, or a person and a body."""
    return other is not None and (
        one.key == other.key
        or {one.type, other.type} <= PLACES
        or {one.type, other.type} == {"Place", "Government"}
        or other.end == one.end
        or (one.type == "Person") != (other.type == "Person")
    )


def may_be_one_of(one: Name, whole: Name | None) -> bool:
    """Tell whether a name can be one of what another means: no person is one of the mountains."""
    return whole is None or one.type != "Person" or whole.type not in PLACES


def places(noun: Token, names: dict[int, Name], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield "the camp near Homs" as a place relation of the names and actors that it places."""
    if not is_located(noun, names, lexicon):
        return
    for preposition, target in objects_of_prepositions(noun):
        word = preposition.lower_
        name = names.get(target.i)
        if word not in word_set("placing") or name is None or name.type not in PLACES:
            continue
        moved = word == "from" and noun.dep_ == "dobj"  # "clear the rebels from Homs"
        if moved or name == names.get(noun.i):  # "Gulf of Oman" is one name
            continue
        part = noun.lemma_.lower() in word_set("settlements")
        if word in {"of", "from"} and noun.i not in names and (not part or name.type == "Place"):
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


def is_located(noun: Token, names: dict[int, Name], lexicon: Lexicon) -> bool:
    """Tell whether a noun is a name, an actor, a place, or what a sentence says there is."""
    lemma = noun.lemma_.lower()
    return (
        noun.i in names
        or lexicon.person(lemma) is not None
        or lexicon.group(lemma) is not None
        or lemma in word_set("settlements")
        or lemma in word_set("place_nouns")
        or first(noun.head, "expl") is not None
    )


def possessions(noun: Token, names: dict[int, Name], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield "X's forces" as belonging, where X is named and the noun is an actor or a name."""
    lemma = noun.lemma_.lower()
    actor = noun.i in names or lexicon.person(lemma) is not None or lexicon.group(lemma) is not None
    beside = noun.dep_ == "appos" and noun.head.i in names  # an office, which is read as one
    held = noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ == "as")
    if not actor or beside or (held and noun.i not in names):
        return
    person = noun.i in names and names[noun.i].type == "Person"
    for owner in dependents(noun, "poss"):
        name = names.get(owner.i)
        if name is None or name.type not in OWNERS or name == names.get(noun.i):
            continue
        frame = Frame(head=noun, rule="relation:possession", relation="has")
        frame.lemma, frame.label = "have", "has"
        frame.unspoken = True
        frame.subjects, frame.objects = conjuncts(owner), [noun]
        if person:  # a state has no Ada Lind: she is one of its people
            frame.relation, frame.lemma, frame.label = "memberOf", "belong to", "is of"
            frame.subjects, frame.objects = [noun], conjuncts(owner)
            frame.bounds[noun.i] = names[noun.i].start, names[noun.i].end
        frame.bounds[owner.i] = (name.start, name.end)
        yield frame
