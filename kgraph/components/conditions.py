"""Tell which predication depends on which: "will close the border unless Libya frees them".

In comes a parsed Doc with its commitments' conjunctions; out come pairs of token indices, so that
statements can name the statement that they depend on.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgraph.components.clausewords import conjunction_effect, is_inverted_condition
from kgraph.components.syntax import dependents, is_verbal
from kgraph.lexicon import Lexicon

__all__ = ["conditions_of"]


def conditions_of(doc: Doc, lexicon: Lexicon) -> dict[int, int]:
    """Map each verb that something is a condition for to the verb of the condition.

    A list of verbs under one conjunction shares its condition, a verb with a subject of its own
    does not.
    """
    found: dict[int, int] = {}
    for clause in doc:
        if (
            clause.dep_ != "advcl"
            or not is_verbal(clause.head)
            or not is_condition(clause, lexicon)
        ):
            continue
        for verb in sharing(clause.head):
            found.setdefault(verb.i, clause.i)
    return found


def is_condition(clause: Token, lexicon: Lexicon) -> bool:
    """Tell whether an adverbial clause is a condition by its conjunction or its word order."""
    effect = conjunction_effect(clause, lexicon)
    return effect.modality == "conditional" or is_inverted_condition(clause)


def sharing(verb: Token) -> list[Token]:
    """Return a verb and those below it in one predicate or list without a subject of their own."""
    found = [verb]
    for member in found:
        found.extend(
            c
            for c in dependents(member, "conj", "xcomp")
            if is_verbal(c) and not dependents(c, "nsubj", "nsubjpass")
        )
    return found
