"""Quad classes come from the ontology, and from nowhere else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kgraph.explorer.payload import payload
from kgraph.quadclasses import QUAD_CLASSES, quad_classes


def test_every_event_type_has_its_class() -> None:
    found = quad_classes()
    assert list(found)[:4] == ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"]
    assert Counter(found.values()) == {
        "VerbalCooperation": 4,
        "MaterialCooperation": 3,
        "VerbalConflict": 4,
        "MaterialConflict": 5,
    }


def test_the_page_is_told_them() -> None:
    events = payload([], [], title="x")["events"]
    assert {root: QUAD_CLASSES[number] for root, number in events.items()} == quad_classes()


def test_the_page_does_not_state_them_again() -> None:
    folder = Path(__file__).parent.parent / "kgraph" / "explorer" / "js"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    naming = {name for name, text in texts.items() if "MOBILIZE" in text or "COERCE" in text}
    assert naming == {"text.js"}  # what they are called in English
