"""`kgraph push`: what is there afterwards, and what is sent to get there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import kgraph
from kgraph.dataset import Run
from kgraph.endpoint import Endpoint
from kgraph.engine import OWN_GRAPHS, STORE
from kgraph.errors import StoreError
from kgraph.graph import KnowledgeGraph
from kgraph.mirror import PUSHED
from kgraph.model import Extraction, Mention
from kgraph.remotereading import read_graphs
from kgraph.store import Store, open_store
from tests.factories import RUN, both, renamed, signing, strike
from tests.remote.conftest import PASSWORD, USER, Front, Place, empty
from tests.test_store import canonical


@contextmanager
def holding(*extractions: Extraction, base: str | None = None, run: Run = RUN) -> Iterator[Store]:
    with open_store(base=base) as store:
        for extraction in extractions:
            store.put(extraction, run)
        yield store


def push(store: Store, to: Place, **options: bool) -> tuple[int, int, int]:
    """Push and return how many articles were sent, were there, and were taken out."""
    done = kgraph.push(KnowledgeGraph(store), to.url, graph_store=to.graph_store, **options)
    return done.sent, done.unchanged, done.removed


def read_back(url: str) -> bytes:
    with kgraph.connect(url) as remote:
        return canonical(remote.copy())


def many(count: int) -> list[Extraction]:
    return [renamed(one, f"{n}-{one.document.id}") for n in range(count) for one in both()]


def test_what_is_read_back_equals_what_was_pushed(place: Place) -> None:
    with holding(*both(), *many(3)) as store:
        store.infer()
        assert push(store, place) == (8, 0, 0)
        assert read_back(place.url) == canonical(store)
        for graph in OWN_GRAPHS:  # the ontology, and the store's record of itself
            local = {q.triple for q in store.engine.quads_for_pattern(None, None, None, graph)}
            with Endpoint(place.url) as server:
                ((_, triples),) = read_graphs(server, [graph.value])
            assert set(triples) == local


#: What does not depend on the way of writing is tested with one.
servers = pytest.mark.parametrize("place", ["oxigraph", "virtuoso"], indirect=True)


def test_second_push_sends_nothing(front: Front) -> None:
    to = Place(front.url)
    with holding(*both()) as store:
        assert push(store, to) == (2, 0, 0)
        written = len(front.writes)
        assert push(store, to) == (0, 2, 0)
    assert len(front.writes) == written > 2


def test_only_what_changed_is_sent_and_what_went_is_removed(place: Place) -> None:
    with holding(*both(), *many(2)) as store:
        push(store, place)
        store.put(replace(strike(), claims=(), statements=()), replace(RUN, version="0.0.2"))
        store.put(renamed(signing(), "new.txt"), RUN)
        store.remove("0-signing.txt")
        store.remove("1-signing.txt")
        assert push(store, place) == (2, 3, 2)
        assert read_back(place.url) == canonical(store)
        assert push(store, place) == (0, 5, 0)


def test_a_changed_article_is_one_request_and_others_are_not_touched(front: Front) -> None:
    to = Place(front.url)
    with holding(*both(), *many(2)) as store:
        push(store, to)
        front.writes.clear()
        store.put(renamed(signing(), "new.txt"), RUN)
        push(store, to)
        article = store.iris.document(renamed(signing(), "new.txt").document.key).value
    wholes = [body for body in front.writes if b"DROP SILENT GRAPH" in body and b"INSERT" in body]
    assert [article.encode() in body for body in wholes].count(True) == 1
    assert sum(map(len, front.writes)) < 4 * len(max(wholes, key=len))


@servers
def test_decisions_and_their_undoing_are_mirrored(place: Place) -> None:
    with holding(*both()) as store:
        push(store, place)
        graph = KnowledgeGraph(store)
        graph.merge("Russia", "Ukraine", reason="a test")
        assert push(store, place) == (0, 2, 0)
        assert read_back(place.url) == canonical(store)
        graph.undo()
        push(store, place)
        assert read_back(place.url) == canonical(store)


def test_inference_is_mirrored_when_it_begins_and_ends(place: Place) -> None:
    with holding(*both()) as store:
        for wanted in (True, False):
            store.infer(wanted)
            push(store, place)
            assert read_back(place.url) == canonical(store)
            with Endpoint(place.url) as server:
                ((_, triples),) = read_graphs(server, ["https://w3id.org/kgraph/store"])
            own = store.engine.quads_for_pattern(None, None, None, STORE)
            assert {quad.triple for quad in own} == set(triples)


def large() -> Extraction:
    """An article with more triples than Virtuoso takes in an update, and a long text."""
    one = signing()
    text = one.document.text + " Ukraine" * 1200 + ' e\u0301\u2028 \\ " \U0001f600' * 9000
    first = len(one.document.text) + 1
    mentions = [
        Mention(start=at, end=at + 7, text="Ukraine", entity="country/ukraine", type="Country",
                kind="name", rule="gazetteer")
        for at in range(first, first + 8 * 1200, 8)
    ]  # fmt: skip
    document = replace(one.document, id="large.txt", text=text)
    return replace(one, document=document, mentions=(*one.mentions, *mentions))


def test_large_article_and_its_text_come_whole(place: Place) -> None:
    if place.url.endswith("/sparql") and place.graph_store:
        pytest.skip("Virtuoso's Graph Store Protocol refuses a text of 100,000 characters")
    with open_store() as store:
        store.put(large(), RUN, keep_text=True)
        assert sum(1 for _ in store.quads()) > 5000
        assert push(store, place) == (1, 0, 0)
        assert read_back(place.url) == canonical(store)
        assert push(store, place) == (0, 1, 0)


def test_graph_larger_than_the_rows_a_server_gives_is_read_whole(
    virtuoso: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGRAPH_USER", USER)
    monkeypatch.setenv("KGRAPH_PASSWORD", PASSWORD)
    empty(virtuoso)
    lines = "".join(f"<http://a.example/{n}> <http://a.example/p> {n} .\n" for n in range(3000))
    name = "https://w3id.org/kgraph/large"
    with Endpoint(virtuoso) as server:
        for part in range(4):
            data = lines.replace("/p>", f"/p{part}>")
            server.update(f"INSERT DATA {{ GRAPH <{name}> {{ {data} }} }}")
        ((_, triples),) = read_graphs(server, [name])
    assert len(set(triples)) == 12_000


@servers
def test_half_article_is_replaced_and_not_copied(place: Place) -> None:
    with holding(*both()) as store:
        push(store, place)
        article = store.iris.document(signing().document.key)
        with Endpoint(place.url) as server:
            fingerprint = f"{article} <https://w3id.org/kgraph/ontology#fingerprint> ?mark"
            server.update(f"DELETE WHERE {{ GRAPH {article} {{ {fingerprint} }} }}")
        assert str(article).encode() not in b"".join(
            line.rpartition(b" <")[2] for line in read_back(place.url).splitlines()
        )
        assert push(store, place) == (1, 1, 0)
        assert read_back(place.url) == canonical(store)


@servers
def test_another_graph_is_not_overwritten_by_mistake(place: Place) -> None:
    with holding(*both()) as mine, holding(*many(1)) as theirs:
        push(theirs, place)
        with pytest.raises(StoreError, match="holds 2 articles, none of them in store in memory"):
            push(mine, place)
        assert read_back(place.url) == canonical(theirs)
        assert push(mine, place, replace=True) == (2, 0, 2)
        assert read_back(place.url) == canonical(mine)


@servers
def test_store_of_another_base_is_refused(place: Place) -> None:
    with holding(signing()) as mine, holding(signing(), base="https://b.example/") as theirs:
        push(mine, place)
        with pytest.raises(StoreError, match=r"names its data under https://w3id\.org/kgraph/id/"):
            push(theirs, place)


@servers
def test_other_graphs_of_the_server_stay(place: Place) -> None:
    foreign = "https://foreign.example/graph"
    with holding(*both()) as store, Endpoint(place.url) as server:
        server.update(f"INSERT DATA {{ GRAPH <{foreign}> {{ <{foreign}> a <{foreign}> }} }}")
        push(store, place)
        for document in store.documents():
            store.remove(document.iri)
        with pytest.raises(StoreError, match="holds 2 articles, none of them"):
            push(store, place)
        assert push(store, place, replace=True) == (0, 0, 2)
        ((_, triples),) = read_graphs(server, [foreign])
        server.update(f"DROP SILENT GRAPH <{foreign}>")
    assert len(triples) == 1


def test_a_folder_is_pushed(oxigraph: str, tmp_path: Path) -> None:
    empty(oxigraph)
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
    assert kgraph.push(tmp_path, oxigraph).sent == 1
    with kgraph.open(oxigraph) as graph, kgraph.open(tmp_path) as local:
        assert graph.statements() == local.statements()
        assert graph.entities() == local.entities()
        with pytest.raises(StoreError, match="reading only"):
            graph.remove("signing.txt")


def test_mark_of_a_finished_push_is_no_part_of_the_graph(front: Front) -> None:
    with holding(signing()) as store:
        push(store, Place(front.url))
    assert str(PUSHED).encode() not in read_back(front.url)
