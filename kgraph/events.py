"""Code a trigger with its PLOVER event: which root, mode and context a verb or noun phrase names.

In comes a :class:`Trigger`, what the parse shows of a predicate in plain words (lemma, particle,
prepositions, objects, what it governs); out comes an :class:`EventCode`.  The frames are in
``ontology/lexicon/events.tsv``, the most specific that fits wins; ``eventrules.tsv`` composes
("agree to" + AID is AGREE, "refuse to" + CONSULT is REJECT), after the PLOVER manual (Halterman,
Bagozzi, Beger, Schrodt and Scarborough 2023): one root beats a root with an auxiliary mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kgraph.eventframes import EventFrame, load_event_table
from kgraph.lexicon import load_lexicon
from kgraph.model import Modality, Polarity

__all__ = [
    "EventCode",
    "Trigger",
    "code_event",
    "governs_event",
    "has_frame",
    "has_particle",
    "takes_content",
]

_DEEPEST = 5  # governing words in one chain; more is a slip of the parse

#: The operator that each modality is; asserted and denied are none.
_MODAL: Mapping[Modality, str] = {
    "promised": "promise",
    "intended": "future",
    "hypothetical": "future",
    "possible": "possible",
    "conditional": "possible",
    "threatened": "threat",
    "demanded": "request",
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A predicate in plain words, all of them lemmas in lower case.

    ``object_head`` is the head of the direct object (of a passive: its surface subject; of an event
    noun: its patient), ``object_heads`` that and the other nouns in the phrase ("arms" and
    "shipment", "withdrawal" and "troop"); ``phrases`` pairs a preposition with a noun in its
    phrase.  ``complement`` is the governed verb of "agree to send".  Polarity and modality are
    those of this predicate, without what ``complement`` expresses already.
    """

    lemma: str
    pos: Literal["verb", "noun", "adj"]
    particle: str | None = None
    prepositions: tuple[str, ...] = ()
    object_head: str | None = None
    object_heads: tuple[str, ...] = ()
    object_type: str | None = None
    subject_type: str | None = None
    complement: Trigger | None = None
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    passive: bool = False
    phrases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EventCode:
    """A PLOVER event: root, and mode and context where they are clear.

    ``swap`` says that the grammatical subject is the recipient ("came under attack"); ``rule`` is
    the frame that matched with the operators upon it, for explanation.
    """

    root: str
    mode: str | None = None
    context: str | None = None
    swap: bool = False
    rule: str = ""


def code_event(trigger: Trigger) -> EventCode | None:
    """Return the PLOVER event of a predicate, or None where it is none.

    >>> code_event(Trigger("agree", "verb", complement=Trigger("release", "verb"))).root
    'AGREE'
    >>> code_event(Trigger("hold", "verb", object_head="talk", object_heads=("talk",))).root
    'CONSULT'
    """
    return _code(trigger, 0)


def has_frame(pos: str, lemma: str) -> bool:
    """Tell whether the table knows a word in this part of speech."""
    return (pos, lemma) in load_event_table().frames


def has_particle(lemma: str, particle: str) -> bool:
    """Tell whether the table has a verb with this particle ("step down")."""
    frames = load_event_table().frames.get(("verb", lemma), ())
    return any(frame.particle == particle for frame in frames)


def governs_event(pos: str, lemma: str) -> bool:
    """Tell whether a word says something of the event in its complement ("refuse", "urge")."""
    return any(frame.governs for frame in load_event_table().frames.get((pos, lemma), ()))


def takes_content(pos: str, lemma: str) -> bool:
    """Tell whether what somebody does it for decides the event ("phoned to congratulate")."""
    frames = load_event_table().frames.get((pos, lemma), ())
    return any(frame.root == "@content" for frame in frames)


def _code(trigger: Trigger, depth: int) -> EventCode | None:
    if depth > _DEEPEST:
        return None
    found = _base(trigger, depth)
    if found is not None and trigger.polarity == "negative":
        found = _compose("not", found)
    if found is not None and trigger.modality == "denied":
        return None
    operator = _MODAL.get(trigger.modality)
    return _compose(operator, found) if found is not None and operator else found


def _base(trigger: Trigger, depth: int) -> EventCode | None:
    """Return the event of the best frame, before the trigger's own polarity and modality."""
    frame = _best(trigger, nested=depth >= _DEEPEST)
    if frame is None and trigger.pos == "noun":
        return _deverbal(trigger, depth)
    if frame is None:
        return _code(trigger.complement, depth + 1) if trigger.complement else None
    if frame.root == "none":
        return None
    if not frame.root.startswith("@"):
        return EventCode(frame.root, frame.mode, frame.context, frame.swap, frame.rule)
    inner = _inner(trigger, frame, depth)
    outer = _compose(frame.root[1:], inner)
    if outer is None:
        return None
    rule = f"{frame.rule} < {inner.rule}" if inner else frame.rule
    return replace(outer, swap=outer.swap != frame.swap, rule=rule)


