"""The query editor in a real browser: it works without any other server, and runs no one's text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.store import Store
from kgraph.vocabulary import RDFS
from tests.browser import browser
from tests.server.conftest import Server, make_store, serving

__all__ = ["browser"]

pytestmark = pytest.mark.browser

EVIL = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'


def add_evil(store: Store) -> None:
    graph = NamedNode("urn:test:graph")
    store.engine.add(Quad(NamedNode("urn:test:evil"), RDFS.label, Literal(EVIL), graph))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(make_store(tmp_path_factory.mktemp("editor"), add_evil)) as server:
        yield server


@pytest.fixture
def page(browser: Browser, endpoint: Server) -> Iterator[Page]:
    """The editor, open and with its menu filled; it may ask its own server only."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    strangers: list[str] = []
    opened.on(
        "request",
        lambda one: (
            one.url.startswith((endpoint.address, "data:", "blob:")) or strangers.append(one.url)
        ),
    )
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(endpoint.address)
    opened.wait_for_selector("#questions option:nth-child(5)", state="attached")
    yield opened
    assert (strangers, errors) == ([], [])
    context.close()


def test_ready_made_question_is_asked_and_answered(page: Page) -> None:
    page.select_option("#questions", label="Who demands what of whom")
    page.wait_for_function("() => document.querySelector('.yasr')?.innerText.includes('Peskov')")
    assert "what" in page.inner_text("#about").lower()


def test_own_question_is_asked_and_answered(page: Page) -> None:
    ask(page, "SELECT (COUNT(*) AS ?claims) { ?s a kg:Claim }")
    page.wait_for_function("() => /claims/.test(document.querySelector('.yasr')?.innerText)")


def test_script_in_a_label_is_shown_and_not_run(page: Page) -> None:
    ask(page, "SELECT * { <urn:test:evil> rdfs:label ?l }")
    page.wait_for_function("() => document.querySelector('.yasr')?.innerText.includes('onerror')")
    assert page.evaluate("() => window.ran") is None


def test_explorer_is_a_link_away(page: Page, endpoint: Server) -> None:
    page.click("text=Explore it")
    page.wait_for_selector("html[data-ready='1']", timeout=20_000)
    assert page.url == f"{endpoint.address}explorer"


def ask(page: Page, sparql: str) -> None:
    page.evaluate(
        "(query) => { yasgui.getTab().setQuery(query); yasgui.getTab().query(); }", sparql
    )
