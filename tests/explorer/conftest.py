"""The page of the grain deal, written once, and ways to open it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from kgraph.explorer import write_page
from tests.browser import Opened, browser, opened, pixels, places_of
from tests.rows import ENTITY_ROWS, STATEMENTS

__all__ = ["browser", "sentences", "title"]

Open = Callable[..., AbstractContextManager[Opened]]


@pytest.fixture(scope="session")
def grain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "grain.html"
    write_page(STATEMENTS, ENTITY_ROWS, path, title="The grain deal of July 2022")
    return path


@pytest.fixture
def explore(browser: Browser, grain: Path) -> Open:
    """Open the page (or another) and wait until it is drawn; at the end it must be clean."""

    @contextmanager
    def open_it(fragment: str = "", *, path: Path = grain, **more: Any) -> Iterator[Opened]:
        with opened(browser, path, fragment, **more) as found:
            found.page.wait_for_selector("html[data-ready='1']", timeout=20_000)
            yield found
            found.clean()

    return open_it


@pytest.fixture
def canvas(browser: Browser) -> Callable[[Page], np.ndarray]:
    """Return a function that gives what the graph's canvas shows as pixels."""
    return lambda page: pixels(browser, page.locator("#canvas").screenshot())


@pytest.fixture
def click_colour(browser: Browser) -> Callable[[Page, str], None]:
    """Return a function that clicks in the middle of the largest patch of a colour in the graph."""

    def click(page: Page, colour: str) -> None:
        found = places_of(pixels(browser, page.locator("#canvas").screenshot()), colour)
        assert len(found), f"nothing in the graph is {colour}"
        crowd = Counter(tuple(place) for place in found // 8)
        cell = np.array(crowd.most_common(1)[0][0])
        row, column = found[(found // 8 == cell).all(axis=1)].mean(axis=0)
        page.locator("#canvas").click(position={"x": float(column), "y": float(row)})

    return click


def title(page: Page) -> str:
    """Return what the evidence panel is about."""
    return page.locator("#panel h2").inner_text().strip()


def sentences(page: Page) -> list[str]:
    """Return the statements in the evidence panel as sentences, once there are any.

    A card out of sight, or made since the last frame, is not laid out yet (``content-visibility``):
    it has a text content, but no inner text.
    """
    said = page.locator("#panel .card .said")
    said.first.wait_for()
    return said.all_text_contents()
