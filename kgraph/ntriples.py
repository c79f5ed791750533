"""Terms as N-Triples spells them: what an article's own graph is written in.

An article makes some two thousand quads.  As text they take a quarter of the time that they take as
the engine's objects, which would be spelt for loading anyway.  What is rare is made by
:mod:`kgraph.terms` and spelt from there.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from kgraph import terms, vocabulary

__all__ = [
    "DCTERMS",
    "KG",
    "OA",
    "PLOVER",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "Spelling",
    "boolean",
    "day",
    "decimal",
    "integer",
    "iri",
    "text",
    "time_value",
    "uri",
]

#: What a string cannot hold as it is.
_SPECIAL = re.compile('["\\\\\n\r\ud800-\udfff\x00]')


class Spelling:
    """The terms of a namespace, spelt; as there, a term that is not declared is an error.

    >>> KG.Statement
    '<https://w3id.org/kgraph/ontology#Statement>'
    """

    def __init__(self, namespace: vocabulary.Namespace) -> None:
        """Spell the terms of a namespace."""
        self._namespace = namespace
        vars(self).update({name: str(namespace[name]) for name in namespace})

    def __getattr__(self, name: str) -> str:
        """Say that a term is not declared."""
        return str(self._namespace[name])

    def __getitem__(self, name: str) -> str:
        """Return the term whose name is computed."""
        return str(getattr(self, name))


DCTERMS = Spelling(vocabulary.DCTERMS)
KG = Spelling(vocabulary.KG)
OA = Spelling(vocabulary.OA)
PLOVER = Spelling(vocabulary.PLOVER)
PROV = Spelling(vocabulary.PROV)
RDF = Spelling(vocabulary.RDF)
RDFS = Spelling(vocabulary.RDFS)
SCHEMA = Spelling(vocabulary.SCHEMA)
_INTEGER = f"^^{vocabulary.XSD.integer}"


def iri(value: str) -> str:
    """Return an IRI that holds nothing but what may stand in one."""
    return f"<{value}>"


def text(value: str) -> str:
    r"""Return a plain string literal.

    >>> text("deal"), text('a "deal"')
    ('"deal"', '"a \\"deal\\""')
    """
    return str(terms.text(value)) if _SPECIAL.search(value) else f'"{value}"'


def integer(value: int) -> str:
    """Return a whole number."""
    return f'"{value}"{_INTEGER}'


@lru_cache(maxsize=1000)
def decimal(value: float) -> str:
    """Return a decimal number without superfluous zeros."""
    return str(terms.decimal(value))


def boolean(value: bool) -> str:
    """Return a truth value."""
    return str(terms.boolean(value))


def day(value: date) -> str:
    """Return a calendar day."""
    return str(terms.day(value))


def time_value(value: str) -> str:
    """Return an ISO 8601 value with the datatype that fits its precision, else as a string."""
    return str(terms.time_value(value))


def uri(value: str) -> str:
    """Return a web address as a literal."""
    return str(terms.uri(value))
