"""Infer statements that a reader takes for granted: who hosted, who demanded.

Works on records alone.  An inferred statement carries the evidence, claims and stance of the
statement that it follows from, and its own rule name; its words that are not in the text have no
offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace

from kgraph.events import Trigger, code_event
from kgraph.lexicon import load_lexicon, word_set
from kgraph.model import Argument, Claim, EntityType, Predicate, RoleArgument, Statement

__all__ = [
    "harmed_statements",
    "hosted_statements",
    "implied_demands",
    "recover_objects",
    "warned_actors",
]


ACTORS = frozenset({"Person", "Organization", "Government", "ArmedGroup", "Country", "Group"})
DEONTIC = re.compile(r"\b(must|should|ought to|has to|have to|needs? to)\b", re.IGNORECASE)


def hosted_statements(
    statements: Sequence[Statement], types: Mapping[str, EntityType]
) -> Iterator[Statement]:
    """Yield "Istanbul – hosted – talks" for each meeting that a statement puts in a place."""
    seen: set[tuple[str | None, int]] = set()
    for statement in statements:
        place = statement.place
        if place is None or place.entity is None or not is_consultation(statement):
            continue
        if (
            types.get(place.entity) not in {"Place", "Country"}
            or place.entity == statement.subject.entity
        ):
            continue
        if statement.predicate.lemma == "host" or statement.predicate.start is None:
            continue
        mark = (place.entity, statement.evidence.start)
        if mark in seen or not is_meeting(statement) or is_encounter(statement):
            continue
        seen.add(mark)
        yield replace(
            statement,
            id=f"{statement.id}-host",
            subject=place,
            predicate=replace(
                statement.predicate,
                start=None,
                end=None,
                text="hosted",
                lemma="host",
                label="hosted",
                voice="active",
            ),
            object=meeting_argument(statement),
            arguments=(),
            place=None,
            confidence=round(statement.confidence * 0.9, 3),
            rule="inferred:host",
        )


def recover_objects(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield all statements, those with an object left out given the last one of the same verb.

    Null complement anaphora (Hankamer & Sag 1976): "B will not attend" is about the ceremony that
    the text said A will attend.  The object keeps the offsets of the words that name it.
    """
    last: dict[str, Argument] = {}
    for statement in sorted(statements, key=lambda s: s.predicate.start or 0):
        lemma = statement.predicate.lemma
        if lemma not in word_set("elliptic"):
            yield statement
            continue
        if statement.object is not None:
            last[lemma] = statement.object
        elif lemma in last and not completed(statement) and statement.predicate.voice == "active":
            yield replace(statement, object=last[lemma], rule=f"{statement.rule}+ellipsis")
            continue
        yield statement


def is_consultation(statement: Statement) -> bool:
    """Tell whether a statement tells of a meeting, held, to be held, or the subject of its verb."""
    event = statement.predicate.event
    return event in {"CONSULT", "AGREE"} or (event is None and statement.object is None)


def completed(statement: Statement) -> bool:
    """Tell whether a statement has any argument but who else does the same ("A and B attend")."""
    return any(argument.preposition != "and" for argument in statement.arguments)


def is_meeting(statement: Statement) -> bool:
    """Tell whether people come together in the event: not a phone call, not a visit planned."""
    lemma = statement.predicate.lemma
    known = lemma in word_set("meeting_verbs") | word_set("meeting_words")
    return known or meeting_of(statement) is not None


def is_encounter(statement: Statement) -> bool:
    """Tell whether somebody meets a person who stands for nobody: "I met a carpenter in Amman"."""
    target = statement.object
    if statement.predicate.lemma != "meet" or target is None or target.entity is not None:
        return False
    person = load_lexicon().person(target.head)
    return person is None or not person.office


def meeting_of(statement: Statement) -> Argument | None:
    """Return the argument that is the meeting: the object, or the subject where there is none."""
    target = statement.object or statement.subject
    head = target.head.lower()
    return target if head in word_set("meeting_words") or head == "talk" else None


def meeting_argument(statement: Statement) -> Argument:
    """Return the meeting as an argument: its own word where it has one, else "talks"."""
    predicate, target = statement.predicate, meeting_of(statement)
    if target is not None and target.head.lower() in word_set("meeting_words"):
        return Argument(text=target.head.lower(), start=None, end=None, head=target.head)
    own = predicate.lemma in word_set("meeting_words") - {"negotiations"}
    if own and predicate.start is not None and predicate.text != "talks":
        return Argument(
            text=predicate.text, start=predicate.start, end=predicate.end, head=predicate.lemma
        )
    return Argument(text="talks", start=None, end=None, head="talks")


def implied_demands(
    statements: Sequence[Statement], claims: Sequence[Claim]
) -> Iterator[Statement]:
    """Yield "X – demands – …" where X says that somebody else must do something.

    The object is what the demanded acts are conditions for, where the text says so ("… to reach a
    full ceasefire" gives "ceasefire conditions"), else the one who has to act.
    """
    within: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.claims:
            within.setdefault(statement.claims[-1], []).append(statement)
    requests = {s.predicate.start for s in statements if s.predicate.event == "REQUEST"}
    for claim in claims:
        said = within.get(claim.id, [])
        demanded = [s for s in said if claim.speaker is not None and is_demanded(s, claim.speaker)]
        if (
            claim.speaker is not None
            and claim.speaker.entity is not None
            and claim.cue.start not in requests
            and any(DEONTIC.search(s.predicate.text) for s in demanded)
        ):
            yield demand(claim, claim.speaker, demanded[0], demand_object(demanded, said))


