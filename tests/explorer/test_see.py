"""The graph is drawn: nodes in the colours of their types, lines that differ by stance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from playwright.sync_api import Page

from kgraph.explorer import write_page
from kgraph.model import StatementRow
from tests.browser import places_of
from tests.explorer.conftest import Open, sentences, title
from tests.rows import ENTITY_ROWS, STATEMENTS, row

pytestmark = pytest.mark.browser

GROUND = np.array([0xFB, 0xFA, 0xF7])
COUNTRY, PERSON, PLACE = "#2f5380", "#6d4fa0", "#8a6d1d"
VERBAL_COOPERATION, CONFLICT_IN_WORDS, CONFLICT_IN_DEEDS = "#5f9bc4", "#d0893b", "#a8361f"


def test_nodes_and_lines_are_on_the_canvas(
    explore: Open, canvas: Callable[[Page], np.ndarray]
) -> None:
    with explore() as opened:
        picture = canvas(opened.page)
    for colour in (COUNTRY, PERSON, PLACE):
        assert len(places_of(picture, colour)) > 60, f"no node is {colour}"
    for colour in (VERBAL_COOPERATION, CONFLICT_IN_WORDS, CONFLICT_IN_DEEDS):
        assert len(places_of(picture, colour)) > 60, f"no line is {colour}"


def test_legend_names_every_type_stance_and_colour(explore: Open) -> None:
    with explore() as opened:
        legend = opened.page.locator("#facets").inner_text()
    for words in ("Country", "Person", "reported as fact", "claimed", "demanded", "denied"):
        assert words in legend
    for words in ("Cooperation in words", "Conflict in deeds"):
        assert words in legend


def run_lengths(line: np.ndarray) -> list[int]:
    """Return how long each unbroken stretch of True is."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(int), [0]])))
    return list(edges[1::2] - edges[::2])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page a stance, with a single line between two nodes."""
    folder = tmp_path_factory.mktemp("stances")
    found = {}
    for stance in (
        "asserted",
        "claimed",
        "demanded",
        "threatened",
        "promised",
        "possible",
        "negated",
        "denied",
    ):
        one = row(
            "signing",
            "Russia struck Odesa.",
            "Russia",
            "struck",
            "Odesa",
            stance=stance,
            event="ASSAULT",
        )
        found[stance] = folder / f"{stance}.html"
        write_page([replace(one, label=".")], ENTITY_ROWS, found[stance])
    return found


def test_stance_shows_in_the_line_without_colour(
    pictures: dict[str, Path], explore: Open, canvas: Callable[[Page], np.ndarray]
) -> None:
    """Along the line: how much of it is drawn, in stretches of what length; across it: how wide."""
    drawn, widest, longest = {}, {}, {}
    for stance, path in pictures.items():
        with explore(path=path) as opened:
            picture = canvas(opened.page).astype(int)
        middle = picture.shape[0] // 2
        inked = np.abs(picture[middle - 12 : middle + 12] - GROUND).sum(axis=2) > 150
        line = inked[:, 90:290]  # after the name and the node, before the label
        drawn[stance] = line.any(axis=0).mean()
        widest[stance] = line.sum(axis=0).max()
        longest[stance] = max(run_lengths(line.any(axis=0)))
    assert drawn["asserted"] == 1.0
    assert 0.4 < drawn["claimed"] < 0.8
    assert 6 < longest["claimed"] < 14
    assert longest["demanded"] < 6
    assert longest["possible"] < 7
    assert drawn["possible"] < drawn["claimed"]
    assert drawn["threatened"] < drawn["demanded"]
    assert longest["promised"] > longest["demanded"]
    assert widest["denied"] > widest["asserted"] + 1
    assert widest["negated"] > widest["asserted"] + 3
    assert widest["claimed"] <= widest["asserted"] + 1


def test_a_click_on_a_node_tells_about_it(
    explore: Open, click_colour: Callable[[Page, str], None]
) -> None:
    with explore() as opened:
        click_colour(opened.page, COUNTRY)
        name = title(opened.page)
        assert name in {"Russia", "Ukraine", "Türkiye"}
        assert sentences(opened.page)[0].startswith(name)


def test_a_click_on_a_line_tells_what_it_stands_for(
    explore: Open, click_colour: Callable[[Page, str], None], tmp_path: Path
) -> None:
    one = row("signing", "Russia struck Odesa.", "Russia", "struck", "Odesa", event="ASSAULT")
    write_page([replace(one, label="")], ENTITY_ROWS, tmp_path / "one.html")
    with explore(path=tmp_path / "one.html") as opened:
        click_colour(opened.page, CONFLICT_IN_DEEDS)
        assert title(opened.page) == "Russia → Odesa"
        assert sentences(opened.page) == ["Russia struck Odesa"]


def test_what_somebody_does_to_himself_is_a_loop(
    explore: Open, click_colour: Callable[[Page, str], None], tmp_path: Path
) -> None:
    rows = [
        row("odesa", "Russia struck Russia.", "Russia", "struck", "Russia", event="ASSAULT"),
        row("odesa", "Russia met Ukraine.", "Russia", "met", "Ukraine", event="CONSULT"),
    ]
    write_page([replace(one, label="") for one in rows], ENTITY_ROWS, tmp_path / "loop.html")
    with explore(path=tmp_path / "loop.html") as opened:
        page = opened.page
        click_colour(page, CONFLICT_IN_DEEDS)
        assert title(page) == "Russia → Russia"
        assert sentences(page) == ["Russia struck Russia"]
        with page.expect_download() as waiting:
            page.locator("#save").click()
            page.get_by_role("button", name="Drawing (SVG)").click()
        root = ET.parse(waiting.value.path()).getroot()
    paths = [path.get("d", "") for path in root.iter("{http://www.w3.org/2000/svg}path")]
    assert sum("a" in path and path.endswith("Z") for path in paths) == 1


def drawn(page: Page) -> set[str]:
    """Return the names in the drawing, as the page saves it."""
    with page.expect_download() as waiting:
        page.locator("#save").click()
        page.get_by_role("button", name="Drawing (SVG)").click()
    root = ET.parse(waiting.value.path()).getroot()
    return {text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")}


def test_who_acts_more_is_larger_and_lines_say_how_many_acts_they_stand_for(explore: Open) -> None:
    with explore() as opened:
        with opened.page.expect_download() as waiting:
            opened.page.locator("#save").click()
            opened.page.get_by_role("button", name="Drawing (SVG)").click()
        root = ET.parse(waiting.value.path()).getroot()
    svg = "{http://www.w3.org/2000/svg}"
    titles = {title.text or "" for title in root.iter(f"{svg}title")}
    assert "Josep Borrell → Russia: condemns ×2" in titles
    wide, last = {}, None
    for element in root:
        if element.tag == f"{svg}text":
            assert last is not None
            spread = [float(pair.split(",")[0]) for pair in last.get("points", "").split()]
            wide[element.text] = max(spread) - min(spread) if spread else 0
        last = element
    acts = Counter(r.subject_label for r in STATEMENTS)
    assert acts["Russia"] > acts["Ukraine"] > acts["Türkiye"]
    assert wide["Russia"] > wide["Ukraine"] > wide["Türkiye"]


def crowd(count: int) -> list[StatementRow]:
    """Return statements in which persons meet, each also says something of its own."""
    rows = []
    for n in range(1, count):
        met = row("signing", f"P{n} met P{n // 9}.", f"P{n}", "met", f"P{n // 9}", at=90 * n)
        said = row("signing", f"P{n} saw thing {n}.", f"P{n}", "saw", f"thing {n}", at=90 * n, n=1)
        person = {"subject_type": "Person"}
        rows += [replace(met, object_type="Person", **person), replace(said, **person)]
    return rows


def test_crowded_graphs_open_on_the_names(explore: Open, tmp_path: Path) -> None:
    write_page(crowd(90), [], tmp_path / "crowd.html")
    with explore(path=tmp_path / "crowd.html") as opened:
        page = opened.page
        notice = page.locator("#notice")
        assert "names and what links them: 90 of 179" in notice.inner_text()
        assert drawn(page) == {f"P{n}" for n in range(90)}
        page.locator("#search").fill("P50")
        page.keyboard.press("Enter")
        assert "P50 saw thing 50" in sentences(page)
        assert drawn(page) == {"thing 50"} | {f"P{n}" for n in range(90)}
        page.keyboard.press("Escape")
        notice.get_by_role("button", name="Show all").click()
        notice.get_by_role("button", name="Show names only").wait_for()
        assert len(drawn(page)) == 179


def test_what_the_filters_leave_of_a_crowded_graph_is_drawn(explore: Open, tmp_path: Path) -> None:
    rows = crowd(90)
    rows[1] = replace(rows[1], stance="denied")
    rows[3] = replace(rows[3], stance="denied")
    write_page(rows, [], tmp_path / "crowd.html")
    stances = ",".join(sorted({r.stance for r in rows} - {"denied"}))
    with explore(f"#no-stance={stances}", path=tmp_path / "crowd.html") as opened:
        page = opened.page
        assert page.locator("#counts").inner_text() == "2 of 178 statements"
        assert drawn(page) == {"P1", "thing 1", "P2", "thing 2"}
        page.get_by_role("button", name="Clear all").click()
        assert "90 of 179" in page.locator("#notice").inner_text()


def test_large_graphs_open_on_the_strongest_and_say_so(explore: Open, tmp_path: Path) -> None:
    write_page(crowd(900), [], tmp_path / "large.html")
    with explore(path=tmp_path / "large.html") as opened:
        notice = opened.page.locator("#notice")
        assert "strongest of 1799" in notice.inner_text()
        notice.get_by_role("button", name="Show all").click()
        notice.get_by_role("button", name="Show the strongest").wait_for()
        assert "all=1" in opened.page.url


def test_no_statements_is_an_empty_page_not_a_broken_one(explore: Open, tmp_path: Path) -> None:
    write_page([], [], tmp_path / "empty.html")
    with explore(path=tmp_path / "empty.html") as opened:
        assert "No statement" in opened.page.locator("#notice").inner_text()
        opened.page.get_by_role("tab", name="Statements").click()
        assert "No statement passes" in opened.page.locator("#view-table").inner_text()


def test_a_page_without_webgl_shows_the_table(explore: Open, grain: Path, tmp_path: Path) -> None:
    assert STATEMENTS
    with explore() as opened:
        page = opened.page
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
        page.reload()
        page.wait_for_selector("html[data-ready='1']")
        assert page.get_by_role("tab", name="Statements").get_attribute("aria-selected") == "true"
        page.get_by_role("cell", name="hosted").first.wait_for()
        page.get_by_role("tab", name="Graph").click()
        assert "no WebGL" in page.locator("#notice").inner_text()
