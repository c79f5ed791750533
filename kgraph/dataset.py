"""Turn one extraction into RDF: the graph of its article and what the article adds to others.

In: an :class:`~kgraph.model.Extraction` and the :class:`Run` that made it.  Out: an
:class:`ArticleData`, quads whose IRIs are made from content, so equal extractions give equal
quads.  Nothing here looks into a store; direct edges and the merged descriptions of entities are
computed from these quads by :mod:`kgraph.derived` and :mod:`kgraph.descriptions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kgraph import ntriples, terms
from kgraph.copies import signature
from kgraph.derived import edge_quads
from kgraph.errors import DocumentError
from kgraph.iris import Iris, digest, encode
from kgraph.links import link_rule
from kgraph.model import Argument, Document, Extraction, Mention
from kgraph.ntriples import DCTERMS, KG, PROV, RDF, RDFS, SCHEMA
from kgraph.places import Places, Triple, span_triples
from kgraph.predication import claim_triples, statement_triples
from kgraph.sharing import links, shared_resources

__all__ = ["ArticleData", "Run", "Writing", "article_data", "fingerprint"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """How articles are read: what could change the result of reading the same article.

    ``stamp`` is when, in ISO 8601 with a time zone, for those who want to keep that.
    """

    version: str
    model: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    stamp: str | None = None

    @property
    def way(self) -> str:
        """16 hexadecimal digits that stand for this way of reading, whenever it was."""
        options = (f"{name}={value}" for name, value in sorted(self.options))
        return digest(self.version, self.model, *options)

    @property
    def key(self) -> str:
        """16 hexadecimal digits that stand for the run: its way of reading, and its time."""
        return self.way if self.stamp is None else digest(self.way, self.stamp)


@dataclass(frozen=True, slots=True)
class Writing:
    """How what was read becomes RDF: the run, under which base, and whether with the text."""

    run: Run
    base: str
    keep_text: bool = False


@dataclass(frozen=True)
class ArticleData:
    """An article in RDF.

    ``name`` is what the user called it; the rest is N-Quads, which pass from process to process
    without a cost.  ``lines`` are what lives and dies with the article, its graph and its
    decisions.  Others may give the rest, too: ``edge_lines`` are the direct edges of its statements
    with their declarations, ``shared_lines`` are resources that it links to (descriptions of
    entities, source, run), which stay as long as any article does.
    """

    iri: NamedNode
    name: str
    lines: bytes
    edge_lines: bytes
    shared_lines: bytes

    @cached_property
    def own(self) -> tuple[Quad, ...]:
        """The quads of the lines."""
        return tuple(parse(self.lines, RdfFormat.N_QUADS))

    @cached_property
    def shared(self) -> dict[NamedNode, tuple[Quad, ...]]:
        """The resources of the shared lines, each with its quads."""
        found: dict[NamedNode, tuple[Quad, ...]] = {}
        for quad in parse(self.shared_lines, RdfFormat.N_QUADS):
            resource = terms.named(quad.subject)
            found[resource] = (*found.get(resource, ()), quad)
        return found


def fingerprint(document: Document, run: Run, *, keep_text: bool = False) -> str:
    """Return a digest that changes whenever the article must be read again."""
    metadata = (document.title, document.published, document.source, document.url)
    return digest(document.key, run.way, *metadata, *(("text",) if keep_text else ()))


def article_data(
    extraction: Extraction, run: Run, iris: Iris | None = None, *, keep_text: bool = False
) -> ArticleData:
    """Return the extraction as quads; with ``keep_text`` the article's whole text among them."""
    iris = iris or Iris()
    places = Places(extraction, iris)
    _check(extraction)
    shared = shared_resources(extraction, run, iris)
    article = extraction.document
    triples = dict.fromkeys(_article_triples(extraction, run, places))
    mark = fingerprint(article, run, keep_text=keep_text)
    triples[places.article, KG.fingerprint, ntriples.text(mark)] = None
    triples[places.article, KG.signature, ntriples.text(signature(article.text))] = None
    triples.update(dict.fromkeys((places.article, *link) for link in links(shared)))
    if keep_text:
        triples[places.article, SCHEMA.articleBody, ntriples.text(article.text)] = None
    decisions = dict.fromkeys(_decision_triples(extraction, places))
    lines = _lines(triples, places.article) + _lines(decisions, str(iris.graph("decisions")))
    return ArticleData(
        iri=places.node, name=terms.clean(article.id), lines=lines.encode(),
        edge_lines=terms.n_quads(edge_quads(places.edges.values(), iris)),
        shared_lines=terms.n_quads(chain.from_iterable(shared.values())),
    )  # fmt: skip


