"""Code a frame with its PLOVER event root: hand the event coder what the parse shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.components.triggers import light_trigger, trigger_of
from kgraph.events import code_event
from kgraph.lexicon import load_lexicon

if TYPE_CHECKING:
    from kgraph.components.arguments import ArgumentMaker
    from kgraph.components.clauses import Frame
    from kgraph.components.commitment import Commitment

__all__ = ["event_root"]


def event_root(frame: Frame, commitment: Commitment, maker: ArgumentMaker) -> str | None:
    """Return the PLOVER root of a frame, None for offices, names and what is no event."""
    named = frame.rule.startswith("noun") and frame.head.i in maker.names
    if frame.relation is not None or named:
        return None
    name = maker.name_of(frame.objects[0]) if frame.objects else None
    trigger = trigger_of(frame, commitment, name.type if name else None, load_lexicon())
    if frame.rule == "noun:light-verb":
        trigger = light_trigger(frame.head, commitment, load_lexicon()) or trigger
    event = code_event(trigger)
    return event.root if event else None
