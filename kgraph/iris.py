"""Name things: IRIs made from content, never from a counter or a clock.

All data live under one base IRI.  Whatever an article can put into a name is percent-encoded, so
no text, however hostile, can leave its place in an IRI.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode

from kgraph.vocabulary import KGP

__all__ = ["DEFAULT_BASE", "Iris", "digest", "encode", "predicate_iri", "slug"]

DEFAULT_BASE = "https://w3id.org/kgraph/id/"

_LONGEST_SLUG = 60
_PLAIN_TEXT = re.compile(r"[A-Za-z0-9._~-]*")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def digest(*parts: str | None) -> str:
    """Return 16 hexadecimal digits that stand for the parts, in their order."""
    data = json.dumps(parts, ensure_ascii=True).encode("ascii")
    return hashlib.sha256(data).hexdigest()[:16]


def encode(text: str) -> str:
    """Return the text as one segment of an IRI; letters and digits of any script stay readable.

    >>> encode("Türkiye/../<x>")
    'Türkiye%2F..%2F%3Cx%3E'
    """
    if _PLAIN_TEXT.fullmatch(text):
        return text
    return "".join(character if _stays(character) else _escaped(character) for character in text)


def _stays(character: str) -> bool:
    return character in _PLAIN or (character > "\x9f" and character.isalnum())


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def slug(text: str) -> str:
    """Return a short name for a text: its words in lower case, joined by hyphens.

    Long texts are cut and a digest keeps them apart; a text without a letter or digit is its
    digest alone.

    >>> slug("Foreign  arms shipments")
    'foreign-arms-shipments'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "-".join(re.findall(r"[^\W_]+", folded))
    if not words:
        return digest(text)
    if len(words) > _LONGEST_SLUG:
        return f"{encode(words[:_LONGEST_SLUG].rstrip('-'))}-{digest(words)[:8]}"
    return encode(words)


@lru_cache(maxsize=10_000)
def predicate_iri(lemma: str, preposition: str | None, stance: str = "asserted") -> NamedNode:
    """Return the direct-edge property of a predicate: ``kgp:carry_out``, ``kgp:demanded-cease``."""
    words = [lemma] if preposition is None else [lemma, preposition]
    name = "_".join(slug(word).replace("-", "_") for word in words)
    return NamedNode(KGP + (name if stance == "asserted" else f"{stance}-{name}"))


@dataclass(frozen=True)
class Iris:
    """Makes the IRIs of one base; ``base`` ends in a slash or a hash sign."""

    base: str = DEFAULT_BASE

    def document(self, key: str) -> NamedNode:
        """Return the article's IRI, which is also the name of its graph."""
        return NamedNode(f"{self.base}document/{encode(key)}")

    def entity(self, identifier: str) -> NamedNode:
        """Return the IRI of an entity id such as ``person/vladimir-putin``."""
        return _entity(self.base, identifier)

    def graph(self, name: str) -> NamedNode:
        """Return the name of a graph that all articles share: ``entities``, ``asserted`` …."""
        return NamedNode(f"{self.base}graph/{name}")

    def shared(self, kind: str, name: str) -> NamedNode:
        """Return the IRI of a source, run, description or edge."""
        return NamedNode(f"{self.base}{kind}/{encode(name)}")


@lru_cache(maxsize=50_000)
def _entity(base: str, identifier: str) -> NamedNode:
    return NamedNode(f"{base}entity/" + "/".join(encode(part) for part in identifier.split("/")))
