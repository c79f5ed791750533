"""The bundle in the repository is what its sources and locked packages give."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import kgraph.explorer

HERE = Path(kgraph.explorer.__file__).parent
VENDOR = json.loads((HERE / "vendor" / "VENDOR.json").read_text(encoding="utf-8"))


def sha256(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


@pytest.mark.parametrize("name", sorted(VENDOR["sha256"]))
def test_hash(name: str) -> None:
    assert sha256((HERE / "vendor" / name).read_bytes()) == VENDOR["sha256"][name]


def test_bundle_was_built_from_the_sources_that_are_here() -> None:
    files = [*sorted(HERE.glob("js/*.js")), HERE / "build.mjs", HERE / "package-lock.json"]
    assert sha256(*(path.read_bytes() for path in files)) == VENDOR["sources"]


def test_every_package_has_its_version_from_the_lock_and_its_licence() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = (HERE / "vendor" / "THIRD_PARTY_LICENSES").read_text(encoding="utf-8")
    assert {package["name"] for package in VENDOR["packages"]} >= {"sigma", "graphology", "d3-geo"}
    for package in VENDOR["packages"]:
        assert lock[f"node_modules/{package['name']}"]["version"] == package["version"]
        assert package["license"] in {"MIT", "ISC"}
        assert f"{package['name']} {package['version']} ({package['license']})" in licences


def test_versions_are_exact() -> None:
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_sources_are_short() -> None:
    long = {
        path.name: count
        for path in (HERE / "js").glob("*.js")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_every_word_stands_in_the_table_and_is_used() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (HERE / "js").glob("*.js")}
    table, functions = texts.pop("text.js").split("// What the table calls", 1)
    names = set(re.findall(r"^  (\w+):", table, re.MULTILINE))
    page = (HERE / "page.html").read_text(encoding="utf-8")
    code = "\n".join([*texts.values(), functions])
    asked = set(re.findall(r"""\bt\("(\w+)\"""", code)) | set(re.findall(r"TEXT\.(\w+)", code))
    asked |= set(re.findall(r'data-(?:t|label)="(\w+)"', page))
    assert asked <= names
    assert {name for name in names - asked if f'"{name}"' not in code} == set()


def test_bundle_runs_no_text_as_code() -> None:
    bundle = (HERE / "vendor" / "explorer.min.js").read_text(encoding="utf-8")
    assert not re.search(
        r"\beval\(|new Function\b|\.innerHTML\b|insertAdjacentHTML|document\.write", bundle
    )


@pytest.mark.slow
def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    """Needs node and the package registry; the hash of the sources above is checked without."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine; the sources' hash is checked in any case")
    folder = tmp_path / "explorer"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True)
    check = subprocess.run([npm, "run", "check"], cwd=folder, capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
