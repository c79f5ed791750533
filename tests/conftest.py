"""What every test runs in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.examples import ARTICLES


@pytest.fixture(autouse=True)
def _elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the README's blocks in an empty folder with a few articles, as its reader has them."""
    if request.node.path.name == "README.md":
        folder = request.getfixturevalue("tmp_path")
        write_news(folder / "news")
        monkeypatch.chdir(folder)


def write_news(folder: Path) -> None:
    """Write the example articles as text files."""
    folder.mkdir()
    for line in ARTICLES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = f"{row['title']}\n\n{row['text']}"
        (folder / f"{row['id'].split('/')[-1]}.txt").write_text(text, encoding="utf-8")
