"""Make frames of event nouns: "Russia's expulsion of six diplomats", "talks between A and B".

``ontology/lexicon/eventnouns.tsv`` says which verb a noun stands for and which preposition brings
which role (after NomBank, Meyers et al. 2004).  The agent of a noun under a light verb is the
verb's subject ("launched an attack on").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.clauses import Clauses, Frame, Phrase
from kgraph.components.syntax import (
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.events import has_frame
from kgraph.lexicon import EventNoun, Lexicon, word_set

__all__ = ["event_noun", "noun_frames"]

NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})


def event_noun(noun: Token, lexicon: Lexicon) -> EventNoun | None:
    """Return the lexicon's entry for a noun that names an event, also as "peace talks"."""
    stray = noun.dep_ == "dep" and noun.head.pos_ == "ADP"  # a verb misread: "in case X attacks"
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ in {"amod", "nmod"} or stray:
        return None
    entry = listed(noun, lexicon)
    if entry is not None and noun.dep_ == "compound" and not compound_patients(noun, entry):
        return None
    return entry


def modifiers(noun: Token) -> list[Token]:
    """Return the words before a noun that may take part in its event.

    In "debt reduction measures" the parse hangs both nouns on the last.
    """
    found = dependents(noun, "compound", "amod", "nmod")
    if not found and noun.dep_ == "compound" and noun.i > 0:
        found = [m for m in dependents(noun.head, "compound") if m.i == noun.i - 1]
    return found


def listed(noun: Token, lexicon: Lexicon) -> EventNoun | None:
    """Return the entry of a noun's form or lemma, its hyphened prefix included."""
    prefix = prefix_of(noun)
    if prefix is None:
        return lexicon.event_noun(noun.lower_) or lexicon.event_noun(noun.lemma_.lower())
    joined = (f"{prefix}-{noun.lower_}", f"{prefix}{noun.lower_}")
    return lexicon.event_noun(joined[0]) or lexicon.event_noun(joined[1])


def prefix_of(noun: Token) -> str | None:
    """Return the prefix that a hyphen joins to a noun ("re-taking"), None if there is none."""
    joined = noun.i > 1 and noun.nbor(-1).text == "-" and not noun.nbor(-1).whitespace_
    before = noun.nbor(-2).lower_ if joined else ""
    return before if before in word_set("prefixes") else None


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
    patients: list[Token] = []
    possessors = [m for p in dependents(noun, "poss") for m in conjuncts(p)]
    actors = [m for m in modifiers(noun) if is_actor(m, entry, lexicon)]
    for preposition, target in objects_of_prepositions(noun):
        add_role(frame, patients, entry, preposition, target)
    if not frame.subjects:
        (patients if entry.possessor == "patient" and not patients else frame.subjects).extend(
            possessors
        )
    elif possessors and not patients:
        patients.extend(possessors)
    if not frame.subjects and actors:
        frame.subjects.extend(actors[-1:])
    add_shared(frame, patients, entry, noun, clauses)
    patients.extend(compound_patients(noun, entry) if not patients else ())
    if granted(noun) and patients:
        frame.subjects, patients = patients, clauses.subjects(noun.head)
    if not frame.subjects:
        light = light_subject(noun, entry, clauses)
        if light is not None:
            frame.subjects, frame.rule = light, "noun:light-verb"
    return settle(frame, patients, entry, noun)


def is_actor(modifier: Token, entry: EventNoun, lexicon: Lexicon) -> bool:
    """Tell whether a word before an event noun says who acts: a name, or "government moves"."""
    if modifier.ent_type_ in NAMED:
        return True
    if modifier.dep_ != "compound" or "patient" in {entry.compound, entry.possessor}:
        return False
    lemma = modifier.lemma_.lower()
    whole = f"{lemma} {entry.lemma}"
    if has_frame("noun", whole) or lexicon.event_noun(whole) is not None:
        return False  # "press conference" is one word
    return lexicon.person(lemma) is not None or lexicon.group(lemma) is not None


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
                add_role(frame, patients, entry, preposition, target)
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
    frame: Frame, patients: list[Token], entry: EventNoun, preposition: Token, target: Token
) -> None:
    """Put the object of one preposition where the lexicon says that it belongs."""
    if target.dep_ == "pcomp":
        frame.phrases.append(Phrase(preposition, target))
        return
    role = entry.roles.get(preposition.lower_, "other")
    if target.ent_type_ in {"DATE", "TIME"} or (
        role == "agent" and preposition.lower_ == "with" and not entry.symmetric
    ):
        frame.phrases.append(Phrase(preposition, target))
    elif role == "agent" and preposition.lower_ == "with":
        patients.extend(conjuncts(target))
    elif role == "agent":
        frame.subjects.extend(conjuncts(target))
    elif role in {"patient", "recipient"}:
        patients.extend(conjuncts(target))
    else:
        frame.phrases.append(Phrase(preposition, target))


def compound_patients(noun: Token, entry: EventNoun) -> list[Token]:
    """Return the plain nouns before an event noun that it happens to ("troop withdrawal")."""
    if entry.compound != "patient":
        return []
    return [m for m in modifiers(noun) if m.dep_ == "compound" and m.ent_type_ not in NAMED]


def adjunct(noun: Token) -> bool:
    """Tell whether a noun says what the clause's subject does beside: "said in a statement"."""
    preposition = noun.head.lower_
    determiner = first(noun, "det")
    indefinite = determiner is None or determiner.lower_ in {"a", "an"}
    known = preposition in word_set("adjunct_prepositions") or (
        preposition == "on" and noun.lemma_.lower() in word_set("on_activities")
    )
    return known and indefinite


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
        return clauses.subjects(governor) or None
    particle = first(governor, "prt")
    if particle is not None:
        name = f"{governor.lemma_.lower()} {particle.lower_}"
    if name not in entry.light_verbs or name.split()[0] in word_set("undergo"):
        return None
    if clauses.is_passive(governor):
        return [
            m
            for a in dependents(governor, "agent")
            for p in dependents(a, "pobj")
            for m in conjuncts(p)
        ] or None
    return clauses.subjects(governor) or None
