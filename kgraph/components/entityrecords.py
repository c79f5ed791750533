"""Turn names, references and attributions of a Doc into mentions, entities and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from kgraph.components.arguments import ArgumentMaker
from kgraph.components.attribution import Attribution
from kgraph.components.metonymy import PlaceName
from kgraph.components.name import Name
from kgraph.gazetteer import GazetteerEntry
from kgraph.model import Claim, Cue, Entity, Mention, Span

__all__ = ["claims_of", "entities_of", "mentions_of"]

#: A place in a longer name says where that is at home.
INSIDE = PlaceName("literal", "inside a longer name")


def claims_of(doc: Doc, maker: ArgumentMaker) -> Iterator[Claim]:
    """Yield a claim for each attribution of the Doc, in the same order."""
    identifiers = claim_ids(doc._.attributions, doc)
    for attribution, identifier in zip(doc._.attributions, identifiers, strict=True):
        cue = doc[attribution.cue[0] : attribution.cue[1]]
        speaker = attribution.speaker
        addressee = attribution.addressee
        yield Claim(
            id=identifier,
            speaker=maker.argument(speaker) if speaker is not None else None,
            cue=Cue(start=cue.start_char, end=cue.end_char, text=cue.text, lemma=attribution.lemma),
            content=tuple(content_span(doc, start, end) for start, end in attribution.content),
            direct=attribution.direct,
            within=identifiers[attribution.within] if attribution.within is not None else None,
            addressee=maker.argument(addressee) if addressee is not None else None,
        )


def content_span(doc: Doc, start: int, end: int) -> Span:
    """Return the character bounds of content without the line breaks around it."""
    while end - 1 > start and doc[end - 1].is_space:
        end -= 1
    while start < end - 1 and doc[start].is_space:
        start += 1
    return Span(doc[start:end].start_char, doc[start:end].end_char)


def claim_ids(attributions: Sequence[Attribution], doc: Doc) -> list[str]:
    """Return an id for each attribution, made of its cue's offsets and its rank there."""
    seen: Counter[str] = Counter()
    identifiers = []
    for attribution in attributions:
        cue = doc[attribution.cue[0] : attribution.cue[1]]
        stem = f"c{cue.start_char}-{cue.end_char}"
        identifiers.append(f"{stem}-{seen[stem]}")
        seen[stem] += 1
    return identifiers


def mentions_of(doc: Doc, maker: ArgumentMaker) -> Iterator[Mention]:
    """Yield the mentions of entities: names, and the pronouns and phrases that stand for them."""
    for name in names_of(doc):
        span = doc[name.start : name.end]
        reading = INSIDE if name.rule == "inside" else doc._.readings.get(name.start)
        yield Mention(
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            entity=name.key,
            type=name.type,
            kind="name",
            reading=reading.reading if reading is not None else None,
            reading_reason=reading.reason if reading is not None else None,
            stands_for=reading.stands_for if reading is not None else None,
            rule=name.rule,
        )
    for index, name in sorted(maker.references.items()):
        token = doc[index]
        yield Mention(
            start=token.idx,
            end=token.idx + len(token),
            text=token.text,
            entity=name.key,
            type=name.type,
            kind="pronoun" if token.pos_ in {"PRON", "DET"} else "nominal",
            rule=rule_of(index, name, maker),
        )


def rule_of(index: int, name: Name, maker: ArgumentMaker) -> str:
    """Return the rule by which a word that is no name stands for one."""
    if index in maker.sides and name.type != "Person":
        return "side"
    return name.rule if index in maker.holders else "reference"


def names_of(doc: Doc) -> list[Name]:
    """Return the names of the Doc and the places inside them, in text order."""
    return sorted([*doc._.names, *doc._.inner_names], key=lambda name: (name.start, -name.end))


def entities_of(doc: Doc, meant: Iterable[Name]) -> Iterator[Entity]:
    """Yield each entity once: those that act under a capital's name, those named, then others.

    ``meant`` may not be named: people and bodies that are only there by an office.
    """
    forms: dict[str, list[str]] = {}
    first: dict[str, Name] = {}
    for name in names_of(doc):
        first.setdefault(name.key, name)
        if not name.demonym:
            forms.setdefault(name.key, []).append(doc[name.start : name.end].text)
    for name in meant:
        first.setdefault(name.key, name)
    actors = acting_names(doc)
    acting = {actor.id: names for actor, names in actors.items()}
    for actor, names in actors.items():
        if actor.id not in first:
            yield known_entity(actor, names)
    for key, name in first.items():
        entry = name.entry
        known = {*forms.get(key, ()), *acting.get(key, ())}
        aliases = tuple(sorted(form for form in known if form != name.label))
        if entry is None:
            yield Entity(id=key, label=name.label, type=name.type, aliases=aliases)
        else:
            yield known_entity(entry, aliases)


def acting_names(doc: Doc) -> dict[GazetteerEntry, tuple[str, ...]]:
    """Return who acts under the names of places, with those names ("Moscow" for Russia)."""
    forms: dict[GazetteerEntry, set[str]] = {}
    for name in doc._.names:
        reading: PlaceName | None = doc._.readings.get(name.start)
        if reading is not None and reading.actor is not None and reading.actor.id != name.key:
            forms.setdefault(reading.actor, set()).add(doc[name.start : name.end].text)
    return {actor: tuple(sorted(names)) for actor, names in forms.items()}


def known_entity(entry: GazetteerEntry, aliases: Sequence[str] = ()) -> Entity:
    """Return the record of an entity that the gazetteer knows, with the names the text uses.

    Its type is the gazetteer's: "Russians" are a group of people, and the entity is Russia.
    """
    return Entity(
        id=entry.id,
        label=entry.label,
        type=entry.type,
        wikidata=entry.wikidata,
        wikipedia=entry.wikipedia,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames=entry.geonames,
        aliases=tuple(form for form in aliases if form != entry.label),
    )
