"""The manual says what is so: its commands run, and every command and name is in it."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
import typer.main

import kgraph
from kgraph.cli import app, main
from tests.conftest import write_news

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
CONSOLE = [
    line.removeprefix("$ ").partition(" > ")[0]
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ kgraph ")
]


#: Commands that run anywhere and end by themselves: `serve` does not end, `load` wants what a
#: cluster wrote, and those with an address want a server; they have tests of their own in
#: tests/server/, tests/test_cluster.py and tests/remote/.
ENDING = [
    line
    for line in CONSOLE
    if shlex.split(line)[1] not in {"serve", "load"} and "http://" not in line
]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_readme_shows_commands() -> None:
    assert len(CONSOLE) >= 8


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"| `kgraph {command}" in README
    assert any(shlex.split(line)[1] == command for line in CONSOLE) or command == "demo"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command, "--help") == 0
    said = capsys.readouterr().out
    assert f"Example: kgraph {command} " in said
    assert len(said.splitlines()) > 5


@pytest.mark.model
def test_blocks_of_the_readme_give_what_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF
    done = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=flags)
    assert done.attempted > 10
    assert done.failed == 0


@pytest.mark.model
@pytest.mark.slow
def test_commands_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_news(tmp_path / "news")
    monkeypatch.chdir(tmp_path)
    for line in ENDING:
        assert run(*shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
        out, err = capsys.readouterr()
        assert out, line
        assert not err, line


def test_what_the_package_exports_is_documented() -> None:
    for name in kgraph.__all__:
        exported = getattr(kgraph, name)
        assert isinstance(exported, str) or (exported.__doc__ or "").strip(), name


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((#[\w-]+)\)", README))))
def test_links_within_the_readme_lead_somewhere(link: str) -> None:
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {"#" + re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in headings}
    assert link in anchors


def test_top_level_holds_what_the_readme_says_and_no_more() -> None:
    allowed = {
        *(
            "kgraph",
            "ontology",
            "output",
            "tests",
            ".ci",
            "setup.cfg",
            "pyproject.toml",
            "Makefile",
        ),
        *("README.md", "CHANGELOG.md", "LICENSE", "requirements.lock", ".gitignore", "NOTICE"),
    }
    local = {".git", ".venv", "build", "kgraph.egg-info"}
    caches = {path.name for path in ROOT.glob(".*_cache")} | {".hypothesis", ".coverage"}
    assert {path.name for path in ROOT.iterdir()} - allowed - local - caches == set()
