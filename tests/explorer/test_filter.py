"""Filters are the legend: they combine, count, and clear at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from kgraph.explorer import write_page
from tests.browser import places_of
from tests.explorer.conftest import Open
from tests.rows import DOCUMENT_IRIS, ENTITY_ROWS, STATEMENTS, row

pytestmark = pytest.mark.browser


def facet(page: Page, name: str, value: str) -> None:
    page.locator(f"[data-facet={name}] input[data-value='{value}']").click()


def only(page: Page, name: str, value: str) -> None:
    row = page.locator(f"[data-facet={name}] li", has=page.locator(f"input[data-value='{value}']"))
    row.hover()
    row.locator(".only").click()


def shown(page: Page) -> int:
    found = re.match(r"(\d+) of (\d+) statements", page.locator("#counts").inner_text())
    assert found and int(found[2]) == len(STATEMENTS)
    return int(found[1])


def expected(stance: str) -> int:
    return sum(row.stance == stance for row in STATEMENTS)


def test_stance_off(explore: Open) -> None:
    with explore() as opened:
        facet(opened.page, "stance", "denied")
        assert shown(opened.page) == len(STATEMENTS) - expected("denied")
        assert "no-stance=denied" in opened.page.url


def test_only_one_stance_and_back(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        only(page, "stance", "denied")
        assert shown(page) == expected("denied")
        page.get_by_role("tab", name="Statements").click()
        assert page.locator(".statements tbody tr").count() == expected("denied")
        only(page, "stance", "denied")
        assert page.locator("#counts").inner_text().startswith(f"{len(STATEMENTS)} statements")


def test_filtered_lines_leave_the_canvas(
    explore: Open, canvas: Callable[[Page], np.ndarray]
) -> None:
    with explore() as opened:
        before = len(places_of(canvas(opened.page), "#a8361f"))
        only(opened.page, "event", "CONSULT")
        opened.page.mouse.move(5, 5)
        after = len(places_of(canvas(opened.page), "#a8361f"))
    assert before > 60
    assert after == 0


def test_speaker_and_source_combine(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        facet(page, "source", "Global Courier")
        facet(page, "speaker", "Russia")
        want = [r for r in STATEMENTS if r.source == "Global Courier" and "Russia" in r.speakers]
        assert shown(page) == len(want) == 1


def test_types_of_actors(explore: Open) -> None:
    with explore() as opened:
        facet(opened.page, "type", "Person")
        want = [r for r in STATEMENTS if "Person" not in (r.subject_type, r.object_type)]
        recipients = [r for r in want if r.object is None and r.subject_type != "Person"]
        assert shown(opened.page) == len(want)
        assert recipients


def test_counts_tell_what_a_click_would_give(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        row = page.locator("[data-facet=stance] li", has=page.locator("input[data-value=claimed]"))
        assert row.locator(".count").inner_text() == str(expected("claimed"))
        facet(page, "source", "Dnipro Press")
        want = [r for r in STATEMENTS if r.source == "Dnipro Press" and r.stance == "claimed"]
        assert row.locator(".count").inner_text() == str(len(want))


def test_two_sources_or_one_alone(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.get_by_label("Only what two sources or more").check()
        both = shown(page)
        page.get_by_role("tab", name="Statements").click()
        rows = page.locator(".statements tbody tr").all_inner_texts()
        assert both == 4
        assert all("condemned" in text or "struck" in text for text in rows)
        page.get_by_label("Only what two sources or more").uncheck()
        page.get_by_label("Only what rests on one source").check()
        assert shown(page) == len(STATEMENTS) - both


def test_copies_are_one_source_and_older_versions_are_marked(explore: Open, tmp_path: Path) -> None:
    iri = DOCUMENT_IRIS
    rows = [
        row("signing", "Russia struck Odesa.", "Russia", "struck", "Odesa"),
        replace(
            row("odesa", "Russia struck Odesa.", "Russia", "struck", "Odesa"),
            copy_of=iri["signing"],
        ),
        replace(
            row("denial", "Russia left Odesa.", "Russia", "left", "Odesa"),
            copy_of=iri["ships"],
            superseded_by=iri["ships"],
        ),
        row("ships", "Russia left Odesa.", "Russia", "left", "Odesa"),
    ]
    write_page(rows, ENTITY_ROWS, tmp_path / "page.html")
    with explore("#view=table", path=tmp_path / "page.html") as opened:
        page = opened.page
        page.locator(".statements tbody tr").first.locator(".act").click()
        told = page.locator(".card .told").all_text_contents()
        assert sum("2 articles, 1 origin" in text for text in told) == 2
        assert sum("copy of signing.txt" in text for text in told) == 1
        assert sum("superseded by ships.txt and not counted" in text for text in told) == 1
        page.get_by_label("Only what two sources or more").check()
        assert page.locator("#counts").inner_text().startswith("0 of 4 statements")


def test_what_rests_on_one_speaker_whoever_reports_it(explore: Open, tmp_path: Path) -> None:
    said = "Dmitry Peskov said the European Union sent engineers."
    quoted = {"text": "sent", "speakers": ("Dmitry Peskov",)}
    rows = [
        row("signing", said, "European Union", "sent", "Ukraine", **quoted),
        row("odesa", said, "European Union", "sent", "Ukraine", **quoted),
        row("odesa", said, "European Union", "sent", "Odesa", n=1, **quoted),
        row("denial", said, "European Union", "sent", "Odesa"),
    ]
    write_page(rows, ENTITY_ROWS, tmp_path / "page.html")
    with explore("#view=table", path=tmp_path / "page.html") as opened:
        page = opened.page
        page.get_by_label("Only what rests on one source").check()
        page.locator("#view-table", has_text="No statement passes").wait_for()
        page.get_by_role("button", name="Clear all").click()
        page.locator("#search").fill("peskov")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="What rests on this speaker alone").click()
        found = page.locator(".statements tbody tr")
        assert found.count() == 2
        assert all("Ukraine" in text for text in found.all_inner_texts())
        assert "speaker=Dmitry%20Peskov" in page.url
        assert "alone=1" in page.url


def test_confidence(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        slider = page.get_by_label("Confidence at least")
        slider.focus()
        for _ in range(17):
            page.keyboard.press("ArrowRight")
        assert shown(page) == sum(r.confidence >= 0.85 for r in STATEMENTS)


def test_clear_all(explore: Open) -> None:
    with explore("#no-stance=claimed,denied&source=Dnipro%20Press&conf=50") as opened:
        page = opened.page
        assert shown(page) < len(STATEMENTS)
        page.get_by_role("button", name="Clear all").click()
        assert page.locator("#counts").inner_text().startswith(f"{len(STATEMENTS)} statements")
        assert "#" not in page.url


def test_timeline_thumbs_and_play(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.get_by_label("From", exact=True).focus()
        page.keyboard.press("ArrowRight")
        after = [r for r in STATEMENTS if (r.time or r.published or "") >= "2022-07-23"]
        assert shown(page) == len(after)
        assert "from=2022-07-23" in page.url
        page.get_by_role("button", name="All dates").click()
        page.get_by_role("button", name="Play").click()
        page.locator("#timeline output", has_text=re.compile(r"^2022-07-23$")).wait_for()
        assert shown(page) == sum((r.time or r.published) == "2022-07-23" for r in STATEMENTS)
        page.get_by_role("button", name="Stop").click()


def test_a_thumb_is_dragged_with_the_mouse(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        track = page.locator(".time-chart").bounding_box()
        assert track
        y = track["y"] + track["height"] - 6
        page.mouse.move(track["x"] + track["width"] - 8, y)
        page.mouse.down()
        page.mouse.move(track["x"] + track["width"] * 0.4, y, steps=6)
        page.mouse.up()
        assert shown(page) < len(STATEMENTS)
        last = re.search(r"to=(\d{4}-\d\d-\d\d)", page.url)
        assert last
        days = [r.time or r.published or "" for r in STATEMENTS]
        assert shown(page) == sum(day <= last[1] for day in days)


def test_hide_a_node_and_bring_it_back(explore: Open) -> None:
    with explore() as opened:
        page = opened.page
        page.keyboard.press("/")
        page.keyboard.type("russia\n")
        page.locator("#panel").get_by_role("button", name="Hide").click()
        assert "hide=" in page.url
        ends = [{r.subject_label, r.object_label} for r in STATEMENTS]
        assert shown(page) == sum("Russia" not in pair for pair in ends)
        page.get_by_role("tab", name="Statements").click()
        names = page.locator(".statements .colSubject, .statements .colObject").all_inner_texts()
        assert "Russia" not in names
        page.get_by_role("button", name="Show again").click()
        assert "hide=" not in page.url
