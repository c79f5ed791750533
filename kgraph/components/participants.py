"""Spread collective phrases over the actors that they name.

"Representatives from Iran, China and Pakistan will attend": each state attends by its
representatives.  "Her Peruvian and Chilean counterparts": a counterpart from each.  A single
"officials from Iran" stays what it is.  "The Nordic states, Norway, Sweden and Finland, left": each
of them left; "Countries including Spain and Malta left": they and others.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame
from kgraph.components.name import Name
from kgraph.components.syntax import (
    conjuncts,
    dependents,
    first,
    objects_of_prepositions,
)
from kgraph.lexicon import word_set

__all__ = ["is_one_of", "listed_beside", "name_given", "spread"]

ACTORS = frozenset({"Person", "Organization", "Government", "ArmedGroup", "Country"})


def spread(frames: Iterable[Frame], doc: Doc) -> None:
    """Replace collective subjects and objects of frames by their members, in place."""
    names = {index: name for name in doc._.names for index in range(name.start, name.end)}
    for frame in frames:
        if frame.rule.startswith("relation"):
            continue
        frame.subjects = [m for head in frame.subjects for m in members(head, frame, names)]
        frame.objects = [m for head in frame.objects for m in members(head, frame, names)]
        frame.subjects = whole_names(frame.subjects, frame, names)
        frame.objects = whole_names(frame.objects, frame, names)
        taken = {head.i for head in (*frame.subjects, *frame.objects)}
        frame.phrases = [phrase for phrase in frame.phrases if phrase.head.i not in taken]


def whole_names(heads: list[Token], frame: Frame, names: dict[int, Name]) -> list[Token]:
    """Drop heads inside a name that an earlier head stands for ("Bosnia and Herzegovina")."""
    kept: list[Token] = []
    seen: set[int] = set()
    for head in heads:
        name = names.get(head.i)
        if name is not None and name.start in seen:
            continue
        if name is not None:
            seen.add(name.start)
            if any(token.dep_ == "cc" for token in head.doc[name.start : name.end]):
                frame.bounds[head.i] = (name.start, name.end)
        kept.append(head)
    return kept


def members(head: Token, frame: Frame, names: dict[int, Name]) -> list[Token]:
    """Return the actors that a collective noun names; itself if it names fewer than two."""
    if head.lemma_.lower() in word_set("counterparts"):
        return counterparts(head, frame, names)
    listed = [member for member in listed_beside(head) if member.i in names]
    if len(listed) > 1:
        return listed
    if head.tag_ not in {"NNS", "NNPS"} or head.i in names:
        return [head]
    named = examples(head, names)
    return [head, *named] if named else represented(head, names)


def counterparts(head: Token, frame: Frame, names: dict[int, Name]) -> list[Token]:
    """Return the states of "her Peruvian and Chilean counterparts", each for its own."""
    found = [
        member
        for modifier in dependents(head, "amod", "nmod", "compound")
        for member in conjuncts(modifier)
        if member.i in names
    ]
    for member in found:
        frame.bounds[member.i] = (names[member.i].start, names[member.i].end)
    return found or [head]


def represented(head: Token, names: dict[int, Name]) -> list[Token]:
    """Return whom several "representatives of A, B and C" stand for; else the noun itself."""
    if head.lemma_.lower() not in word_set("representatives"):
        return [head]
    for preposition, target in objects_of_prepositions(head):
        if preposition.lower_ in word_set("participants_links") and target.dep_ == "pobj":
            listed = [member for member in conjuncts(target) if member.i in names]
            if len(listed) > 1:
                return listed
    return [head]


def examples(head: Token, names: dict[int, Name]) -> list[Token]:
    """Return the actors named after "including" or "such as" as some of those a noun means."""
    return [
        member
        for preposition, target in objects_of_prepositions(head)
        if preposition.lower_ in word_set("examples") or preposition.nbor(-1).lower_ == "such"
        for member in conjuncts(target)
        if member.i in names and names[member.i].type in ACTORS
    ]


def is_example(member: Token) -> bool:
    """Tell whether a name beside a noun is set apart as an example ("our allies, notably X")."""
    return any(child.lower_ in word_set("examples") for child in member.lefts)


def is_one_of(member: Token, name: Name) -> bool:
    """Tell whether a name beside a noun is only one of those that the noun means.

    "the leaders, Ada Lind and Ole Roe" is neither of the two, and several are never one person.
    """
    several = member.head.tag_ in {"NNS", "NNPS"}
    alone = first(member, "conj") is None and not is_example(member)
    return several and (not alone or name.type == "Person")


def listed_beside(noun: Token) -> list[Token]:
    """Return the members of a list in apposition to a plural noun, none if there is no list.

    A mark parts the list from a longer phrase ("five members of the council - A and B"); without
    one it stands right behind its noun ("the ships A and B", not "shares of the firms A and B").
    """
    if noun.tag_ not in {"NNS", "NNPS"}:
        return []
    for child in dependents(noun, "appos"):
        before = noun.doc[child.left_edge.i - 1]
        if before.i != noun.i and not before.is_punct:
            continue
        if first(child, "conj") is not None or is_example(child):
            return conjuncts(child)
    return []


def name_given(clause: Token) -> Token | None:
    """Return what a noun is called by a participle behind it ("a group called X", "known as X")."""
    if clause.dep_ != "acl":
        return None
    if clause.lower_ in word_set("naming"):
        return first(clause, "oprd", "dobj", "attr")
    preposition = first(clause, "prep") if clause.lower_ == "known" else None
    as_name = preposition is not None and preposition.lower_ == "as"
    return first(preposition, "pobj") if preposition is not None and as_name else None
