"""Code and Turtle name the same terms, and every term says what it means."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kgraph import vocabulary
from kgraph.model import EntityType, Modality, Polarity, Stance
from kgraph.predication import ROLES
from kgraph.resources import ontology_path
from kgraph.vocabulary import KG, PLOVER, PREFIXES

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
PACKAGE = Path(vocabulary.__file__).parent


def graph(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path(name), format="turtle")


ONTOLOGY, SCHEME, SHAPES = graph("kgraph.ttl"), graph("plover.ttl"), graph("shapes.ttl")


def terms(data: rdflib.Graph, namespace: str) -> dict[str, rdflib.URIRef]:
    subjects = {s for s in data.subjects() if isinstance(s, rdflib.URIRef)}
    return {s.removeprefix(namespace): s for s in subjects if s.startswith(namespace)}


TERMS = terms(ONTOLOGY, KG.iri)
CONCEPTS = {name: iri for name, iri in terms(SCHEME, PLOVER.iri).items() if "-" not in name}
CODES = {name: iri for name, iri in terms(SCHEME, PLOVER.iri).items() if "-" in name}


def test_code_and_ontology_have_the_same_terms() -> None:
    assert set(KG) == set(TERMS)
    assert set(PLOVER) == set(CONCEPTS)


@pytest.mark.parametrize("name", sorted(TERMS))
def test_term_has_label_and_comment(name: str) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        values = list(ONTOLOGY.objects(TERMS[name], predicate))
        assert len(values) == 1
        assert isinstance(values[0], rdflib.Literal)
        assert values[0].language == "en"
        assert len(values[0]) > 2


def test_terms_are_used_by_code_or_by_other_terms() -> None:
    used = "".join(
        path.read_text("utf-8")
        for folder in (PACKAGE, ontology_path("queries"))
        for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*.rq"))
        if path.name != "vocabulary.py"
    )
    used += ontology_path("inference.ttl").read_text("utf-8")
    indirect = {"Entity", "Store", "Modality", "Polarity", "Stance", "Referent", "Span"}
    indirect |= {"participant"}
    known = indirect | {role[1:-1].removeprefix(KG.iri) for role in ROLES.values()}
    names = [name for name in KG if f"KG.{name}" not in used and f"kg:{name}" not in used]
    computed = {*EntityType.__args__, *Stance.__args__, *Polarity.__args__, "edgeProperty"}
    computed |= {f"{stance}Relation" for stance in Stance.__args__} | {"attributedRelation"}
    assert set(names) - known - computed == set()


def test_namespaces_in_code_are_used_by_declared_names_only() -> None:
    namespaces = {
        name: value
        for name, value in vars(vocabulary).items()
        if isinstance(value, vocabulary.Namespace)
    }
    wrong = [
        f"{path.name}: {node.value.id}.{node.attr}"
        for path in sorted(PACKAGE.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in namespaces
        and node.attr not in (*namespaces[node.value.id], "iri")
    ]
    assert wrong == []


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no term 'Statment'"):
        _ = KG.Statment
    assert "Statement" in KG
    assert "Statment" not in KG


def test_closed_sets_of_the_model_are_terms() -> None:
    classes = set(ONTOLOGY.transitive_subjects(RDFS.subClassOf, rdflib.URIRef(KG.Entity.value)))
    names = {str(iri).removeprefix(KG.iri) for iri in classes} - {"Entity"}
    assert names == set(EntityType.__args__)
    stances = {
        str(s).removeprefix(KG.iri)
        for kind in ("Stance", "Modality")
        for s in ONTOLOGY.subjects(RDF.type, rdflib.URIRef(KG[kind].value))
    }
    assert stances == set(Stance.__args__)
    modalities = set(ONTOLOGY.subjects(RDF.type, rdflib.URIRef(KG.Modality.value)))
    assert {str(s).removeprefix(KG.iri) for s in modalities} == set(Modality.__args__)


def test_attributed_relations_are_never_asserted() -> None:
    above = rdflib.URIRef(KG.attributedRelation.value)
    below = set(ONTOLOGY.transitive_subjects(RDFS.subPropertyOf, above))
    names = {str(iri).removeprefix(KG.iri) for iri in below}
    stances = set(Stance.__args__) - {"asserted"}
    assert names == {"attributedRelation"} | {f"{stance}Relation" for stance in stances}


def test_alignments_name_terms_of_other_vocabularies() -> None:
    def above(name: str, predicate: rdflib.URIRef) -> set[str]:
        return {str(o) for o in ONTOLOGY.objects(TERMS[name], predicate)}

    assert "http://semanticweb.cs.vu.nl/2009/11/sem/Event" in above("Statement", RDFS.subClassOf)
    assert "http://www.w3.org/ns/prov#Activity" in above("Run", RDFS.subClassOf)
    assert "http://xmlns.com/foaf/0.1/Person" in above("Person", RDFS.subClassOf)
    assert "https://schema.org/NewsArticle" in above("Article", RDFS.subClassOf)
    assert "http://www.w3.org/ns/oa#TextQuoteSelector" in above("Span", RDFS.subClassOf)
    grasp = "http://groundedannotationframework.org/grasp#"
    assert f"{grasp}wasAttributedTo" in above("speaker", RDFS.subPropertyOf)


def test_every_root_has_a_quad_class_and_codes() -> None:
    roots = {
        name: iri
        for name, iri in CONCEPTS.items()
        if (iri, RDF.type, SKOS.Concept) in SCHEME and name.isupper()
    }
    assert len(roots) == 16
    for name, iri in roots.items():
        quad = SCHEME.value(iri, rdflib.URIRef(KG.quadClass.value))
        assert SCHEME.value(iri, SKOS.broader) == quad
        score = SCHEME.value(iri, rdflib.URIRef(KG.intensity.value))
        assert score is not None
        assert (float(score) < 0) <= ("Conflict" in str(quad))
        assert str(SCHEME.value(iri, SKOS.notation)) == name
        assert any((code, SKOS.broader, iri) in SCHEME for code in CODES.values())


def test_cameo_codes_map_as_the_manual_says() -> None:
    def root(code: str) -> str:
        concept = next(SCHEME.subjects(SKOS.notation, rdflib.Literal(code)))
        return str(SCHEME.value(concept, SKOS.broader)).removeprefix(PLOVER.iri)

    mapped = {code: root(code) for code in ("057", "0871", "112", "1384", "163", "195", "055")}
    assert mapped == {
        "057": "SUPPORT", "0871": "RETREAT", "112": "ACCUSE", "1384": "THREATEN",
        "163": "SANCTION", "195": "ASSAULT", "055": "CONCEDE",
    }  # fmt: skip


def test_every_class_has_a_shape() -> None:
    targets = set(SHAPES.objects(None, SH.targetClass))
    classes = set(ONTOLOGY.subjects(RDF.type, OWL.Class))
    covered = {
        one for target in targets for one in ONTOLOGY.transitive_subjects(RDFS.subClassOf, target)
    }
    abstract = {TERMS["Referent"], TERMS["Span"]}
    assert {one for one in classes if one not in covered} <= abstract


def test_shapes_name_declared_terms_only() -> None:
    nodes = {node for triple in SHAPES for node in triple if str(node).startswith(KG.iri)}
    assert {str(node).removeprefix(KG.iri) for node in nodes} <= set(KG)


def test_vocabulary_has_no_blank_nodes() -> None:
    for data in (ONTOLOGY, SCHEME):
        assert not [node for triple in data for node in triple if isinstance(node, rdflib.BNode)]


def test_json_ld_context_has_every_property() -> None:
    context = json.loads(ontology_path("context.json").read_text("utf-8"))["@context"]
    prefixes = {name: iri for name, iri in context.items() if isinstance(iri, str)}
    assert prefixes == PREFIXES
    links = set(ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty))
    values = set(ONTOLOGY.subjects(RDF.type, OWL.DatatypeProperty))
    expected = {str(iri).removeprefix(KG.iri): {"@type": "@id"} for iri in links}
    expected |= {str(iri).removeprefix(KG.iri): {} for iri in values}
    found = {name: term for name, term in context.items() if isinstance(term, dict)}
    assert found == {name: {"@id": f"kg:{name}", **more} for name, more in expected.items()}
