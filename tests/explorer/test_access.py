"""Readable by everybody: no serious accessibility fault, dark or light, large or small."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kgraph import explorer
from tests.browser import opened, pixels
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


def swatches(page: Page, browser: Browser) -> list[np.ndarray]:
    """Return the colours of the five kinds of line as the legend shows them."""
    found = []
    for glyph in page.locator(".facet.key svg").all():
        picture = pixels(browser, glyph.screenshot())
        found.append(picture[picture.shape[0] // 2, picture.shape[1] // 2].astype(float))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", ["protanopia", "deuteranopia", "tritanopia"])
def test_conflict_and_cooperation_differ_without_full_colour_sight(
    sight: str, scheme: str, explore: Open, browser: Browser
) -> None:
    with explore(scheme=scheme) as found:
        page = found.page
        plain = swatches(page, browser)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
        seen = swatches(page, browser)
    assert len(seen) == 5
    assert any(np.abs(a - b).max() > 10 for a, b in zip(plain, seen, strict=True))
    for cooperation in seen[:2]:
        for conflict in seen[2:4]:
            assert np.linalg.norm(cooperation - conflict) > 60
    for words, deeds in (seen[:2], seen[2:4]):
        assert np.linalg.norm(words - deeds) > 25


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_the_drawing_have_contrast(scheme: str) -> None:
    """The canvas is closed to axe; what is written on it has its colours from the palette."""
    palette = Path(explorer.__file__).parent.joinpath("js", "palette.js").read_text("utf-8")
    surface = palette[palette.index("SURFACE = ") :]
    colours = re.search(rf"{scheme}: {{([^}}]*)}}", surface)
    assert colours
    on = dict(re.findall(r'(\w+): "(#\w{6})"', colours[1]))
    assert min(contrast(on[name], on["ground"]) for name in ("text", "quiet")) >= 4.5
    words = palette[palette.index("QUAD_TEXT = ") :]
    listed = re.search(rf"{scheme}: \[([^\]]*)\]", words)
    assert listed
    inks = re.findall(r"#\w{6}", listed[1])
    assert len(inks) == 5
    assert min(contrast(ink, on["pill"]) for ink in inks) >= 4.5


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