def _lines(triples: Iterable[Triple], graph: str) -> str:
    """Return N-Quads of triples in a graph."""
    ending = f" {graph} .\n"
    lines = ending.join(map(" ".join, triples))
    return lines + ending if lines else ""


def _check(extraction: Extraction) -> None:
    """Refuse a record that refers to something it does not hold."""
    entities = {entity.id for entity in extraction.entities}
    claims = {claim.id for claim in extraction.claims}
    statements = {statement.id for statement in extraction.statements}
    named = {mention.entity for mention in extraction.mentions}
    named |= {mention.stands_for for mention in extraction.mentions}
    wanted = {claim.within for claim in extraction.claims}
    related: set[str | None] = set()
    for argument in _arguments(extraction):
        named.update((argument.entity, argument.belongs_to))
    for statement in extraction.statements:
        wanted.update(statement.claims)
        related |= {statement.condition, statement.takes_up}
    for kind, missing in (
        ("entity", named - entities),
        ("claim", wanted - claims),
        ("statement", related - statements),
    ):
        names = sorted(name for name in missing if name is not None)
        if names:
            raise DocumentError(extraction.document.id, f"the record lacks the {kind} {names[0]!r}")


def _arguments(extraction: Extraction) -> Iterator[Argument]:
    for statement in extraction.statements:
        some = (statement.subject, statement.object, statement.place, *statement.arguments)
        yield from (argument for argument in some if argument is not None)
    for claim in extraction.claims:
        yield from (one for one in (claim.speaker, claim.addressee) if one is not None)


def _article_triples(extraction: Extraction, run: Run, places: Places) -> Iterator[Triple]:
    yield from _metadata(extraction.document, places.article)
    for entity in extraction.entities:
        yield places.article, SCHEMA.mentions, places.entity(entity.id)
    for mention in extraction.mentions:
        yield from _mention_triples(mention, places)
    generated = str(places.iris.shared("run", run.key))
    for statement in extraction.statements:
        yield places.statement(statement.id), PROV.wasGeneratedBy, generated
        yield from statement_triples(statement, places)
    for claim in extraction.claims:
        yield places.claim(claim.id), PROV.wasGeneratedBy, generated
        yield from claim_triples(claim, places)
    yield from places.phrase_triples()


def _mention_triples(mention: Mention, places: Places) -> Iterator[Triple]:
    iri = places.mention(mention)
    yield iri, RDF.type, KG.Mention
    yield from span_triples(iri, mention.start, mention.end, mention.text, places.article)
    yield iri, KG.mentionType, ntriples.text(mention.type)
    yield iri, KG.mentionKind, ntriples.text(mention.kind)
    if mention.reading is not None:
        yield iri, KG.reading, ntriples.text(mention.reading)
    if mention.reading_reason is not None:
        yield iri, KG.readingReason, ntriples.text(mention.reading_reason)
    if mention.stands_for is not None:
        yield iri, KG.standsFor, places.entity(mention.stands_for)
    if mention.entity is not None:
        yield iri, KG.refersTo, places.entity(mention.entity)


def _metadata(document: Document, article: str) -> Iterator[Triple]:
    yield article, RDF.type, KG.Article
    yield article, DCTERMS.identifier, ntriples.text(document.id)
    yield article, KG.sha256, ntriples.text(document.sha256)
    yield article, RDFS.label, ntriples.text(terms.one_line(document.title or document.id))
    if document.title is not None:
        yield article, SCHEMA.headline, ntriples.text(document.title)
    if document.published is not None:
        yield article, SCHEMA.datePublished, ntriples.time_value(document.published)
    if document.url is not None:
        yield article, SCHEMA.url, ntriples.uri(document.url)


def _decision_triples(extraction: Extraction, places: Places) -> Iterator[Triple]:
    """Yield why mentions were linked; a place that acts is linked to whom it stands for, too."""
    known = {entity.id for entity in extraction.entities}
    for mention in extraction.mentions:
        yield from _decision(mention, mention.entity, mention.rule or "unstated", places)
        if mention.stands_for in known:
            yield from _decision(mention, mention.stands_for, "metonym", places)


def _decision(mention: Mention, entity: str | None, rule: str, places: Places) -> Iterator[Triple]:
    name = "/".join(encode(part) for part in (*(entity or "unlinked").split("/"), rule))
    iri = ntriples.iri(f"{places.name}/decision/{name}")
    yield iri, RDF.type, KG.Decision
    yield iri, KG.inArticle, places.article
    yield iri, KG.rule, ntriples.text(rule)
    yield iri, KG.score, ntriples.decimal(link_rule(rule).score)
    yield iri, KG.decidedMention, places.mention(mention)
    if entity is not None:
        yield iri, KG.decidedEntity, places.entity(entity)
