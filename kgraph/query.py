"""Ask a store: SPARQL, the named queries under ``ontology/queries``.

A query sees the union of all graphs as its default graph and may use the prefixes of
:data:`kgraph.vocabulary.PREFIXES` without declaring them.  It can only read, and only the store:
updates are no queries, and SERVICE, which would reach out to the network, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Variable

from kgraph import terms
from kgraph.engine import damage
from kgraph.errors import QueryError, StoreError
from kgraph.namedqueries import NamedQuery, Parameter, named_queries, named_query
from kgraph.ordering import sorted_rows
from kgraph.parameters import answer_named
from kgraph.rows import Rows, Term
from kgraph.store import Store
from kgraph.vocabulary import KG, PREFIXES, RDFS, SKOS

__all__ = [
    "NamedQuery",
    "Parameter",
    "Rows",
    "find_entities",
    "keywords_of",
    "named_queries",
    "named_query",
    "query",
    "run",
]

Item = TypeVar("Item")
#: The graphs that make up the default graph of a query, and those that it can name.
Graphs = tuple[Sequence[str], Sequence[str]]

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
#: What of a query can hold any word: strings, IRIs, comments, variables, local names.
_HARMLESS = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | <[^<>"{}|^`\\\x00-\x20]*> | \#[^\r\n]* | [?$]\w+ | :\w+ | \\.""",
    re.VERBOSE | re.DOTALL,
)
_FROM = re.compile(r"\bfrom\b")
_WHERE = re.compile(r"error at (\d+):(\d+): ")


def query(
    store: Store,
    sparql: str,
    substitutions: Mapping[str, Term] | None = None,
    *,
    graphs: Graphs | None = None,
    base: str | None = None,
    most: int | None = None,
) -> Rows:
    """Return the answer of a SPARQL query.

    ``substitutions`` put RDF terms in the place of variables; these must be among the variables
    that the query selects.  ``graphs`` are what the query sees, instead of the whole store;
    ``base`` is what relative IRIs are relative to; more than ``most`` rows are an error.
    """
    _refuse_service(sparql)
    bound = {Variable(name): term for name, term in (substitutions or {}).items()}
    try:
        seen = _dataset(sparql, graphs)
        found = store.engine.query(
            sparql, prefixes=PREFIXES, substitutions=bound, base_iri=base, **seen
        )
        return _rows(found, most)
    except SyntaxError as error:
        raise QueryError(_syntax(str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        if (reason := damage(error)) is not None:
            raise StoreError(store.name, reason) from error
        raise QueryError(" ".join(str(error).split())) from error


def run(store: Store, name: str, parameters: Mapping[str, str] | None = None) -> Rows:
    """Return the answer of a named query.

    Parameters are given as text.  An entity may be given by its label or another of its names, by
    its id (``country/russia``) or IRI; where several entities have the name, the rows of all are
    returned, one entity after another, and where none has it there are none.
    """
    return answer_named(
        name,
        parameters or {},
        find=lambda text: find_entities(store, text),
        ask=lambda wanted, terms: _ask(store, wanted, terms),
    )


def _ask(store: Store, wanted: NamedQuery, terms: Mapping[str, Term]) -> Rows:
    """Return the answer of a named query, sorted here, where that is cheaper."""
    rows = sorted_rows(query(store, wanted.about(terms), terms), wanted.order)
    selected = {*wanted.columns, *wanted.hidden}
    return rows.without([name for name in rows.columns if name not in selected])


def find_entities(store: Store, name: str) -> list[NamedNode]:
    """Return the entities that a text names: an IRI, an id, else by label or another name.

    A capital's name is also one of the state's that acts under it, so both are found.
    """
    for iri in (name, f"{store.iris.base}entity/{name}"):
        if iri.startswith(store.iris.base) and (found := _described(store, iri)):
            return _resolved(store, found)
    for folded in (False, True):
        names = (RDFS.label, SKOS.altLabel)
        entities = {e for how in names for e in _called(store, how, name, folded=folded)}
        if entities:
            return sorted(entities, key=str)
    return []


# ---------------------------------------------------------------------- safe to run


def _refuse_service(sparql: str) -> None:
    """Refuse a query that would have another server asked.

    Oxigraph cannot be told not to, so the word is looked for wherever it could be the keyword:
    outside of strings, IRIs, comments, variables and local names.  Escapes such as ``\\u0053`` are
    looked at both as they stand and undone.
    """
    if "service" in keywords_of(sparql):
        raise QueryError("SERVICE is refused: a query sees this store only")


@lru_cache(maxsize=100)
def keywords_of(sparql: str) -> str:
    """Return where keywords can stand, in small letters: as it is, and with escapes undone."""
    undone = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16) % 0x110000), sparql)
    return "\n".join(_HARMLESS.sub(" ", text).lower() for text in (sparql, undone))


def _syntax(message: str) -> str:
    place = _WHERE.search(message)
    if place is None:
        return " ".join(message.split())
    reason = " ".join(message[place.end() :].split())
    return f"line {place[1]}, column {place[2]}: {reason}"


def _dataset(sparql: str, graphs: Graphs | None) -> dict[str, Any]:
    """Return what the query sees: what was asked for, what its FROM says, else all graphs as one.

    Oxigraph lets the union win over FROM, so it is not asked for where the word stands.
    """
    if graphs is None:
        return {} if _FROM.search(keywords_of(sparql)) else {"use_default_graph_as_union": True}
    default, named = ([NamedNode(iri) for iri in iris] for iris in graphs)
    return {"default_graph": default, "named_graphs": named}


def _rows(found: QuerySolutions | QueryTriples | QueryBoolean, most: int | None) -> Rows:
    if isinstance(found, QueryBoolean):
        answer = terms.boolean(bool(found))
        return Rows(("answer",), ((answer,),), "ask")
    if isinstance(found, QueryTriples):
        made = _at_most(found, most)
        triples = {(triple.subject, triple.predicate, triple.object) for triple in made}
        ordered = sorted(triples, key=lambda triple: tuple(map(str, triple)))
        return Rows(("subject", "predicate", "object"), tuple(ordered), "graph")
    columns = tuple(variable.value for variable in found.variables)
    return Rows(columns, tuple(map(tuple, _at_most(found, most))))


def _at_most(found: Iterable[Item], most: int | None) -> Iterable[Item]:
    return found if most is None else _counted(found, most)


def _counted(found: Iterable[Item], most: int) -> Iterator[Item]:
    for rank, item in enumerate(found):
        if rank >= most:
            raise QueryError(f"the answer has more than {most} rows: ask for fewer with LIMIT")
        yield item


# ---------------------------------------------------------------------- entities


def _described(store: Store, iri: str) -> NamedNode | None:
    try:
        node = NamedNode(iri)
    except ValueError:
        return None
    found = store.engine.quads_for_pattern(None, KG.describes, node, None)
    return node if next(iter(found), None) is not None else None


def _resolved(store: Store, entity: NamedNode) -> list[NamedNode]:
    """Return what an entity stands for by decision, else the entity itself."""
    graph = store.iris.graph("entities")
    found = store.engine.quads_for_pattern(entity, KG.resolvedTo, None, graph)
    return sorted((terms.named(quad.object) for quad in found), key=str) or [entity]


def _called(store: Store, predicate: NamedNode, name: str, *, folded: bool) -> Iterator[NamedNode]:
    wanted = terms.text(name)
    graph = store.iris.graph("entities")
    quads = store.engine.quads_for_pattern(None, predicate, None if folded else wanted, graph)
    for quad in quads:
        if terms.lexical(quad.object).casefold() == wanted.value.casefold():
            yield terms.named(quad.subject)
