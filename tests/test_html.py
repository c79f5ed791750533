"""pyvis networks: every statement an edge, laid out, and none of pyvis' traps left open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser
from pyvis.network import Network

from kgraph.html import to_pyvis
from kgraph.network import to_network
from tests.browser import browser, opened, pixels, places_of
from tests.rows import ENTITY_ROWS, STATEMENTS

__all__ = ["browser"]

ATTACK = "</script><script>window.hit=1</script><img src=x onerror='window.hit=2'>"


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    return to_network(STATEMENTS, ENTITY_ROWS)


def hostile() -> nx.MultiDiGraph:
    """Return a graph whose every text tries to run something, on every road pyvis knows."""
    text = f'{ATTACK} <a href="javascript:window.hit=3">href</a>'
    rows = [
        replace(
            one,
            label=text,
            text=text,
            quote=text,
            source=text,
            subject_label=text,
            subject=f"{one.subject}{ATTACK}",
        )
        for one in STATEMENTS[:8]
    ]
    return to_network(rows, [replace(one, label=text) for one in ENTITY_ROWS])


def test_it_is_a_pyvis_network_to_go_on_with(graph: nx.MultiDiGraph) -> None:
    network = to_pyvis(graph)
    assert isinstance(network, Network)
    assert network.directed
    assert network.num_nodes() == len(graph)
    network.add_node("mine", label="mine")
    network.add_edge("mine", network.nodes[0]["id"])
    assert "mine" in network.generate_html()


def test_no_parallel_edge_is_lost(graph: nx.MultiDiGraph) -> None:
    network = to_pyvis(graph)
    assert sorted(edge["id"] for edge in network.edges) == sorted(
        key for *_, key in graph.edges(keys=True)
    )
    assert len(network.edges) == len(STATEMENTS)


def test_it_is_laid_out_and_physics_is_off(graph: nx.MultiDiGraph) -> None:
    network = to_pyvis(graph)
    assert network.options.physics.enabled is False
    assert all(
        isinstance(node["x"], float) and isinstance(node["y"], float) for node in network.nodes
    )
    assert len({(node["x"], node["y"]) for node in network.nodes}) == len(graph)


def test_stance_shows_in_dashes_and_in_words(graph: nx.MultiDiGraph) -> None:
    edges = {edge["id"]: edge for edge in to_pyvis(graph).edges}
    for row in STATEMENTS:
        edge = edges[row.id]
        assert bool(edge["dashes"]) == (row.stance != "asserted")
        if row.stance == "denied":
            assert edge["label"].startswith("✖ denied: ") or "denied: " in edge["label"]
        assert row.stance in edge["title"]
        assert row.quote in edge["title"]


def test_page_is_self_contained_and_has_a_policy(graph: nx.MultiDiGraph) -> None:
    page = to_pyvis(graph, title="Grain & <b>ships</b>").generate_html()
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    assert "<title>Grain &amp; &lt;b&gt;ships&lt;/b&gt;</title>" in page
    assert page.count("<h1>") == 1
    assert not re.search(r"<link\b|<script[^>]+src=|https?://cdn", page)
    assert "default-src 'none'" in page
    assert "script-src 'sha256-" in page


def test_href_does_not_switch_to_inner_html() -> None:
    page = to_pyvis(hostile()).generate_html()
    assert "popup.innerHTML" not in page


def test_href_added_later_does_not_either(graph: nx.MultiDiGraph) -> None:
    network = to_pyvis(graph)
    network.add_node("late", label="late", title=f"<a href='x'>{ATTACK}</a>")
    assert "popup.innerHTML" not in network.generate_html()
    assert network.node_map["late"]["title"].startswith("<a href")


def test_writing_is_utf_8_and_leaves_no_folder(
    graph: nx.MultiDiGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    to_pyvis(graph).write_html("page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    text = Path("page.html").read_text(encoding="utf-8")
    assert "Türkiye" in text.replace("\\u00fc", "ü")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bgcolor", "red;}</style><script>window.hit=1</script>"),
        ("font_color", "red'}</style>"),
        ("height", "1px;}</style><script>"),
        ("width", "calc(</style>"),
        ("select_menu", True),
        ("filter_menu", True),
        ("use_DOT", True),
        ("cdn_resources", "remote"),
    ],
)
def test_what_pyvis_would_not_escape_is_refused(
    name: str, value: object, graph: nx.MultiDiGraph
) -> None:
    network = to_pyvis(graph)
    setattr(network, name, value)
    with pytest.raises(ValueError, match=r"CSS|menus|cdn_resources"):
        network.generate_html()


def test_heading_is_not_shown_at_all(graph: nx.MultiDiGraph) -> None:
    network = to_pyvis(graph)
    network.heading = ATTACK
    assert ATTACK not in network.generate_html()


def test_options_cannot_end_the_script(graph: nx.MultiDiGraph) -> None:
    network = to_pyvis(graph)
    network.set_options('{"nodes": {"title": "</script><script>window.hit=1</script>"}}')
    page = network.generate_html()
    assert "window.hit" in page
    assert page.count("</script>") == to_pyvis(graph).generate_html().count("</script>")


def test_many_edges_are_added_without_a_search_through_all() -> None:
    made: nx.MultiDiGraph = nx.MultiDiGraph()
    for number in range(5000):
        made.add_node(f"n{number}", label="n", type="Person")
    for number in range(15000):
        tail, head = f"n{number % 5000}", f"n{number * 7 % 5000}"
        made.add_edge(
            tail,
            head,
            key=str(number),
            id=str(number),
            label="met",
            stance="asserted",
            role="object",
        )
    places = {node: (float(number % 70), float(number // 70)) for number, node in enumerate(made)}
    network = to_pyvis(made, positions=places)
    assert len(network.edges) == 15000


@pytest.mark.browser
@pytest.mark.parametrize(
    "make", [lambda: to_network(STATEMENTS, ENTITY_ROWS), hostile], ids=["plain", "hostile"]
)
def test_page_draws_asks_for_nothing_and_runs_nothing(
    make: Callable[[], nx.MultiDiGraph], browser: Browser, tmp_path: Path
) -> None:
    network = to_pyvis(make(), title=f"Grain {ATTACK}")
    network.write_html(str(tmp_path / "page.html"))
    with opened(browser, tmp_path / "page.html") as found:
        page = found.page
        page.locator("#mynetwork canvas").wait_for()
        page.wait_for_timeout(600)
        picture = pixels(browser, page.screenshot())
        assert len(places_of(picture, "#2f5380")) > 50
        for x in range(40, 1240, 60):
            for y in range(80, 740, 80):
                page.mouse.move(x, y)
        page.wait_for_timeout(400)
        assert page.evaluate("window.hit") is None
        assert ATTACK in page.locator("h1").inner_text()
        assert page.locator("img").count() == 0
        found.clean()


@pytest.mark.browser
def test_what_is_said_of_a_node_is_shown_as_text(browser: Browser, tmp_path: Path) -> None:
    made: nx.MultiDiGraph = nx.MultiDiGraph()
    made.add_node("one", label=f"{ATTACK} href", type="Person")
    to_pyvis(made, positions={"one": (0.0, 0.0)}).write_html(str(tmp_path / "page.html"))
    with opened(browser, tmp_path / "page.html") as found:
        page = found.page
        page.locator("#mynetwork canvas").wait_for()
        page.wait_for_timeout(600)
        rows, columns = places_of(pixels(browser, page.screenshot()), "#6d4fa0").mean(axis=0)
        page.mouse.move(columns, rows)
        page.locator(".vis-tooltip").wait_for()
        shown = page.locator(".vis-tooltip").inner_text().replace("\N{WORD JOINER}", "")
        assert shown.startswith(f"{ATTACK} href")
        assert page.evaluate("window.hit") is None
        found.clean()
