"""Collect the phrases beside a verb's subject and object, and let one of them be the object."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.antecedents import antecedents
from kgraph.components.clauses import Clauses, Frame, Phrase
from kgraph.components.predicates import located
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "attached_phrases",
    "is_linked",
    "join_companions",
    "join_parties",
    "other_phrases",
    "promote_preposition",
]


#: Labels of names that say when or where, not whom or what.
TIMES = frozenset({"DATE", "TIME"})
PLACES = frozenset({"GPE", "LOC", "FAC"})


def attached_phrases(frame: Frame) -> Iterator[Phrase]:
    """Yield phrases that the parse hangs on a subject or object but that belong to the clause.

    Those fronted before the subject and a comma ("Near X, one strike hit …"), and examples after
    an object ("eleven people, including one hostage").
    """
    for head in (*frame.subjects, *frame.objects):
        for preposition, target in objects_of_prepositions(head):
            fronted = preposition.i < head.i and target.i < head.i
            if fronted or preposition.lower_ in word_set("examples") or accompanies(preposition):
                yield from (Phrase(preposition, member) for member in conjuncts(target))


def join_companions(frame: Frame) -> None:
    """Let "alongside C", "together with C" after A coordinate with it ("A, alongside B, left")."""
    for phrase in list(frame.phrases):
        if phrase.preposition is None or not accompanies(phrase.preposition):
            continue
        joined = frame.objects if goes_with_object(phrase, frame) else frame.subjects
        joined.extend(conjuncts(phrase.head))
        frame.phrases.remove(phrase)


def join_parties(frame: Frame) -> None:
    """Let "between A and B" behind a passive be who did it ("a pact signed between A and B")."""
    together = word_set("joint") | word_set("reciprocal")
    if frame.voice != "passive" or frame.subjects or frame.head.lemma_.lower() not in together:
        return
    for phrase in list(frame.phrases):
        parties = conjuncts(phrase.head)
        if phrase.preposition is None or phrase.preposition.lower_ != "between":
            continue
        if len(parties) > 1 and phrase.head.ent_type_ not in {"DATE", "TIME", "CARDINAL"}:
            frame.subjects.extend(parties)
            frame.phrases.remove(phrase)
        elif phrase.head.tag_ in {"NNS", "NNPS"} and phrase.head.pos_ == "NOUN":
            frame.subjects.append(phrase.head)
            frame.phrases.remove(phrase)


def goes_with_object(phrase: Phrase, frame: Frame) -> bool:
    """Tell whether a companion goes with the object before it rather than with the subject.

    "funded the hospital along with Qatar": a name goes with the name of the two.
    """
    if not frame.objects or phrase.preposition is None:
        return False
    if frame.objects[-1].i > phrase.preposition.i:
        return False
    actor = phrase.head.pos_ == "PROPN" and any(h.pos_ == "PROPN" for h in frame.subjects)
    return not actor or frame.objects[-1].pos_ == "PROPN"


def accompanies(preposition: Token) -> bool:
    """Tell whether a preposition brings somebody who does or undergoes the same."""
    if preposition.lower_ != "with":
        return preposition.lower_ == "alongside"
    if preposition.i < 2 or preposition.nbor(-1).lower_ not in word_set("accompanying"):
        return False
    return not is_verbal(preposition.nbor(-2))  # who works together with X works with X


def other_phrases(verb: Token, chain: tuple[Token, ...], clauses: Clauses) -> Iterator[Phrase]:
    """Yield prepositional phrases, indirect objects and bare time phrases of verb and chain.

    What stands in front of a first conjunct holds for the later ones too ("Near X, they hit A and
    destroyed B").
    """
    for earlier in fronting(verb, chain):
        yield from fronted_phrases(earlier)
    for token in (*chain, verb):
        yield from bare_phrases(token)
        yield from prepositional_phrases(token, verb, clauses)
    for adjective in dependents(verb, "acomp")[:1]:
        for preposition, target in objects_of_prepositions(adjective):
            governed = preposition.lower_ in word_set("adjective_prepositions")
            if preposition.i != adjective.i + 1 or not governed:
                yield Phrase(preposition, target)
    adverb = first(verb, "advmod")
    if adverb is not None and adverb.lower_ == "where" and verb.dep_ == "relcl":
        yield Phrase(adverb, verb.head)


def fronted_phrases(verb: Token) -> Iterator[Phrase]:
    """Yield the time and prepositional phrases that stand before a verb."""
    for child in verb.lefts:
        if child.dep_ == "npadvmod":
            yield Phrase(None, child)
    for preposition, target in objects_of_prepositions(verb):
        if preposition.i < verb.i and preposition.dep_ == "prep":
            yield Phrase(preposition, target)


def bare_phrases(verb: Token) -> Iterator[Phrase]:
    """Yield indirect objects and time phrases that no preposition brings."""
    for child in verb.children:
        indirect = child.dep_ == "dative" and child.pos_ not in {"ADP", "SCONJ"}
        if indirect or child.dep_ == "npadvmod":
            yield Phrase(None, child)


def prepositional_phrases(token: Token, verb: Token, clauses: Clauses) -> Iterator[Phrase]:
    """Yield the prepositional phrases of one verb of a predicate, agents of passives left out."""
    for adverb in dependents(token, "advmod"):
        for preposition, target in objects_of_prepositions(adverb):
            if preposition.i == adverb.i + 1:
                yield Phrase(preposition, target)
    by_agent = clauses.is_passive(verb) and not is_linked(verb)
    for preposition, target in objects_of_prepositions(token):
        if preposition.dep_ == "agent" and by_agent and target.dep_ == "pobj":
            continue
        for meant in antecedents(target, verb, clauses.lexicon):
            yield Phrase(preposition, meant)


def fronting(verb: Token, chain: tuple[Token, ...]) -> list[Token]:
    """Return the earlier verb whose fronted phrases a conjunct without a subject shares."""
    top = chain[0] if chain else verb
    if top.dep_ != "conj" or not is_verbal(top.head) or first(top, *SUBJECT_DEPS) is not None:
        return []
    while top.dep_ == "conj" and is_verbal(top.head):
        top = top.head
    return [top]


def promote_preposition(frame: Frame, lexicon: Lexicon) -> None:
    """Make the object of the first governed preposition the object ("resulted in an exchange")."""
    lemma = frame.head.lemma_.lower()
    if located(frame.head) is not None:
        return
    together = len(frame.subjects) > 1 and lemma in word_set("reciprocal")
    following = [
        phrase
        for phrase in frame.phrases
        if phrase.preposition is not None
        and phrase.head.dep_ == "pobj"
        and phrase.preposition.i > frame.head.i
        and phrase.head.ent_type_ not in TIMES
        and phrase.head.lemma_.lower() not in word_set("spans_of_time")
        and not (
            together
            and lemma != "agree"
            and phrase.preposition.lower_ in word_set("topic_prepositions")
        )
    ]
    governed = (p for p in following if is_governed(p, lemma, lexicon))
    adjacent = (p for p in following if is_adjacent(p, frame) and not together)
    chosen = next(governed, None) or next(adjacent, None)
    if chosen is not None and chosen.preposition is not None:
        frame.objects = conjuncts(chosen.head)
        frame.object_preposition = chosen.preposition
        frame.phrases.remove(chosen)


def is_governed(phrase: Phrase, lemma: str, lexicon: Lexicon) -> bool:
    """Tell whether a verb's preposition brings its object, whatever stands between them."""
    assert phrase.preposition is not None
    word = phrase.preposition.lower_
    return word in word_set("object_prepositions") or lexicon.governs(lemma, word)


def is_adjacent(phrase: Phrase, frame: Frame) -> bool:
    """Tell whether a phrase stands right behind its verb or its particle ("ran for governor")."""
    verb, preposition = frame.head, phrase.preposition
    if preposition is None or preposition.lower_ in word_set("circumstantial_prepositions"):
        return False
    if phrase.head.ent_type_ in PLACES and verb.lemma_ != "be":
        return False
    particle = first(verb, "prt")
    return preposition.i == (particle if particle is not None else verb).i + 1


def is_linked(verb: Token) -> bool:
    """Tell whether a participle describes its subject after a linking verb."""
    auxiliary = first(verb, "auxpass")
    return auxiliary is not None and auxiliary.lemma_.lower() in word_set("linking")
