"""Link definite event nouns to the events that they take up, and share when and where those are.

Works on records alone.  "Gunmen raided a market in Karachi on Monday … Twelve people died in the
attack": the second sentence is about the event of the first.  "The talks" of an article are one
meeting with one time and place.  A noun is linked where it is definite, has no complement of its
own and an earlier statement near by tells of such an event; the link is the ``takes_up`` of the
noun's statement, which has the participants of the earlier one (event coreference by lemma and
type, as the baseline of Cybulska & Vossen 2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.events import Trigger, code_event
from kgraph.lexicon import load_lexicon, word_set
from kgraph.model import Argument, Entity, Predicate, Span, Statement

__all__ = ["share_event_places", "share_event_times", "take_up"]

_NEAR = 3  # sentences back in which the same event may have been told of
_BARE = re.compile(r"(?:the|this|that|these|those)(?: [\w'’-]+){1,3}", re.IGNORECASE)
#: What an event may be taken up from: what has happened or is to happen, not what is imagined.
#: Types of event in which another word may mean the same act ("raided … the attack").
_TYPES = frozenset({"ASSAULT", "CONSULT", "PROTEST", "SANCTION"})
_TOLD = frozenset({"asserted", "intended", "promised", "threatened"})


# ---------------------------------------------------------------------- meetings of an article


def share_event_times(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield all statements, those about a known meeting given the one time that the text gives it.

    "A will join talks on Friday … B will attend the talks": a definite noun takes up the event, and
    an event has one time.  Where the text gives the word two times, nothing is shared.
    """
    times: dict[str, set[str]] = {}
    first: dict[str, Statement] = {}
    for statement in statements:
        noun = meeting_noun(statement)
        if noun is not None and statement.time is not None and statement.time.value is not None:
            times.setdefault(noun, set()).add(statement.time.value)
            first.setdefault(noun, statement)
    for statement in statements:
        noun = meeting_noun(statement)
        known = noun in first and len(times[noun]) == 1 and statement.time is None
        if known and noun is not None and is_definite(statement):
            yield replace(statement, time=first[noun].time)
        else:
            yield statement


def share_event_places(
    statements: Sequence[Statement], entities: Iterable[Entity]
) -> Iterator[Statement]:
    """Yield all statements, those about a known meeting given the one place that it has.

    A city is taken before its country ("the talks in Russia … the Moscow talks"); where the text
    gives the word places in two countries, or two places in one, nothing is shared.
    """
    known = {entity.id: entity for entity in entities}
    places: dict[str, dict[str, Argument]] = {}
    for statement in statements:
        noun, place = meeting_noun(statement), statement.place
        if noun is not None and place is not None and place.entity is not None:
            places.setdefault(noun, {}).setdefault(place.entity, place)
    chosen = {noun: one_place(found, known) for noun, found in places.items()}
    for statement in statements:
        noun = meeting_noun(statement)
        place = chosen.get(noun) if noun is not None and is_definite(statement) else None
        if place is not None and statement.place is None and not is_named(statement):
            yield replace(statement, place=place)
        else:
            yield statement


def one_place(found: Mapping[str, Argument], known: Mapping[str, Entity]) -> Argument | None:
    """Return the most precise of places that lie in each other, None where they do not."""
    precise = [key for key in found if known[key].type != "Country"] or list(found)
    countries = {known[key].country for key in found}
    return found[precise[0]] if len(precise) == 1 and len(countries) == 1 else None


def meeting_noun(statement: Statement) -> str | None:
    """Return the noun for a meeting that a statement is about, its object's."""
    target = statement.object
    if target is None or statement.predicate.relation is not None:
        return None
    head = target.head.lower()
    return head if head in word_set("shared_events") else None


def is_definite(statement: Statement) -> bool:
    """Tell whether the object takes up something known: "the talks", "their meeting"."""
    text = statement.object.text.lower() if statement.object is not None else ""
    return text.split(" ", 1)[0] in word_set("definite")


def is_named(statement: Statement) -> bool:
    """Tell whether the object says by a name which event it is ("the Oslo talks")."""
    target = statement.object
    before = target.text.lower().find(target.head.lower()) if target is not None else -1
    words = target.text[: max(before, 0)].split()[1:] if target is not None else []
    return any(word[0].isupper() for word in words)


# ---------------------------------------------------------------------- definite event nouns


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a statement tells of: the verb, the PLOVER root, the number of the sentence."""

    verb: str
    root: str | None
    sentence: int
    statement: Statement


def take_up(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield all statements in their order, then one for each noun that takes up an earlier event.

    A statement about such a noun that tells of the same type of event ("were killed in the attack")
    has its time and place too.
    """
    links: dict[int, Statement] = {}
    settings: dict[str, Statement] = {}
    made: dict[int, Statement] = {}
    own = {s.predicate.end for s in statements if s.rule.startswith("noun:")}
    for statement, noun, event in linked(statements):
        if noun.end is None:
            continue
        if event.predicate.event is not None and event.predicate.event == statement.predicate.event:
            settings.setdefault(statement.id, event)
        if noun.end in own:
            links.setdefault(noun.end, event)
        elif is_known(event, noun):
            made.setdefault(noun.end, taken_up(noun, event, statement))
    for statement in statements:
        found = links.get(statement.predicate.end or -1)
        if found is not None and found.id != statement.id and statement.rule.startswith("noun:"):
            statement = replace(statement, takes_up=found.id)
        yield in_setting(statement, settings.get(statement.id))
    yield from (made[end] for end in sorted(made))


