"""Code a frame with its PLOVER event root: hand the event coder what the parse shows."""
from __future__ import annotations


def event_root(frame, commitment, maker):
    return None
