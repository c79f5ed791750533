"""Markdown to plain text of the same length: each character of markup becomes a space.

So an offset into the text that is kept is an offset into the file, too.  What a reader of the page
does not see goes (addresses of links, pictures, code, comments, front matter); of the front matter,
the lines ``title``, ``date``, ``source`` and ``url`` are read.  The first heading is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgraph.readers.dates import parse_day
from kgraph.readers.jsonl import web_address

__all__ = ["Page", "read_markdown"]


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a Markdown file and what its front matter says."""

    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None


_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(\w+)[ \t]*:(.*)$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t](.*)$", re.MULTILINE)
# No pattern here may take longer than a few passes over a text that was made to slow it down: what
# is not closed runs to the end of the text or stops at the next opening, as in CommonMark.
#: What goes wholly.
_HIDDEN = (
    re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*\r?$|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"!\[[^\[\]\n]{0,1000}\]\([^()\n]{0,2000}\)"),
    re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S.*$", re.MULTILINE),
    re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>"),
    re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>"),
    re.compile(r"^[ \t]*\|.*\|[ \t]*\r?$", re.MULTILINE),
    re.compile(r"^[ \t]*[|:*_=-][ \t|:*_=-]*\r?$", re.MULTILINE),
)
_EMPHASIS = (
    re.compile(r"(\*{1,3})(?=\S)[^*\n]{1,2000}(?<=\S)(\1)"),
    re.compile(r"(?<!\w)(_{1,3})(?=\S)[^_\n]{1,2000}(?<=\S)(\1)(?!\w)"),
)
#: What goes around words that stay: each group of a match becomes spaces.  Emphasis stands twice
#: because it may stand within emphasis.
_MARKS = (
    re.compile(r"^( {0,3}#{1,6}[ \t])", re.MULTILINE),
    re.compile(r"^ {0,3}((?:>[ \t]?)+)", re.MULTILINE),
    re.compile(r"^[ \t]*([-*+]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE),
    re.compile(r"(\[)[^\[\]\n]{1,1000}(\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\]))"),
    *_EMPHASIS,
    *_EMPHASIS,
    re.compile(r"(~~)[^~\n]{1,2000}(~~)"),
    re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,1000}(\1)"),
    re.compile(r"(\\)[!-/:-@\[-`{-~]"),
)


def read_markdown(text: str) -> Page:
    """Return the page's words, each at its place, with what the front matter states.

    >>> read_markdown("# Talks\\n\\n**Peskov** [said](https://example.org) so.").text
    '  Talks\\n\\n  Peskov    said                        so.'
    """
    fields = _front_matter(text)
    blanked = _FRONT.sub(_spaces, text, count=1)
    heading = _HEADING.search(blanked)
    for hidden in _HIDDEN:
        blanked = hidden.sub(_spaces, blanked)
    for mark in _MARKS:
        blanked = mark.sub(_blank_groups, blanked)
    return Page(
        text=blanked,
        title=fields.get("title") or _words_at(heading, blanked),
        source=fields.get("source") or None,
        published=parse_day(fields.get("published") or fields.get("date") or ""),
        url=web_address(fields.get("url")),
    )


def _front_matter(text: str) -> dict[str, str]:
    front = _FRONT.match(text)
    found = _FIELD.findall(front[1]) if front else []
    return {key.lower(): _unquoted(value) for key, value in found}


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _words_at(heading: re.Match[str] | None, blanked: str) -> str | None:
    if heading is None:
        return None
    return " ".join(blanked[heading.start(1) : heading.end(1)].rstrip("# \t\r").split()) or None


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", match[0])


def _blank_groups(match: re.Match[str]) -> str:
    characters = list(match[0])
    for group in range(1, match.re.groups + 1):
        for place in range(*match.span(group)):
            characters[place - match.start()] = " "
    return "".join(characters)
