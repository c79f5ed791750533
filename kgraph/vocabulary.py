"""The terms that the graph is written in: closed namespaces over pyoxigraph nodes.

A namespace holds the names it declares and no other, so a misspelt term raises
:class:`AttributeError` where it is used instead of ending up in somebody's data.  The names of
:data:`KG` and :data:`PLOVER` are those of ``ontology/kgraph.ttl`` and ``ontology/plover.ttl``; a
test holds code and Turtle together, both ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

__all__ = [
    "DCTERMS",
    "GEO",
    "KG",
    "KGP",
    "NP",
    "OA",
    "OWL",
    "PLOVER",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "XSD",
    "Namespace",
]


class Namespace:
    """A closed set of terms under one IRI; ``KG.Statement`` is a node, ``KG.Statment`` an error.

    >>> KG.Statement
    <NamedNode value=https://w3id.org/kgraph/ontology#Statement>
    >>> KG["Statment"]
    Traceback (most recent call last):
    ...
    AttributeError: https://w3id.org/kgraph/ontology# has no term 'Statment'
    """

    def __init__(self, iri: str, names: str) -> None:
        """Declare the terms, given as words."""
        self.iri = iri
        self._nodes = {name: NamedNode(iri + name) for name in names.split()}
        vars(self).update(self._nodes)  # found at once, a tenth of the time of __getattr__

    def __getattr__(self, name: str) -> NamedNode:
        """Say that a term is not declared."""
        raise AttributeError(f"{self.iri} has no term {name!r}")

    def __getitem__(self, name: str) -> NamedNode:
        """Return the node of a declared term whose name is computed."""
        return self._nodes[name] if name in self._nodes else self.__getattr__(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether the term is declared."""
        return name in self._nodes

    def __iter__(self) -> Iterator[str]:
        """Iterate over the declared names."""
        return iter(self._nodes)


_CLASSES = """
    Agreement Argument ArmedGroup Article Claim CopyDecision Country Decision Description Entity
    EntityDecision Event Government Group Inference Mention Modality Organization Other Passage
    Person Phrase Place Polarity Referent Run Source SovereigntyPosition Span
    Stance Statement Store Weapon
"""
_INDIVIDUALS = """
    asserted claimed negated demanded promised intended threatened possible hypothetical
    conditional denied positive negative program
"""
_RELATIONS = """
    assertedRelation attributedRelation claimedRelation negatedRelation demandedRelation
    promisedRelation intendedRelation threatenedRelation possibleRelation hypotheticalRelation
    conditionalRelation deniedRelation
"""
_OBJECT_PROPERTIES = """
    addressee affiliatedWith argument attributedTo belongsTo comparedWith condition content copyOf
    cue decidedEntity decidedOrigin
    decidedMention describes edge edgeProperty eventType evidence extractedBy hasMember heldIn
    holdsOfficeIn hosted hostedBy inArticle inferredEdge inferredFrom innermostClaim instrument
    locatedIn location manner memberOf modality object occasion ofEntity officeHolderOf organOf
    origin otherEntity otherRole partOfClaim participant party place polarity predicate purpose
    quadClass recipient refersTo resolvedTo
    role speaker stance standsFor subject supersededBy takesUp territory topic
    usesDescription value within
"""
_DATA_PROPERTIES = """
    action argumentEnd argumentStart base confidence countryCode cueLemma depth direct fingerprint
    givenLabel inDocument infers intensity lemma mentionKind mentionType model objectEnd
    objectStart obsolete
    option partyName positionKind predicateEnd predicateLabel predicateStart predicateText
    preposition rank reading readingReason record relation rule schemaVersion score sequence
    sha256 signature since speakerEnd speakerStart subjectEnd subjectStart timeFrom timeText timeTo
    timeValue until vocabularyVersion voice
"""
_PLOVER = """
    scheme cameo VerbalCooperation MaterialCooperation VerbalConflict MaterialConflict
    AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST
    SANCTION MOBILIZE COERCE ASSAULT
"""

KG = Namespace(
    "https://w3id.org/kgraph/ontology#",
    _CLASSES + _INDIVIDUALS + _RELATIONS + _OBJECT_PROPERTIES + _DATA_PROPERTIES,
)
#: Concepts of event types; CAMEO codes lie beside them as ``cameo-0311`` and are not used in data.
PLOVER = Namespace("https://w3id.org/kgraph/plover#", _PLOVER)
#: Direct-edge properties are made from the words of articles, so their namespace is open.
KGP = "https://w3id.org/kgraph/predicate/"

RDF = Namespace(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type JSON first object predicate reifies rest subject",
)
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf subPropertyOf isDefinedBy"
)
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    "ObjectProperty TransitiveProperty inverseOf propertyChainAxiom",
)
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "anyURI boolean date dateTime decimal gYear gYearMonth integer string",
)
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#", "altLabel broader exactMatch notation prefLabel"
)
SCHEMA = Namespace(
    "https://schema.org/",
    "articleBody datePublished headline latitude longitude mentions publisher sameAs"
    " softwareVersion url",
)
DCTERMS = Namespace("http://purl.org/dc/terms/", "identifier source subject")
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    "Entity startedAtTime wasAssociatedWith wasAttributedTo wasDerivedFrom wasGeneratedBy",
)
NP = Namespace(
    "http://www.nanopub.org/nschema#",
    "Nanopublication hasAssertion hasProvenance hasPublicationInfo",
)
OA = Namespace("http://www.w3.org/ns/oa#", "start end exact")
GEO = Namespace("http://www.opengis.net/ont/geosparql#", "Geometry hasGeometry asWKT wktLiteral")

#: Prefixes that every query may use without declaring them, and that written Turtle declares.
PREFIXES: dict[str, str] = {
    "kg": KG.iri,
    "kgp": KGP,
    "plover": PLOVER.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "xsd": XSD.iri,
    "skos": SKOS.iri,
    "schema": SCHEMA.iri,
    "dcterms": DCTERMS.iri,
    "prov": PROV.iri,
    "oa": OA.iri,
    "geo": GEO.iri,
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "wd": "http://www.wikidata.org/entity/",
}
