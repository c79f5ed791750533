"""Readable by everybody: no serious accessibility fault, dark or light, large or small."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import opened
from tests.explorer.conftest import Open, title

pytestmark = pytest.mark.browser

VIEWS = ("graph", "table", "positions", "map", "matrix")
SELECTED = "&node=entity%2Fcountry%2Frussia"


def serious(page: Page) -> list[str]:
    answer = Axe().run(page).response
    assert len(answer["passes"]) > 15, "axe found next to nothing to check"
    return [
        f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in answer["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_axe_finds_nothing_serious(
    scheme: str, size: tuple[int, int], grain: Path, browser: Browser
) -> None:
    fragment = f"#no-stance=possible{SELECTED}"
    with opened(browser, grain, fragment, size=size, scheme=scheme, bypass_csp=True) as found:
        page = found.page
        page.wait_for_selector("html[data-ready='1']")
        assert serious(page) == [], "evidence"
        page.keyboard.press("Escape")
        for view in VIEWS:
            page.locator(f"#tab-{view}").click()
            assert serious(page) == [], view
        if size[0] < 500:
            page.locator("#open-filters").click()
            assert serious(page) == [], "filters"


def test_axe_finds_nothing_serious_in_search_menu_and_help(grain: Path, browser: Browser) -> None:
    with opened(browser, grain, bypass_csp=True) as found:
        page = found.page
        page.wait_for_selector("html[data-ready='1']")
        page.locator("#search").fill("o")
        assert serious(page) == []
        page.keyboard.press("Escape")
        page.locator("#save").click()
        assert serious(page) == []
        page.keyboard.press("Escape")
        page.locator("#help").click()
        assert serious(page) == []


def ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_colours_follow_the_system_and_the_switch(explore: Open) -> None:
    with explore(scheme="dark") as found:
        assert ground(found.page) == "rgb(20, 24, 29)"
        button = found.page.locator("#theme")
        button.click()
        assert ground(found.page) == "rgb(251, 250, 247)"
        assert button.get_attribute("aria-label") == "Colours: light"
        assert "theme=light" in found.page.url
    with explore() as found:
        assert ground(found.page) == "rgb(251, 250, 247)"
        found.page.emulate_media(color_scheme="dark")
        found.page.wait_for_selector("html[data-theme=dark]")
        assert ground(found.page) == "rgb(20, 24, 29)"


@pytest.mark.parametrize("width", [360, 390, 768, 1024])
def test_nothing_is_cut_off_at_the_side(width: int, explore: Open) -> None:
    with explore(size=(width, 740)) as found:
        page = found.page
        for view in VIEWS:
            page.locator(f"#tab-{view}").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
            for name in ("#search", "#save", "#theme", "#help"):
                box = page.locator(name).bounding_box()
                assert box
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width


def test_a_small_screen_shows_evidence_in_a_sheet(explore: Open) -> None:
    with explore(size=(360, 740)) as found:
        page = found.page
        assert not page.locator("#panel").is_visible()
        page.locator("#search").fill("guterres")
        page.keyboard.press("Enter")
        page.locator("#panel h2").wait_for(state="visible")
        assert title(page) == "António Guterres"
        page.locator("#close-panel").click()
        page.locator("#panel").wait_for(state="hidden")
        page.locator("#open-filters").click()
        page.locator("#facets input[data-value=denied]").wait_for(state="visible")


def test_the_table_says_all_that_the_drawing_shows(explore: Open) -> None:
    with explore("#view=table") as found:
        row = found.page.locator(".statements tbody tr", has_text="approaches to Odesa")
        cells = row.get_by_role("cell").all_inner_texts()
        assert cells == [
            "2022-07-24",
            "Russia",
            "had mined",
            "approaches to Odesa",
            "denied",
            "Russia",
            "Attack",
            "Global Courier",
        ]


def test_page_has_language_title_landmarks_and_one_heading(explore: Open) -> None:
    with explore() as found:
        page = found.page
        assert page.title() == "The grain deal of July 2022"
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("h1").count() == 1
        assert page.get_by_role("main").count() == 1
        assert page.get_by_role("search").count() == 1
