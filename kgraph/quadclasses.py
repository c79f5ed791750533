"""Whether an event type is words or deeds, cooperation or conflict: PLOVER's four quad classes.

Out of ``ontology/plover.ttl``, which is the only place where they are stated; views colour by them.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from kgraph import terms
from kgraph.errors import OntologyError
from kgraph.resources import ontology_path
from kgraph.vocabulary import KG, PLOVER

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["QUAD_CLASSES", "quad_classes"]

QUAD_CLASSES = ("VerbalCooperation", "MaterialCooperation", "VerbalConflict", "MaterialConflict")


@cache
def quad_classes() -> Mapping[str, str]:
    """Return the quad class of each event type, in the order of the ontology.

    >>> quad_classes()["AID"], quad_classes()["ASSAULT"]
    ('MaterialCooperation', 'MaterialConflict')
    """
    found = {}
    for quad in parse(path=str(ontology_path("plover.ttl")), format=RdfFormat.TURTLE):
        if quad.predicate == KG.quadClass:
            name = terms.named(quad.object).value.removeprefix(PLOVER.iri)
            if name not in QUAD_CLASSES:
                raise OntologyError(name, "is no quad class")
            found[terms.named(quad.subject).value.removeprefix(PLOVER.iri)] = name
    return MappingProxyType(found)
