"""Hand the event coder what the parse shows of a frame: a :class:`~kgraph.events.Trigger`.

The governing verbs of a frame's chain ("agreed to send") become triggers around the innermost one,
each with its own negation.  A verb whose infinitive, gerund or clause is a frame of its own ("urged
them to leave", "accused of hiding", "said it will") gets that as its complement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kgraph.components.clauses import Clauses, Frame
from kgraph.components.commitment import Commitment
from kgraph.components.nounwords import content, noun_lemma, nouns
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.events import Trigger, governs_event, has_particle, takes_content
from kgraph.lexicon import GovernorPos, Lexicon
from kgraph.model import Modality, Polarity

__all__ = ["light_trigger", "trigger_of"]

DEEPEST = 3
MOST = 12  # members of a list that are looked at
TIMES = frozenset({"DATE", "TIME"})
NEGATIVE = frozenset({"not", "n't", "n’t", "never"})
#: Subjects of a clause that are the speaker again: "Russia said it will withdraw".
SELF = frozenset({"it", "he", "she", "they", "we", "i"})
AUXILIARY_MODALITY: dict[str, Modality] = {
    **dict.fromkeys(("will", "'ll", "’ll", "shall", "wo"), "intended"),
    **dict.fromkeys(("would", "'d", "’d"), "hypothetical"),
    **dict.fromkeys(("may", "might", "could"), "possible"),
    **dict.fromkeys(("must", "should", "ought"), "demanded"),
}


def trigger_of(
    frame: Frame, commitment: Commitment, object_type: str | None, lexicon: Lexicon
) -> Trigger:
    """Return the trigger of a frame: the outermost verb of its chain with what it governs."""
    trigger = core(frame)
    if not frame.chain:
        return replace(
            trigger,
            object_type=object_type,
            polarity=commitment.polarity,
            modality=modality_of(frame, commitment, lexicon),
        )
    trigger = replace(trigger, object_type=object_type, polarity=polarity_of(frame.head))
    for governor in reversed(frame.chain):
        if governor.lemma_ != "be":
            trigger = around(governor, trigger)
    own = own_modality(frame.chain[0])
    from_chain = commitment.modality in chain_effects(frame.chain, lexicon)
    return replace(trigger, modality=own if from_chain else commitment.modality)


def light_trigger(noun: Token, commitment: Commitment, lexicon: Lexicon) -> Trigger | None:
    """Return the trigger of the light verb over an event noun: it decides what is meant.

    "violated the agreement" and "reached an agreement" have the same noun.
    """
    governor = noun.head
    while governor.dep_ in {"conj", "prep", "pobj"} and not is_verbal(governor):
        governor = governor.head
    if not is_verbal(governor):
        return None
    made = inner_trigger(governor, 0)
    found = lexicon.governor(made.lemma, "verb", "np")
    if found is not None and found.modality == commitment.modality:
        return made
    return replace(made, polarity=commitment.polarity, modality=commitment.modality)


def modality_of(frame: Frame, commitment: Commitment, lexicon: Lexicon) -> Modality:
    """Return the modality that counts for the event's root.

    A purpose says what its main clause is about, not what is yet to come ("sent food to help X");
    "may have attacked" and a suspected attack are about a deed, not a threat.
    """
    head = frame.head
    if commitment.modality == "intended" and is_purpose(head, lexicon):
        return "asserted"
    if commitment.modality in {"possible", "hypothetical"}:
        perfect = any(c.lemma_ == "have" for c in dependents(head, "aux"))
        if perfect or own_modality(head) == "asserted":
            return "asserted"
    return commitment.modality


def is_purpose(verb: Token, lexicon: Lexicon) -> bool:
    """Tell whether an infinitive says what something is done or given for."""
    if not Clauses.is_infinitive(verb):
        return False
    if verb.dep_ == "acl":
        return lexicon.governor(verb.head.lemma_.lower(), "noun", "infinitive") is None
    return verb.dep_ == "advcl"


def around(governor: Token, inner: Trigger) -> Trigger:
    """Return the trigger of a governing verb or adjective with the governed one inside it."""
    adjective = governor.pos_ == "ADJ"
    negated = polarity_of(governor.head if adjective else governor)
    return Trigger(
        lemma=governor.lemma_.lower(),
        pos="adj" if adjective else "verb",
        particle=particle_of(governor),
        prepositions=tuple(p.lower_ for p in dependents(governor, "prep")),
        complement=inner,
        polarity=negated,
    )


def chain_effects(chain: Sequence[Token], lexicon: Lexicon) -> set[Modality]:
    """Return the modalities that the governing words give, which the coder composes itself."""
    effects: set[Modality] = {"asserted"}
    for governor in chain:
        pos: GovernorPos = "adj" if governor.pos_ == "ADJ" else "verb"
        forms: tuple[tuple[GovernorPos, str], ...]
        forms = ((pos, "infinitive"), (pos, "gerund"), ("passive", "infinitive"))
        for kind, form in forms:
            found = lexicon.governor(governor.lemma_.lower(), kind, form)
            if found is not None and found.modality is not None:
                effects.add(found.modality)
        effects.add(own_modality(governor))
    return effects


def core(frame: Frame) -> Trigger:
    """Return the trigger of a frame's own head with its arguments, without stance."""
    pairs = [
        (phrase.preposition.lower_, phrase.head)
        for phrase in frame.phrases
        if phrase.preposition is not None
    ]
    if frame.object_preposition is not None:
        pairs += [(frame.object_preposition.lower_, target) for target in frame.objects]
    made = assemble(frame.head, frame.objects, pairs, 0)
    if frame.adjective is not None:
        return replace(made, lemma=frame.adjective.lemma_.lower(), pos="adj", particle=None)
    return replace(made, passive=True) if frame.voice == "passive" else made


