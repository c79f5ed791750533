"""Make frames of event nouns: "Russia's expulsion of six diplomats", "talks between A and B".

``ontology/lexicon/eventnouns.tsv`` says which verb a noun stands for and which preposition brings
which role (after NomBank, Meyers et al. 2004).  The agent of a noun under a light verb is the
verb's subject ("launched an attack on").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.clauses import Clauses, Frame, Phrase
from kgraph.components.nounroles import (
    compound_patients,
    event_noun,
    is_actor,
    is_setting,
    modifiers,
    possessors,
    role_of,
)
from kgraph.components.syntax import (
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import EventNoun, Lexicon, word_set

__all__ = ["noun_frames"]


def noun_frames(clauses: Clauses, lexicon: Lexicon) -> Iterator[Frame]:
    """Yield a frame for each event noun that has at least one participant in reach."""
    named = {i for n in clauses.doc._.names if not n.demonym for i in range(n.start, n.end)}
    for token in clauses.doc:
        entry = event_noun(token, lexicon) if token.i not in named else None
        if entry is not None:
            frame = read_noun(token, entry, clauses, lexicon)
            if frame is not None:
                yield frame


def read_noun(noun: Token, entry: EventNoun, clauses: Clauses, lexicon: Lexicon) -> Frame | None:
    """Fill agents, patients and other roles of one event noun; None if it has no participant."""
    frame = Frame(head=noun, rule="noun:phrase")
    patients = own_participants(frame, entry, clauses, lexicon)
    add_shared(frame, patients, entry, noun, clauses)
    patients.extend(compound_patients(noun, entry) if not patients else ())
    if granted(noun) and patients:
        frame.subjects, patients = patients, clauses.subjects(noun.head)
    if not frame.subjects:
        light = light_subject(noun, entry, clauses)
        if light is not None:
            frame.subjects, frame.rule = light, "noun:light-verb"
    if not frame.subjects and is_linking(noun):
        return None
    return settle(frame, patients, entry, noun)


def own_participants(
    frame: Frame, entry: EventNoun, clauses: Clauses, lexicon: Lexicon
) -> list[Token]:
    """Fill the agents that stand in an event noun's own phrase; return the patients there."""
    noun, places = frame.head, clauses.literal_places
    patients: list[Token] = []
    for preposition, target in objects_of_prepositions(noun):
        add_role(frame, patients, role_of(preposition, target, entry, places), preposition, target)
    owners = possessors(noun, entry, places)
    if frame.subjects:
        patients.extend(owners if not patients else ())
        return patients
    (patients if entry.possessor == "patient" and not patients else frame.subjects).extend(owners)
    if not frame.subjects:
        before = (m for m in modifiers(noun) if not is_setting(m, entry, places))
        frame.subjects.extend([m for m in before if is_actor(m, entry, lexicon)][-1:])
    return patients


def is_linking(noun: Token) -> bool:
    """Tell whether a noun only makes a preposition ("in support of", "in response to")."""
    bare = not dependents(noun, "det", "poss", "amod", "compound")
    return noun.dep_ == "pobj" and noun.head.lower_ == "in" and bare


def add_shared(
    frame: Frame, patients: list[Token], entry: EventNoun, noun: Token, clauses: Clauses
) -> None:
    """Add to an event noun what stands beside it: "came under attack", "gave its approval to X"."""
    if not patients:
        patients.extend(undergone(noun, clauses))
    governor = noun.head
    name = governor.lemma_.lower()
    if noun.dep_ != "dobj" or name not in entry.light_verbs or name in word_set("undergo"):
        return
    if not patients:
        given = [d for d in dependents(governor, "dative") if d.pos_ != "ADP"]
        patients.extend(given[:1] if name in word_set("giving") else ())
        for preposition, target in objects_of_prepositions(governor):
            if entry.roles.get(preposition.lower_) in {"patient", "recipient"}:
                role = role_of(preposition, target, entry, clauses.literal_places)
                add_role(frame, patients, role, preposition, target)
    pronoun = all(subject.tag_ == "PRP$" for subject in frame.subjects)
    if frame.subjects and pronoun and name not in word_set("enjoy"):
        frame.subjects = clauses.subjects(governor) or frame.subjects


