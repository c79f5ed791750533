"""The shape that the code keeps: sizes, one-way imports, a door for each third party, packages."""

from __future__ import annotations

import ast
import configparser
import importlib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kgraph"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "node_modules" not in path.parts
}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

#: The modules in which quads are made, kept and asked.
RDF = tuple(
    f"kgraph.{name}"
    for name in (
        *("vocabulary", "iris", "terms", "spans", "claims", "descriptions", "dataset", "derived"),
        *("changes", "engine", "store", "rows", "query", "consistency", "validate", "export"),
        *("places", "predication", "quadclasses", "resolution", "entitydata", "curation"),
        *("nanopublications", "entailments", "loading", "shardfiles", "parameters"),
        "ordering",
        *("copydata", "merging", "sharing"),
        *("remote", "remotereading", "remotewriting", "mirror"),
        *("server.about", "server.answers"),
    )
)
#: Each third party's only doors.  Imports for types alone do not count: they run nothing.
DOORS = {
    "spacy": ("kgraph.annotate", "kgraph.components"),
    "thinc": ("kgraph.components.embedding",),
    "rdflib": ("kgraph.store", "kgraph.validate"),
    "pyshacl": ("kgraph.validate",),
    "pyoxigraph": RDF,
    "oxrdflib": ("kgraph.store",),
    "networkx": ("kgraph.network", "kgraph.explorer.layout"),
    "pyvis": ("kgraph.html",),
    "typer": tuple(
        f"kgraph.{name}"
        for name in (
            *("buildcommands", "cli", "entitycommands", "explaincommand", "gazetteercommands"),
            *("options", "pushcommand"),
            *("servecommand", "storecommands"),
        )
    ),
    "rich": ("kgraph.cli", "kgraph.console"),
    "py3langid": ("kgraph.readers.language",),
    "trafilatura": ("kgraph.readers.webpages",),
    "lxml": ("kgraph.readers.webpages", "kgraph.readers.feeds"),
    "feedparser": ("kgraph.readers.feeds",),
    "warcio": ("kgraph.readers.warcs",),
    "pypdf": ("kgraph.readers.pdfs",),
    "charset_normalizer": ("kgraph.readers.decoding",),
    "ftfy": ("kgraph.readers.cleaning",),
    "rensa": ("kgraph.copies",),
    "rapidfuzz": ("kgraph.nearmisses",),
    "httpx": ("kgraph.credentials", "kgraph.endpoint"),
    "httpcore": ("kgraph.fetching",),
    "protego": ("kgraph.fetching",),
    "starlette": ("kgraph.server.app",),
    "uvicorn": ("kgraph.server.listening",),
    "fsspec": ("kgraph.filesystems",),
    "distributed": ("kgraph.cluster",),
    "dask": (),
    "pandas": ("kgraph.dataframes",),
    "pyarrow": ("kgraph.dataframes", "kgraph.readers.parquets"),
}
#: What a module may not import, by the direction model <- ontology <- stages <- pipeline <- cli.
ABOVE = {
    "kgraph.model": tuple(MODULES.keys() - {"kgraph", "kgraph.resultrows"}),
    "kgraph.resultrows": ("kgraph.",),
    "kgraph.errors": ("kgraph.",),
    "kgraph.pipeline": ("kgraph.cli", "kgraph.console"),
    "kgraph.graph": ("kgraph.cli", "kgraph.console"),
    "kgraph.": (
        "kgraph.cli",
        "kgraph.console",
        "kgraph.options",
        "kgraph.graph",
        "kgraph.pipeline",
    ),
}
RIM = {
    *("kgraph", "kgraph.__main__", "kgraph.cli", "kgraph.options", "kgraph.console"),
    *("kgraph.buildcommands", "kgraph.entitycommands", "kgraph.explaincommand"),
    "kgraph.gazetteercommands",
    *("kgraph.servecommand", "kgraph.storecommands"),
    *("kgraph.pipeline", "kgraph.graph", "kgraph.building", "kgraph.parallel", "kgraph.sameentity"),
    *("kgraph.readingprocess", "kgraph.shardfiles", "kgraph.shardbuild", "kgraph.cluster"),
    *("kgraph.loading", "kgraph.clusterbuilding"),
    *("kgraph.pushcommand", "kgraph.pushing", "kgraph.fetching"),
}


def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """Every module that runs when this code is imported or called, but for types."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            names = [f"{child.module}.{alias.name}" for alias in child.names]
            yield from (name if name in MODULES else child.module for name in names)
        elif not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            yield from imports(child)


def own_imports(name: str) -> set[str]:
    return {found for found in imports(tree(name)) if found in MODULES} - {name}


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("name", MODULES)
def test_module_is_short(name: str) -> None:
    length = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST_MODULE


@pytest.mark.parametrize("name", MODULES)
def test_functions_are_short(name: str) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree(name))
        if isinstance(node, functions)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("name", MODULES)
def test_third_parties_come_in_by_their_doors(name: str) -> None:
    used = {found.split(".")[0] for found in imports(tree(name))}
    assert [party for party in used & set(DOORS) if not within(name, DOORS[party])] == []


@pytest.mark.parametrize("name", sorted(set(MODULES) - RIM))
def test_stages_do_not_know_what_uses_them(name: str) -> None:
    forbidden = ABOVE.get(name, ABOVE["kgraph."])
    assert [found for found in own_imports(name) if found.startswith(forbidden)] == []


def test_imports_have_no_cycle() -> None:
    graph = {name: own_imports(name) - {"kgraph"} for name in MODULES}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(graph)


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"kgraph.__main__"}))
def test_every_exported_name_is_there(name: str) -> None:
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", ())
    assert [missing for missing in exported if not hasattr(module, missing)] == []
    assert list(exported) == sorted(exported, key=_isort)


def _isort(name: str) -> tuple[bool, bool, str]:
    """Constants, then classes, then functions, as ruff sorts them."""
    return (not name.isupper(), not name[:1].isupper(), name)


def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


def test_every_package_is_installed() -> None:
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    listed = config()["options"]["packages"].split()
    assert set(listed) == packages | {"kgraph._ontology"}


def test_entry_points_exist() -> None:
    points = config()["options.entry_points"]
    lines = [line for value in points.values() for line in value.strip().splitlines()]
    for line in lines:
        module, _, attribute = line.partition("=")[2].strip().partition(":")
        assert callable(getattr(importlib.import_module(module), attribute)), line


def test_components_are_registered_for_saved_pipelines() -> None:
    factories = config()["options.entry_points"]["spacy_factories"].strip().splitlines()
    module = importlib.import_module("kgraph.components.factories")
    registered = [line.partition("=")[0].strip() for line in factories]
    assert registered == [*module.ORDER, module.MORPHOLOGY]


def test_lock_names_no_host_and_pins_everything() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith(("#", " "))]
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert "://" not in "".join(lines)
    wanted = config()["options"]["install_requires"].split()
    names = {line.split("==")[0] for line in pinned}
    assert {_package(line) for line in wanted} <= names


def _package(requirement: str) -> str:
    return requirement.partition(">")[0].partition("=")[0]


def test_wheel_gets_every_file_of_the_ontology() -> None:
    patterns = config()["options.package_data"]["kgraph._ontology"].split(",")
    folder = ROOT / "ontology"
    carried = {path for pattern in patterns for path in folder.glob(pattern.strip())}
    caches = ("/.", "/__pycache__/")
    files = {path for path in folder.rglob("*") if path.is_file()}
    kept = {path for path in files if not any(cache in str(path) for cache in caches)}
    assert kept - carried == set()
