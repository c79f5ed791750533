"""The parameters of a named query: from texts that people give to the RDF terms put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pyoxigraph import Literal as RdfLiteral

from kgraph import terms
from kgraph.errors import QueryError
from kgraph.namedqueries import NamedQuery, Parameter, named_query
from kgraph.rows import Rows, Term
from kgraph.vocabulary import XSD

__all__ = ["Ask", "Find", "answer_named"]

#: Returns the entities that a text names.
Find = Callable[[str], Sequence[Term]]
#: Answers a named query, with terms in the place of variables.
Ask = Callable[[NamedQuery, Mapping[str, Term]], Rows]


def answer_named(name: str, parameters: Mapping[str, str], *, find: Find, ask: Ask) -> Rows:
    """Return the answer of a named query, for each combination of what the parameters name."""
    wanted = named_query(name)
    wanted.check(parameters)
    answers = [
        ask(wanted, terms).without(wanted.hidden) for terms in _bindings(wanted, parameters, find)
    ]
    if len(answers) == 1:
        return answers[0]
    rows = dict.fromkeys(row for answer in answers for row in answer.terms)
    return Rows(wanted.columns, tuple(rows))


def _bindings(
    wanted: NamedQuery, given: Mapping[str, str], find: Find
) -> Iterator[dict[str, Term]]:
    """Yield one set of terms for each combination of the entities that the texts name."""
    choices: list[dict[str, Term]] = [{}]
    for name, text in given.items():
        values = _values(wanted.parameter(name), text, find)
        choices = [{**choice, name: value} for choice in choices for value in values]
    yield from choices


def _values(parameter: Parameter, text: str, find: Find) -> Sequence[Term]:
    if parameter.kind == "entity":
        return find(text)
    if parameter.kind == "date":
        first, _ = terms.time_bounds(text)
        if first is None or "/" in text:
            raise QueryError(f"{parameter.name} is a day such as 2025-06-02, not {text!r}")
        return [terms.day(first)]
    return [RdfLiteral(terms.clean(text), datatype=XSD.string)]
