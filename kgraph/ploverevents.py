"""Statements of events as PLOVER records, one a line, for tools of event data.

In: rows of the store.  Out: dictionaries for JSON, one for each statement that has an event type.
Their fields are those of PLOVER's manual and of POLECAT, the data set coded in it (Halterman et
al. 2023), in NGEC's spelling; ``stance`` and ``attributed_to`` are kgraph's own.  PLOVER's
auxiliary modes say what its tools understand of the stance: ``negation``, ``future``,
``hypothetical``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kgraph.model import EntityRow, StatementRow

__all__ = ["plover_events"]

MODES = {
    "negated": "negation",
    "denied": "negation",
    "promised": "future",
    "intended": "future",
    "demanded": "future",
    "threatened": "future",
    "possible": "hypothetical",
    "hypothetical": "hypothetical",
    "conditional": "hypothetical",
}
Record = dict[str, Any]
#: Quad class and intensity by event type.
Codes = Mapping[str, tuple[str, float]]


def plover_events(
    statements: Iterable[StatementRow], entities: Sequence[EntityRow], codes: Codes
) -> Iterator[Record]:
    """Yield the record of each statement that tells of an event, in the order of the statements.

    ``codes`` are quad class and intensity by event type.
    """
    known = {entity.id: entity for entity in entities}
    for row in statements:
        if row.event is not None:
            yield _known(_record(row, row.event, known, codes))


def _record(row: StatementRow, event: str, known: Mapping[str, EntityRow], codes: Codes) -> Record:
    quad, intensity = codes[event]
    actors, recipients = _parties(row)
    return {
        "id": row.id,
        "date": row.time or row.published,
        "event_type": event,
        "event_mode": [MODES[row.stance]] if row.stance in MODES else [],
        "quad_class": quad,
        "intensity": intensity,
        "actor": [_party(iri, label, known) for iri, label in actors],
        "recipient": [_party(iri, label, known) for iri, label in recipients],
        "location": _party(row.place, row.place_label, known) if row.place else None,
        "event_text": row.quote,
        "predicate": row.text,
        "stance": row.stance,
        "attributed_to": list(row.speakers),
        "confidence": row.confidence,
        "story_id": row.document_id,
        "headline": row.document_title,
        "publisher": row.source,
        "pub_date": row.published,
        "url": row.url,
        "span": [row.quote_start, row.quote_end],
    }


def _parties(row: StatementRow) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return who acts and who is acted on.

    The subject of a passive that does not say by whom is who is acted on.
    """
    subject = (row.subject, row.subject_label)
    target = [(row.object, row.object_label or row.object)] if row.object else []
    others = [(iri, label) for role, _, iri, label in row.arguments if role == "recipient"]
    if row.voice == "passive" and not row.text.lower().endswith(" by"):
        return [], [subject, *others]
    return [subject], list(dict.fromkeys((*target, *others)))


def _party(iri: str | None, label: str | None, known: Mapping[str, EntityRow]) -> Record:
    entity = known.get(iri or "")
    if entity is None:
        return _known({"text": label})
    return _known(
        {
            "name": entity.label,
            "type": entity.type,
            "country": entity.country,
            "wikidata": entity.wikidata,
            "wikipedia": entity.wikipedia,
            "latitude": entity.latitude,
            "longitude": entity.longitude,
            "id": entity.id,
        }
    )


def _known(record: Record) -> Record:
    return {name: value for name, value in record.items() if value is not None}
