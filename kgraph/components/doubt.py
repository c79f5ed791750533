"""What a denied word leaves open: "no evidence that", "did not say that", "no plans to".

Who does not say that something is so has not said that it is not (Saurí & Pustejovsky 2009,
*FactBank*): what stands under a denied word of saying is open.  "Does not think that" is the
exception that languages make: it says that it is not so (Horn 1989, *A Natural History of
Negation*, ch. 5).
"""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.clausewords import is_indefinite, is_negated
from kgraph.components.commitment import Commitment
from kgraph.components.syntax import SUBJECT_DEPS, first, is_verbal
from kgraph.lexicon import word_set

__all__ = [
    "OPEN",
    "UNPROVEN",
    "is_ground",
    "is_lacking",
    "is_missed",
    "is_no_way",
    "is_nobody",
    "is_report",
    "is_undoubted",
    "unsaid",
]

OPEN = Commitment("possible")
UNPROVEN = Commitment("possible", "negative")


def is_report(noun: Token) -> bool:
    """Tell whether a noun names what is said: to dismiss a claim denies it, an attack does not."""
    return noun.lemma_.lower() in word_set("report_nouns")


def is_undoubted(head: Token) -> bool:
    """Tell whether a word of doubt is denied: "have no doubt that", "never doubted that"."""
    if head.lemma_.lower() not in word_set("doubting"):
        return False
    noun = any(c.dep_ == "det" and c.lower_ == "no" for c in head.children)
    return noun or (is_verbal(head) and is_negated(head))


def is_no_way(noun: Token) -> bool:
    """Tell whether a noun says that what follows cannot be ("there was no way they could go")."""
    return noun.lemma_.lower() in word_set("ways") and any(
        child.dep_ == "det" and child.lower_ in word_set("negative_determiners")
        for child in noun.lefts
    )


def is_ground(noun: Token) -> bool:
    """Tell whether a noun names what shows that something is so: "evidence that", "signs of"."""
    return noun.lemma_.lower() in word_set("grounds")


def is_lacking(noun: Token) -> bool:
    """Tell whether there is no such thing: "no plans to"; in "no choice but to" there is one."""
    following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    if noun.pos_ != "NOUN" or following.lower_ in word_set("exceptions"):
        return False
    return any(child.lower_ in word_set("hardly_any") for child in noun.lefts)


def is_missed(noun: Token) -> bool:
    """Tell whether somebody has no such thing: "did not find any evidence", "has not a plan"."""
    sought = noun.dep_ in {"dobj", "attr", "nsubjpass"} and is_verbal(noun.head)
    return sought and is_indefinite(noun) and is_negated(noun.head)


def is_nobody(subject: Token) -> bool:
    """Tell whether a subject says that nobody did it: "nobody", "nothing", "no one"."""
    if subject.lower_ in word_set("nobody"):
        return True
    return subject.lower_ == "one" and any(child.lower_ == "no" for child in subject.lefts)


def unsaid(word: Token, own: Commitment, effect: Commitment) -> Commitment | None:
    """Return what the content of a word of saying is where that is denied; None where it is not.

    ``own`` is the word's own commitment, with what governs it ("refused to say"), and ``effect``
    what it makes of its content where it is not denied.
    """
    subject = first(word, *SUBJECT_DEPS)
    if own.polarity == "positive" and not (subject is not None and is_nobody(subject)):
        return None
    if word.lemma_.lower() in word_set("neg_raising"):
        return Commitment(effect.modality, "negative")
    return OPEN if effect.modality in {"asserted", "demanded"} else None
