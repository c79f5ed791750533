"""Neighbourhoods, paths, views and links; all of it by keyboard too."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import networkx as nx
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import places_of
from tests.explorer.conftest import Open, sentences, title
from tests.rows import STATEMENTS

pytestmark = pytest.mark.browser

#: An address that says which part of the graph is in view.
IN_VIEW = re.compile("camera=")
#: Milliseconds that a page may take on a slow machine.
SLOWEST = 30_000


def select(page: Page, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def test_neighbourhood_shows_only_neighbours(
    explore: Open, canvas: Callable[[Page], np.ndarray]
) -> None:
    with explore() as opened:
        page = opened.page
        select(page, "türkiye")
        page.get_by_role("button", name="Neighbours", exact=True).click()
        near = canvas(page)
        assert len(places_of(near, "#1f7a6d")) > 60  # the United Nations
        assert len(places_of(near, "#6d4fa0")) == 0  # no person
        page.get_by_role("button", name="Neighbours of neighbours").click()
        assert len(places_of(canvas(page), "#4f7d22")) > 30  # the agreement
        assert "ego=2" in page.url


def test_expanding_a_node_draws_its_neighbours_too(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        select(page, "türkiye")
        page.get_by_role("button", name="Expand").click()
        select(page, "borrell")
        page.get_by_role("button", name="Expand").click()
        fragment = page.url[page.url.index("#") :]
        assert "kept=" in fragment
    with explore(fragment) as opened:
        page = opened.page
        save = page.locator("#save")
        save.click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Graph (GraphML)").click()
        shown = nx.read_graphml(waiting.value.path(), force_multigraph=True)
        names = {data["label"] for _, data in shown.nodes(data=True)}
        assert {"Türkiye", "United Nations", "Josep Borrell", "Russia"} <= names
        assert not {"Chornomorsk", "European Union"} & names
        page.get_by_role("button", name="Whole graph").click()
        assert "kept=" not in page.url


def test_shortest_path(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        select(page, "borrell")
        page.get_by_role("button", name="Path from here").click()
        assert "other end" in page.locator("#hint").inner_text()
        select(page, "türkiye")
        assert title(page) == "5 steps from Josep Borrell to Türkiye"
        assert "Josep Borrell condemned Russia" in sentences(page)
        fragment = page.url[page.url.index("#") :]
    with explore(fragment) as opened:
        assert title(opened.page) == "5 steps from Josep Borrell to Türkiye"


def test_no_path_says_so(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        select(page, "borrell")
        page.get_by_role("button", name="Path from here").click()
        select(page, "kalibr")
        assert title(page).startswith("No path between Josep Borrell and Kalibr")


def test_link_opens_the_same_view(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.locator("[data-facet=stance] input[data-value=possible]").click()
        page.locator("[data-facet=source] input[data-value='Bosphorus Wire']").click()
        select(page, "guterres")
        page.get_by_role("tab", name="Positions").click()
        fragment = page.url[page.url.index("#") :]
        counts = page.locator("#counts").inner_text()
    assert "Bosphorus Wire" in unquote(fragment)
    with explore(fragment) as opened:
        page = opened.page
        assert page.locator("#counts").inner_text() == counts
        assert title(page) == "António Guterres"
        assert page.get_by_role("tab", name="Positions").get_attribute("aria-selected") == "true"
        assert not page.locator("[data-facet=stance] input[data-value=possible]").is_checked()


def test_link_keeps_what_part_of_the_graph_is_in_view(
    explore: Open, canvas: Callable[[Page], np.ndarray]
) -> None:
    with explore() as opened:
        page = opened.page
        page.locator("#canvas").focus()
        page.keyboard.press("+")
        page.mouse.move(640, 400)
        page.mouse.down()
        page.mouse.move(560, 360, steps=4)
        page.mouse.up()
        page.mouse.move(640, 5)
        expect(page).to_have_url(IN_VIEW, timeout=SLOWEST)
        fragment = resting_fragment(page)
        seen = canvas(page)[40:-40, 40:-80]  # without the ring of the keyboard's focus
    with explore(fragment) as opened:
        opened.page.wait_for_timeout(400)
        again = canvas(opened.page)[40:-40, 40:-80]
        assert (seen == again).all(axis=2).mean() > 0.97
        opened.page.get_by_role("button", name="Fit to view").click()
        expect(opened.page).not_to_have_url(IN_VIEW, timeout=SLOWEST)


def resting_fragment(page: Page) -> str:
    """Return the fragment of the address once the view has come to rest."""
    fragment = ""
    while fragment != (now := page.url.partition("#")[2]):
        fragment = now
        page.wait_for_timeout(600)
    return f"#{fragment}"


@pytest.mark.parametrize(
    "fragment",
    [
        "#node=gone&edge=a,b&s=x&ego=9&view=none&from=never&camera=a,b&box=1&sort=x&by=gone",
        "#%%%=%E0%A4%A&node=%E0",
        "#",
    ],
)
def test_a_broken_link_opens_the_plain_view(fragment: str, explore: Open) -> None:
    with explore(fragment) as opened:
        assert title(opened.page) == "At a glance"
        assert (
            opened.page.locator("#counts").inner_text().startswith(f"{len(STATEMENTS)} statements")
        )


def test_arrow_keys_walk_the_graph_and_escape_leaves(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.locator("#canvas").focus()
        page.keyboard.press("Enter")
        assert title(page) != "At a glance"
        met = set()
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            select(page, "russia")
            page.locator("#canvas").focus()
            page.keyboard.press(key)
            met.add(title(page))
        assert len(met) == 4
        page.keyboard.press("Escape")
        assert title(page) == "At a glance"


def test_number_keys_change_the_view(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        for key, name in zip(
            "23451", ["Statements", "Positions", "Map", "Matrix", "Graph"], strict=True
        ):
            page.keyboard.press(key)
            assert page.get_by_role("tab", name=name).get_attribute("aria-selected") == "true"


def test_every_control_is_reached_by_tab(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        reached = set()
        for _ in range(140):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate("document.activeElement.id || document.activeElement.dataset.key")
            )
    for key in (
        "search",
        "save",
        "theme",
        "help",
        "tab-graph",
        "canvas",
        "zoom-in",
        "zoom-fit",
        "from",
        "to",
        "play",
    ):
        assert key in reached, key
    assert {"stance:denied", "type:Person", "source:Dnipro Press", "agree", "confidence"} <= reached


def test_help_lists_the_keys_and_licences(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.get_by_role("button", name="Keys and licences").click()
        text = page.locator("#help-box").inner_text()
        assert "search" in text
        assert "sigma 3.0.3 (MIT)" in text
        page.keyboard.press("Escape")
        assert not page.locator("#help-box").is_visible()
