"""Mend parse errors of the small model where the form of the words gives them away.

Runs right after the parser and changes heads and labels only.  Each repair is a fact of English
morphology that the parser overlooked: a base form cannot be a finite conjunct of a past tense, so
in "must cease fighting, end arms shipments and withdraw" all verbs belong to "must".
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgraph.components.syntax import SUBJECT_DEPS

__all__ = ["mend"]

LIST_DEPS = frozenset({"conj", "dep", "parataxis", "ccomp", "advcl", "npadvmod", "appos", "acl"})
BASE = frozenset({"VB", "VBP"})
FINITE_HEADS = frozenset({"VBD", "VBZ", "VBN", "VBG", "VBP"})


def mend(doc: Doc) -> Doc:
    """Apply all repairs to a parsed Doc, sentence by sentence."""
    for sentence in list(doc.sents):
        tokens = [token for token in sentence if not token.is_space]
        for token in tokens:
            rejoin_base_form(token, tokens)
    return doc


def rejoin_base_form(token: Token, sentence: list[Token]) -> None:
    """Attach a bare base form in a list to the verb list under the last modal before it."""
    if token.tag_ not in BASE or token.dep_ not in LIST_DEPS or token.head.tag_ not in FINITE_HEADS:
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", *SUBJECT_DEPS} for c in token.children):
        return
    opener = modal_verb_before(token, sentence)
    if opener is None or opener == token.head:
        return
    if not separated_like_a_list(token):
        return
    token.head, token.dep_ = opener, "conj"


def modal_verb_before(token: Token, sentence: list[Token]) -> Token | None:
    """Return the last base form with a modal or "to" that stands before a token in its sentence."""
    found = None
    for other in sentence:
        if other.i >= token.i:
            break
        if other.tag_ == "VB" and any(
            c.dep_ == "aux" and c.tag_ in {"MD", "TO"} and c.i < other.i for c in other.children
        ):
            found = other
    return found


def separated_like_a_list(token: Token) -> bool:
    """Tell whether a comma or conjunction stands right before a token, adverbs aside."""
    index = token.i - 1
    doc = token.doc
    while index > 0 and doc[index].pos_ == "ADV":
        index -= 1
    return index >= 0 and doc[index].lower_ in {",", "and", "or", ";"}
