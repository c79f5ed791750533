"""Turn an annotated Doc into the extraction record: arguments, statements, claims.

The components have found names, frames, attributions and commitments by tokens; here they become
records with character offsets.  A frame makes one statement for each pair of subject and object
("A and B accuse C" makes two), each with the claims it stands in, its time, place and stance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.coding import event_root
from kgraph.components.arguments import ArgumentMaker
from kgraph.components.chains import claims_around
from kgraph.components.circumstances import place_of, struck_place, time_of
from kgraph.components.commitment import Commitment
from kgraph.components.conditions import conditions_of
from kgraph.components.entityrecords import claims_of, entities_of, mentions_of
from kgraph.components.pairing import apart, pairs, partners_of
from kgraph.components.predicates import predicate_of
from kgraph.confidence import confidence_of
from kgraph.inference import (
    harmed_statements,
    hosted_statements,
    implied_demands,
    recover_objects,
    warned_actors,
)
from kgraph.lexicon import load_lexicon
from kgraph.model import (
    Claim,
    Document,
    Extraction,
    Span,
    Statement,
)
from kgraph.takenup import share_event_places, share_event_times, take_up

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kgraph.components.clauses import Frame

__all__ = ["to_extraction"]


def to_extraction(doc: Doc, document: Document) -> Extraction:
    """Return the extraction record of a Doc that has gone through the whole pipeline.

    ``document.text`` must be the text that the Doc was made from: every text in the result is cut
    out of it by offset.
    """
    maker = ArgumentMaker(doc, document)
    claims = tuple(claims_of(doc, maker))
    evidence = evidence_of(doc)
    made = [
        statement
        for frame, commitment in zip(doc._.frames, doc._.commitments, strict=True)
        for statement in frame_statements(frame, commitment, maker, claims, evidence[frame.head.i])
    ]
    found = share_event_times(list(distinct(recover_objects(made))))
    statements = numbered(found, load_lexicon().confidences)
    statements = list(with_conditions(statements, doc))
    hosted = list(hosted_statements(statements, maker.entity_types))
    entities = tuple(entities_of(doc, maker.references.values()))
    statements = list(take_up(list(share_event_places(statements, entities)))) + hosted
    statements += harmed_statements(statements)
    statements += implied_demands(statements, claims)
    statements += warned_actors(statements, claims, maker.entity_types)
    return Extraction(
        document=document,
        mentions=tuple(mentions_of(doc, maker)),
        entities=entities,
        statements=tuple(statements),
        claims=claims,
    )


# ---------------------------------------------------------------------- statements


def frame_statements(
    frame: Frame,
    commitment: Commitment,
    maker: ArgumentMaker,
    claims: Sequence[Claim],
    evidence: Span,
) -> Iterator[Statement]:
    """Yield the statements of one frame: one for each pair of subject and object."""
    around = tuple(claims[index].id for index in claims_around(frame, maker))
    predicate = predicate_of(frame, maker.document, event_root(frame, commitment, maker))
    arguments = maker.role_arguments(frame)
    time, place = time_of(frame, maker), place_of(frame, maker)
    for subject, target in pairs(frame, maker):
        yield Statement(
            id="",
            subject=subject,
            predicate=predicate,
            object=target,
            arguments=(*arguments, *partners_of(subject, frame, maker)),
            polarity=commitment.polarity,
            modality=commitment.modality,
            claims=around,
            time=time,
            place=place or struck_place(predicate, target, maker),
            evidence=evidence,
            rule=frame.rule,
        )


def evidence_of(doc: Doc) -> list[Span]:
    """Return the character bounds of its sentence for each token, without white space around."""
    found: list[Span] = []
    for sentence in doc.sents:
        first, last = sentence[0], sentence[-1]
        while first.is_space and first.i < last.i:
            first = first.nbor()
        while last.is_space and last.i > first.i:
            last = last.nbor(-1)
        found += [Span(first.idx, last.idx + len(last))] * len(sentence)
    return found


def distinct(statements: Iterable[Statement]) -> list[Statement]:
    """Drop statements that say the same of the same words, the first one kept."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for statement in statements:
        target = statement.object
        key = (
            statement.predicate.start,
            statement.predicate.lemma,
            statement.predicate.relation,
            statement.subject.start,
            statement.subject.entity,
            target.start if target is not None else None,
            target.entity if target is not None else None,
        )
        same = (
            target is not None
            and (target.start, target.end) == (statement.subject.start, statement.subject.end)
            and not apart(target, statement.subject)
        )
        if key not in seen and not same:
            seen.add(key)
            kept.append(statement)
    return kept


def numbered(statements: Iterable[Statement], weights: Mapping[str, float]) -> list[Statement]:
    """Give each statement its confidence and its id.

    The id is made of the predicate's offsets and the statement's rank there.
    """
    seen: Counter[str] = Counter()
    made = []
    for statement in statements:
        span = statement.predicate if statement.predicate.start is not None else statement.subject
        stem = f"s{span.start}-{span.end}"
        confidence = confidence_of(statement, weights)
        made.append(replace(statement, id=f"{stem}-{seen[stem]}", confidence=confidence))
        seen[stem] += 1
    return made


def with_conditions(statements: Sequence[Statement], doc: Doc) -> Iterator[Statement]:
    """Yield all statements, those that depend on a condition with the id of what states it."""
    pairs = conditions_of(doc, load_lexicon()).items()
    links = {doc[verb].idx: doc[clause].idx for verb, clause in pairs}
    offsets = sorted({*links, *links.values()})
    covered = [offsets_in(statement, offsets) for statement in statements]
    ids: dict[int, str] = {}
    for statement, inside in zip(statements, covered, strict=True):
        for offset in inside:
            ids.setdefault(offset, statement.id)
    for statement, inside in zip(statements, covered, strict=True):
        condition = next((ids.get(links[offset]) for offset in inside if offset in links), None)
        yield replace(statement, condition=condition) if condition else statement


def offsets_in(statement: Statement, offsets: Sequence[int]) -> Sequence[int]:
    """Return which of the sorted offsets the predicate of a clause's statement covers."""
    start, end = statement.predicate.start, statement.predicate.end
    if start is None or end is None or not statement.rule.startswith("clause:"):
        return ()
    return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]


# ---------------------------------------------------------------------- mentions and entities
