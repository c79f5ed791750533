"""What a clause's own conjunction and adverbs do to its stance.

"If", "unless" and their like make a clause conditional, whatever its tense; "until", "once", "only
after" do so before a present tense, which then speaks of the future (Quirk et al. 1985, 14.22), and
leave a past tense a fact: "will stay until they leave", "stayed until they left".
``ontology/lexicon/modality.tsv`` lists both kinds of words.
"""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.commitment import PLAIN, Commitment, commitment_of
from kgraph.components.syntax import dependents, first
from kgraph.lexicon import Lexicon, word_set

__all__ = ["adverb_effect", "attribute_effect", "conjunction_effect", "is_subjunctive", "no_longer"]


def conjunction_effect(verb: Token, lexicon: Lexicon) -> Commitment:
    """Return what the conjunction of an adverbial or complement clause says of it."""
    marker = first(verb, "mark") or first(verb, "advmod")
    if marker is None or verb.dep_ not in {"advcl", "ccomp", "xcomp"}:
        return PLAIN
    word = marker.lower_
    if word in word_set("condition_marks"):
        always = word not in {"should", "whether"} and verb.dep_ == "advcl"
        return Commitment("conditional" if always else "hypothetical")
    if verb.dep_ != "advcl" or not is_present(verb):
        return PLAIN
    if word in word_set("future_marks"):
        return Commitment("conditional")
    if word not in word_set("time_marks"):
        return PLAIN
    if follows_only(marker, verb):
        return Commitment("conditional")
    future = any(c.lower_ in word_set("future_auxiliaries") for c in verb.head.children)
    return Commitment("intended") if future else PLAIN


def follows_only(marker: Token, verb: Token) -> bool:
    """Tell whether "only" stands before a conjunction ("only after the vote ends")."""
    if marker.i == 0 or marker.doc[marker.i - 1].lower_ != "only":
        return False
    return marker.nbor(-1).head.i in {verb.i, marker.i, verb.head.i}


def is_present(verb: Token) -> bool:
    """Tell whether a finite clause stands in the present tense."""
    finite = [
        c for c in dependents(verb, "aux", "auxpass") if c.tag_ in {"VBZ", "VBP", "VBD", "MD"}
    ]
    return (finite[0] if finite else verb).tag_ in {"VBZ", "VBP"}


def adverb_effect(verb: Token, lexicon: Lexicon) -> Commitment:
    """Return what "perhaps", "probably", "hypothetically" beside a verb say of it.

    Hearsay ("reportedly") is a claim without a speaker and is read as one.
    """
    for adverb in dependents(verb, "advmod"):
        found = lexicon.governor(adverb.lower_, "adv", "clause")
        if found is not None and found.modality and adverb.lower_ not in word_set("hearsay"):
            return commitment_of(found)
    return PLAIN


def attribute_effect(noun: Token, lexicon: Lexicon) -> Commitment:
    """Return what an adjective makes of an event noun: "the alleged attack", "planned talks"."""
    for adjective in dependents(noun, "amod"):
        found = lexicon.governor(adjective.lower_, "adj", "attributive")
        if found is not None:
            return commitment_of(found)
    return PLAIN


def no_longer(verb: Token) -> bool:
    """Tell whether "no longer" stands at a verb."""
    return any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)
        for c in dependents(verb, "advmod", "neg")
    )


def is_subjunctive(verb: Token) -> bool:
    """Tell whether a clause with a singular subject has a base form ("that the army leave")."""
    subject = first(verb, "nsubj", "nsubjpass")
    return (
        subject is not None
        and subject.tag_ in {"NN", "NNP"}
        and not any(c.dep_ == "conj" for c in subject.children)
        and verb.tag_ in {"VB", "VBP"}
        and not dependents(verb, "aux", "auxpass")
    )
