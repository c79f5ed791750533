"""What several articles may rest on: descriptions of entities, sources, and ways of reading.

In: an extraction and its run.  Out: resources with their quads.  They are in the store as long as
any article links to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kgraph import terms
from kgraph.descriptions import Triple, description_iri, description_triples
from kgraph.iris import Iris
from kgraph.model import Extraction
from kgraph.vocabulary import KG, PROV, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from kgraph.dataset import Run

__all__ = ["links", "shared_resources"]


def shared_resources(
    extraction: Extraction, run: Run, iris: Iris
) -> dict[NamedNode, tuple[Quad, ...]]:
    """Return what an article rests on and others may rest on, too: each with its quads."""
    graph = iris.graph("provenance")
    reading = iris.shared("run", run.key)
    shared = {reading: tuple(Quad(*triple, graph) for triple in _run_triples(reading, run))}
    if extraction.document.source is not None:
        source = iris.shared("source", extraction.document.source)
        name = terms.text(extraction.document.source)
        shared[source] = (
            Quad(source, RDF.type, KG.Source, graph),
            Quad(source, RDFS.label, name, graph),
        )
    decisions = iris.graph("decisions")
    for entity in extraction.entities:
        description = description_iri(entity, iris)
        triples = description_triples(description, entity, iris)
        shared[description] = tuple(Quad(*triple, decisions) for triple in triples)
    return shared


def links(shared: dict[NamedNode, tuple[Quad, ...]]) -> Iterator[tuple[str, str]]:
    """Yield property and shared resource: what an article's graph says that it rests on."""
    kinds = {
        KG.Run: KG.extractedBy,
        KG.Source: SCHEMA.publisher,
        KG.Description: KG.usesDescription,
    }
    for resource, quads in shared.items():
        yield from (
            (str(kinds[terms.named(quad.object)]), str(resource))
            for quad in quads
            if quad.predicate == RDF.type
        )


def _run_triples(iri: NamedNode, run: Run) -> Iterator[Triple]:
    yield iri, RDF.type, KG.Run
    yield iri, RDFS.label, terms.text(f"kgraph {run.version}")
    yield iri, PROV.wasAssociatedWith, KG.program
    yield iri, SCHEMA.softwareVersion, terms.text(run.version)
    if run.model is not None:
        yield iri, KG.model, terms.text(run.model)
    if run.stamp is not None:
        yield iri, PROV.startedAtTime, terms.moment(run.stamp)
    for name, value in run.options:
        yield iri, KG.option, terms.text(f"{name}={value}")