def _deverbal(trigger: Trigger, depth: int) -> EventCode | None:
    """Code an event noun without a frame of its own as the verb that it stands for."""
    noun = load_lexicon().event_noun(trigger.lemma)
    if noun is None:
        return None
    verb, _, particle = noun.verb.partition(" ")
    return _base(replace(trigger, lemma=verb, particle=particle or None, pos="verb"), depth)


def _inner(trigger: Trigger, frame: EventFrame, depth: int) -> EventCode | None:
    if frame.object == "@event":
        return _object_event(trigger, frame.preposition)
    return _code(trigger.complement, depth + 1) if trigger.complement else None


def _compose(operator: str, inner: EventCode | None) -> EventCode | None:
    """Return what an operator makes of an event, or of a complement that is no event."""
    root, mode = load_event_table().rules[operator, inner.root if inner else "none"]
    if root == "none":
        return None
    if inner is None:
        return EventCode(root, mode)
    kept = mode if root != inner.root else inner.mode
    return replace(inner, root=root, mode=kept, rule=f"{inner.rule} +{operator}")


def _best(trigger: Trigger, nested: bool) -> EventFrame | None:
    """Return the most specific frame that fits; of equals the one of the smaller class.

    An event ``nested`` in a light verb's object carries no event of its own in turn.
    """
    best, best_rank = None, (0, 0)
    for frame in load_event_table().frames.get((trigger.pos, trigger.lemma), ()):
        if nested and frame.object == "@event":
            continue
        rank = (_score(frame, trigger), -len(frame.nouns or ()))
        if rank[0] and (best is None or rank > best_rank):
            best, best_rank = frame, rank
    return best


def _score(frame: EventFrame, trigger: Trigger) -> int:
    """Return how specifically a frame fits, 0 where it does not."""
    if frame.governs and trigger.complement is None:
        return 0
    parts = (
        _particle_score(frame, trigger),
        _preposition_score(frame, trigger),
        _object_score(frame, trigger),
    )
    return 0 if None in parts else 1 + sum(p for p in parts if p) + (5 if frame.governs else 0)


def _particle_score(frame: EventFrame, trigger: Trigger) -> int | None:
    if frame.particle:
        there = frame.particle == trigger.particle or frame.particle in trigger.object_heads
        return 6 if there else None
    if trigger.particle is None or frame.governs:
        return 0
    listed = load_event_table().frames[trigger.pos, trigger.lemma]
    phrasal = any(other.particle == trigger.particle for other in listed)
    return None if phrasal or frame.object == "*" else 0


def _preposition_score(frame: EventFrame, trigger: Trigger) -> int | None:
    if frame.preposition == "*":
        return 0
    present = frame.preposition in trigger.prepositions or any(
        preposition == frame.preposition for preposition, _ in trigger.phrases
    )
    return 2 if present else None


def _object_score(frame: EventFrame, trigger: Trigger) -> int | None:
    if frame.object == "*":
        return 0
    if frame.object == "+":
        return 1 if trigger.object_head else None
    if frame.object == "-":
        return 1 if trigger.object_head is None else None
    if frame.object == "@event":
        event = _object_event(trigger, frame.preposition)
        return (5 if frame.preposition == "*" else 3) if event else None
    return _noun_score(trigger, frame.preposition, frame.nouns or frozenset()) or None


def _noun_score(trigger: Trigger, preposition: str, nouns: frozenset[str]) -> int:
    """Score a compound above the object's head, that above a word in its phrase or another's."""
    found = nouns.intersection(trigger.object_heads)
    if found and preposition == "*" and any(n == trigger.object_head for _, n in trigger.phrases):
        return 3  # "call for a truce" is not "call a truce"
    if any(" " in noun for noun in found):
        return 7
    if trigger.object_head in nouns:
        return 6
    if found:
        return 4
    if any(name == preposition and noun in nouns for name, noun in trigger.phrases):
        return 4
    return 4 if trigger.object_type and f"type:{trigger.object_type.lower()}" in nouns else 0


def _object_event(trigger: Trigger, preposition: str) -> EventCode | None:
    """Return the event that a light verb's object names: "launch an attack"."""
    if preposition == "*":
        nouns = [trigger.object_head or "", *trigger.object_heads]
    else:
        nouns = [noun for found, noun in trigger.phrases if found == preposition]
    for noun in sorted(nouns, key=lambda noun: " " not in noun):
        inner = Trigger(noun, "noun", object_heads=trigger.object_heads)
        if noun and (event := _base(inner, _DEEPEST)) is not None:
            return event
    return None
