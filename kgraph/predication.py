"""Write statements and claims as triples in the graph of their article."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph import ntriples
from kgraph.iris import predicate_iri
from kgraph.model import Argument, Claim, Predicate, Statement
from kgraph.ntriples import KG, PLOVER, PROV, RDF, RDFS
from kgraph.places import Places, Triple
from kgraph.terms import one_line, time_bounds

__all__ = ["claim_triples", "object_preposition", "statement_triples"]

#: Words that can bring an object; a predicate's text ends in one where its object has one.
PREPOSITIONS = """
    about above across after against along alongside amid among around as at before behind
    below beneath beside between beyond by concerning despite down during for from in inside
    into like near of off on onto out outside over past regarding through throughout to
    toward towards under until up upon via with within without
"""
_BRINGERS = frozenset(PREPOSITIONS.split())
ROLES = {
    "recipient": KG.recipient,
    "place": KG.location,
    "time": KG.occasion,
    "instrument": KG.instrument,
    "purpose": KG.purpose,
    "topic": KG.topic,
    "source": KG.origin,
    "manner": KG.manner,
    "other": KG.otherRole,
}


def statement_triples(statement: Statement, places: Places) -> Iterator[Triple]:
    """Yield the triples of one statement, its arguments and its evidence."""
    iri = places.statement(statement.id)
    label = [statement.subject.text, statement.predicate.label]
    if statement.object is not None:
        label.append(statement.object.text)
    yield iri, RDF.type, KG.Statement
    yield iri, RDFS.label, ntriples.text(one_line(" \N{EN DASH} ".join(label)))
    yield iri, PROV.wasDerivedFrom, places.article
    yield iri, KG.polarity, KG[statement.polarity]
    yield iri, KG.modality, KG[statement.modality]
    yield iri, KG.stance, KG[statement.stance]
    yield iri, KG.confidence, ntriples.decimal(statement.confidence)
    yield iri, KG.rule, ntriples.text(statement.rule or "unstated")
    evidence = statement.evidence
    yield iri, KG.evidence, places.passage(evidence.start, evidence.end)
    yield from places.passage_triples(evidence.start, evidence.end)
    yield from _relation_triples(iri, statement, places)
    yield from _setting_triples(iri, statement, places)
    for rank, argument in enumerate(statement.arguments):
        node = f"{iri[:-1]}/argument/{rank}>"
        value = places.referent(argument)
        yield iri, ROLES[argument.role], value
        yield iri, KG.argument, node
        yield node, RDF.type, KG.Argument
        yield node, KG.role, ROLES[argument.role]
        yield node, KG.value, value
        yield node, KG.rank, ntriples.integer(rank)
        if argument.preposition is not None:
            yield node, KG.preposition, ntriples.text(argument.preposition)
        yield from _offsets(node, KG.argumentStart, KG.argumentEnd, argument)


def claim_triples(claim: Claim, places: Places) -> Iterator[Triple]:
    """Yield the triples of one claim, its cue and its content."""
    iri = places.claim(claim.id)
    speaker = claim.speaker.text if claim.speaker is not None else "\N{HORIZONTAL ELLIPSIS}"
    yield iri, RDF.type, KG.Claim
    yield iri, RDFS.label, ntriples.text(one_line(f"{speaker} \N{EN DASH} {claim.cue.text}"))
    yield iri, PROV.wasDerivedFrom, places.article
    yield iri, KG.cueLemma, ntriples.text(claim.cue.lemma)
    yield iri, KG.direct, ntriples.boolean(claim.direct)
    yield iri, KG.depth, ntriples.integer(places.depth(claim.id))
    yield iri, KG.cue, places.passage(claim.cue.start, claim.cue.end)
    yield from places.passage_triples(claim.cue.start, claim.cue.end)
    for span in claim.content:
        yield iri, KG.content, places.passage(span.start, span.end)
        yield from places.passage_triples(span.start, span.end)
    if claim.within is not None:
        yield iri, KG.within, places.claim(claim.within)
    if claim.speaker is not None:
        yield iri, KG.speaker, places.referent(claim.speaker)
        yield from _offsets(iri, KG.speakerStart, KG.speakerEnd, claim.speaker)
    if claim.addressee is not None:
        yield iri, KG.addressee, places.referent(claim.addressee)


def object_preposition(predicate: Predicate) -> str | None:
    """Return the preposition that brings the object, where the predicate's words end in one."""
    words = predicate.text.lower().split()
    if len(words) < 2 or words[-1] not in _BRINGERS:
        return None
    if predicate.voice == "passive" and words[-1] == "by":
        return None
    return None if words[-1] in predicate.lemma.lower().split() else words[-1]


def _relation_triples(iri: str, statement: Statement, places: Places) -> Iterator[Triple]:
    predicate = statement.predicate
    subject = places.referent(statement.subject)
    relation = predicate_iri(predicate.lemma, object_preposition(predicate))
    yield iri, KG.subject, subject
    yield iri, KG.predicate, ntriples.iri(relation.value)
    yield iri, KG.lemma, ntriples.text(predicate.lemma)
    yield iri, KG.predicateLabel, ntriples.text(predicate.label)
    yield iri, KG.predicateText, ntriples.text(predicate.text)
    yield iri, KG.voice, ntriples.text(predicate.voice)
    yield from _offsets(iri, KG.subjectStart, KG.subjectEnd, statement.subject)
    yield from _offsets(iri, KG.predicateStart, KG.predicateEnd, predicate)
    if predicate.event is not None:
        yield iri, KG.eventType, PLOVER[predicate.event]
    if predicate.relation is not None:
        yield iri, KG.relation, ntriples.text(predicate.relation)
    if statement.object is not None:
        target = places.referent(statement.object)
        yield iri, KG.object, target
        yield iri, KG.edge, places.edge(subject, relation, statement.stance, target)
        yield from _offsets(iri, KG.objectStart, KG.objectEnd, statement.object)


def _setting_triples(iri: str, statement: Statement, places: Places) -> Iterator[Triple]:
    yield from _attribution_triples(iri, statement, places)
    if statement.condition is not None:
        yield iri, KG.condition, places.statement(statement.condition)
    if statement.takes_up is not None:
        yield iri, KG.takesUp, places.statement(statement.takes_up)
    if statement.place is not None:
        yield iri, KG.place, places.referent(statement.place)
    if statement.time is None:
        return
    yield iri, KG.timeText, ntriples.text(statement.time.text)
    if statement.time.value is not None:
        yield iri, KG.timeValue, ntriples.time_value(statement.time.value)
        first, last = time_bounds(statement.time.value)
        if first is not None:
            yield iri, KG.timeFrom, ntriples.day(first)
        if last is not None:
            yield iri, KG.timeTo, ntriples.day(last)


def _attribution_triples(iri: str, statement: Statement, places: Places) -> Iterator[Triple]:
    for claim in statement.claims:
        yield iri, KG.partOfClaim, places.claim(claim)
    for claim in reversed(statement.claims):
        speaker = places.speaker(claim)
        if speaker is not None:
            yield iri, KG.innermostClaim, places.claim(claim)
            yield iri, KG.attributedTo, places.referent(speaker)
            return


def _offsets(iri: str, start: str, end: str, words: Argument | Predicate) -> Iterator[Triple]:
    if words.start is not None and words.end is not None:
        yield iri, start, ntriples.integer(words.start)
        yield iri, end, ntriples.integer(words.end)
