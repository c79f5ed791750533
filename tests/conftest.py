"""What every test runs in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.examples import ARTICLES


def write_news(folder: Path) -> None:
    """Write the example articles as text files."""
    folder.mkdir()
    for line in ARTICLES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = f"{row['title']}\n\n{row['text']}"
        (folder / f"{row['id'].split('/')[-1]}.txt").write_text(text, encoding="utf-8")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes many minutes, unless it is asked for."""
    if "endurance" in config.option.markexpr:
        return
    skip = pytest.mark.skip(reason="takes many minutes: pytest -m endurance")
    for item in items:
        if "endurance" in item.keywords:
            item.add_marker(skip)
