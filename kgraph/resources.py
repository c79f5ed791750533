"""Find the knowledge files, in a checkout and in an installed package alike."""

from __future__ import annotations

from pathlib import Path

from kgraph.errors import OntologyError

__all__ = ["ontology_path"]

_PACKAGE = Path(__file__).parent


def ontology_path(name: str) -> Path:
    """Return the file or folder ``name`` under ``ontology/``; raise OntologyError if missing."""
    for folder in (_PACKAGE / "_ontology", _PACKAGE.parent / "ontology"):
        path = folder / name
        if path.exists():
            return path
    raise OntologyError(name, "is not among the files of the ontology")
