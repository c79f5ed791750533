"""Make the predicate record of a frame: its surface words, lemma and edge label."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kgraph.components.clauses import Frame
from kgraph.components.syntax import dependents, first, is_verbal
from kgraph.lexicon import word_set
from kgraph.model import Document, Predicate

__all__ = ["located", "predicate_of"]

AUXILIARIES = ("aux", "auxpass", "neg")


def predicate_of(frame: Frame, document: Document, event: str | None) -> Predicate:
    """Return the predicate of a frame; ``text`` is always the document's words at its offsets."""
    if frame.unspoken:
        words = frame.label or "is"
        return Predicate(
            start=None,
            end=None,
            text=frame.text or words,
            lemma=frame.lemma or "be",
            label=words,
            event=event,
            relation=frame.relation,
        )
    doc = frame.head.doc
    start, end = surface(frame)
    span = doc[start:end]
    text = document.text[span.start_char : span.end_char]
    lemma = frame.lemma or lemma_of(frame)
    return Predicate(
        start=span.start_char,
        end=span.end_char,
        text=text,
        lemma=lemma,
        label=frame.label or label_of(frame, span, text),
        voice="passive" if frame.voice == "passive" else "active",
        event=event,
        relation=frame.relation,
    )


def surface(frame: Frame) -> tuple[int, int]:
    """Return the bounds of auxiliaries, negation, chain, verb, particle and preposition."""
    head = frame.head
    tail = frame.object_preposition
    if not is_verbal(head):
        return head.i, tail.i + 1 if tail is not None and tail.i == head.i + 1 else head.i + 1
    members = predicate_words(frame)
    start, end = head.i, head.i + 1
    while start > 0 and (start - 1 in members or bridges(head.doc, start - 1, members)):
        start -= 1
    while end < len(head.doc) and (end in members or follows(head.doc, end, members)):
        end += 1
    tail = tail or agent_mark(frame)
    if tail is not None and tail.i == end:
        end += 1
    while start not in members:
        start += 1
    return start, end


def predicate_words(frame: Frame) -> set[int]:
    """Return the indices of all words that may belong to a verb's predicate."""
    members = {frame.head.i}
    for token in (*frame.chain, frame.head):
        members.add(token.i)
        members.update(c.i for c in dependents(token, *AUXILIARIES, "prt"))
        members.update(
            c.i for c in dependents(token, "advmod") if c.i == token.i - 1 and c.tag_ == "RB"
        )
        if frame.head.lemma_ == "be" or token != frame.head:
            members.update(c.i for c in dependents(token, "acomp") if c.i < frame.head.i)
    if frame.adjective is not None:  # a noun with what stands before it: "was a member of"
        members.update(range(max(frame.adjective.left_edge.i, frame.head.i), frame.adjective.i + 1))
    whereabouts = located(frame.head)
    if whereabouts is not None:
        members.add(whereabouts.i)
    return members


def bridges(doc: Doc, index: int, members: set[int]) -> bool:
    """Tell whether an adverb stands between two words of the predicate."""
    return doc[index].pos_ in {"ADV", "PART"} and any(m < index for m in members)


def follows(doc: Doc, index: int, members: set[int]) -> bool:
    """Tell whether an adverb stands before a later word of the predicate."""
    return doc[index].pos_ in {"ADV", "PART"} and any(m > index for m in members)


def agent_mark(frame: Frame) -> Token | None:
    """Return the "by" of a passive with an agent."""
    return first(frame.head, "agent") if frame.voice == "passive" and frame.subjects else None


def lemma_of(frame: Frame) -> str:
    """Return the verb with its particle, an adjective after "be", or the event noun."""
    head = frame.head
    if not is_verbal(head):
        return head.lemma_.lower() if head.tag_ != "NNS" else plural_or_lemma(head)
    if frame.adjective is not None:
        return frame.adjective.lemma_.lower()
    particle = first(head, "prt")
    lemma = head.lemma_.lower()
    return f"{lemma} {particle.lower_}" if particle is not None else lemma


def plural_or_lemma(noun: Token) -> str:
    """Return "talks" for "talks": some event nouns exist in the plural only."""
    return (
        noun.lower_
        if noun.lower_ in {"talks", "sanctions", "hostilities", "elections"}
        else noun.lemma_.lower()
    )


def label_of(frame: Frame, span: Span, text: str) -> str:
    """Return what stands on an edge from subject to object: the active form of the words."""
    if frame.voice == "passive" and frame.subjects and is_verbal(frame.head):
        return frame.head.text.lower()
    kept = {frame.head, located(frame.head)}
    words = [t.text for t in span if t.dep_ != "advmod" or t in kept]
    return " ".join(words).lower() or text.lower()


def located(verb: Token) -> Token | None:
    """Return the adverb that says where somebody is ("they are there with our consent")."""
    if verb.lemma_ != "be":
        return None
    adverb = next((c for c in dependents(verb, "advmod") if c.i == verb.i + 1), None)
    return adverb if adverb is not None and adverb.lower_ in word_set("place_adverbs") else None
