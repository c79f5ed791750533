"""A MultiDiGraph becomes a pyvis network: laid out, directed, without physics, and safe.

pyvis pages are for small graphs (up to about a thousand nodes) and for people who go on working in
pyvis; the page to read is :mod:`kgraph.explorer`'s.  What pyvis 0.3.2 does with other people's
text and with the network is closed here, in :class:`SafeNetwork`, whichever way the page is
written: titles with "href" switch it to ``innerHTML``; the heading and the colours go into the page
unescaped; ``select_menu`` runs node names; options are inserted as they are; bootstrap comes from a
CDN; files are written in the locale's encoding; and in an undirected network a second edge between
two nodes is dropped without a word.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from kgraph.atomic import write_atomically
from kgraph.explorer.layout import layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = ["SafeNetwork", "to_pyvis"]


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """How nodes of one type are drawn; shapes are vis-network's."""

    color: str
    shape: str


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """How lines of one stance are drawn: gaps in pixels, and the words before the label."""

    dashes: tuple[int, ...] = ()
    prefix: str = ""
    color: str = "#59636f"


NODES = {
    "Country": NodeStyle("#2f5380", "hexagon"),
    "Government": NodeStyle("#3b7ea8", "hexagon"),
    "Person": NodeStyle("#6d4fa0", "dot"),
    "Organization": NodeStyle("#1f7a6d", "square"),
    "ArmedGroup": NodeStyle("#8a3350", "triangle"),
    "Place": NodeStyle("#8a6d1d", "diamond"),
    "Agreement": NodeStyle("#4f7d22", "star"),
    "Event": NodeStyle("#a14a7c", "star"),
    "Weapon": NodeStyle("#5a5f66", "triangleDown"),
    "Group": NodeStyle("#7d5fa8", "dot"),
    "Other": NodeStyle("#68717c", "dot"),
    "Phrase": NodeStyle("#a6aeb7", "square"),
    "Act": NodeStyle("#a6aeb7", "diamond"),
}
EDGES = {
    "asserted": EdgeStyle(),
    "claimed": EdgeStyle((9, 6), "claimed: "),
    "demanded": EdgeStyle((2, 6), "demanded: ", "#8f5310"),
    "threatened": EdgeStyle((2, 6, 2, 12), "threatened: ", "#a8361f"),
    "promised": EdgeStyle((12, 5, 2, 5), "promised: ", "#1d5f94"),
    "intended": EdgeStyle((12, 5, 2, 5), "intended: ", "#1d5f94"),
    "possible": EdgeStyle((4, 9), "possible: "),
    "hypothetical": EdgeStyle((4, 9), "hypothetical: "),
    "conditional": EdgeStyle((4, 9), "conditional: "),
    "negated": EdgeStyle((14, 3), "\N{MULTIPLICATION X} not: ", "#9c2f1b"),
    "denied": EdgeStyle((14, 3), "\N{MULTIPLICATION X} denied: ", "#9c2f1b"),
}
UNIT = 150  #: pixels a unit of the layout

