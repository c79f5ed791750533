"""Make frames of small clauses: "called it baseless", "described it as a farce", "made X head"."""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.clauses import Clauses, Frame
from kgraph.components.syntax import (
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import word_set

__all__ = ["is_effected", "judging_verb", "small_clauses"]


def small_clauses(clauses: Clauses) -> list[Frame]:
    """Return a frame for each "called X Y": X is Y, in the words of whoever calls it so."""
    found = []
    for verb in clauses.verbs:
        lemma = verb.lemma_.lower()
        cue = clauses.lexicon.cue(lemma, "verb")
        judges = cue is not None and {"object-predicate", "as"} & cue.frames.keys()
        if not judges and lemma not in word_set("appointing"):
            continue
        described, predicate = small_clause(verb)
        if described is None or predicate is None:
            continue
        for member in conjuncts(predicate):
            frame = Frame(head=member, rule="clause:small", relation="is")
            frame.lemma, frame.label = "be", "is"
            frame.unspoken = True
            frame.subjects, frame.objects = [described], [member]
            found.append(frame)
    return found


def is_effected(verb: Token) -> bool:
    """Tell whether a small clause is as real as its verb, whose subject does not claim it.

    Who is appointed head is head; "asked Mali to call it war" has Mali say nothing yet.
    """
    bare = verb.tag_ == "VB" and all(c.tag_ == "TO" for c in dependents(verb, "aux"))
    return bare or verb.lemma_ in word_set("appointing")


def judging_verb(predicate: Token) -> Token:
    """Return the verb above the predicate of a small clause ("called", "described … as")."""
    verb = predicate.head
    while verb.head != verb and not is_verbal(verb):
        verb = verb.head
    return verb


def small_clause(verb: Token) -> tuple[Token | None, Token | None]:
    """Return what a naming verb describes and what it says of it."""
    described = first(verb, "dobj")
    predicate = first(verb, "oprd")
    if predicate is not None and described is not None:
        return described, predicate
    clause = first(verb, "ccomp")
    if (
        clause is not None
        and clause.pos_ in {"NOUN", "ADJ", "PROPN"}
        and first(clause, "cop") is None
    ):
        return first(clause, "nsubj"), clause
    if described is not None:
        for preposition, target in objects_of_prepositions(verb):
            if preposition.lower_ == "as" and target.dep_ in {"pobj", "amod"}:
                return described, target
    return None, None
