"""Make argument records of token heads: the phrase, its entity, its role beside the predicate."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame, Phrase
from kgraph.components.name import Name
from kgraph.components.syntax import CLAUSAL_DEPS, clause_bounds, is_verbal, noun_bounds
from kgraph.lexicon import word_set
from kgraph.model import Argument, Document, EntityType, Role, RoleArgument, TimeExpression
from kgraph.times import normalize_time

__all__ = ["ArgumentMaker"]

ACTORS = frozenset({"Person", "Organization", "Government", "ArmedGroup", "Country", "Group"})
PLACES = frozenset({"Place", "Country"})
TIME_LABELS = frozenset({"DATE", "TIME"})


class ArgumentMaker:
    """Cut arguments out of one Doc; names and references are indexed by token once."""

    def __init__(self, doc: Doc, document: Document) -> None:
        """Index names, references and time expressions of the Doc."""
        self.doc = doc
        self.document = document
        self.names: dict[int, Name] = {
            index: name for name in doc._.names for index in range(name.start, name.end)
        }
        self.references: dict[int, Name] = doc._.references
        self.entity_types: dict[str, EntityType] = {name.key: name.type for name in doc._.names}
        self.times = governed_times(doc)
        self.titled: dict[int, Name] = {
            frame.head.i: name
            for frame in doc._.frames
            if frame.relation == "position"
            and (name := self.names.get(frame.subjects[0].i)) is not None
        }

    # ------------------------------------------------------------------ phrases

    def bounds(self, head: Token, frame: Frame | None = None) -> tuple[int, int]:
        """Return the token bounds of the phrase under a head."""
        if frame is not None and head.i in frame.bounds:
            return frame.bounds[head.i]
        if is_verbal(head) and (head.dep_ in CLAUSAL_DEPS or head.dep_ == "conj"):
            return clause_bounds(head)
        return noun_bounds(head)

    def name_of(self, head: Token) -> Name | None:
        """Return the name a phrase stands for: its head's, its apposition's or its antecedent's."""
        found = self.names.get(head.i) or self.references.get(head.i)
        if found is not None:
            return (
                None if found.demonym and found.type == "Country" and head.pos_ == "ADJ" else found
            )
        for child in head.children:
            if child.dep_ == "appos" and (named := self.names.get(child.i)) is not None:
                return named
            if child.dep_ == "acl" and child.lower_ in word_set("naming"):
                called = next(
                    (c for c in child.children if c.dep_ in {"oprd", "dobj", "attr"}), None
                )
                if called is not None and called.i in self.names:
                    return self.names[called.i]
        return self.titled.get(head.i)

    def argument(self, head: Token, frame: Frame | None = None) -> Argument:
        """Return the argument record of a phrase."""
        start, end = self.bounds(head, frame)
        span = self.doc[start:end]
        exact = (
            frame is not None
            and head.i in frame.bounds
            and (frame.bounds[head.i][1] - 1) in self.names
        )
        name = self.names.get(head.i) if exact else self.name_of(head)
        return Argument(
            text=self.document.text[span.start_char : span.end_char],
            start=span.start_char,
            end=span.end_char,
            head=head.lemma_,
            entity=name.key if name is not None else None,
            label=self.antecedent_text(head) if name is None else None,
        )

    def antecedent_text(self, head: Token) -> str | None:
        """Return the words that a relative pronoun stands for, None for any other word."""
        if head.tag_ not in {"WP", "WDT"}:
            return None
        clause = head.head
        while clause.dep_ in {"conj", "xcomp", "ccomp"} and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ != "relcl":
            return None
        start, end = noun_bounds(clause.head)
        span = self.doc[start:end]
        return self.document.text[span.start_char : span.end_char]

    def clause_argument(self, head: Token) -> Argument:
        """Return a complement clause as an argument: all of it, as said."""
        start, end = clause_bounds(head)
        span = self.doc[start:end]
        return Argument(
            text=self.document.text[span.start_char : span.end_char],
            start=span.start_char,
            end=span.end_char,
            head=head.lemma_,
        )

    # ------------------------------------------------------------------ roles

    def role_arguments(self, frame: Frame) -> tuple[RoleArgument, ...]:
        """Return the arguments beside subject and object, each with its role."""
        made = []
        for phrase in frame.phrases:
            base = (
                self.clause_argument(phrase.head)
                if phrase.head.dep_ in {"pcomp", "ccomp", "advcl"}
                else self.argument(phrase.head, frame)
            )
            made.append(
                RoleArgument(
                    text=base.text,
                    start=base.start,
                    end=base.end,
                    head=base.head,
                    entity=base.entity,
                    role=self.role(phrase),
                    preposition=phrase.preposition.lower_
                    if phrase.preposition is not None
                    else None,
                )
            )
        return tuple(made)

    def role(self, phrase: Phrase) -> Role:
        """Return the role of a phrase from its preposition and what kind of thing its head is."""
        head, preposition = phrase.head, phrase.preposition
        kind = self.kind(head)
        if head.ent_type_ in TIME_LABELS:
            return "time"
        if preposition is None:
            if head.dep_ == "ccomp":
                return "topic"
            return "recipient" if head.dep_ in {"dative", "dobj", "oprd"} else "other"
        word = preposition.lower_
        if word in word_set("place_prepositions") and kind in PLACES:
            return "place"
        if word in {"to", "for"} and kind in ACTORS and not (word == "to" and kind == "Place"):
            return "recipient"
        fixed: dict[str, Role] = {
            "for": "purpose",
            "with": "instrument",
            "from": "source",
            "by": "manner",
            "via": "instrument",
            "through": "instrument",
        }
        if word == "with" and kind in ACTORS:
            return "other"
        if word in word_set("topic_prepositions"):
            return "topic"
        return fixed.get(word, "other")

    def kind(self, head: Token) -> EntityType | None:
        """Return the type of the entity that a head stands for, None for plain words."""
        name = self.name_of(head)
        return name.type if name is not None else None

    # ------------------------------------------------------------------ place and time

    def place(self, frame: Frame) -> Argument | None:
        """Return where the frame's event takes place, if a place phrase says so."""
        candidates: list[Phrase] = list(frame.phrases)
        for head in frame.objects:
            candidates.extend(
                Phrase(preposition, target)
                for preposition in head.children
                if preposition.dep_ == "prep"
                for target in preposition.children
                if target.dep_ == "pobj"
            )
        for phrase in candidates:
            if (
                phrase.preposition is not None
                and phrase.preposition.lower_ in word_set("place_prepositions")
                and self.kind(phrase.head) in PLACES
            ):
                return self.argument(phrase.head, frame)
        return None

    def time(self, frame: Frame) -> TimeExpression | None:
        """Return when the frame's event takes place, normalised against the publication date."""
        for token in (frame.head, *reversed(frame.chain)):
            spans = self.times.get(token.i)
            if spans:
                return self.time_expression(spans[0], frame)
        return None

    def time_expression(self, bounds: tuple[int, int], frame: Frame) -> TimeExpression:
        """Return the record of one time expression."""
        span = self.doc[bounds[0] : bounds[1]]
        text = self.document.text[span.start_char : span.end_char]
        future = any(
            t.lower_ in word_set("future_auxiliaries")
            for top in (frame.head, *frame.chain)
            for t in top.lefts
        )
        return TimeExpression(
            start=span.start_char,
            end=span.end_char,
            text=text,
            value=normalize_time(text, self.document.published, future=future),
        )


def governed_times(doc: Doc) -> dict[int, list[tuple[int, int]]]:
    """Map each verb or noun to the time expressions that it, and no nearer verb, governs.

    A preposition that gives the expression its meaning ("since", "until", "before") belongs to it.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for span in doc.ents:
        if span.label_ not in TIME_LABELS:
            continue
        root = span.root
        start = span.start
        if (
            start > 0
            and doc[start - 1].lower_ in {"since", "until", "from", "by", "before", "after"}
            and doc[start - 1].pos_ in {"ADP", "SCONJ"}
        ):
            start -= 1
        for governor in governors(root):
            found.setdefault(governor.i, []).append((start, span.end))
    return found


def governors(token: Token) -> Sequence[Token]:
    """Return the tokens that a time expression may date: up to and with the first verb."""
    path: list[Token] = []
    head = token
    while head.head.i != head.i and len(path) < 8:
        head = head.head
        if head.pos_ in {"NOUN", "PROPN"} or is_verbal(head):
            path.append(head)
        if is_verbal(head):
            break
    if is_verbal(token):
        path.append(token)
    return path