def inner_trigger(verb: Token, depth: int) -> Trigger:
    """Return the trigger of a governed verb, read straight off the parse."""
    objects = [m for o in dependents(verb, "dobj", "nsubjpass")[:1] for m in conjuncts(o)]
    pairs = [(p.lower_, target) for p, target in objects_of_prepositions(verb)]
    made = assemble(verb, objects, pairs, depth)
    return replace(made, polarity=polarity_of(verb), modality=own_modality(verb))


def assemble(
    head: Token, objects: Sequence[Token], pairs: Iterable[tuple[str, Token]], depth: int
) -> Trigger:
    """Return a trigger of a head word, its objects and its prepositional phrases."""
    pairs = [pair for pair in pairs if pair[1].ent_type_ not in TIMES and pair[1].i > head.i]
    objects = [content(target) for target in objects[:MOST]]
    heads = [noun for target in objects for noun in nouns(target)]
    heads += [c.lemma_.lower() for c in dependents(head, "acomp", "oprd", "attr")]
    heads += [c.lemma_.lower() for c in dependents(head, "ccomp") if not is_verbal(c)]
    verbal = is_verbal(head)
    return Trigger(
        lemma=head.lemma_.lower() if verbal else noun_lemma(head),
        pos="verb" if verbal else "noun",
        particle=particle_of(head),
        prepositions=tuple(dict.fromkeys(preposition for preposition, _ in pairs)),
        object_head=objects[0].lemma_.lower() if objects else None,
        object_heads=tuple(dict.fromkeys(heads)),
        complement=complement(head, depth),
        phrases=tuple(
            (preposition, noun)
            for preposition, target in pairs
            if not is_verbal(target)
            for member in conjuncts(target)[:MOST]
            for noun in nouns(member)
        ),
    )


def complement(head: Token, depth: int) -> Trigger | None:
    """Return the trigger of the clause that a verb or noun governs, if it says what is done."""
    if depth >= DEEPEST:
        return None
    for verb in governed(head):
        return inner_trigger(verb, depth + 1)
    return None


def governed(head: Token) -> Iterator[Token]:
    """Yield the verbs of governed infinitives, gerunds and clauses, the nearest kind first."""
    kinds = ("xcomp", "ccomp") if is_verbal(head) else ("acl",)
    for verb in dependents(head, *kinds):
        if is_verbal(verb) and verb.i > head.i and is_governed(verb, head):
            yield verb
    for _, target in objects_of_prepositions(head):
        if target.dep_ == "pcomp" and is_verbal(target):
            yield target
    if takes_content("verb", head.lemma_.lower()):
        holders = (head, *dependents(head, "dobj"))
        purposes = (c for holder in holders for c in dependents(holder, "advcl", "acl"))
        yield from (verb for verb in purposes if Clauses.is_infinitive(verb))


def is_governed(verb: Token, head: Token) -> bool:
    """Tell whether a clause says what its governor's subject does or wants done."""
    if verb.dep_ == "acl":
        return Clauses.is_infinitive(verb)
    if Clauses.is_infinitive(verb) or verb.tag_ in {"VBG", "VB"}:
        return True
    subject = first(verb, *SUBJECT_DEPS)
    if subject is not None and subject.lower_ in SELF:
        return True
    return governs_event("verb", head.lemma_.lower())


def particle_of(verb: Token) -> str | None:
    """Return the verb's particle."""
    particle = first(verb, "prt")
    if particle is not None:
        return particle.lower_
    for adverb in dependents(verb, "advmod"):
        if adverb.i == verb.i + 1 and has_particle(verb.lemma_.lower(), adverb.lower_):
            return adverb.lower_
    return None


def polarity_of(verb: Token) -> Polarity:
    """Return a verb's own polarity."""
    negated = any(
        child.lower_ in NEGATIVE for child in verb.children if child.dep_ in {"neg", "advmod"}
    )
    return "negative" if negated else "positive"


def own_modality(verb: Token) -> Modality:
    """Return the modality of a verb's own auxiliary."""
    for auxiliary in dependents(verb, "aux"):
        found = AUXILIARY_MODALITY.get(auxiliary.lower_)
        if found is not None:
            return found
    return "asserted"
