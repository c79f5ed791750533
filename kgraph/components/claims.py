"""Find attributions: who (speaker) says or thinks (cue) what (content).

In comes a parsed Doc with names; out come :class:`Attribution` records in text order, nesting
resolved.  Verbs, nouns, adjectives and "according to" are cues when the lexicon lists them with the
construction in which they stand; quotations are tied to the cue beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.clauses import Clauses
from kgraph.components.contents import Bounds
from kgraph.components.directspeech import DirectSpeech
from kgraph.components.labels import labelled, signed
from kgraph.components.nouncues import NounCues
from kgraph.components.othercues import OtherCues
from kgraph.components.quotations import Quotation
from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.components.verbcues import VerbCues
from kgraph.lexicon import Lexicon, word_set

__all__ = ["coverage", "find_attributions"]


def find_attributions(clauses: Clauses, lexicon: Lexicon) -> list[Attribution]:
    """Return all attributions of a Doc in the order of their cues."""
    context = Context(clauses, lexicon)
    verbs, nouns, others = VerbCues(context), NounCues(context), OtherCues(context)
    speech = DirectSpeech(context)
    signatures = list(signed(context))
    found = [a for token in context.doc for a in cues_at(token, verbs, nouns, others) if a.content]
    found = [a for a in found if not any(claims_signed(a, other) for other in signatures)]
    for attribution in found:
        keep_inside(attribution, context)
    found = [a for a in found if a.content]
    found.extend(labelled(context))
    found.extend(signatures)
    speech.extend_to_quotations(found)
    for attribution in found:
        leave_sentence_before(attribution, context)
    speech.run_on(found)
    found.extend(speech.unclaimed_quotations(found))
    found = one_cue_a_content(found)
    found.sort(key=lambda a: (a.cue, a.content))
    nest(found)
    return found


def keep_inside(attribution: Attribution, context: Context) -> None:
    """Cut the content of a cue that stands in a quotation where the quotation ends."""
    quotation = context.quoted.get(attribution.head.i)
    if quotation is None:
        return
    pieces = [
        (max(start, quotation.start), min(end, quotation.end)) for start, end in attribution.content
    ]
    attribution.content = [(start, end) for start, end in pieces if start < end]


def leave_sentence_before(attribution: Attribution, context: Context) -> None:
    """Cut off the sentence before a quotation where its full stop is lost ('… in Syria “We won,”').

    The quotation is a sentence of its own: it opens with a capital behind a plain word and has a
    subject and a verb.
    """
    start, end = attribution.content[0] if attribution.content else (0, 0)
    for quotation in context.quotations_between(start + 2, end):
        inside = start + 1 < quotation.start and quotation.end <= min(end, attribution.head.i)
        if inside and begins_sentence(quotation, context):
            attribution.content[0] = (quotation.start, end)
            return


def begins_sentence(quotation: Quotation, context: Context) -> bool:
    """Tell whether a quotation is a sentence and what stands before it no part of it."""
    doc = context.doc
    before = doc[quotation.start - 2]
    opening = doc[quotation.start]
    stated = any(
        token.dep_ in SUBJECT_DEPS and token.head.i in quotation and token.head.is_lower
        for token in doc[quotation.start : quotation.end]
    )
    while before.is_space and before.i:
        before = before.nbor(-1)
    return stated and opening.text[:1].isupper() and before.pos_ in {"NOUN", "PROPN", "NUM"}


def claims_signed(attribution: Attribution, signature: Attribution) -> bool:
    """Tell whether a cue outside a signed quotation lays claim to it: it has its speaker."""
    start, end = signature.content[0]
    return not start <= attribution.head.i < end and attribution.covers(start)


def one_cue_a_content(found: list[Attribution]) -> list[Attribution]:
    """Leave quotations, and what nouns bring, to one cue: the verb with a subject, else the first.

    In '"…," she said, without naming the firms' the second verb says nothing of the quotation, and
    in "voiced fears about the law" verb and noun are one cue.
    """
    best: dict[tuple[Bounds, ...], Attribution] = {}
    for attribution in found:
        key = tuple(attribution.content)
        rival = best.get(key)
        if rival is None or (owns_subject(attribution) and not owns_subject(rival)):
            best[key] = attribution
    return [a for a in found if best[tuple(a.content)] is a or not (a.direct or is_noun(a))]


def is_noun(attribution: Attribution) -> bool:
    """Tell whether a cue is a noun."""
    return attribution.head.pos_ == "NOUN"


def owns_subject(attribution: Attribution) -> bool:
    """Tell whether a cue has a subject of its own, not one that it shares."""
    return first(attribution.head, *SUBJECT_DEPS) is not None


def cues_at(
    token: Token, verbs: VerbCues, nouns: NounCues, others: OtherCues
) -> Iterator[Attribution]:
    """Yield the attributions whose cue is this token."""
    if token.lower_ == "according":
        yield from others.according_to(token)
    elif is_verbal(token) and token.dep_ not in {"aux", "auxpass", "amod", "compound"}:
        yield from verbs.verb_cue(token)
    elif token.pos_ in {"NOUN", "PROPN"}:
        yield from nouns.noun_cue(token)
    elif token.pos_ == "ADJ":
        yield from others.adjective_cue(token)
    elif token.pos_ == "ADV":
        yield from others.adverb_cue(token)


def coverage(found: Sequence[Attribution]) -> dict[int, list[int]]:
    """Map each token index to the attributions, by number, that say what is said there."""
    covering: dict[int, list[int]] = {}
    for number, attribution in enumerate(found):
        for index in {i for start, end in stated(attribution) for i in range(start, end)}:
            covering.setdefault(index, []).append(number)
    return covering


def stated(attribution: Attribution) -> list[Bounds]:
    """Return the content without the phrase for whom it is about.

    In "the minister, a former judge, was accused of theft" nobody claims that he was a judge.
    """
    if attribution.frame not in word_set("preposition_frames") and len(attribution.content) < 2:
        return attribution.content
    found = attribution.content
    for one in dependents(attribution.head, "nsubjpass", "dobj"):
        behind = one.right_edge.i + 1
        found = [(behind if start <= one.i < end else start, end) for start, end in found]
    return [(start, end) for start, end in found if start < end]


def nest(found: list[Attribution]) -> None:
    """Set ``within`` to the smallest other attribution whose content holds the cue."""
    covering = coverage(found)
    for number, inner in enumerate(found):
        holders = [
            (sum(e - s for s, e in found[other].content), other)
            for other in covering.get(inner.head.i, ())
            if other != number and found[other].head.i != inner.head.i
        ]
        inner.within = min(holders)[1] if holders else None
