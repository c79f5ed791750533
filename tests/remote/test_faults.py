"""What a push survives: servers that are busy, gone or wrong, and its own sudden end."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import kgraph
from kgraph import endpoint
from kgraph.cli import main
from kgraph.errors import KGraphError, StoreError
from kgraph.graph import KnowledgeGraph
from kgraph.remotereading import read_graphs
from kgraph.store import Store, open_store
from tests.factories import RUN, both, renamed, signing
from tests.remote.conftest import Front, Place, free_port, standing_before
from tests.test_store import canonical

ROOT = Path(__file__).parents[2]
ARTICLES = 12


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0), capsys.readouterr().err


# ---------------------------------------------------------------------- busy, gone, wrong


@pytest.mark.parametrize("status", sorted(endpoint.BUSY))
def test_busy_server_is_tried_again(front: Front, status: int) -> None:
    front.refusals = [(status, {})] * 3
    with open_store() as store:
        store.put(signing(), RUN)
        assert kgraph.push(KnowledgeGraph(store), front.url).sent == 1
    assert [method for method, _, _ in front.seen][:4] == ["POST"] * 4


def test_server_that_stays_busy_is_said(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    front.refusals = [(503, {})] * 9
    status, error = run(capsys, "query", front.url, "ASK {}")
    *notes, last = error.splitlines()
    assert (status, len(front.seen)) == (1, 4)
    assert last == f"kgraph: {front.url}: answers 503 Service Unavailable: not now"
    assert [line.partition("answers ")[2] for line in notes] == [
        f"503; trying again in {seconds} seconds" for seconds in (0.01, 0.02, 0.03)
    ]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 500])
def test_refusal_is_not_tried_again(front: Front, status: int) -> None:
    front.refusals = [(status, {})] * 9
    with kgraph.connect(front.url) as remote, pytest.raises(KGraphError, match=f"answers {status}"):
        remote.query("ASK {}")
    assert len(front.seen) == 1


def test_server_says_how_long_to_wait(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(endpoint.time, "sleep", waited.append)
    front.refusals = [(429, {"Retry-After": "7"}), (503, {"Retry-After": "9999"}), (502, {})]
    with kgraph.connect(front.url) as remote:
        assert remote.query("ASK {}")
    assert waited == [7, endpoint.LONGEST_PAUSE, 0.03]


def test_default_pauses_double() -> None:
    assert all(
        later == 2 * sooner
        for sooner, later in zip(endpoint.PAUSES, endpoint.PAUSES[1:], strict=False)
    )
    assert 10 < sum(endpoint.PAUSES) < 60


def test_server_that_is_gone_is_one_line_and_a_note_for_each_try(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{free_port()}/sparql"
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
    for command in (("query", url, "ASK {}"), ("view", url), ("push", str(tmp_path), url)):
        status, error = run(capsys, *command)
        *notes, last = error.splitlines()
        assert status == 1
        assert last == f"kgraph: {url}: cannot be reached: [Errno 111] Connection refused"
        assert len(notes) == 3
        assert all("trying again in" in note for note in notes)


def test_server_that_goes_in_the_middle_and_comes_back(front: Front) -> None:
    dropped = []

    def drop(count: int) -> None:
        if count in (3, 5, 6):
            dropped.append(count)
            raise ConnectionAbortedError  # the handler dies, and the connection with it

    front.watcher = drop
    with open_store() as store:
        for extraction in both():
            store.put(extraction, RUN)
        kgraph.push(KnowledgeGraph(store), front.url)
        with kgraph.connect(front.url) as remote:
            assert canonical(remote.copy()) == canonical(store)
    assert len(dropped) == 3


def test_moved_server_is_named_and_not_followed(front: Front) -> None:
    front.refusals = [(302, {"Location": "/elsewhere?x=1"})]
    with (
        kgraph.connect(front.url) as remote,
        pytest.raises(StoreError, match=r"has moved to http://127\.0\.0\.1:\d+/elsewhere: give"),
    ):
        remote.query("ASK {}")
    assert len(front.seen) == 1


@pytest.mark.parametrize("address", ["http://", "http:///sparql", "https://host:port/x"])
def test_what_is_no_address_is_said(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, error = run(capsys, "query", address, "ASK {}")
    assert (status, len(error.splitlines())) == (1, 1)
    assert "is no address of a server" in error


# ---------------------------------------------------------------------- killed


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    """Two states of a graph: some articles are in both, some changed, some in one alone."""
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    for number, folder in enumerate(folders):
        with open_store(folder, create=True) as store:
            for rank in range(number * ARTICLES // 4, ARTICLES + number * ARTICLES // 4):
                one = renamed(both()[rank % 2], f"{rank}.txt")
                changed = rank % 5 == 0 and number
                store.put(one, RUN, keep_text=bool(changed))
    return folders


def check_whole(url: str, states: Sequence[Path], *, atomic: bool) -> frozenset[str | None]:
    """Check that what is there is whole articles of one state or the other; return their marks."""
    stores = [open_store(folder, read_only=True) for folder in states]
    with kgraph.connect(url) as remote:
        articles = remote.articles(stores[0].iris.base)
        whole = {iri: mark for iri, mark in articles.items() if mark is not None}
        assert not atomic or whole == articles
        for iri, triples in read_graphs(remote.endpoint, whole):
            versions = [_triples(store, iri) for store in stores]
            assert set(triples) in versions
        return frozenset(whole.values())


def _triples(store: Store, iri: str) -> set[object]:
    found = store.engine.quads_for_pattern(None, None, None, NamedNode(iri))
    return {quad.triple for quad in found}


def options(front: Front, place: Place) -> tuple[str, ...]:
    """How to push by way of the server in front."""
    if place.graph_store is None:
        return (front.url,)
    path = place.graph_store.rpartition("/")[2]
    return (front.url, "--graph-store", f"http://127.0.0.1:{front.port}/{path}")


def check_killed(
    front: Front, place: Place, states: Sequence[Path], chance: random.Random, to: int, last: int
) -> frozenset[str | None]:
    """Kill a push when it has sent some of its requests; check what is there; push again.

    Half of the moments are anywhere, half while articles are written, which is done first.
    """
    moment = chance.choice((chance.randint(1, last), chance.randint(4, ARTICLES)))
    after = chance.uniform(0, 0.004)
    command = [sys.executable, "-m", "kgraph", "push", str(states[to]), *options(front, place)]
    front.seen.clear()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def kill(count: int) -> None:
        if count >= moment:
            time.sleep(after)
            process.kill()

    front.watcher = kill
    assert process.wait() in (0, -signal.SIGKILL)
    front.watcher = lambda count: None
    whole = check_whole(front.url, states, atomic=place.is_atomic)
    push_undisturbed(front, place, states[to])
    return whole


def push_undisturbed(front: Front, place: Place, state: Path) -> int:
    """Push, check that the server holds the state, and return how many requests that took."""
    front.seen.clear()
    url, *more = options(front, place)
    kgraph.push(state, url, graph_store=more[1] if more else None)
    requests = len(front.seen)
    with kgraph.connect(url) as remote, open_store(state, read_only=True) as store:
        assert canonical(remote.copy()) == canonical(store)
    return requests


def check_moments(place: Place, states: Sequence[Path], moments: int) -> None:
    chance = random.Random(moments)
    with standing_before(place.url) as front:
        push_undisturbed(front, place, states[0])
        last = push_undisturbed(front, place, states[1])
        found = {
            check_killed(front, place, states, chance, number % 2, last)
            for number in range(moments)
        }
    assert moments < 15 or len(found) > 3, "the moments were all before or after the writing"


@pytest.mark.parametrize("place", ["oxigraph", "virtuoso"], indirect=True)
def test_killed_push_leaves_whole_articles_and_is_taken_up(
    place: Place, states: Sequence[Path]
) -> None:
    check_moments(place, states, 1)


@pytest.mark.endurance
def test_push_killed_at_thirty_moments(place: Place, states: Sequence[Path]) -> None:
    """Fifteen for each server, by Update, and some more by the Graph Store Protocol."""
    check_moments(place, states, 4 if place.graph_store else 15)


def test_request_that_is_cut_changes_nothing(place: Place, states: Sequence[Path]) -> None:
    with standing_before(place.url) as front:
        last = push_undisturbed(front, place, states[0])
        front.cut = last // 2
        push_undisturbed(front, place, states[1])  # tried again after the cut
        front.cut = 0
        check_whole(front.url, states, atomic=place.is_atomic)


def test_commands_that_need_a_folder_say_so_of_an_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in (("validate",), ("explain", "x"), ("remove", "x")):
        status, error = run(capsys, command[0], "http://a.example/sparql", *command[1:])
        assert status == 1
        assert error == (
            "kgraph: http://a.example/sparql: is a server; push, query and view take one,"
            " all else a folder\n"
        )
