"""The version of the installed package; it is written in one place, ``setup.cfg``."""

from __future__ import annotations

from importlib.metadata import version

__all__ = ["VERSION"]

VERSION = version("kgraph")