def warned_actors(
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    types: Mapping[str, EntityType],
) -> Iterator[Statement]:
    """Yield "X – warned – Y" where X warns that Y, an actor, does something ill-advised."""
    acting: dict[str, Statement] = {}
    for statement in statements:
        if statement.claims and types.get(statement.subject.entity or "") in ACTORS:
            acting.setdefault(statement.claims[-1], statement)
    warnings = {claim.cue.start: claim for claim in claims if claim.cue.lemma == "warn"}
    for statement in statements:
        claim = warnings.get(statement.predicate.start or -1)
        warned = acting.get(claim.id) if claim is not None else None
        target = statement.object
        if warned is None or target is None or target.entity is not None:
            continue
        if not same(warned.subject, statement.subject):
            yield replace(
                statement,
                id=f"{statement.id}-warned",
                object=warned.subject,
                confidence=round(statement.confidence * 0.6, 3),
                rule="inferred:warned",
            )


def harmed_statements(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield "the attack – killed – twelve people" of people said to have been killed in it."""
    nouns = [s for s in statements if s.rule.startswith("noun:")]
    for statement in statements:
        predicate, told = statement.predicate, not statement.rule.startswith("inferred:")
        harmed = told and predicate.event == "ASSAULT" and predicate.voice == "passive"
        if not harmed or statement.object is not None:
            continue
        cause = next((a for a in statement.arguments if is_attack(a)), None)
        if cause is not None:
            attack = next((noun for noun in nouns if is_within(noun, cause)), statement)
            yield replace(
                statement,
                id=f"{statement.id}-harm",
                subject=Argument(**{f.name: getattr(cause, f.name) for f in fields(Argument)}),
                object=statement.subject,
                time=statement.time or attack.time,
                place=statement.place or attack.place,
                confidence=round(statement.confidence * 0.6, 3),
                rule="inferred:harm",
            )


def is_within(noun: Statement, argument: Argument) -> bool:
    """Tell whether an event noun's statement is that of an argument's words."""
    start, at = argument.start, noun.predicate.start
    return start is not None and at is not None and start <= at < (argument.end or 0)


def is_attack(argument: RoleArgument) -> bool:
    """Tell whether an argument is an attack in which somebody is harmed ("in a raid by X")."""
    if argument.preposition not in word_set("harm_prepositions"):
        return False
    head = argument.label.rsplit(" ", 1)[-1] if argument.label else argument.head
    code = code_event(Trigger(head.lower(), "noun"))
    return code is not None and code.root == "ASSAULT"


def is_demanded(statement: Statement, speaker: Argument) -> bool:
    """Tell whether a statement says what a speaker wants somebody else to do."""
    return (
        statement.modality == "demanded"
        and statement.polarity == "positive"
        and statement.rule.startswith("clause:")
        and not same(statement.subject, speaker)
        and can_act(statement.subject)
    )


def can_act(argument: Argument) -> bool:
    """Tell whether an argument names somebody of whom an act can be demanded, no "priority"."""
    known = argument.entity is not None or argument.belongs_to is not None
    head = argument.head.lower()
    return known or head in word_set("pronouns") or load_lexicon().actor_type(head) is not None


def demand(claim: Claim, speaker: Argument, first: Statement, target: Argument) -> Statement:
    """Return the statement that a speaker demands something, with the evidence of the first act."""
    return Statement(
        id=f"{claim.id}-demands",
        subject=speaker,
        predicate=Predicate(
            start=None, end=None, text="demands", lemma="demand", label="demands", event="REQUEST"
        ),
        object=target,
        claims=first.claims[:-1],
        evidence=first.evidence,
        confidence=round(first.confidence * 0.9, 3),
        rule="inferred:demand",
    )


def same(one: Argument, other: Argument) -> bool:
    """Tell whether two arguments stand for one actor."""
    return (one.entity is not None and one.entity == other.entity) or one.start == other.start


def demand_object(demanded: Sequence[Statement], statements: Sequence[Statement]) -> Argument:
    """Return what is demanded: several acts for a purpose are its conditions; else who must act."""
    if len(demanded) == 1:
        return demanded[0].subject
    start, end = demanded[0].evidence.start, demanded[0].evidence.end
    for statement in statements:
        purpose = statement.modality in {"intended", "demanded"} and statement.rule.startswith(
            "clause:advcl"
        )
        position = statement.predicate.start
        same_breath = position is not None and start <= position < end
        target = statement.object
        named = target is not None and target.start is not None
        infinitive = statement.predicate.text.lower().startswith("to ")
        wanted = purpose and infinitive and statement.polarity == "positive"
        if wanted and same_breath and named and statement.claims == demanded[0].claims:
            text = f"{target.head} conditions" if target is not None else ""
            return Argument(text=text, start=None, end=None, head="condition")
    return demanded[0].subject
