"""Write an :class:`~kgraph.model.Extraction` as the extraction record and read it back.

The record is what ``kgraph extract --format jsonl`` prints, one JSON object a document: plain JSON
types, ``null`` for what is unknown, keys in a fixed order so that equal extractions give equal
bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kgraph.model import Claim, Document, Extraction, Statement

__all__ = ["to_dict", "to_json"]


def to_dict(extraction: Extraction) -> dict[str, Any]:
    """Return the record of one document as dictionaries, lists and plain values."""
    return {
        "document": document_dict(extraction.document),
        "mentions": [asdict(mention) for mention in extraction.mentions],
        "entities": [asdict(entity) for entity in extraction.entities],
        "statements": [statement_dict(statement) for statement in extraction.statements],
        "claims": [claim_dict(claim) for claim in extraction.claims],
    }


def to_json(extraction: Extraction) -> str:
    """Return the record of one document as one line of JSON (no line break at the end)."""
    return json.dumps(to_dict(extraction), ensure_ascii=False)


def document_dict(document: Document) -> dict[str, Any]:
    """Return the record's ``document`` part; the text itself is not in the record."""
    return {
        "id": document.id,
        "title": document.title,
        "published": document.published,
        "source": document.source,
        "url": document.url,
        "sha256": document.sha256,
    }


def statement_dict(statement: Statement) -> dict[str, Any]:
    """Return one statement with the stance that the graph gives it."""
    return {**asdict(statement), "stance": statement.stance}


def claim_dict(claim: Claim) -> dict[str, Any]:
    """Return one claim."""
    return asdict(claim)
