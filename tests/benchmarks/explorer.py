"""Size and time of the explorer page on made graphs, with a pyvis page of the same graph beside it.

    python -m tests.benchmarks.explorer 1000 5000 20000

Prints a line for each number of nodes (three times as many statements): megabytes, seconds of
Python and of its CPU (what the budget is for: other work on the machine does not count), seconds
until the page says that it is drawn, milliseconds to answer a search, a filter
and a selection (the middle of five), and the same first three for pyvis (up to 5,000 nodes, 120
seconds at most).
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from kgraph.explorer import write_page
from kgraph.html import to_pyvis
from kgraph.model import EntityRow, StatementRow
from kgraph.network import to_network
from tests.browser import FLAGS, find_chromium, opened
from tests.rows import BASE

BUDGETS = {1000: (0.7, 2.5, 12.0), 5000: (1.8, 4.0, 12.0), 20000: (6.0, 9.0, 60.0)}
ANSWER = 300  #: milliseconds in which a search, a filter or a selection answers, to 5,000 nodes
TIMES = 5  #: how often each is done; the middle one counts
EVENTS = ("CONSULT", "SUPPORT", "AID", "REQUEST", "ACCUSE", "THREATEN", "ASSAULT", None)
STANCES = ("asserted",) * 6 + ("claimed", "claimed", "demanded", "denied")
TYPES = ("Person", "Person", "Organization", "Country", "Place")
VERBS = ("met", "praised", "helped", "demanded", "accused", "warned", "struck", "named")


def entities(count: int) -> list[EntityRow]:
    """Return so many entities, a fifth of them with coordinates."""
    chance = random.Random(1)
    return [
        EntityRow(
            id=f"{BASE}entity/{TYPES[n % 5].lower()}/name-{n}",
            label=f"Name {n}",
            type=TYPES[n % 5],
            latitude=round(chance.uniform(-50, 70), 2) if n % 5 == 4 else None,
            longitude=round(chance.uniform(-170, 170), 2) if n % 5 == 4 else None,
        )
        for n in range(count)
    ]


def statements(names: list[EntityRow], count: int) -> list[StatementRow]:
    """Return statements in communities, few names in many of them, ten an article."""
    chance, groups = random.Random(2), int(math.sqrt(len(names)))
    return [_statement(names, number, chance, groups) for number in range(count)]


def _statement(
    names: list[EntityRow], number: int, chance: random.Random, groups: int
) -> StatementRow:
    tail = int(chance.random() ** 2 * len(names))
    home = tail % groups if chance.random() < 0.85 else chance.randrange(groups)
    head = (int(chance.random() ** 2 * len(names)) // groups * groups + home) % len(names)
    who, whom = names[tail], names[head]
    kind = chance.randrange(len(VERBS))
    stance = chance.choice(STANCES)
    speaker = (names[chance.randrange(len(names) // 20)],) if stance != "asserted" else ()
    article = f"{BASE}document/{number // 10:016x}"
    quote = f"{who.label} {VERBS[kind]} {whom.label} on the day."
    start, middle = 60 * (number % 10), len(who.label) + 1
    return StatementRow(
        id=f"{article}/statement/s{start + middle}-{start + middle + len(VERBS[kind])}-0",
        document=article, document_id=f"{number // 10}.txt",
        document_title=f"Report {number // 10}", source=f"Outlet {number // 10 % 40}",
        url=f"https://example.org/{number // 10}", published=_day(number // 10),
        subject=who.id, subject_label=who.label, subject_type=who.type,
        object=whom.id, object_label=whom.label, object_type=whom.type,
        predicate=VERBS[kind], label=VERBS[kind], text=VERBS[kind], event=EVENTS[kind],
        relation=None, voice="active", polarity="positive", modality="asserted", stance=stance,
        speakers=tuple(one.label for one in speaker), speaker_ids=tuple(one.id for one in speaker),
        cues=("said",) * len(speaker), time_text=None, time=None,
        place=None, place_label=None, arguments=(), condition=None,
        confidence=round(chance.uniform(0.5, 1), 2), quote=quote, quote_start=start,
        quote_end=start + len(quote), predicate_start=start + middle,
        predicate_end=start + middle + len(VERBS[kind]), subject_start=start,
        subject_end=start + middle - 1, object_start=None, object_end=None,
    )  # fmt: skip


def _day(number: int) -> str:
    return f"{2015 + number // 336 % 10}-{1 + number // 28 % 12:02}-{1 + number % 28:02}"


def measure(browser: Browser, count: int, folder: Path) -> dict[str, float]:
    """Return what the page of so many nodes costs."""
    names = entities(count)
    rows = statements(names, 3 * count)
    path = folder / f"{count}.html"
    start, used = time.perf_counter(), time.process_time()
    write_page(rows, names, path)
    found = {"python s": time.perf_counter() - start, "of it CPU s": time.process_time() - used}
    found["MB"] = path.stat().st_size / 1e6
    start = time.perf_counter()
    with opened(browser, path) as page:
        page.page.wait_for_selector("html[data-ready='1']", timeout=60_000)
        found["ready s"] = time.perf_counter() - start
        page.page.wait_for_timeout(1500)
        found |= {f"{name} ms": answer(page.page, act) for name, act in ACTS.items()}
        page.clean()
    return found


def answer(page: Page, act: tuple[str, str, str | None]) -> float:
    """Return the middle of some times that an act takes; each is undone before the next."""
    times = []
    for _ in range(TIMES):
        times.append(page.evaluate(ACT, list(act)))
        page.keyboard.press("Escape")
        page.evaluate("document.querySelector('#clear-filters').click()")
        page.locator("#tab-graph").click()
        page.wait_for_timeout(600)
    return statistics.median(times)


# An act, and the time until the next frame has been painted after it.
ACT = """async ([selector, event, value]) => {
  const element = document.querySelector(selector);
  const start = performance.now();
  if (value !== null) element.value = value;
  if (event === "click") element.click();
  else element.dispatchEvent(new Event(event, {bubbles: true}));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
ACTS = {
    "search": ("#search", "input", "name 12"),
    "filter": ("[data-value=claimed]", "click", None),
    "select": (".ranking button", "click", None),
    "table": ("#tab-table", "click", None),
}


def pyvis(browser: Browser, count: int, folder: Path) -> dict[str, float]:
    """Return what a pyvis page of the same graph costs."""
    names = entities(count)
    graph = to_network(statements(names, 3 * count), names)
    path = folder / f"pyvis-{count}.html"
    start = time.perf_counter()
    to_pyvis(graph).write_html(str(path))
    found = {"pyvis python s": time.perf_counter() - start, "pyvis MB": path.stat().st_size / 1e6}
    start = time.perf_counter()
    with opened(browser, path) as page:
        page.page.locator("#mynetwork canvas").wait_for(timeout=120_000)
        page.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
        )
        found["pyvis ready s"] = time.perf_counter() - start
    return found


def main(counts: list[int]) -> int:
    """Measure and print; return 1 where a budget is passed."""
    late = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        for count in counts:
            found = measure(browser, count, Path(name))
            budget = BUDGETS.get(count, (math.inf,) * 3)
            spent = (found["MB"], found["ready s"], found["of it CPU s"])
            late |= any(is_ > may for is_, may in zip(spent, budget, strict=True))
            if count <= 5000:
                late |= max(found[f"{name} ms"] for name in ("search", "filter", "select")) > ANSWER
            if count <= 5000:
                found |= pyvis(browser, count, Path(name))
            figures = "  ".join(f"{key} {value:.2f}" for key, value in found.items())
            sys.stdout.write(f"{count} nodes: {figures}\n")
            sys.stdout.flush()
        browser.close()
    return int(late)


if __name__ == "__main__":
    sys.exit(main([int(text) for text in sys.argv[1:]] or [1000, 5000]))
