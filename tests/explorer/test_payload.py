"""The page's data says what the rows say, once, and the same in any order."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.explorer import render_page, stored_charts, write_page
from kgraph.explorer.opening import STRONGEST, opening
from kgraph.explorer.payload import payload
from tests.explorer.test_safety import HOSTILE
from tests.rows import ENTITIES, ENTITY_ROWS, STATEMENTS, row


def test_same_rows_in_any_order_give_the_same_page() -> None:
    forth = render_page(STATEMENTS, ENTITY_ROWS)
    assert render_page(STATEMENTS[::-1], ENTITY_ROWS[::-1]) == forth


def test_statement_reads_back_from_its_columns() -> None:
    data = payload(STATEMENTS, ENTITY_ROWS, title="x")
    columns, words = data["statements"], data["words"]
    place = next(
        i
        for i, s in enumerate(columns["st"])
        if words[s] == "denied" and words[columns["l"][i]] == "mined"
    )
    base = data["base"]
    assert base + data["nodes"]["id"][columns["s"][place]] == ENTITIES["Russia"].id
    assert data["nodes"]["label"][columns["o"][place]] == "approaches to Odesa"
    assert (
        data["quotes"][columns["q"][place]]
        == "Russia denied that it had mined the approaches to Odesa."
    )
    start, end = columns["span"][place][2:4]
    assert data["quotes"][columns["q"][place]][start:end] == "had mined"
    assert data["documents"]["source"][columns["d"][place]] == "Global Courier"
    assert [data["nodes"]["label"][n] for n in data["chains"][columns["sp"][place]]] == ["Russia"]


def test_quotes_stand_once() -> None:
    data = payload(STATEMENTS, ENTITY_ROWS, title="x")
    assert len(data["quotes"]) == len(set(data["quotes"])) < len(STATEMENTS)


def test_acts_without_object_share_a_node_for_one_actor() -> None:
    rows = [row("signing", "Russia spoke.", "Russia", "spoke", at=100 * n) for n in range(1, 10)]
    data = payload(rows, ENTITY_ROWS, title="x")
    assert len(set(data["statements"]["o"])) == 1


def test_rewriting_a_page_keeps_its_map(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(STATEMENTS, ENTITY_ROWS, path)
    before = stored_charts(path)
    assert before
    more = row("ships", "Estonia praised Ukraine.", "Estonia", "praised", "Ukraine", at=900)
    write_page([*STATEMENTS, more], ENTITY_ROWS, path)
    after = stored_charts(path)
    assert after
    assert {iri: after.whole[iri] for iri in before.whole} == before.whole
    assert len(after.whole) == len(before.whole) + 1


def test_rewriting_the_same_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(STATEMENTS, ENTITY_ROWS, path)
    before = path.read_bytes()
    write_page(STATEMENTS[::-1], ENTITY_ROWS, path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_page_is_simply_replaced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("something else", encoding="utf-8")
    write_page(STATEMENTS, ENTITY_ROWS, path)
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_no_map_outlines_where_nothing_has_coordinates() -> None:
    assert 'id="world"' in render_page(STATEMENTS, ENTITY_ROWS)
    assert 'id="world"' not in render_page([row("signing", "A met B.", "A", "met", "B")], [])


def test_payload_is_plain_json() -> None:
    data = payload(STATEMENTS, ENTITY_ROWS, title="x")
    assert json.loads(json.dumps(data))["title"] == "x"


def test_long_data_is_packed_and_read_back(tmp_path: Path) -> None:
    rows = [
        row("signing", f"Russia met envoy {n}.", "Russia", "met", f"envoy {n}", at=90 * n)
        for n in range(1200)
    ]
    write_page(rows, [], tmp_path / "long.html")
    page = (tmp_path / "long.html").read_text(encoding="utf-8")
    assert '<script type="application/gzip" id="data">' in page
    stored = stored_charts(tmp_path / "long.html")
    assert stored
    assert len(stored.whole) == 1201


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_leave_its_data_block(text: str) -> None:
    page = render_page([row("signing", text, text, text, text)], [], title=text)
    block = re.search(
        r'<script type="application/json" id="data">(.*?)</script>\n', page, re.DOTALL
    )
    assert block
    assert not re.search("[<>&\u2028\u2029]", block[1])
    assert json.loads(block[1])["quotes"] == [text.replace("\ud800", "\N{REPLACEMENT CHARACTER}")]


def test_small_graphs_are_drawn_whole() -> None:
    assert payload(STATEMENTS, ENTITY_ROWS, title="x")["open"] is None


def test_crowded_graphs_open_on_names_and_what_links_two() -> None:
    pairs = [(0, 1), (0, 2), (3, 2), (4, 4)] + [(0, number) for number in range(10, 200)]
    assert opening(pairs, {2, *range(10, 200)}) == [0, 1, 2, 3]


def test_very_many_names_give_the_most_linked() -> None:
    pairs = [(number, number % 7) for number in range(7, 2000)] + [(2000, 2001)]
    first = opening(pairs, frozenset())
    assert first
    assert len(first) == STRONGEST
    assert set(range(7)) <= set(first)
    assert 2001 not in first


def test_the_opening_chart_is_kept_too(tmp_path: Path) -> None:
    rows = [
        replace(
            row("signing", f"P{n} met P{n // 5}.", f"P{n}", "met", f"P{n // 5}", at=90 * n),
            subject_type="Person",
            object_type="Person",
        )
        for n in range(1, 200)
    ]
    path = tmp_path / "page.html"
    write_page(rows[:-1], [], path)
    before = stored_charts(path)
    write_page(rows, [], path)
    after = stored_charts(path)
    assert before
    assert after
    assert len(before.first) == 199
    assert {iri: after.first[iri] for iri in before.first} == before.first
