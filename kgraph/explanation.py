"""A statement explained: the words it rests on, who says it, and the rule that read it.

An edge that was inferred is explained by its rules, and by the statements that it follows from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kgraph.agreement import Agreement, agreements
from kgraph.model import StatementRow
from kgraph.query import query
from kgraph.rules import rule_in_words
from kgraph.store import Store
from kgraph.storedrows import statement_rows

__all__ = ["explain"]

Line = tuple[str, str]

_RULES = "SELECT ?id ?rule WHERE { ?id a kg:Statement ; kg:rule ?rule }"
_INFERENCES = """
SELECT ?id ?who ?property ?whom ?rules ?statement WHERE {
  ?id a kg:Inference ; rdf:subject/rdfs:label ?who ; rdf:predicate/rdfs:label ?property ;
      rdf:object/rdfs:label ?whom ; kg:rule ?rules ; kg:inferredFrom ?statement .
} ORDER BY ?id ?statement
"""


def explain(store: Store, statement: str) -> Sequence[Sequence[Line]]:
    """Return what is known of the statements that ``statement`` names.

    It is an IRI, the end of one, or words that a statement or an inferred edge says ("Knesset
    approved").  A statement's lines are pairs: what, and its value.  Nothing found is an empty
    sequence.
    """
    rows = statement_rows(store)
    wanted = [row for row in rows if row.id == statement or row.id.endswith(f"/{statement}")]
    if not wanted:
        words = statement.casefold()
        wanted = [row for row in rows if words in _says(row).casefold()]
    inferred = _inferred(store, statement)
    basis = {iri for _, statements in inferred for iri in statements}
    wanted += [row for row in rows if row.id in basis and row not in wanted]
    rules = {iri: str(rule) for iri, rule in query(store, _RULES)} if wanted else {}
    edges = [lines for lines, _ in inferred]
    told = agreements(rows)
    names = {row.document: row.document_id for row in rows}
    return [
        *edges,
        *(
            [*_lines(row, rules.get(row.id, "")), *_weight(row, told[row.id], names)]
            for row in wanted
        ),
    ]


def _inferred(store: Store, words: str) -> list[tuple[list[Line], list[str]]]:
    """Return the lines of each inferred edge that the words name, and what it follows from."""
    found: dict[str, tuple[list[Line], list[str]]] = {}
    for iri, who, edge, whom, rules, statement in query(store, _INFERENCES):
        says = _joined(str(who), str(edge), str(whom))
        if words == iri or words.casefold() in says.casefold():
            lines = [("inferred", str(iri)), ("says", says), ("rules", str(rules))]
            found.setdefault(str(iri), (lines, []))[1].append(str(statement))
    for lines, statements in found.values():
        lines.extend(("follows from", statement) for statement in statements)
    return list(found.values())


def _says(row: StatementRow) -> str:
    return _joined(row.subject_label, row.label, row.object_label)


def _lines(row: StatementRow, rule: str) -> list[Line]:
    place = f"characters {row.quote_start} to {row.quote_end} of {row.document_id}"
    said_by = ", who is quoted by ".join(reversed(row.speakers))
    article = ", ".join(filter(None, (row.document_title, row.source, row.published)))
    roles = [
        f"{role}: {_joined(preposition, label)}" for role, preposition, _, label in row.arguments
    ]
    reads = rule_in_words(rule)
    lines = (
        ("statement", row.id),
        ("says", _says(row)),
        ("with", "; ".join(roles)),
        ("stance", row.stance),
        ("said by", said_by or "the article itself"),
        ("shown by", ", ".join(row.cues)),
        ("time", _joined(row.time_text, row.time and f"({row.time})")),
        ("place", row.place_label or ""),
        ("condition", row.condition or ""),
        ("event", row.event or row.relation or ""),
        ("confidence", f"{row.confidence:.2f}"),
        ("rule", _joined(rule, reads and f"({reads})")),
        ("words", f"“{row.quote}”"),
        ("at", place),
        ("article", article),
    )
    return [(name, value) for name, value in lines if value]


def _weight(row: StatementRow, told: Agreement, names: Mapping[str, str]) -> Iterator[Line]:
    """Yield who else says it, and what the article is a copy or an older version of."""
    newer, origin = row.superseded_by, row.copy_of
    if newer is not None:
        yield "version", f"superseded by {names.get(newer, newer)}, and not counted"
    elif origin is not None:
        yield "copy of", names.get(origin, origin)
    yield "reported by", str(told)


def _joined(*words: str | None) -> str:
    return " ".join(word for word in words if word)
