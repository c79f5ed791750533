"""What is visible can be taken away: picture, drawing, table, graph, link."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page

from kgraph.explorer import write_page
from tests.browser import pixels, places_of
from tests.explorer.conftest import Open
from tests.rows import ENTITIES, ENTITY_ROWS, STATEMENTS

pytestmark = pytest.mark.browser


def save(page: Page, name: str, path: Path) -> bytes:
    with page.expect_download() as waiting:
        page.locator("#save").click()
        page.get_by_role("button", name=name).click()
    waiting.value.save_as(path)
    return path.read_bytes()


def test_graphml_of_what_is_visible_opens_in_networkx(explore: Open, tmp_path: Path) -> None:
    with explore("#no-stance=denied,claimed") as found:
        save(found.page, "Graph (GraphML)", tmp_path / "graph.graphml")
    graph = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    want = [row for row in STATEMENTS if row.stance not in {"denied", "claimed"}]
    assert {key for *_, key in graph.edges(keys=True)} == {row.id for row in want}
    borrell, russia = ENTITIES["Josep Borrell"].id, ENTITIES["Russia"].id
    data = next(iter(graph[borrell][russia].values()))
    assert data["stance"] == "asserted"
    assert data["evidence"].startswith("Josep Borrell condemned")
    assert graph.nodes[russia] == {"label": "Russia", "type": "Country"}


def test_csv_is_a_table_that_runs_no_formula(explore: Open, tmp_path: Path) -> None:
    rows = [replace(STATEMENTS[0], quote='=HYPERLINK("x"), "said"\nhe'), *STATEMENTS[1:]]
    write_page(rows, ENTITY_ROWS, tmp_path / "page.html")
    with explore(path=tmp_path / "page.html") as found:
        data = save(found.page, "Table (CSV)", tmp_path / "table.csv")
    table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(table) == len(STATEMENTS)
    assert '\'=HYPERLINK("x"), "said"\nhe' in {line["Quote"] for line in table}
    denied = [line for line in table if line["Stance"] == "denied"]
    assert {line["Said by"] for line in denied} == {"Hulusi Akar → Russia", "Russia"}


def test_svg_is_a_drawing_with_names_and_lines(explore: Open, tmp_path: Path) -> None:
    with explore() as found:
        save(found.page, "Drawing (SVG)", tmp_path / "graph.svg")
    root = ET.parse(tmp_path / "graph.svg").getroot()
    words = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Russia", "Ukraine", "Black Sea Grain Initiative"} <= words
    lines = [
        path for path in root.iter("{http://www.w3.org/2000/svg}path") if "Q" in path.get("d", "")
    ]
    assert len(lines) >= 28
    assert any(path.get("stroke-dasharray") for path in lines)


def test_png_shows_nodes_lines_and_names(explore: Open, browser: Browser, tmp_path: Path) -> None:
    with explore() as found:
        picture = pixels(browser, save(found.page, "Picture (PNG)", tmp_path / "graph.png"))
    for colour in ("#2f5380", "#d0893b", "#fbfaf7"):
        assert len(places_of(picture, colour)) > 60, colour


def test_link_is_copied(explore: Open, click_colour: Callable[[Page, str], None]) -> None:
    with explore() as found:
        page = found.page
        click_colour(page, "#2f5380")
        page.locator("#save").click()
        page.get_by_role("button", name="Copy link").click()
        page.locator("#search").focus()
        page.keyboard.press("Control+V")
        assert page.locator("#search").input_value() == page.url
