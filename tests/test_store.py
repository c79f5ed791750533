"""A store takes one article at a time, whole or not at all, and forgets without a trace."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Engine

from kgraph import engine, export
from kgraph.dataset import ArticleData, article_data
from kgraph.errors import StoreError
from kgraph.model import Document, Extraction
from kgraph.store import Store, dataset, open_store
from kgraph.validate import validate
from kgraph.vocabulary import KG, KGP, RDFS, SKOS
from tests.factories import BASE, KNOWN, RUN, Draft, both, renamed, signing, small, strike

ROOT = Path(__file__).parent.parent
ENTITY = f"{BASE}entity/"


def filled(*extractions: Extraction) -> Store:
    store = open_store()
    for extraction in extractions:
        store.put(extraction, RUN)
    return store


def in_rdf(extractions: Sequence[Extraction], store: Store) -> list[ArticleData]:
    return [article_data(one, RUN, store.iris) for one in extractions]


def test_articles_written_together_are_what_they_are_one_by_one(tmp_path: Path) -> None:
    some = (*both(), *(renamed(one, f"other/{rank}") for rank, one in enumerate(both())))
    with open_store(tmp_path, create=True) as store:
        store.put_all(in_rdf(some[:2], store))
        store.put_all(in_rdf(some, store))
        assert canonical(store) == canonical(filled(*some))
    memory = open_store()
    memory.put_all(in_rdf(some[::-1], memory))
    assert canonical(memory) == canonical(filled(*some))


def test_what_dies_before_old_descriptions_are_gone_leaves_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_: Engine) -> None:
        raise KeyboardInterrupt

    drafts = [small("0", (0,), "asserted", "alias"), small("1", (0,), "asserted", "")]
    fuller = tuple(replace(one, label=f"New {one.label}") for one in drafts[1].entities)
    drafts[1] = replace(drafts[1], entities=fuller)
    with open_store(tmp_path, create=True) as store:
        store.put_all(in_rdf(drafts[:1], store))
        monkeypatch.setattr("kgraph.store.settle", dies)
        with pytest.raises(KeyboardInterrupt):
            store.put_all(in_rdf(drafts[1:], store))
        assert list(store.engine.quads_for_pattern(None, KG.obsolete, None, None))
    (tmp_path / "store" / "bulk-1.sst").write_bytes(b"what a bulk load that was ended leaves")
    with open_store(tmp_path, read_only=True) as store:
        assert canonical(store) == canonical(filled(*drafts))
        assert not list(store.engine.quads_for_pattern(None, KG.obsolete, None, None))
    assert not list((tmp_path / "store").glob("bulk-*"))


def canonical(store: Store) -> bytes:
    return export.to_nquads(store)


def labels(store: Store) -> set[str]:
    graph = NamedNode(f"{BASE}graph/entities")
    return {q.object.value for q in store.engine.quads_for_pattern(None, RDFS.label, None, graph)}


def direct(store: Store, name: str) -> set[str]:
    graph = NamedNode(f"{BASE}graph/{name}")
    quads = store.engine.quads_for_pattern(None, None, None, graph)
    return {
        quad.predicate.value.removeprefix(KGP)
        for quad in quads
        if quad.predicate.value.startswith(KGP)
    }


# ---------------------------------------------------------------------- growth


def test_same_article_again_changes_nothing() -> None:
    store = filled(*both())
    before = canonical(store)
    assert store.put(signing(), RUN) is False
    assert store.is_current(signing().document, RUN)
    assert canonical(store) == before


def test_order_of_articles_does_not_matter() -> None:
    third = renamed(signing(), "third.txt")
    assert canonical(filled(*both(), third)) == canonical(filled(third, *reversed(both())))


def test_changed_text_replaces_the_article_wholly() -> None:
    store = filled(*both())
    text = "Ukraine praised Türkiye."
    draft = Draft("strike.txt", text, published="2022-07-25")
    draft.state(text, "Ukraine", "praised", "Türkiye", lemma="praise")
    assert not store.is_current(draft.document, RUN)
    assert store.put(draft.extraction(), RUN) is True
    assert canonical(store) == canonical(filled(signing(), draft.extraction()))
    assert "Volodymyr Zelenskyy" not in labels(store)
    assert "strike" not in direct(store, "asserted")
    assert [document.id for document in store.documents()] == ["signing.txt", "strike.txt"]


def test_changed_metadata_or_run_replaces_the_article() -> None:
    store = filled(signing())
    article = signing()
    retitled = replace(article, document=replace(article.document, title=None, source="Elsewhere"))
    assert not store.is_current(retitled.document, RUN)
    store.put(retitled, RUN)
    assert canonical(store) == canonical(filled(retitled))
    newer = replace(RUN, version="0.0.2")
    assert not store.is_current(retitled.document, newer)
    store.put(retitled, newer)
    fresh = open_store()
    fresh.put(retitled, newer)
    assert canonical(store) == canonical(fresh)
    assert b"0.0.1" not in canonical(store)


def test_kept_text_is_part_of_being_current() -> None:
    store = filled(signing())
    assert not store.is_current(signing().document, RUN, keep_text=True)
    assert store.put(signing(), RUN, keep_text=True) is True
    assert store.is_current(signing().document, RUN, keep_text=True)
    assert store.put(signing(), RUN) is True
    assert canonical(store) == canonical(filled(signing()))


@pytest.mark.parametrize("name", ["id", "key", "iri"])
def test_removed_article_takes_with_it_what_only_it_supported(name: str) -> None:
    store = filled(*both())
    document = strike().document
    names = {"id": document.id, "key": document.key, "iri": f"{BASE}document/{document.key}"}
    assert store.remove(names[name]) is True
    assert canonical(store) == canonical(filled(signing()))
    assert "Interfax" not in labels(store)
    assert "Russia" in labels(store)
    assert store.remove(names[name]) is False


def test_edge_stays_while_any_article_states_it() -> None:
    store = filled(strike(), renamed(strike(), "copy.txt"))
    store.remove("strike.txt")
    assert {"strike", "accuse"} <= direct(store, "asserted")
    assert "claimed-hit" in direct(store, "attributed")
    store.remove("copy.txt")
    assert list(store.quads()) == []


def test_entity_is_the_union_of_what_articles_say_of_it() -> None:
    first, second = both()
    plain = replace(KNOWN["Russia"], wikidata=None, wikipedia=None, country=None, latitude=None,
                    longitude=None, label="Russian Federation", aliases=("RF",))  # fmt: skip
    entities = tuple(plain if one.label == "Russia" else one for one in second.entities)
    other = replace(second, entities=entities)
    store = filled(other)
    assert "Russian Federation" in labels(store)
    store.put(first, RUN)
    assert canonical(store) == canonical(filled(first, other))
    assert "Russia" in labels(store)
    assert "Russian Federation" not in labels(store)
    russia = NamedNode(f"{ENTITY}country/russia")
    names = store.engine.quads_for_pattern(russia, SKOS.altLabel, None, None)
    assert {q.object.value for q in names} == {"Moscow", "RF", "Russian Federation"}
    store.remove("signing.txt")
    assert canonical(store) == canonical(filled(other))


articles = st.builds(
    small,
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.lists(st.integers(0, 2), max_size=3, unique=True).map(tuple),
    st.sampled_from(["asserted", "negated", "demanded"]),
    st.sampled_from(["", "Alias", "Other"]),
)
step = st.one_of(articles, st.sampled_from(["a.txt", "b.txt", "c.txt", "none"]), st.booleans())
steps = st.lists(step, max_size=8)
many_steps = st.lists(step, max_size=25)


def check_steps(steps: list[Extraction | str | bool]) -> None:
    """Take the steps, and compare the store with one that had only what is there in the end."""
    store = open_store()
    kept: dict[str, Extraction] = {}
    for step in steps:
        if isinstance(step, bool):
            store.infer(step)
        elif isinstance(step, str):
            assert store.remove(step) is (kept.pop(step, None) is not None)
        else:
            store.put(step, RUN)
            kept[step.document.id] = step
    scratch = open_store()
    scratch.infer(store.infers)
    for extraction in kept.values():
        scratch.put(extraction, RUN)
    assert canonical(store) == canonical(scratch)
    assert [one.id for one in store.documents()] == sorted(kept)


@settings(max_examples=100, deadline=None)
@given(steps)
def test_any_order_of_changes_equals_a_build_from_scratch(
    steps: list[Extraction | str | bool],
) -> None:
    check_steps(steps)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(many_steps)
def test_any_order_of_many_changes_equals_a_build_from_scratch(
    steps: list[Extraction | str | bool],
) -> None:
    check_steps(steps)


def test_store_that_has_changed_much_is_valid() -> None:
    store = filled(*both(), small("a.txt", (0, 1, 2), "demanded", "Alias"))
    store.put(small("a.txt", (0,), "asserted", ""), RUN)
    store.remove("signing.txt")
    assert list(validate(store)) == []


# ---------------------------------------------------------------------- folders


def test_folder_keeps_what_memory_would(tmp_path: Path) -> None:
    with open_store(tmp_path / "out", create=True) as store:
        for extraction in both():
            store.put(extraction, RUN)
        store.remove("signing.txt")
        assert (tmp_path / "out" / "store" / "CURRENT").is_file()
    for path in (tmp_path / "out", tmp_path / "out" / "store"):
        with open_store(path) as store:
            assert canonical(store) == canonical(filled(strike()))


def test_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.documents()
    assert open_store(tmp_path).documents() == []


def test_second_writer_is_told_of_the_lock_and_a_reader_is_not(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
        with pytest.raises(StoreError, match=r"is open for writing elsewhere .*LOCK"):
            open_store(tmp_path)
        code = (
            "import sys\n"
            "from kgraph.store import open_store\n"
            "from kgraph.errors import StoreError\n"
            "try: open_store(sys.argv[1])\n"
            "except StoreError as error: print(error)\n"
        )
        told = python(code, str(tmp_path))
        assert "is open for writing elsewhere" in told
        assert "LOCK" in told
        assert "\n" not in told.strip()
        with open_store(tmp_path, read_only=True) as reader:
            assert canonical(reader) == canonical(store)
            with pytest.raises(StoreError, match="reading only"):
                reader.put(strike(), RUN)
            store.put(strike(), RUN)
            assert len(reader.documents()) == 1
    assert len(open_store(tmp_path, read_only=True).documents()) == 2


def test_folder_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no store; make one with: kgraph build"):
        open_store(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(StoreError, match="holds no store"):
        open_store(tmp_path, read_only=True, create=True)
    (tmp_path / "file").write_text("text")
    with pytest.raises(StoreError, match="cannot hold a store"):
        open_store(tmp_path / "file", create=True)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="is not empty and is no store"):
        open_store(tmp_path, create=True)
    assert (tmp_path / "store" / "letter.txt").read_text() == "mine"


def test_foreign_store_is_left_alone(tmp_path: Path) -> None:
    foreign = Engine(str(tmp_path / "store"))
    node = NamedNode("http://example.org/x")
    foreign.add(Quad(node, node, node, node))
    del foreign
    with pytest.raises(StoreError, match="none of kgraph's"):
        open_store(tmp_path)
    assert len(Engine.read_only(str(tmp_path / "store"))) == 1


def test_store_that_was_begun_but_never_filled(tmp_path: Path) -> None:
    Engine(str(tmp_path / "store"))
    with pytest.raises(StoreError, match="holds nothing yet"):
        open_store(tmp_path, read_only=True)
    with open_store(tmp_path) as store:
        assert store.put(signing(), RUN)


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (0, r"has layout 0, this version reads 2; build it anew with: kgraph build"),
        (3, r"has layout 3, this version reads 2; a newer kgraph made it: pip install --upgrade"),
    ],
)
def test_store_of_a_layout_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int, told: str
) -> None:
    monkeypatch.setattr(engine, "SCHEMA_VERSION", version)
    open_store(tmp_path, create=True).close()
    monkeypatch.undo()
    for read_only in (False, True):
        with pytest.raises(StoreError, match=told):
            open_store(tmp_path, read_only=read_only)


def as_of_layout_1(path: Path) -> None:
    """Make a store what version 1 wrote: it did not say whether it infers."""
    files = Engine(str(path / "store"))
    for predicate, value in ((KG.infers, None), (KG.schemaVersion, Literal(1))):
        for quad in list(files.quads_for_pattern(engine.STORE, predicate, None, None)):
            files.remove(quad)
            if value is not None:
                files.add(Quad(engine.STORE, predicate, value, engine.STORE))


def test_older_store_is_brought_up_to_date_when_opened_to_write(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
    as_of_layout_1(tmp_path)
    with pytest.raises(StoreError, match=r"has layout 1, .* up to date with: kgraph migrate"):
        open_store(tmp_path, read_only=True)
    with open_store(tmp_path) as store:
        assert store.put(signing(), RUN) is False
        assert list(validate(store)) == []
    with open_store(tmp_path, read_only=True) as store:
        assert canonical(store) == canonical(filled(signing()))
        fresh = filled(signing())
        assert set(store.quads(with_vocabulary=True)) == set(fresh.quads(with_vocabulary=True))


def test_ontology_of_an_older_version_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "vocabulary", tuple)
    monkeypatch.setattr(engine, "_vocabulary_version", lambda: "older")
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
        assert len(list(store.quads(with_vocabulary=True))) == len(list(store.quads())) + 5
    monkeypatch.undo()
    with open_store(tmp_path) as store:
        added = len(list(store.quads(with_vocabulary=True))) - len(list(store.quads()))
        assert added == len(engine.vocabulary()) + 5
        assert canonical(store) == canonical(filled(signing()))


def test_damaged_store_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
    for path in (tmp_path / "store").glob("MANIFEST*"):
        path.write_bytes(b"x" * 100)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="is damaged") as caught:
            open_store(tmp_path, read_only=read_only)
        assert "\n" not in str(caught.value)


def test_base_is_kept_with_the_store(tmp_path: Path) -> None:
    base = "https://data.example.org/news#"
    with open_store(tmp_path, base=base, create=True) as store:
        store.put(signing(), RUN)
        assert BASE.encode() not in canonical(store)
    with open_store(tmp_path) as store:
        assert store.iris.base == base
        assert store.put(signing(), RUN) is False
    with pytest.raises(StoreError, match="names its data under"):
        open_store(tmp_path, base=BASE)
    assert open_store(tmp_path, base=base).iris.base == base


@pytest.mark.parametrize("base", ["no iri", "https://example.org", "https://example.org/<x>/"])
def test_base_that_cannot_be_one(base: str) -> None:
    with pytest.raises(StoreError, match="cannot be a base"):
        open_store(base=base)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the size of files")
def test_full_disk_is_reported_and_harms_nothing(tmp_path: Path) -> None:
    code = """
