"""The page of the grain deal, written once, and ways to open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kgraph.explorer import write_page
from tests.browser import Opened, browser, opened
from tests.rows import ENTITY_ROWS, STATEMENTS

__all__ = ["browser"]

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
