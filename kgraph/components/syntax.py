"""Read phrases off a dependency parse: heads, conjuncts, noun phrases, clause spans.

Labels are those of spaCy's English models (the CLEAR style: ``nsubjpass``, ``dobj``, ``pobj`` …).
Every function takes tokens and gives tokens or token-index pairs ``[start, end)``; nothing is
changed.  Character offsets are made only at the end, by ``statements``.

spaCy looks for a token's dependents anew at each question, and the readers ask often: once the
parse is settled, :func:`index_dependents` lets the Doc remember them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from spacy.tokens import Doc, Token

from kgraph.lexicon import word_set

__all__ = [
    "clause_bounds",
    "conjuncts",
    "dependents",
    "first",
    "forget_dependents",
    "index_dependents",
    "is_verbal",
    "labelled_dependents",
    "left_bound",
    "noun_bounds",
    "objects_of_prepositions",
    "prepositional_controller",
    "subtree_runs",
    "trim",
    "whole_bounds",
]

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
NOUN_LEFT = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "quantmod",
        "nmod",
        "advmod",
        "predet",
        "npadvmod",
    }
)
NOUN_RIGHT = frozenset({"prep", "amod", "nummod", "compound", "case", "nmod"})
VERBAL = frozenset({"VERB", "AUX"})
CLAUSAL_DEPS = frozenset({"ccomp", "csubj", "csubjpass", "pcomp", "advcl", "relcl", "acl", "xcomp"})
#: Under this key a Doc's user data hold its dependents by token.
DEPENDENTS = "kgraph_dependents"
EDGE_PUNCTUATION = frozenset("\"'“”‘’,;:.!?-–—()[]«»`")


def index_dependents(doc: Doc) -> None:
    """Let a Doc remember the dependents of each token, with their labels, in text order.

    Nothing may change heads or labels after that; who does calls :func:`forget_dependents` first.
    """
    found: list[list[tuple[str, Token]]] = [[] for _ in range(len(doc))]
    offsets = doc.to_array("HEAD").astype(np.int64).tolist()
    for token, offset in zip(doc, offsets, strict=True):
        if offset:
            found[token.i + offset].append((token.dep_, token))
    doc.user_data[DEPENDENTS] = found


def forget_dependents(doc: Doc) -> None:
    """Drop what :func:`index_dependents` kept."""
    doc.user_data.pop(DEPENDENTS, None)


def labelled_dependents(token: Token) -> Sequence[tuple[str, Token]]:
    """Return the token's direct dependents, each behind its label, in text order."""
    index = token.doc.user_data.get(DEPENDENTS)
    if index is None:
        return [(child.dep_, child) for child in token.children]
    known: Sequence[tuple[str, Token]] = index[token.i]
    return known


def dependents(token: Token, *deps: str) -> list[Token]:
    """Return the token's direct dependents with one of the labels, in text order."""
    return [child for dep, child in labelled_dependents(token) if dep in deps]


def first(token: Token, *deps: str) -> Token | None:
    """Return the first direct dependent with one of the labels."""
    for dep, child in labelled_dependents(token):
        if dep in deps:
            return child
    return None


def is_verbal(token: Token) -> bool:
    """Tell whether the token can head a clause."""
    return token.pos_ in VERBAL or token.tag_.startswith("VB")


def conjuncts(token: Token) -> list[Token]:
    """Return the token and all that are coordinated with it after it, in text order.

    "alongside", "together with" and "as well as" coordinate actors too, but are prepositions in
    the parse; those are followed by the caller that knows that the phrase is an actor.
    """
    found = [token]
    for member in found:
        found.extend(
            child
            for child in member.rights
            if (child.dep_ == "conj" and not is_excluded(child))
            or (child.dep_ == "appos" and has_conjunct(child))
        )
    return found


def is_excluded(member: Token) -> bool:
    """Tell whether a conjunct is no verb and denied where the first is not ("A but not B")."""
    return not is_verbal(member) and any(
        child.dep_ == "neg" or (child.lower_ == "not" and child.i < member.i)
        for child in member.lefts
    )


def has_conjunct(token: Token) -> bool:
    """Tell whether an apposition is really a list of members or a list item.

    "five members - Russia, China and France" lists members after a dash or colon; in "A, B and C"
    the parse sometimes calls B an apposition.
    """
    if token.dep_ != "appos" or not any(child.dep_ == "conj" for child in token.rights):
        return False
    before = token.left_edge.i - 1
    if before >= 0 and token.doc[before].text in {"-", "–", "—", ":"}:
        return True
    after = token.right_edge.i + 1
    closed = after < len(token.doc) and token.doc[after].text == ","
    if closed and any(child.dep_ in {"det", "poss"} for child in token.lefts):
        return False
    return token.head.pos_ == token.pos_ and all(
        child.pos_ == token.pos_ for child in token.rights if child.dep_ == "conj"
    )