def is_known(event: Statement, noun: Argument) -> bool:
    """Tell whether a noun surely means an event and the event says who took part.

    A word of the same type may mean another act ("used gas … the offensive"); only the same act,
    or an attack that a verb of attacking told of, is taken for the noun's.
    """
    entry = load_lexicon().event_noun(noun.head)
    lemma = event.predicate.lemma.lower()
    told = load_lexicon().event_noun(lemma) if event.rule.startswith("noun:") else None
    same = entry is not None and entry.verb == (told.verb if told is not None else lemma)
    vague = event.subject.entity is None and event.subject.head.lower() in word_set(
        "dummy_subjects"
    )
    whole = event.object is not None or event.predicate.voice == "active"
    return same and whole and not vague


def linked(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Argument, Statement]]:
    """Yield each statement that has a definite event noun, the noun, and what that takes up."""
    starts = sorted({statement.evidence.start for statement in statements})
    number = {start: index for index, start in enumerate(starts)}
    told: list[Told] = []
    for statement in sorted(statements, key=lambda s: (s.evidence.start, s.predicate.start or 0)):
        sentence = number[statement.evidence.start]
        for noun in definite_nouns(statement):
            event = antecedent(noun, sentence, told)
            if event is not None:
                yield statement, noun, event.statement
        repeated = told and told[-1].statement.predicate.start == statement.predicate.start
        if tells(statement) and not repeated:
            told.append(event_of(statement, sentence))


def taken_up(noun: Argument, event: Statement, statement: Statement) -> Statement:
    """Return the statement of a noun: the participants and the stance of the event that it means.

    Its evidence runs from the sentence that tells of the event to the one that takes it up.
    """
    word = noun.text.rsplit(" ", 1)[-1]
    end = noun.end or 0
    return replace(
        event,
        id=f"{event.id}-at{end}",
        predicate=Predicate(
            start=end - len(word),
            end=end,
            text=word,
            lemma=noun.head.lower(),
            label=word,
            voice=event.predicate.voice,
            event=event.predicate.event,
        ),
        evidence=Span(event.evidence.start, statement.evidence.end),
        takes_up=event.id,
        condition=None,
        confidence=round(event.confidence * 0.5, 3),
        rule="inferred:taken-up",
    )


def in_setting(statement: Statement, event: Statement | None) -> Statement:
    """Return a statement with the time and place of the event that it takes up, if it has none."""
    if event is None:
        return statement
    return replace(
        statement, time=statement.time or event.time, place=statement.place or event.place
    )


def definite_nouns(statement: Statement) -> Iterator[Argument]:
    """Yield the arguments that are a bare definite event noun ("the deadly attack")."""
    lexicon = load_lexicon()
    if statement.rule.startswith(("relation:", "office:")):
        return
    for argument in (statement.subject, statement.object, *statement.arguments):
        if argument is None or argument.entity is not None or argument.start is None:
            continue
        words = argument.text.lower().split()
        plain = _BARE.fullmatch(argument.text) and words[-1][:3] == argument.head.lower()[:3]
        known = plain and lexicon.event_noun(argument.head) is not None
        if known and not word_set("other_events").intersection(words):
            yield argument


def tells(statement: Statement) -> bool:
    """Tell whether a statement tells of an event that a noun may take up."""
    predicate = statement.predicate
    return (
        statement.polarity == "positive"
        and statement.modality in _TOLD
        and predicate.start is not None
        and predicate.relation is None
        and predicate.lemma not in word_set("told_that")
    )


def event_of(statement: Statement, sentence: int) -> Told:
    """Return the event of a statement, a noun's under its verb."""
    lemma = statement.predicate.lemma.lower()
    noun = load_lexicon().event_noun(lemma) if statement.rule.startswith("noun:") else None
    return Told(noun.verb if noun else lemma, statement.predicate.event, sentence, statement)


def antecedent(noun: Argument, sentence: int, told: Sequence[Told]) -> Told | None:
    """Return the nearest event that a noun takes up: the same act, else one of the same type."""
    entry = load_lexicon().event_noun(noun.head)
    if entry is None:
        return None
    code = code_event(Trigger(noun.head.lower(), "noun"))
    root = code.root if code is not None else None
    same_type: Told | None = None
    for event in reversed(told):
        if sentence - event.sentence > _NEAR:
            break
        if holds(event.statement, noun):
            continue
        if event.verb == entry.verb:
            return event
        earlier = event.sentence < sentence
        if earlier and same_type is None and root in _TYPES and event.root == root:
            same_type = event
    return same_type


def holds(statement: Statement, noun: Argument) -> bool:
    """Tell whether a noun is, or is part of, what a statement is made of, or stands before it."""
    start = noun.start or 0
    parts = (statement.subject, statement.object, *statement.arguments)
    inside = any(
        part is not None and part.start is not None and part.start <= start < (part.end or 0)
        for part in parts
    )
    return inside or (statement.predicate.start or 0) >= start
