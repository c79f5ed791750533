"""What a store gives back: statements, claims and entities as rows, for whatever shows or computes.

They are part of the model, :mod:`kgraph.model`, and imported from there.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ClaimRow", "EntityRow", "StatementRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement as a store gives it back: IRIs with their labels, and the words that say it.

    ``speakers`` and ``cues`` go from the outermost claim to the innermost; ``speaker_ids`` are the
    speakers' IRIs in the same order (a claim whose speaker the text does not name is left out of
    both).  ``arguments`` are role, preposition, IRI and label.  ``quote`` is the evidence, its
    offsets and those of subject, predicate and object count in the document's text.  ``copy_of``
    is the article that speaks for the document where that is a copy or an older version, and
    ``superseded_by`` the newer version that took its place: what it says is no longer counted.
    """

    id: str
    document: str
    document_id: str
    document_title: str | None
    source: str | None
    url: str | None
    published: str | None
    subject: str
    subject_label: str
    subject_type: str
    object: str | None
    object_label: str | None
    object_type: str | None
    predicate: str
    label: str
    text: str
    event: str | None
    relation: str | None
    voice: str
    polarity: str
    modality: str
    stance: str
    speakers: tuple[str, ...]
    speaker_ids: tuple[str, ...]
    cues: tuple[str, ...]
    time_text: str | None
    time: str | None
    place: str | None
    place_label: str | None
    arguments: tuple[tuple[str, str | None, str, str], ...]
    condition: str | None
    confidence: float
    quote: str
    quote_start: int
    quote_end: int
    predicate_start: int | None
    predicate_end: int | None
    subject_start: int | None
    subject_end: int | None
    object_start: int | None
    object_end: int | None
    copy_of: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as a store gives it back: who says it by which words, and what is said.

    ``contents`` are the words reported, in the order of the text; ``within`` is the IRI of the
    claim that reports this one, ``depth`` how many there are around it, and ``statements`` are the
    IRIs of what is said.  Offsets count in the document's text.
    """

    id: str
    document_id: str
    speaker: str | None
    speaker_label: str | None
    addressee: str | None
    addressee_label: str | None
    cue: str
    cue_lemma: str
    cue_start: int
    cue_end: int
    direct: bool
    depth: int
    within: str | None
    contents: tuple[str, ...]
    statements: tuple[str, ...]
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """An entity as a store gives it back; ``id`` is its IRI."""

    id: str
    label: str
    type: str
    wikidata: str | None = None
    wikipedia: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    aliases: tuple[str, ...] = ()
