"""An extraction becomes quads in which stance, evidence and provenance are all kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.dataset import ArticleData, Run, article_data, fingerprint
from kgraph.derived import declaration, edges
from kgraph.descriptions import entity_quads
from kgraph.errors import DocumentError
from kgraph.iris import Iris, encode, predicate_iri, slug
from kgraph.model import Claim, Cue, Document, Entity, Extraction, Predicate, Span, Statement
from kgraph.predication import object_preposition
from kgraph.terms import time_bounds, time_value
from kgraph.vocabulary import KG, KGP, OA, PLOVER, PROV, RDF, RDFS, SCHEMA, SKOS, XSD
from tests.factories import BASE, RUN, Draft, both, signing, strike

IRIS = Iris()
ENTITY = f"{BASE}entity/"


def values(data: ArticleData, subject: NamedNode, predicate: NamedNode) -> set[str]:
    return {
        quad.object.value
        for quad in data.own
        if (quad.subject, quad.predicate) == (subject, predicate)
    }


def statement(data: ArticleData, lemma: str) -> NamedNode:
    found = {q.subject for q in data.own if q.predicate == KG.lemma and q.object.value == lemma}
    assert len(found) == 1
    return found.pop()


def direct(data: ArticleData) -> set[tuple[str, str, str, str]]:
    quads = (edge.quad for edge in edges(data.own, IRIS).values())
    return {
        (
            quad.subject.value.rpartition("/")[2],
            quad.predicate.value.removeprefix(KGP),
            quad.object.value.rpartition("/")[2],
            quad.graph_name.value.rpartition("/")[2],
        )
        for quad in quads
    }


def test_statement_keeps_who_does_what_and_the_words() -> None:
    extraction = signing()
    data = article_data(extraction, RUN)
    node = statement(data, "host")
    assert values(data, node, KG.subject) == {f"{ENTITY}country/turkiye"}
    assert values(data, node, KG.object) == {f"{data.iri.value}/phrase/talks"}
    assert values(data, node, KG.predicate) == {f"{KGP}host"}
    assert values(data, node, KG.eventType) == {PLOVER.CONSULT.value}
    assert values(data, node, KG.place) == {f"{ENTITY}place/istanbul"}
    assert values(data, node, KG.confidence) == {"0.9"}
    assert Quad(node, KG.timeValue, Literal("2022-07-22", datatype=XSD.date), data.iri) in data.own
    (evidence,) = values(data, node, KG.evidence)
    assert values(data, NamedNode(evidence), OA.exact) == {
        "Türkiye hosted talks in Istanbul on 22 July 2022."
    }
    start, end = values(data, node, KG.predicateStart), values(data, node, KG.predicateEnd)
    assert extraction.document.text[int(start.pop()) : int(end.pop())] == "hosted"


def test_every_span_holds_the_words_at_its_offsets() -> None:
    for extraction in both():
        data = article_data(extraction, RUN)
        spans = {quad.subject for quad in data.own if quad.predicate == OA.exact}
        assert len(spans) > 20
        for span in spans:
            (start,) = values(data, span, OA.start)
            (end,) = values(data, span, OA.end)
            words = extraction.document.text[int(start) : int(end)]
            assert values(data, span, OA.exact) == {words}


def test_only_what_the_article_asserts_is_in_the_asserted_graph() -> None:
    found = direct(article_data(signing(), RUN)) | direct(article_data(strike(), RUN))
    asserted = {edge[:3] for edge in found if edge[3] == "asserted"}
    assert asserted == {
        ("turkiye", "host", "talks"),
        ("sergei-shoigu", "meet", "hulusi-akar"),
        ("united-nations", "praise", "turkiye"),
        ("sergei-shoigu", "position", "defence-minister"),
        ("sergei-shoigu", "sign_for", "russia"),
        ("russia", "strike", "odesa"),
        ("volodymyr-zelenskyy", "accuse", "russia"),
        ("european-union", "send", "grain-silos"),
    }
    assert {edge[:3] for edge in found if edge[3] == "attributed"} == {
        ("ukraine", "demanded-clear", "the-mines"),
        ("ukraine", "denied-mine", "the-corridor"),
        ("russia", "threatened-leave", "the-initiative"),
        ("russia", "claimed-break", "its-promise"),
        ("russia", "claimed-hit", "a-warship"),
        ("ukraine", "negated-sign", "a-deal"),
        ("the-first-ship", "possible-leave", "odesa"),
    }


def test_direct_edge_properties_are_declared_under_their_stance() -> None:
    plain = declaration(predicate_iri("carry out", None), IRIS)
    assert {(q.predicate, q.object.value) for q in plain if q.predicate != RDF.type} == {
        (RDFS.subPropertyOf, KG.assertedRelation.value),
        (RDFS.label, "carry out"),
    }
    other = declaration(predicate_iri("result", "in", "demanded"), IRIS)
    assert {(q.predicate, q.object.value) for q in other if q.predicate != RDF.type} == {
        (RDFS.subPropertyOf, KG.demandedRelation.value),
        (RDFS.label, "result in (demanded)"),
    }
    assert {quad.graph_name for quad in other} == {IRIS.graph("attributed")}


@pytest.mark.parametrize(
    ("text", "lemma", "voice", "preposition"),
    [
        ("hosted", "host", "active", None),
        ("resulted in", "result", "active", "in"),
        ("carried out", "carry out", "active", None),
        ("was expelled by", "expel", "passive", None),
        ("was forced from", "force", "passive", "from"),
        ("must not withdraw from", "withdraw", "active", "from"),
        ("by", "by", "active", None),
        ("", "be", "active", None),
    ],
)
def test_preposition_of_the_object(
    text: str, lemma: str, voice: str, preposition: str | None
) -> None:
    predicate = Predicate(start=0, end=1, text=text, lemma=lemma, label=text, voice=voice)  # type: ignore[arg-type]
    assert object_preposition(predicate) == preposition


def test_claims_keep_speaker_cue_and_the_claim_around_them() -> None:
    data = article_data(strike(), RUN)
    hit = statement(data, "hit")
    outer, inner = sorted(
        values(data, hit, KG.partOfClaim),
        key=lambda claim: values(data, NamedNode(claim), KG.depth).pop(),
    )
    assert values(data, NamedNode(outer), KG.speaker) == {f"{ENTITY}organization/interfax"}
    assert values(data, NamedNode(inner), KG.speaker) == {f"{ENTITY}person/dmitry-peskov"}
    assert values(data, NamedNode(inner), KG.within) == {outer}
    assert values(data, NamedNode(inner), KG.cueLemma) == {"say"}
    (cue,) = values(data, NamedNode(inner), KG.cue)
    assert values(data, NamedNode(cue), OA.exact) == {"said"}
    (content,) = values(data, NamedNode(inner), KG.content)
    assert values(data, NamedNode(content), OA.exact) == {"Russia had hit a warship in Odesa"}


def test_order_of_claims_holds_where_within_is_silent() -> None:
    extraction = strike()
    claims = tuple(replace(claim, within=None) for claim in extraction.claims)
    data = article_data(replace(extraction, claims=claims), RUN)
    hit = statement(data, "hit")
    depths = {
        values(data, NamedNode(claim), KG.speaker).pop().rpartition("/")[2]: values(
            data, NamedNode(claim), KG.depth
        )
        for claim in values(data, hit, KG.partOfClaim)
    }
    assert depths == {"interfax": {"0"}, "dmitry-peskov": {"1"}}


def test_claims_in_a_circle_stand_alone() -> None:
    extraction = strike()
    first, second, third, *rest = extraction.claims
    circle = (first, replace(second, within=third.id), replace(third, within=second.id), *rest)
    data = article_data(replace(extraction, claims=circle), RUN)
    depths = {quad.object.value for quad in data.own if quad.predicate == KG.depth}
    assert depths == {"0"}


def test_arguments_have_role_preposition_and_a_direct_property() -> None:
    data = article_data(strike(), RUN)
    sent = statement(data, "send")
    assert values(data, sent, KG.recipient) == {f"{ENTITY}country/ukraine"}
    (argument,) = values(data, sent, KG.argument)
    node = NamedNode(argument)
    assert values(data, node, KG.role) == {KG.recipient.value}
    assert values(data, node, KG.preposition) == {"to"}
    assert values(data, node, KG.rank) == {"0"}


def test_condition_is_a_statement() -> None:
    data = article_data(signing(), RUN)
    clear, sail = statement(data, "clear"), statement(data, "sail")
    assert values(data, clear, KG.condition) == {sail.value}
    assert values(data, clear, KG.stance) == {KG.demanded.value}


def test_provenance_has_run_and_article_but_no_clock() -> None:
    data = article_data(signing(), RUN)
    run = IRIS.shared("run", RUN.key)
    assert values(data, data.iri, KG.extractedBy) == {run.value}
    assert values(data, statement(data, "host"), PROV.wasGeneratedBy) == {run.value}
    facts = {(quad.predicate, quad.object.value) for quad in data.shared[run]}
    assert (KG.model, "by hand 1") in facts
    assert (KG.option, "names=full") in facts
    assert (SCHEMA.softwareVersion, "0.0.1") in facts
    quads = [*data.own, *(quad for quads in data.shared.values() for quad in quads)]
    datatypes = {q.object.datatype for q in quads if isinstance(q.object, Literal)}
    assert NamedNode("http://www.w3.org/2001/XMLSchema#dateTime") not in datatypes


def test_stamp_is_kept_with_the_run_and_makes_no_article_outdated() -> None:
    stamped = replace(RUN, stamp="2026-01-02T03:04:05Z")
    data = article_data(signing(), stamped)
    (quad,) = [
        q for q in data.shared[IRIS.shared("run", stamped.key)] if q.predicate == PROV.startedAtTime
    ]
    assert quad.object == Literal("2026-01-02T03:04:05Z", datatype=XSD.dateTime)
    assert stamped.key != RUN.key
    assert fingerprint(signing().document, stamped) == fingerprint(signing().document, RUN)


def test_decisions_say_why_mentions_stand_for_an_entity() -> None:
    data = article_data(signing(), RUN)
    graph = IRIS.graph("decisions")
    istanbul = NamedNode(f"{ENTITY}place/istanbul")
    (decision,) = {
        quad.subject
        for quad in data.own
        if quad.predicate == KG.decidedEntity and quad.object == istanbul
    }
    facts = [q for q in data.own if q.subject == decision]
    assert {quad.graph_name for quad in facts} == {graph}
    assert [q.object.value for q in facts if q.predicate == KG.rule] == ["gazetteer"]
    assert len([q for q in facts if q.predicate == KG.decidedMention]) == 2


def test_mention_of_nobody_known_is_a_decision_too() -> None:
    extraction = signing()
    mention = replace(extraction.mentions[0], entity=None, rule="ner")
    data = article_data(replace(extraction, mentions=(mention,)), RUN)
    decision = NamedNode(f"{data.iri.value}/decision/unlinked/ner")
    assert values(data, decision, KG.rule) == {"ner"}
    assert values(data, decision, KG.decidedEntity) == set()


def test_text_is_kept_only_when_asked_for() -> None:
    extraction = signing()
    assert values(article_data(extraction, RUN), IRIS.document(extraction.document.key),
                  SCHEMA.articleBody) == set()  # fmt: skip
    kept = article_data(extraction, RUN, keep_text=True)
    assert values(kept, kept.iri, SCHEMA.articleBody) == {extraction.document.text}


def test_base_is_that_of_all_own_iris() -> None:
    data = article_data(signing(), RUN, Iris("https://example.org/data#"))
    quads = [*data.own, *(quad for quads in data.shared.values() for quad in quads)]
    assert not [quad for quad in quads if BASE in str(quad)]
    assert {quad.subject.value.startswith("https://example.org/data#") for quad in quads} == {True}


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"entities": ()}, "lacks the entity 'country/russia'"),
        ({"claims": ()}, "lacks the claim"),
    ],
)
def test_record_that_lacks_something_is_refused(part: dict[str, object], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        article_data(replace(signing(), **part), RUN)  # type: ignore[arg-type]


def test_fingerprint_changes_with_text_metadata_and_run() -> None:
    document = signing().document
    marks = {
        fingerprint(document, RUN),
        fingerprint(replace(document, text=document.text + "!"), RUN),
        fingerprint(replace(document, title="Another"), RUN),
        fingerprint(replace(document, published=None), RUN),
        fingerprint(document, replace(RUN, version="0.0.2")),
        fingerprint(document, replace(RUN, model="another")),
        fingerprint(document, replace(RUN, options=())),
    }
    assert len(marks) == 7
    shuffled = Run(version="1", options=(("a", "1"), ("b", "2")))
    assert shuffled.key == Run(version="1", options=(("b", "2"), ("a", "1"))).key


HOSTILE = (
    "a\ud800b", "\x00", "\x1b[31m", 'quote " and \\u0022 } . <http://evil> #', "\r\n\t", "\u202e",
    "<script>alert(1)</script>", "x" * 10_000, "…", "\U0001f600", "\ufffe", "''' \"\"\"",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    sentence = f"Russia {words} Odesa"
    draft = Draft(words, f"{sentence} .", title=words, source=words, url=words)
    draft.state(sentence, "Russia", words, "Odesa", lemma=words)
    draft.claim(sentence, "Russia", words, words, words)
    extraction = draft.extraction()
    odd = Entity(
        id=f"person/{words}", label=words, type="Person", wikipedia=words, aliases=(words,)
    )
    data = article_data(replace(extraction, entities=(*extraction.entities, odd)), RUN)
    node = NamedNode(next(q.subject.value for q in data.own if q.predicate == KG.lemma))
    expected = words.replace("\ud800", "\ufffd").replace("\x00", "\ufffd")
    assert values(data, node, KG.predicateText) == {expected}
    subjects = {quad.subject.value for quad in data.own}
    assert all(" " not in iri and "<" not in iri for iri in subjects)


def test_iris_hold_what_texts_put_into_them() -> None:
    assert encode('a/b c<d>"') == "a%2Fb%20c%3Cd%3E%22"
    assert slug("U.S.-led coalition") == "u-s-led-coalition"
    assert slug("!!!") != slug("???")
    long, longer = slug("word " * 30), slug("word " * 31)
    assert long != longer
    assert len(long) < 80
    assert predicate_iri("carry out", None).value == f"{KGP}carry_out"
    assert predicate_iri("cease-fire", None, "demanded").value == f"{KGP}demanded-cease_fire"


@pytest.mark.parametrize(
    ("value", "datatype", "first", "last"),
    [
        ("2022-07-22", XSD.date, "2022-07-22", "2022-07-22"),
        ("2022-07", XSD.gYearMonth, "2022-07-01", "2022-07-31"),
        ("2022", XSD.gYear, "2022-01-01", "2022-12-31"),
        ("2024-02", XSD.gYearMonth, "2024-02-01", "2024-02-29"),
        ("2025-W22", XSD.string, "2025-05-26", "2025-06-01"),
        ("2010/2012", XSD.string, "2010-01-01", "2012-12-31"),
        ("2014/..", XSD.string, "2014-01-01", "None"),
        ("../2014-03", XSD.string, "None", "2014-03-31"),
        ("9999", XSD.gYear, "9999-01-01", "9999-12-31"),
        ("2022-13", XSD.string, "None", "None"),
        ("2022-02-30", XSD.string, "None", "None"),
        ("soon", XSD.string, "None", "None"),
    ],
)
def test_times_have_the_datatype_of_their_precision(
    value: str, datatype: NamedNode, first: str, last: str
) -> None:
    assert time_value(value).value == value
    assert time_value(value).datatype == datatype
    assert tuple(map(str, time_bounds(value))) == (first, last)


def described(*descriptions: Entity) -> dict[str, list[str]]:
    entity = IRIS.entity(descriptions[0].id)
    data = [
        article_data(
            Extraction(document=Document(id=str(rank), text=""), entities=(description,)), RUN
        )
        for rank, description in enumerate(descriptions)
    ]
    records = [
        quad.object.value
        for one in data
        for quads in one.shared.values()
        for quad in quads
        if quad.predicate == KG.record
    ]
    found: dict[str, list[str]] = {}
    for quad in entity_quads(entity, records, IRIS):
        found.setdefault(quad.predicate.value, []).append(quad.object.value)
    return {name: sorted(values) for name, values in found.items()}


def test_descriptions_of_one_entity_become_one() -> None:
    full = Entity(id="place/odesa", label="Odesa", type="Place", wikidata="Q1874", country="UA",
                  latitude=46.48, longitude=30.73, aliases=("Odessa",))  # fmt: skip
    other = Entity(id="place/odesa", label="ODESA", type="Place", country="RU", latitude=1.0,
                   longitude=2.0, wikipedia="Odesa", aliases=("Port of Odesa",))  # fmt: skip
    merged = described(full, other)
    assert merged == described(other, full, other)
    assert merged[RDFS.label.value] == ["Odesa"]
    assert merged[SKOS.altLabel.value] == ["ODESA", "Odessa", "Port of Odesa"]
    assert merged[KG.countryCode.value] == ["UA"]
    assert merged[SCHEMA.latitude.value] == ["46.48"]
    assert merged[SCHEMA.sameAs.value] == ["https://en.wikipedia.org/wiki/Odesa"]
    assert merged[SKOS.exactMatch.value] == ["http://www.wikidata.org/entity/Q1874"]


def test_coordinates_come_in_pairs() -> None:
    half = Entity(id="place/x", label="X", type="Place", wikidata="Q1", latitude=5.0)
    whole = Entity(id="place/x", label="X", type="Place", latitude=1.5, longitude=-2.0)
    merged = described(half, whole)
    assert merged[SCHEMA.latitude.value] == ["1.5"]
    assert merged["http://www.opengis.net/ont/geosparql#asWKT"] == ["POINT(-2 1.5)"]


def test_entity_that_is_inferred_only_has_no_offsets() -> None:
    draft = Draft("x", "Talks were held.")
    draft.state("Talks were held.", "Talks", "were held", lemma="hold", voice="passive")
    extraction = draft.extraction()
    made = replace(
        extraction.statements[0],
        subject=replace(extraction.statements[0].subject, start=None, end=None),
    )
    data = article_data(replace(extraction, statements=(made,)), RUN)
    assert not [q for q in data.own if q.predicate in (KG.subjectStart, KG.edge, KG.object)]


def test_claim_without_speaker_has_none() -> None:
    claim = Claim(id="c", speaker=None, cue=Cue(start=0, end=2, text="it", lemma="emerge"),
                  content=(Span(3, 5),), direct=False)  # fmt: skip
    extraction = Extraction(document=Document(id="x", text="it is"), claims=(claim,))
    data = article_data(extraction, RUN)
    assert not [quad for quad in data.own if quad.predicate == KG.speaker]


def test_statement_is_made_by_the_rule_it_names() -> None:
    data = article_data(signing(), RUN)
    made: list[Statement] = list(signing().statements)
    assert {one.rule for one in made} == values(data, statement(data, "host"), KG.rule)
