"""A real browser for tests: finds one, opens pages offline, and writes down all that goes wrong."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
RUNNING = pytest.StashKey[Browser]()
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium(playwright: Playwright) -> str:
    """Return the browser to use: $CHROME, else one on the PATH, else Playwright's own."""
    named = os.environ.get("CHROME")
    if named:
        found = shutil.which(named)
        if not found:
            pytest.fail(f"CHROME names {named}, which is not there", pytrace=False)
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    if not Path(own).exists():
        pytest.fail(
            "no Chromium: run `apt-get install chromium`, or `playwright install chromium`, "
            "or set CHROME to the path of one",
            pytrace=False,
        )
    return own


@dataclass
class Opened:
    """A page and what it did: requests beyond the file itself, errors, refused scripts."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def clean(self) -> None:
        """Fail if the page asked for anything or said that anything went wrong."""
        assert self.requests == []
        assert self.errors == []


@contextmanager
def opened(
    browser: Browser,
    path: Path,
    fragment: str = "",
    *,
    size: tuple[int, int] = (1280, 800),
    scheme: str = "light",
    bypass_csp: bool = False,
) -> Iterator[Opened]:
    """Open a page from disk without any network, and wait until it says that it is drawn."""
    context = browser.new_context(
        offline=True,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=bypass_csp,
        accept_downloads=True,
    )
    page = context.new_page()
    found = Opened(page)
    page.on("request", lambda request: _note_request(found, request.url, path))
    page.on("pageerror", lambda error: found.errors.append(f"{error}\n{error.stack}"))
    page.on("console", lambda said: said.type == "error" and found.errors.append(said.text))
    try:
        page.goto(path.as_uri() + fragment)
        yield found
    finally:
        context.close()


def _note_request(found: Opened, url: str, path: Path) -> None:
    own = url.split("#")[0] == path.as_uri() or url.startswith(("data:", "blob:"))
    if not own:
        found.requests.append(url)


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Browser:
    """One headless Chromium for the whole run; tests open contexts of their own in it.

    Kept with pytest's configuration, so that modules that import this fixture share one browser.
    """
    if RUNNING not in pytestconfig.stash:
        playwright = sync_playwright().start()
        pytestconfig.add_cleanup(playwright.stop)
        pytestconfig.stash[RUNNING] = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        pytestconfig.add_cleanup(pytestconfig.stash[RUNNING].close)
    return pytestconfig.stash[RUNNING]


DECODE = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) {
    text += String.fromCharCode(...data.subarray(at, at + 32768));
  }
  return [image.width, image.height, btoa(text)];
}"""


def pixels(browser: Browser, png: bytes) -> np.ndarray:
    """Return a picture as an array of rows, columns and red, green, blue."""
    page = browser.new_page()
    try:
        width, height, data = page.evaluate(DECODE, base64.b64encode(png).decode())
    finally:
        page.close()
    flat = np.frombuffer(base64.b64decode(data), dtype=np.uint8)
    return flat.reshape(height, width, 4)[:, :, :3]


def places_of(picture: np.ndarray, colour: str) -> np.ndarray:
    """Return row and column of every pixel of exactly this colour (``#rrggbb``)."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return np.argwhere((picture == wanted).all(axis=2))
