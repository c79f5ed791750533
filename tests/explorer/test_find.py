"""Search as you type, by name, alias, act and quote."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.explorer.conftest import Open, sentences, title

pytestmark = pytest.mark.browser


def options(page: Page) -> list[str]:
    return page.locator("#results [role=option]").all_inner_texts()


def test_slash_focuses_and_enter_shows_the_first(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.keyboard.press("/")
        page.keyboard.type("guter")
        assert options(page)[0].startswith("António Guterres")
        page.keyboard.press("Enter")
        assert title(page) == "António Guterres"
        assert any("praised" in sentence for sentence in sentences(page))
        assert "antonio-guterres" in page.url


def test_accents_and_case_do_not_matter(explore: Open) -> None:
    with explore() as opened:
        opened.page.locator("#search").fill("ERDOGAN")
        assert options(opened.page)[0].startswith("Recep Tayyip Erdoğan")


def test_aliases_are_found(explore: Open) -> None:
    with explore() as opened:
        opened.page.locator("#search").fill("kyiv")
        assert options(opened.page)[0].startswith("Ukraine")


def test_words_of_quotes_find_statements(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.locator("#search").fill("food crisis responsib")
        assert options(page)[0].startswith("Russia bears responsibility for the food crisis")
        page.keyboard.press("Enter")
        assert "Russia → the food crisis" in title(page)


def test_arrow_keys_choose(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.locator("#search").fill("uk")
        second = options(page)[1].split("\n")[0].split("\t")[0]
        page.keyboard.press("ArrowDown")
        chosen = page.locator("#results [aria-selected=true]").inner_text()
        assert chosen.startswith(second)


def test_nothing_found_says_so(explore: Open) -> None:
    with explore() as opened:
        opened.page.locator("#search").fill("zzzz")
        assert opened.page.locator("#search-none").inner_text() == "Nothing found"


def test_results_keep_their_order_while_typing(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.locator("#search").fill("o")
        before = options(page)
        page.locator("#search").fill("od")
        page.locator("#search").fill("o")
        assert options(page) == before
