"""The wheel as somebody else installs it: in a clean environment, used from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.model]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command that must succeed and return what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what is in the repository, so that building leaves no trace in it."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("kgraph", "ontology"):
        run("cp", "-r", ROOT / name, copy, cwd=ROOT)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        run("cp", ROOT / name, copy, cwd=ROOT)
    for name in ("node_modules", "__pycache__", ".*_cache"):
        run("find", copy, "-name", name, "-prune", "-exec", "rm", "-r", "{}", "+", cwd=copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", "dist", ".", cwd=source)
    (built,) = (source / "dist").glob("kgraph-*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that holds the wheel, and sees the other packages, but no checkout."""
    home = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=home)
    return python


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with all installed packages but this one."""
    folder = tmp_path_factory.mktemp("packages")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "kgraph" not in path.name and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    return str(folder)


def test_wheel_holds_the_whole_of_kgraph(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {
        f"kgraph/_ontology/{path.relative_to(ROOT / 'ontology').as_posix()}"
        for path in (ROOT / "ontology").rglob("*")
        if path.suffix in {".ttl", ".tsv", ".csv", ".rq", ".jsonld"}
    } | {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kgraph").rglob("*")
        if path.suffix in {".py", ".html", ".jsonl", ".typed"} and "node_modules" not in path.parts
    }
    assert expected - names == set()
    assert "kgraph/explorer/vendor/explorer.min.js" in names
    assert not any(name.startswith(("tests/", "ontology/")) for name in names)
    for name in ("LICENSE", "NOTICE"):
        assert any(".dist-info/" in one and one.endswith(f"/{name}") for one in names)


def test_installed_kgraph_is_imported_from_the_wheel(
    python: Path, others: str, tmp_path: Path
) -> None:
    code = "import kgraph; print(kgraph.__file__, kgraph.__version__)"
    said = run(python, "-c", code, cwd=tmp_path, PYTHONPATH=others)
    where, version = said.split()
    assert Path(where).is_relative_to(python.parent.parent)
    assert version == "0.1.0"


def test_demo_runs_from_another_folder(python: Path, others: str, tmp_path: Path) -> None:
    said = run(python.with_name("kgraph"), "demo", cwd=tmp_path, PYTHONPATH=others)
    assert "output/graph.html" in said
    made = sorted(path.name for path in (tmp_path / "output").iterdir())
    assert made == ["graph.html", "graph.trig", "store"]


def test_extract_runs_from_another_folder(python: Path, others: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Russia condemned the attack on Monday. Ukraine denied it.")
    said = run(python, "-m", "kgraph", "extract", "a.txt", cwd=tmp_path, PYTHONPATH=others)
    (record,) = [json.loads(line) for line in said.splitlines()]
    assert record["document"]["id"] == "a.txt"
    subjects = {statement["subject"]["text"] for statement in record["statements"]}
    assert {"Russia", "Ukraine"} <= subjects
