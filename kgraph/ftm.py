"""The graph as FollowTheMoney entities, one a line, for Aleph, OpenAleph and their tools.

In: rows of the store.  Out: dictionaries of ``id``, ``schema`` and ``properties``
(https://followthemoney.tech/explorer/).  Articles, entities and statements become entities of the
schemata below.  A statement between two entities is an ``UnknownLink``, an asserted membership a
``Membership``; any other statement is an ``Event`` with a link from each entity that takes part.
FollowTheMoney knows no stance, so a link that is not asserted says in its ``role`` whose words it
is and how it is meant, and repeats the stance as ``status``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kgraph.iris import digest
from kgraph.model import EntityRow, StatementRow

__all__ = ["ftm_entities"]

Record = dict[str, Any]
Properties = dict[str, Iterable[str | None]]

SCHEMATA = {
    "Person": "Person",
    "Organization": "Organization",
    "Government": "PublicBody",
    "ArmedGroup": "Organization",
    "Group": "LegalEntity",
    "Country": "Territory",
    "Place": "Address",
    "Event": "Event",
    "Agreement": "Document",
    "Weapon": "Asset",
    "Other": "LegalEntity",
}
#: Schemata that can be a member of something, or have members.
_MEMBERS = {"Person", "Organization", "PublicBody", "LegalEntity"}
_BODIES = {"Organization", "PublicBody"}


def ftm_entities(
    statements: Sequence[StatementRow], entities: Sequence[EntityRow]
) -> Iterator[Record]:
    """Yield articles, entities, statements and the links of these, each kind in its own order."""
    schemata = {entity.id: SCHEMATA[entity.type] for entity in entities}
    articles = {row.document: row for row in statements}
    for _, row in sorted(articles.items()):
        yield _record(row.document, "Article", _article(row))
    for entity in entities:
        yield _record(entity.id, schemata[entity.id], _entity(entity))
    for row in statements:
        yield from _statement(row, schemata)


def _record(iri: str, schema: str, properties: Properties) -> Record:
    """Return an entity; an id may hold letters, digits, dots and hyphens only."""
    found = {name: [v for v in values if v] for name, values in sorted(properties.items())}
    known = {name: values for name, values in found.items() if values}
    return {"id": _key(iri), "schema": schema, "properties": known}


def _key(*parts: str) -> str:
    return f"kgraph-{digest(*parts)}"


def _article(row: StatementRow) -> Properties:
    return {
        "title": [row.document_title],
        "fileName": [row.document_id],
        "publisher": [row.source],
        "publishedAt": [row.published],
        "sourceUrl": [row.url],
    }


def _entity(entity: EntityRow) -> Properties:
    properties: Properties = {
        "name": [entity.label],
        "alias": entity.aliases,
        "country": [entity.country.lower() if entity.country else None],
        "wikidataId": [entity.wikidata],
        "wikipediaUrl": [_page(entity.wikipedia)],
    }
    if SCHEMATA[entity.type] == "Address":
        properties["full"] = [entity.label]
        for name, value in (("latitude", entity.latitude), ("longitude", entity.longitude)):
            properties[name] = [None if value is None else str(value)]
    if SCHEMATA[entity.type] == "Document":
        properties["fileName"] = [entity.label]
    return properties


def _page(title: str | None) -> str | None:
    return f"https://en.wikipedia.org/wiki/{title.replace(' ', '_')}" if title else None


def _statement(row: StatementRow, schemata: dict[str, str]) -> Iterator[Record]:
    common: Properties = {
        "summary": [row.quote],
        "proof": [_key(row.document)],
        "date": [_day(row.time)],
        "publisher": [row.source],
        "sourceUrl": [row.url],
        "recordId": [row.id],
    }
    if row.subject in schemata and row.object in schemata:
        yield _link(row, row.subject, str(row.object), _role(row), schemata, common)
        return
    name = " \N{EN DASH} ".join(filter(None, (row.subject_label, _role(row), row.object_label)))
    event: Properties = {
        "name": [name],
        "keywords": [row.event, row.stance],
        "location": [row.place_label],
    }
    yield _record(row.id, "Event", {**common, **event})
    taking_part = [("subject", row.subject), ("object", row.object), ("place", row.place)]
    taking_part += [(role, iri) for role, _, iri, _ in row.arguments]
    for role, iri in dict.fromkeys(taking_part):
        if iri is not None and iri in schemata:
            ends: Properties = {
                "subject": [_key(iri)],
                "object": [_key(row.id)],
                "status": [row.stance],
            }
            link = {**common, **ends, "role": [f"{role}: {_role(row)}"]}
            yield _record(f"{row.id} {role} {iri}", "UnknownLink", link)


def _link(
    row: StatementRow,
    subject: str,
    target: str,
    role: str,
    schemata: dict[str, str],
    common: Properties,
) -> Record:
    """Return the link between two entities; only an asserted membership is a membership."""
    member = row.relation == "memberOf" and row.stance == "asserted"
    ends: Properties = {"subject": [_key(subject)], "object": [_key(target)]}
    if member and schemata[subject] in _MEMBERS and schemata[target] in _BODIES:
        ends = {"member": [_key(subject)], "organization": [_key(target)]}
    schema = "Membership" if "member" in ends else "UnknownLink"
    return _record(row.id, schema, {**common, **ends, "role": [role], "status": [row.stance]})


def _role(row: StatementRow) -> str:
    """Return what a reader sees on a link: the predicate, and how it is meant if not as a fact."""
    if row.stance == "asserted":
        return row.label
    whose = f", says {row.speakers[-1]}" if row.speakers else ""
    return f"{row.label} ({row.stance}{whose})"


def _day(value: str | None) -> str | None:
    """Return a time that FollowTheMoney can hold: a day, month or year."""
    return value if value is not None and value.replace("-", "").isdigit() else None
