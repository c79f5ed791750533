"""Statements table, positions, map and matrix."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.explorer.conftest import Open, sentences, title

pytestmark = pytest.mark.browser


def column(page: Page, number: int) -> list[str]:
    return page.locator(f".statements tbody tr td:nth-child({number})").all_inner_texts()


def test_table_sorts_by_any_column_both_ways(explore: Open) -> None:
    with explore("#view=table") as found:
        page = found.page
        assert column(page, 1) == sorted(column(page, 1))
        header = page.get_by_role("columnheader", name="Who", exact=True)
        header.get_by_role("button").click()
        up = column(page, 2)
        assert header.get_attribute("aria-sort") == "ascending"
        assert up[0] == "António Guterres"
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == "descending"
        assert column(page, 2)[0] == "Volodymyr Zelenskyy"
        fragment = page.url[page.url.index("#") :]
    with explore(fragment) as found:
        assert column(found.page, 2)[0] == "Volodymyr Zelenskyy"


def test_a_row_leads_to_its_evidence(explore: Open) -> None:
    with explore("#view=table") as found:
        page = found.page
        page.get_by_role("row").filter(has_text="brokered").click()
        assert title(page) == "United Nations → Black Sea Grain Initiative"
        expect(page.locator(".card.chosen .said")).to_have_text(
            "United Nations brokered Black Sea Grain Initiative"
        )


def test_positions_by_actor(explore: Open) -> None:
    with explore("#view=positions") as found:
        page = found.page
        actor = page.locator(".actor", has=page.locator("h2", has_text="Russia")).first
        demands = actor.locator(".kind-demand").inner_text()
        assert "Türkiye inspect every ship" in demands
        assert "Russia demanded inspection of ships" in demands
        assert "not attack Odesa" in actor.locator(".kind-offer").inner_text()
        assert "Russia had mined approaches to Odesa" in actor.locator(".kind-denial").inner_text()
        refusals = actor.locator(".kind-refusal").inner_text()
        assert "according to Volodymyr Zelenskyy" in refusals
        peskov = page.locator(".actor", has=page.locator("h2", has_text="Dmitry Peskov"))
        assert "European Union must lift" in peskov.locator(".kind-demand").inner_text()
        podolyak = page.locator(".actor", has=page.locator("h2", has_text="Podolyak"))
        assert "Ukraine would answer provocations" in podolyak.locator(".kind-threat").inner_text()


def test_a_position_names_addressee_and_condition(explore: Open) -> None:
    with explore("#view=positions") as found:
        page = found.page
        threat = page.locator(".position", has_text="Ukraine would answer provocations")
        assert "to Russia" in threat.inner_text()
        leaving = page.locator(".position", has_text="could leave")
        assert leaving.count() == 0
        page.locator("#search").fill("could leave")
        page.keyboard.press("Enter")
        condition = page.locator(".card.chosen .condition")
        expect(condition).to_contain_text("If: the strikes go on")


def test_a_position_leads_to_its_evidence(explore: Open) -> None:
    with explore("#view=positions") as found:
        page = found.page
        page.locator(".position", has_text="inspect every ship").click()
        assert title(page) == "Türkiye → every ship"
        expect(page.locator(".card blockquote")).to_contain_text(
            "Russia demanded that Türkiye inspect"
        )


def holders(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".actor h2").all_inner_texts()]


def test_what_one_demands_of_another(explore: Open) -> None:
    with explore("#view=positions") as found:
        page = found.page
        page.get_by_label("By", exact=True).select_option(label="Dmitry Peskov (1)")
        toward = page.get_by_label("Toward")
        assert toward.locator("option").all_inner_texts() == ["anybody", "European Union (1)"]
        toward.select_option(label="European Union (1)")
        assert page.locator(".actor").count() == 1
        assert "European Union must lift" in page.locator(".position").inner_text()
        fragment = page.url[page.url.index("#") :]
    with explore(fragment) as found:
        assert holders(found.page) == ["Dmitry Peskov 1"]
        found.page.get_by_label("By", exact=True).select_option(label="anybody")
        assert found.page.locator(".actor").count() == 1  # nobody else asks it of the Union


def test_from_an_actor_to_its_positions(explore: Open) -> None:
    with explore("#node=entity%2Fperson%2Fmykhailo-podolyak") as found:
        page = found.page
        page.locator("#panel").get_by_role("button", name="Positions").click()
        assert holders(page) == ["Mykhailo Podolyak 2"]
        page.go_back()
        page.locator("#view-graph").wait_for()


def test_what_happens_at_a_place_stands_with_the_place(explore: Open) -> None:
    with explore("#node=entity%2Fplace%2Fistanbul") as found:
        panel = found.page.locator("#panel")
        assert panel.get_by_role("heading", name="Happens here").is_visible()
        assert "United Nations brokered Black Sea Grain Initiative" in sentences(found.page)


def test_table_shows_what_the_drawing_shows(explore: Open) -> None:
    with explore("#node=entity%2Fperson%2Fjosep-borrell&ego=1") as found:
        page = found.page
        page.get_by_role("tab", name="Statements").click()
        assert set(column(page, 2)) == {"Josep Borrell"}
        page.get_by_role("button", name="Whole graph").click()
        assert len(set(column(page, 2))) > 5


def test_map_shows_events_at_their_places(explore: Open) -> None:
    with explore("#view=map") as found:
        page = found.page
        dot = page.get_by_role("button", name="Istanbul: 6 statements")
        dot.click()
        assert title(page) == "In Istanbul"
        assert len(sentences(page)) == 6
        assert page.locator(".world .land").get_attribute("d")
        assert "Odesa" in page.locator(".world text").all_text_contents()
        before = page.locator(".world").get_attribute("viewBox")
        page.get_by_role("button", name="Zoom in").last.click()
        assert page.locator(".world").get_attribute("viewBox") != before
        page.get_by_role("button", name="World").click()
        assert page.locator(".world").get_attribute("viewBox") == "0 0 960 500"


def box(page: Page) -> list[float]:
    return [float(n) for n in (page.locator(".world").get_attribute("viewBox") or "").split()]


def test_map_works_by_keyboard(explore: Open) -> None:
    with explore("#view=map") as found:
        page = found.page
        page.get_by_role("button", name="Odesa:").focus()
        page.keyboard.press("Enter")
        assert title(page) == "In Odesa"
        before = box(page)
        page.keyboard.press("ArrowRight")
        assert box(page)[0] > before[0]
        page.keyboard.press("-")
        assert box(page)[2] > before[2]
        fragment = page.url[page.url.index("#") :]
        after = box(page)
    with explore(fragment) as found:
        assert box(found.page) == pytest.approx(after, abs=0.1)


def test_map_is_dragged_and_wheeled(explore: Open) -> None:
    with explore("#view=map") as found:
        page = found.page
        before = box(page)
        middle = page.locator(".world").bounding_box()
        assert middle
        x, y = middle["x"] + 20, middle["y"] + middle["height"] - 20
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y - 30, steps=4)
        page.mouse.up()
        moved = box(page)
        assert moved[0] < before[0]
        assert moved[1] > before[1]
        page.mouse.wheel(0, -200)
        page.wait_for_timeout(200)
        assert box(page)[2] < moved[2]


def test_matrix_counts_who_acts_on_whom(explore: Open) -> None:
    with explore("#view=matrix") as found:
        page = found.page
        cell = page.get_by_role(
            "button", name="Josep Borrell on Russia: 0 cooperative, 2 conflictual, 0 other"
        )
        assert cell.inner_text() == "2−"
        cell.click()
        assert title(page) == "Josep Borrell → Russia"
        assert (
            page.get_by_role("button", name="European Union on Ukraine: 1 cooperative").inner_text()
            == "1+"
        )
