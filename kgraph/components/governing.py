"""Name the construction in which a clause is governed, and under which keys its governor is listed.

``ontology/lexicon/modality.tsv`` lists governing words with these constructions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from spacy.tokens import Token

from kgraph.components.clauses import Clauses
from kgraph.components.clausewords import listed_names
from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import GovernorPos

__all__ = ["Key", "construction", "governing", "is_finite"]

#: Under what a governing word may be listed: lemma, part of speech, construction.
Key: TypeAlias = tuple[str, GovernorPos, str]


def governing(verb: Token, head: Token, clauses: Clauses) -> Iterator[Key]:
    """Yield (lemma, part of speech, construction) under which the governor may be listed."""
    built = construction(verb, clauses)
    if verb.dep_ == "pcomp":
        yield from under_preposition(head, clauses)
        return
    lemma = head.lemma_.lower()
    for name in listed_names(head)[:-1]:
        yield name, "verb", built
    judged = first(head, "acomp") if built == "that" else None
    if judged is not None:
        yield judged.lemma_.lower(), "adj", built
    if head.pos_ == "ADJ" and head.dep_ in {"acomp", "oprd"}:
        yield lemma, "adj", built
    elif is_verbal(head):
        yield from under_verb(head, built, clauses)
    else:
        yield lemma, "noun", built


def under_verb(head: Token, built: str, clauses: Clauses) -> Iterator[Key]:
    """Yield the keys for a clause under a verb; "is to" and "has yet to" are auxiliaries."""
    lemma = head.lemma_.lower()
    if clauses.is_passive(head):
        yield lemma, "passive", built
    if built == "infinitive":
        yield f"{lemma} to", "aux", built
        if any(c.lower_ == "yet" for c in head.children):
            yield f"{lemma} yet", "aux", built
    yield lemma, "verb", built
    if built == "infinitive" and first(head, "dobj") is not None:
        yield lemma, "verb", "object-infinitive"


def construction(verb: Token, clauses: Clauses) -> str:
    """Name the construction in which a clause is governed, in the lexicon's terms."""
    own_subject = bool(dependents(verb, *SUBJECT_DEPS))
    if clauses.is_infinitive(verb):
        governor_object = first(verb.head, "dobj", "dative") is not None and is_verbal(verb.head)
        return "object-infinitive" if own_subject or governor_object else "infinitive"
    if verb.tag_ == "VBG" and not is_finite(verb):
        return "object-gerund" if own_subject else "gerund"
    if verb.tag_ == "VB" and not is_finite(verb):
        return "object-bare-infinitive" if own_subject else "bare-infinitive"
    if verb.dep_ == "acl" and not is_finite(verb):
        return "participle"  # "the threat posed by", not "the threat that"
    marker = first(verb, "mark")
    return "whether" if marker is not None and marker.lower_ in {"whether", "if"} else "that"


def under_preposition(preposition: Token, clauses: Clauses) -> Iterator[Key]:
    """Yield the keys for a gerund behind a preposition: "prevent X from", "idea of"."""
    governor = preposition.head
    name = preposition.lower_
    lemma = governor.lemma_.lower()
    pos: GovernorPos = (
        "verb" if is_verbal(governor) else "adj" if governor.pos_ == "ADJ" else "noun"
    )
    if pos == "verb" and clauses.is_passive(governor):
        yield lemma, "passive", f"{name}-gerund"
    yield lemma, pos, f"object-{name}-gerund"
    yield lemma, pos, f"{name}-gerund"
    for listed in listed_names(governor):
        yield f"{listed} {name}", pos, "gerund"
    yield name, "prep", "gerund"


def is_finite(verb: Token) -> bool:
    """Tell whether a clause has a finite verb, its own or an auxiliary."""
    return verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        for c in verb.children
    )
