"""One HTML file in which a reader sees who says what about whom, and in which words.

In: rows of the store.  Out: a page that opens from disk and asks no network for anything.  The
text of articles is in other people's hands, so the page is built to show it and never to run it:
data stands as JSON with ``<``, ``>`` and ``&`` escaped, or packed; the page's code makes text nodes
only; and a Content-Security-Policy with the hashes of its own code and style forbids the rest.

The page's sources are ``page.html``, ``app.css`` and ``js/``; ``npm ci --ignore-scripts && npm run
build`` makes ``vendor/`` from them, and ``npm run check`` says whether what is there is up to date.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kgraph.atomic import write_atomically
from kgraph.errors import KGraphError
from kgraph.explorer.payload import VERSION, Charts, charts, payload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kgraph.model import EntityRow, StatementRow

__all__ = ["notebook_frame", "render_page", "stored_charts", "write_page"]

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_DATA = re.compile(r'<script type="([^"]+)" id="data">(.*?)</script>', re.DOTALL)
_PLAIN, _PACKED = "application/json", "application/gzip"
PACK = (
    65_536  #: data longer than this is packed: a page of thousands of statements, a fifth the size
)
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_page(
    statements: Sequence[StatementRow],
    entities: Sequence[EntityRow],
    path: Path,
    *,
    title: str = "Who says what about whom",
) -> None:
    """Write the explorer page; where ``path`` holds an earlier one, its map is kept stable."""
    previous = stored_charts(path) if path.exists() else None
    page = render_page(statements, entities, title=title, previous=previous)
    write_atomically(path, page.encode("utf-8"))


def render_page(
    statements: Sequence[StatementRow],
    entities: Sequence[EntityRow],
    *,
    title: str = "Who says what about whom",
    previous: Charts | None = None,
) -> str:
    """Return the page as text.  ``previous`` are positions that nodes should keep."""
    data = payload(statements, entities, title=title, previous=previous)
    located = bool(data["nodes"]["at"])
    world = _data_element("world", _asset("vendor/world.json")) if located else ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    css, script = _asset("app.css"), _asset("vendor/explorer.min.js")
    return _filled(
        {
            "policy": _policy(css, script),
            "title": html.escape(_shown(title)),
            "css": css,
            "data": _data_element("data", text),
            "world": world,
            "licences": html.escape(_asset("vendor/THIRD_PARTY_LICENSES"), quote=False),
            "script": script,
        }
    )


def notebook_frame(page: str, *, height: int = 640) -> str:
    """Return the page in a frame for a notebook: it runs, and reaches nothing around it."""
    allowed = "allow-scripts allow-downloads allow-popups"
    return (
        f'<iframe srcdoc="{html.escape(page)}" sandbox="{allowed}" '
        f'style="width:100%;height:{height}px;border:1px solid #ddd" title="kgraph"></iframe>'
    )


def stored_charts(path: Path) -> Charts | None:
    """Return the positions that a page written earlier holds, None where it is no such page."""
    found = _DATA.search(path.read_text(encoding="utf-8", errors="replace"))
    if found is None:
        return None
    data = json.loads(_unpacked(found[2]) if found[1] == _PACKED else found[2])
    return charts(data) if data.get("version") == VERSION else None


@cache
def _asset(name: str) -> str:
    text = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
    if name.endswith(".js") and re.search(r"</script|<!--", text, re.IGNORECASE):
        raise KGraphError(f"{name}: holds </script or <!-- and cannot stand in a page")
    return text


def _filled(values: Mapping[str, str]) -> str:
    """Fill the template in one pass, so that nothing in a value is taken for a slot."""
    return _SLOT.sub(lambda slot: values[slot[1]], _asset("page.html"))


def _policy(css: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(css)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _escaped(text: str) -> str:
    """Make JSON text safe inside a script element; what UTF-8 cannot hold is replaced."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text.translate(_ESCAPES))


def _data_element(name: str, text: str) -> str:
    """Return a data block that the page's code reads: JSON, or where it is long JSON packed."""
    text = _escaped(text)
    if len(text) <= PACK:
        return f'<script type="{_PLAIN}" id="{name}">{text}</script>\n'
    packed = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    return f'<script type="{_PACKED}" id="{name}">{packed}</script>\n'


def _unpacked(text: str) -> str:
    return gzip.decompress(base64.b64decode(text)).decode()


def _shown(text: str) -> str:
    """Replace what UTF-8 or HTML cannot hold."""
    return re.sub(
        "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", text
    )