def noun_bounds(head: Token) -> tuple[int, int]:
    """Return ``[start, end)`` token indices of a noun phrase: modifiers and its "of …" phrases.

    Relative clauses, participles, appositions behind a comma and further conjuncts are left out:
    they say something of their own.  A name right behind its noun ("security service Norna") is in.
    """
    start = left_bound(head)
    end = hyphenated_end(head.doc, head.i + 1)
    for child in head.rights:
        beside = child.left_edge.i == end and not child.left_edge.is_punct
        apposed = child.dep_ == "appos" and beside and child.pos_ == "PROPN"
        done_by = agent_end(child) if beside else None
        if done_by is not None:
            end = done_by
            break
        if not apposed and (child.dep_ not in NOUN_RIGHT or child.i > end + 1):
            break
        end = max(end, child.i + 1 if apposed else phrase_end(child))
    return trim(head.doc, min(start, head.i), end, keep=head.i)


def agent_end(child: Token) -> int | None:
    """Return where "held by the rebels" ends behind its noun, None for any other modifier."""
    agent = first(child, "agent") if child.dep_ == "acl" and child.tag_ == "VBN" else None
    target = first(agent, "pobj") if agent is not None and agent.i == child.i + 1 else None
    return noun_bounds(target)[1] if target is not None else None


def left_bound(head: Token) -> int:
    """Return where a noun phrase begins; what stands before a comma is no part of it.

    Only adjectives may be parted by commas ("a long, bitter war").
    """
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ == "punct":
            continue
        if child.dep_ not in NOUN_LEFT:
            break
        if child.dep_ not in {"amod", "nummod"}:
            gap = range(child.right_edge.i + 1, start)
            if any(head.doc[index].text == "," for index in gap):
                break
        start = child.left_edge.i
    return start


def hyphenated_end(doc: Doc, end: int) -> int:
    """Return the end of a word that goes on after a hyphen ("co-operation")."""
    while (
        end + 1 < len(doc)
        and doc[end].text == "-"
        and not doc[end - 1].whitespace_
        and not doc[end].whitespace_
    ):
        end += 2
    return end


def phrase_end(token: Token) -> int:
    """Return the end of a modifier to the right of a noun, its own lists included."""
    if token.dep_ != "prep":
        return token.right_edge.i + 1
    ends = [token.i + 1]
    for child in token.rights:
        if child.dep_ == "pobj":
            ends.extend(noun_bounds(member)[1] for member in conjuncts(child))
        elif child.dep_ in {"pcomp", "prep"}:
            ends.append(child.right_edge.i + 1)
    return max(ends)


def whole_bounds(head: Token) -> tuple[int, int]:
    """Return the bounds of a noun phrase with all its conjuncts."""
    members = [noun_bounds(member) for member in conjuncts(head)]
    return min(start for start, _ in members), max(end for _, end in members)


def clause_bounds(head: Token) -> tuple[int, int]:
    """Return the bounds of the whole clause under a head, without quotation marks and commas."""
    return trim(head.doc, head.left_edge.i, head.right_edge.i + 1, keep=head.i)


def subtree_runs(head: Token) -> list[tuple[int, int]]:
    """Return the unbroken stretches of a clause's words: two where an inserted clause parts it."""
    runs: list[list[int]] = []
    for index in sorted(token.i for token in head.subtree):
        if runs and index == runs[-1][1]:
            runs[-1][1] = index + 1
        else:
            runs.append([index, index + 1])
    trimmed = [bare(head.doc, start, end) for start, end in runs]
    return [(start, end) for start, end in trimmed if start < end]


def bare(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Drop punctuation and white space at both ends of token bounds; may leave nothing."""
    while start < end and skippable(doc[start]):
        start += 1
    while end > start and skippable(doc[end - 1]):
        end -= 1
    return start, end


def trim(doc: Doc, start: int, end: int, *, keep: int) -> tuple[int, int]:
    """Shrink ``[start, end)`` past punctuation and white space, never past ``keep``."""
    while start < keep and skippable(doc[start]):
        start += 1
    while end - 1 > keep and skippable(doc[end - 1]):
        end -= 1
    return start, end


def skippable(token: Token) -> bool:
    """Tell whether a phrase should not begin or end with this token."""
    return token.is_space or (len(token.text) <= 2 and token.text[0] in EDGE_PUNCTUATION)


def objects_of_prepositions(token: Token) -> Iterator[tuple[Token, Token]]:
    """Yield (preposition, its object or gerund) for every prepositional phrase under a token.

    A preposition below a preposition ("from behind X") and coordinated prepositions are followed;
    "according to" brings a source, no participant.
    """
    pending = [
        c
        for c in dependents(token, "prep", "agent", "dative")
        if c.pos_ != "PRON" and c.lower_ != "according"
    ]
    for preposition in pending:
        for dep, child in labelled_dependents(preposition):
            if dep in {"pobj", "pcomp"}:
                yield preposition, child
            elif dep in {"prep", "conj"} and child.pos_ in {"ADP", "SCONJ"}:
                pending.append(child)


def prepositional_controller(verb: Token) -> Token | None:
    """Return who does a verb's infinitive as its prepositional object ("called on X to go")."""
    lemma = verb.lemma_.lower()
    for preposition, target in objects_of_prepositions(verb):
        dated = target.ent_type_ in {"DATE", "TIME"}
        if (
            target.dep_ == "pobj"
            and not dated
            and f"{lemma} {preposition.lower_}" in word_set("prepositional_control")
        ):
            return target
    return None
