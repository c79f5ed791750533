"""Articles are other people's text: whatever is in it is shown as text and runs nowhere."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kgraph.explorer import notebook_frame, render_page, write_page
from tests.browser import opened
from tests.explorer.conftest import Open
from tests.rows import ENTITIES, ENTITY_ROWS, STATEMENTS, row

SCRIPT = "</script><script>window.hit=1</script>"
IMAGE = '<img src=x onerror="window.hit=1">'
HOSTILE = (
    SCRIPT,
    IMAGE,
    '" onmouseover="window.hit=1" x="',
    "<!--<script>window.hit=1//--></script>",
    "{{data}} {{script}} ${window.hit=1} href",
    "\u202eTRL\u202c \u2066x\u2069 \u2028\u2029",
    "\x00\x07\x1b[31m \ud800 \ufffe",
    "😀🇹🇷👩‍👩‍👧 ﷽",
    "x" * 10_000,
)


def hostile_page(path: Path) -> None:
    """Write a page in which every text field is hostile in some way."""
    statements = []
    for number, text in enumerate(HOSTILE):
        for kind, one in enumerate(STATEMENTS[:6]):
            values = {
                "id": f"{one.document}/statement/h{number}-{kind}",
                "subject": f"{one.subject}/{text[:40]}",
                "subject_label": text,
                "label": text,
                "text": text,
                "predicate": text,
                "quote": text,
                "quote_start": 0,
                "quote_end": len(text),
                "predicate_start": 0,
                "predicate_end": min(5, len(text)),
                "subject_start": None,
                "subject_end": None,
                "object_start": None,
                "object_end": None,
                "speakers": (text,),
                "speaker_ids": (f"https://example.org/{number}",),
                "cues": (text,),
                "source": text,
                "document_title": text,
                "url": f"javascript:window.hit=1//{number}",
                "time_text": text,
                "place_label": text,
                "event": text if kind == 1 else one.event,
                "published": text if kind == 2 else one.published,
            }
            statements.append(replace(one, **values))
    entities = [
        replace(
            one, label=f"{one.label} {IMAGE}", aliases=HOSTILE, wikidata=SCRIPT, wikipedia=SCRIPT
        )
        for one in ENTITY_ROWS
    ]
    write_page(statements, entities, path, title=f"{SCRIPT}{IMAGE} href \ud800")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    hostile_page(path)
    return path


@pytest.mark.browser
def test_nothing_in_the_data_runs(hostile: Path, explore: Open) -> None:
    with explore(path=hostile) as found:
        page = found.page
        assert SCRIPT in page.locator("h1").inner_text()
        for name in ("Statements", "Positions", "Map", "Matrix", "Graph"):
            page.get_by_role("tab", name=name).click()
            page.wait_for_timeout(150)
        page.get_by_role("tab", name="Statements").click()
        for text in (SCRIPT, IMAGE):
            page.get_by_role("cell", name=text, exact=True).first.wait_for()
        for index in range(0, 40, 7):
            page.locator(".statements tbody tr").nth(index).click()
            page.locator("#panel .card").first.wait_for()
        page.locator("#search").fill("<img")
        assert IMAGE in page.locator("#results").inner_text()
        page.keyboard.press("Enter")
        page.get_by_role("tab", name="Graph").click()
        for x in range(80, 640, 80):
            page.locator("#canvas").hover(position={"x": x, "y": 300})
        assert page.evaluate("window.hit") is None
        assert page.locator("img, iframe, object, embed, [onerror], [onmouseover]").count() == 0


@pytest.mark.browser
def test_a_link_that_is_not_http_is_text(hostile: Path, explore: Open) -> None:
    with explore("#view=table", path=hostile) as found:
        page = found.page
        page.locator(".statements tbody tr").first.click()
        page.locator("#panel .card").first.wait_for()
        origin = page.locator("#panel .card .origin").first
        expect(origin).to_contain_text("javascript:window.hit=1")
        links = page.locator("a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
        assert links
        assert all(link.startswith(("https://", "#node=")) for link in links)


@pytest.mark.browser
def test_the_policy_blocks_an_injected_script(grain: Path, browser: Browser) -> None:
    with opened(browser, grain) as found:
        page = found.page
        page.wait_for_selector("html[data-ready='1']")
        page.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.hit = 1";
              document.body.append(script);
              const box = document.createElement("div");
              box.innerHTML = '<img src="x" onerror="window.hit = 2">';
              document.body.append(box);
              document.body.setAttribute("onclick", "window.hit = 3");
            }"""
        )
        page.locator("h1").click()
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None
        assert any("Content Security Policy" in error for error in found.errors)


@pytest.mark.browser
def test_the_policy_blocks_requests(grain: Path, browser: Browser) -> None:
    with opened(browser, grain) as found:
        found.page.wait_for_selector("html[data-ready='1']")
        answer = found.page.evaluate(
            "fetch('https://example.org/').then(() => 'sent', (error) => error.message)"
        )
        assert answer == "Failed to fetch"
        assert any("connect-src" in error or "default-src" in error for error in found.errors)


@pytest.mark.browser
def test_a_notebook_frame_works_and_reaches_nothing_around_it(
    browser: Browser, tmp_path: Path
) -> None:
    frame = notebook_frame(render_page(STATEMENTS, ENTITY_ROWS, title="In a notebook"))
    notebook = f"<!doctype html><html><body>{frame}</body></html>"
    (tmp_path / "notebook.html").write_text(notebook, encoding="utf-8")
    with opened(browser, tmp_path / "notebook.html") as found:
        inside = found.page.frame_locator("iframe")
        inside.locator("html[data-ready='1']").wait_for()
        inside.locator("#search").fill("guterres")
        inside.locator("#search").press("Enter")
        assert inside.locator("#panel h2").inner_text().strip() == "António Guterres"
        reached = found.page.frames[1].evaluate(
            "(() => { try { return parent.document.title } catch (error) { return error.name } })()"
        )
        assert reached == "SecurityError"
        found.clean()


def test_data_ends_no_script_and_opens_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    hostile_page(path)
    page = path.read_text(encoding="utf-8")
    blocks = re.findall(
        r'<script type="application/[a-z]+" id="\w+">(.*?)</script>', page, re.DOTALL
    )
    assert len(blocks) == 2
    assert not any(re.search("[<>&\u2028\u2029]", block) for block in blocks)
    assert page.count("<script") == page.count("</script>") == 4


def test_page_names_no_other_host_but_in_links_and_namespaces() -> None:
    page = render_page([], [])
    hosts = set(re.findall(r"https?://([\w.-]+)", page))
    licences = {"github.com", "www.opensource.org", "opensource.org", "www.sigmajs.org"}
    assert hosts - licences <= {
        "www.wikidata.org",
        "en.wikipedia.org",
        "www.w3.org",
        "graphml.graphdrawing.org",
    }
    assert " src=" not in page
    assert "<link" not in page
    assert " style=" not in page


def test_policy_holds_the_hashes_of_what_is_in_the_page() -> None:
    page = render_page(
        [row("signing", "Russia met Ukraine.", "Russia", "met", "Ukraine")], [ENTITIES["Russia"]]
    )
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert page.index("Content-Security-Policy") < page.index("<style")