import resource, signal, sys
from kgraph.store import open_store
from kgraph.dataset import ArticleData, article_data
from kgraph.errors import StoreError
from tests.factories import RUN, signing, renamed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(sys.argv[1], create=True)
store.put(signing(), RUN)
store.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    for number in range(1000):
        store.put(renamed(signing(), f"{number}.txt"), RUN)
except StoreError as error:
    print("told:", error)
import os; os._exit(0)
"""
    told = python(code, str(tmp_path))
    assert "told:" in told
    assert "File too large" in told
    with open_store(tmp_path) as store:
        assert "signing.txt" in {document.id for document in store.documents()}
        assert list(validate(store)) == []


# ---------------------------------------------------------------------- killed


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that adds, changes and removes articles without end, telling what it did."""
    code = """
import itertools, sys
from dataclasses import replace
from kgraph.store import open_store
from tests.factories import RUN, both, renamed
store = open_store(sys.argv[1], create=True)
for number in itertools.count():
    for extraction in both():
        one = renamed(extraction, f"{number % 7}-{extraction.document.id}")
        store.put(one, replace(RUN, version=str(number)))
    store.remove(f"{(number + 3) % 7}-strike.txt")
    print(number, flush=True)
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_killed_writer_leaves_whole_articles(writer: subprocess.Popen[str], tmp_path: Path) -> None:
    assert writer.stdout is not None
    while int(writer.stdout.readline()) < 10:
        pass
    time.sleep(random.Random(5).random() / 3)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    done = [10, *(int(line) for line in writer.stdout)]
    with open_store(tmp_path) as store:
        articles = {one.id: one.iri for one in store.documents()}
        assert len(articles) >= 10
        scratch = open_store()
        for name, iri in articles.items():
            original = strike() if name.endswith("strike.txt") else signing()
            run = replace(RUN, version=_version(store, iri))
            assert int(run.version) >= done[-1] - 7
            scratch.put(renamed(original, name), run)
        assert canonical(store) == canonical(scratch)


def _version(store: Store, article: str) -> str:
    run = next(store.engine.quads_for_pattern(NamedNode(article), KG.extractedBy, None, None))
    name = NamedNode("https://schema.org/softwareVersion")
    version = next(store.engine.quads_for_pattern(run.object, name, None, None))
    return str(version.object.value)


def python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout


# ---------------------------------------------------------------------- rdflib


def test_rdflib_sees_the_store() -> None:
    store = filled(*both())
    view = dataset(store)
    question = "SELECT ?who ?what WHERE { ?who kgp:host/rdfs:label ?what }"
    assert [tuple(map(str, row)) for row in view.query(question)] == [
        (f"{ENTITY}country/turkiye", "talks")
    ]
    asserted = view.graph(rdflib.URIRef(f"{BASE}graph/asserted"))
    edge = rdflib.URIRef(f"{KGP}strike")
    assert list(asserted.subject_objects(edge)) == [
        (rdflib.URIRef(f"{ENTITY}country/russia"), rdflib.URIRef(f"{ENTITY}place/odesa"))
    ]


def test_documents_are_listed_by_name() -> None:
    store = filled(*both())
    first, second = store.documents()
    assert (first.id, second.id) == ("signing.txt", "strike.txt")
    assert first.iri == f"{BASE}document/{Document(id=first.id, text=signing().document.text).key}"
    assert len(first.fingerprint) == 16


@pytest.mark.slow
def test_store_opens_at_once_after_ten_thousand_writes(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        for number in range(10_000):
            text = f"Nothing happened on day {number}."
            store.put(Extraction(document=Document(id=f"{number}.txt", text=text)), RUN)
    began = time.process_time()
    with open_store(tmp_path):
        assert time.process_time() - began < 1
