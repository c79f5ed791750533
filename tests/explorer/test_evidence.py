"""Each statement shows its sentence, stance in words, attribution, quote, source and date."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.explorer.conftest import Open, title

pytestmark = pytest.mark.browser


def select(page: Page, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def card(page: Page, words: str) -> Locator:
    return page.locator("#panel .card", has=page.locator(".said", has_text=words)).first


def test_a_denial_reads_as_a_denial(explore: Open) -> None:
    with explore() as opened:
        select(opened.page, "odesa")
        found = card(opened.page, "Russia attack Odesa").filter(has_text="Denied by")
        expect(found.locator(".chip")).to_have_text("denied")
        expect(found.locator(".words")).to_have_text("Denied by Russia")
        expect(found.locator(".chain")).to_contain_text("Dnipro Press→Hulusi Akar(“said”)→Russia")
        expect(found.locator(".origin")).to_contain_text("published 2022-07-23")
        expect(found.locator(".facts")).to_contain_text("in Odesa · confidence 90 %")


def test_the_quote_marks_the_words_that_say_it(explore: Open) -> None:
    with explore() as opened:
        select(opened.page, "borrell")
        found = card(opened.page, "condemned Russia")
        expect(found.locator("blockquote")).to_have_text(
            re.compile("^Josep Borrell condemned the strike")
        )
        expect(found.locator("mark")).to_have_text(["Josep Borrell", "condemned", "Russia"])


def test_source_is_a_link_only_where_it_is_http(explore: Open) -> None:
    with explore() as opened:
        select(opened.page, "guterres")
        link = card(opened.page, "praised").locator("cite a")
        assert link.get_attribute("href") == "https://example.org/2022/07/22/signing"
        assert link.get_attribute("rel") == "noreferrer noopener"


def test_a_promise_not_to_keeps_its_not(explore: Open) -> None:
    with explore() as opened:
        select(opened.page, "odesa")
        chip = card(opened.page, "Russia not attack Odesa").locator(".chip")
        expect(chip).to_have_text("promised")


def test_a_name_in_a_statement_leads_on_and_back_leads_back(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        select(page, "zelenskyy")
        card(page, "accused").get_by_role("link", name="Russia").first.click()
        assert title(page) == "Russia"
        page.go_back()
        page.locator("#panel h2", has_text="Volodymyr Zelenskyy").wait_for()
        page.go_forward()
        page.locator("#panel h2", has_text="Russia").wait_for()


def test_a_link_to_a_statement_opens_it(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        select(page, "borrell")
        card(page, "condemned Russia").get_by_role("button", name="Link to this statement").click()
        fragment = page.url[page.url.index("#") :]
        key = page.locator(".card.chosen").get_attribute("data-statement")
    with explore(fragment) as opened:
        assert opened.page.locator(".card.chosen").get_attribute("data-statement") == key


def test_overview_names_the_busiest_and_the_most_reported(explore: Open) -> None:
    with explore() as opened:
        panel = opened.page.locator("#panel")
        expect(panel.locator(".ranking li").first).to_have_text("Russia8 acts")
        expect(panel.locator(".lines li").first).to_contain_text("Josep Borrell condemned Russia")