_SIZE = re.compile(r"\d+(\.\d+)?(px|%|vh|vw|em|rem)?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,30}|rgba?\([\d.,% ]{5,40}\)")
_CENTRE = re.compile(r"<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL)
_OUTSIDE = re.compile(r"<link\b[^>]*>|<script\b[^>]*\bsrc\s*=[^>]*>\s*</script>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEAD = re.compile(r'\s*<html>\s*<head>\s*<meta charset="utf-8">')
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
_HREF = re.compile("(?i)(hr)(ef)")
_STYLE = (
    "body{margin:0;font:15px system-ui,sans-serif;color:#1d2530}h1{font-size:17px;margin:12px 16px}"
)


class SafeNetwork(Network):  # type: ignore[misc]  # pyvis carries no types
    """A pyvis network whose page runs nothing from its data and asks the network for nothing."""

    title: str = ""
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]

    def generate_html(
        self, name: str = "index.html", local: bool = True, notebook: bool = False
    ) -> str:
        """Return the page: self-contained, with doctype, language, title and a strict policy."""
        self._check()
        kept = self.nodes
        try:
            self.nodes = [_without_href(node) for node in kept]
            self.heading = ""
            page: str = super().generate_html(name, local, False)
        finally:
            self.nodes = kept
        self.html = _self_contained(page, self.title)
        return self.html

    def get_network_data(self) -> tuple[Any, ...]:
        """Return pyvis' parts of the page, the options so written that they end no script."""
        *parts, options = super().get_network_data()
        for sign in "<>&\u2028\u2029":
            options = options.replace(sign, f"\\u{ord(sign):04x}")
        return (*parts, options)

    def write_html(
        self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page as UTF-8, and no folder of libraries beside it."""
        path = Path(name)
        write_atomically(path, self.generate_html(path.name).encode("utf-8", "replace"))
        if open_browser:
            webbrowser.open(path.resolve().as_uri())

    def _check(self) -> None:
        """Refuse what pyvis would put into the page as it is."""
        for name in ("height", "width"):
            if not _SIZE.fullmatch(str(getattr(self, name))):
                raise ValueError(f"{name} is no CSS length: {getattr(self, name)!r}")
        for name in ("bgcolor", "font_color"):
            value = getattr(self, name)
            if value and not _COLOUR.fullmatch(str(value)):
                raise ValueError(f"{name} is no CSS colour: {value!r}")
        if self.select_menu or self.filter_menu or self.use_DOT:
            raise ValueError("pyvis' menus and DOT input run text from the graph as code")
        if self.cdn_resources != "in_line":
            raise ValueError("only cdn_resources='in_line' makes a page that works offline")


def to_pyvis(
    graph: nx.MultiDiGraph[str],
    *,
    title: str = "Who says what about whom",
    positions: Mapping[str, tuple[float, float]] | None = None,
    height: str = "92vh",
    width: str = "100%",
) -> Network:
    """Return the graph as a pyvis network, every statement an edge, ready for ``write_html``.

    ``positions`` come from :func:`kgraph.explorer.layout.layout` where they are not given.
    """
    network = SafeNetwork(height=height, width=width, directed=True, cdn_resources="in_line")
    network.title = title
    network.toggle_physics(False)
    network.options.interaction.hideEdgesOnDrag = len(graph) > 300
    places = positions or layout(graph, ((tail, head, 1.0) for tail, head in graph.edges()))
    for node, attributes in graph.nodes(data=True):
        _add_node(network, node, attributes, graph.out_degree(node), places[node])
    _add_edges(network, graph)
    return network


def _add_node(
    network: SafeNetwork,
    node: str,
    attributes: Mapping[str, Any],
    acts: int,
    place: tuple[float, float],
) -> None:
    """Append a node as pyvis does, without its search through all nodes there are."""
    style = NODES.get(attributes["type"], NODES["Other"])
    minor = attributes["type"] in {"Phrase", "Act"}
    options = Node(
        node,
        style.shape,
        attributes["label"],
        title=f"{attributes['label']}\n{attributes['type']}",
        color=style.color,
        size=7 if minor else min(9 + 3 * acts**0.5, 34),
        x=round(UNIT * place[0], 1),
        y=round(-UNIT * place[1], 1),
        physics=False,
    ).options
    network.nodes.append(options)
    network.node_ids.append(node)
    network.node_map[node] = options


def _add_edges(network: SafeNetwork, graph: nx.MultiDiGraph[str]) -> None:
    """Append every edge; those between the same two nodes are bent apart, none is dropped."""
    seen: dict[frozenset[str], int] = {}
    for tail, head, attributes in graph.edges(data=True):
        pair = frozenset((tail, head))
        number = seen[pair] = seen.get(pair, 0) + 1
        style = EDGES.get(attributes["stance"], EdgeStyle())
        bend = {"enabled": True, "type": "curvedCW", "roundness": 0.12 * (number - 1)}
        network.edges.append(
            Edge(
                tail,
                head,
                True,
                id=attributes["id"],
                label=style.prefix + attributes["label"],
                title=_edge_title(graph, tail, head, attributes),
                color=style.color,
                dashes=list(style.dashes) or False,
                font={"size": 11, "align": "middle"},
                smooth=bend if number > 1 else False,
                arrows={"to": {"enabled": True, "scaleFactor": 0.6}},
            ).options
        )


def _edge_title(
    graph: nx.MultiDiGraph[str], tail: str, head: str, attributes: Mapping[str, Any]
) -> str:
    """Return what stands in the box at a line: sentence, stance, who says so, quote, source."""
    acts = attributes.get("text", attributes["label"])
    target = "" if attributes["role"] == "act" else graph.nodes[head]["label"]
    lines = [
        f"{graph.nodes[tail]['label']} {acts} {target}".strip(),
        f"{attributes['stance']}"
        + (f", says {attributes['attribution']}" if "attribution" in attributes else ""),
        f"“{attributes['evidence']}”" if "evidence" in attributes else "",
        ", ".join(attributes[key] for key in ("publisher", "published") if key in attributes),
        f"{attributes['articles']} articles, independent origins: {attributes['origins']}"
        if attributes.get("articles", 1) > 1
        else "",
        "superseded by a newer version" if "superseded_by" in attributes else "",
    ]
    return "\n".join(line for line in lines if line)


def _without_href(node: dict[str, Any]) -> dict[str, Any]:
    """Break the word on which pyvis switches to ``innerHTML`` with a mark that is not seen."""
    title = node.get("title")
    if not title or "href" not in title:
        return node
    return {**node, "title": _HREF.sub("\\1\N{WORD JOINER}\\2", title)}


def _self_contained(page: str, title: str) -> str:
    """Take out of pyvis' page what comes from elsewhere and give it head, heading and policy."""
    page = _COMMENT.sub("", _CENTRE.sub("", _OUTSIDE.sub("", page)))
    hashes = " ".join(f"'{_hash(script)}'" for script in _SCRIPT.findall(page))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    shown = html.escape(title)
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown}</title>\n<style>{_STYLE}</style>"
    )
    page = _HEAD.sub(lambda _: head, page, count=1)
    page = page.replace("<body>", f"<body>\n<main>\n<h1>{shown}</h1>", 1)
    return page.replace("</body>", "</main>\n</body>", 1)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