def undergone(noun: Token, clauses: Clauses) -> list[Token]:
    """Return what is "under attack" or "under review": the subject, or the noun modified."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "under" or first(noun, "det") is not None:
        return []
    governor = noun.head.head
    if is_verbal(governor):
        brought = governor.lemma_.lower() in word_set("under_verbs")
        return clauses.subjects(governor) if brought else []
    return [governor] if governor.pos_ in {"NOUN", "PROPN"} else []


def granted(noun: Token) -> bool:
    """Tell whether the noun's event is done for the clause's subject ("has the backing of X")."""
    return (
        noun.dep_ == "dobj"
        and noun.head.lemma_.lower() in word_set("enjoy")
        and noun.lemma_.lower() in word_set("favours")
    )


def settle(frame: Frame, patients: list[Token], entry: EventNoun, noun: Token) -> Frame | None:
    """Decide subject and object from the agents and patients found."""
    frame.subjects = unique(frame.subjects, noun)
    patients = [p for p in unique(patients, noun) if p not in frame.subjects]
    if entry.symmetric and len(frame.subjects) > 1 and not patients:
        frame.subjects, patients = frame.subjects[:1], frame.subjects[1:]
    frame.objects = patients
    if not frame.subjects and patients:
        frame.subjects, frame.objects, frame.voice = [], patients, "passive"
    if not frame.subjects and not frame.objects:
        return None
    return frame


def unique(heads: list[Token], noun: Token) -> list[Token]:
    """Drop repeated heads and the event noun itself."""
    seen: dict[int, Token] = {}
    for head in heads:
        if head.i != noun.i and head.tag_ not in {"WDT", "WP", "WP$"}:
            seen.setdefault(head.i, head)
    return list(seen.values())


def add_role(
    frame: Frame, patients: list[Token], role: str, preposition: Token, target: Token
) -> None:
    """Put the object of one preposition where its role belongs."""
    if role == "agent" and preposition.lower_ != "with":
        frame.subjects.extend(conjuncts(target))
    elif role in {"agent", "patient", "recipient"}:
        patients.extend(conjuncts(target))
    else:
        frame.phrases.append(Phrase(preposition, target))


def adjunct(noun: Token) -> bool:
    """Tell whether a noun says what the clause's subject does beside: "said in a statement"."""
    preposition = noun.head.lower_
    determiner = first(noun, "det")
    bare = determiner is None and first(noun, "poss") is None
    indefinite = bare or (determiner is not None and determiner.lower_ in {"a", "an"})
    known = preposition in word_set("adjunct_prepositions") or (
        preposition == "on" and noun.lemma_.lower() in word_set("on_activities")
    )
    return known and indefinite


def carries(name: str, noun: Token, entry: EventNoun) -> bool:
    """Tell whether a verb only carries a noun: not so in "takes all reports seriously"."""
    universal = any(c.lower_ in word_set("universal") for c in dependents(noun, "det"))
    return (
        name in entry.light_verbs and name.split()[0] not in word_set("undergo") and not universal
    )


def light_subject(noun: Token, entry: EventNoun, clauses: Clauses) -> list[Token] | None:
    """Return the subject of the light verb that the noun stands under, if it is one."""
    governor = noun.head
    if noun.dep_ == "conj" and governor.pos_ in {"NOUN", "PROPN"}:
        governor = governor.head
    name = governor.lemma_.lower()
    if noun.dep_ == "pobj" and governor.pos_ == "ADP" and is_verbal(governor.head):
        name, governor = f"{governor.head.lemma_.lower()} {governor.lower_}", governor.head
    if not is_verbal(governor) or name.endswith(" under"):
        return None
    if name != governor.lemma_.lower() and adjunct(noun):
        return None if clauses.is_passive(governor) else clauses.subjects(governor) or None
    particle = first(governor, "prt")
    if particle is not None:
        name = f"{governor.lemma_.lower()} {particle.lower_}"
    if not carries(name, noun, entry):
        return None
    if clauses.is_passive(governor):
        return [
            m
            for a in dependents(governor, "agent")
            for p in dependents(a, "pobj")
            for m in conjuncts(p)
        ] or None
    return clauses.subjects(governor) or None
