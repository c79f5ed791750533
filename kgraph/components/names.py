"""Find the names in a Doc and say which of them are the same within the document.

In comes a Doc with the model's entities; out come :class:`Name` records, in text order, not
overlapping: spans of tokens with a type, and, where known, the gazetteer entry.  Three sources, in
the order in which they win: the gazetteer's phrases, the model's entities, and document-level
propagation (a surname or an abbreviation is whoever was named in full before).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.lexicon import Lexicon
from kgraph.model import EntityType

__all__ = ["Name", "find_names", "make_matcher"]

MODEL_TYPES: dict[str, EntityType] = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "EVENT": "Event",
    "LAW": "Agreement",
    "PRODUCT": "Other",
    "WORK_OF_ART": "Other",
}
PERSON_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor president minister premier chancellor "
    "general gen. colonel col. captain capt. lt. maj. sgt. king queen prince princess pope rev. "
    "sheikh ayatollah imam judge justice sen. senator rep. gov. governor ambassador secretary "
    "mr. mrs. ms. dr. spokesman spokeswoman spokesperson".split()
)
NAME_PARTICLES = frozenset("de da di du del della van von der den bin ibn al el la le ben abu".split())
BRACKETED = re.compile(r"^[A-Z][A-Za-z&./-]{1,9}$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: token bounds ``[start, end)``, its type and what it was found by.

    ``key`` is equal for names of the same entity in this document.
    """

    start: int
    end: int
    type: EntityType
    rule: str
    entry: GazetteerEntry | None = None
    key: str = ""
    label: str = ""
    demonym: bool = False


def make_matcher(gazetteer: Gazetteer, tokenizer: Callable[[str], Doc]) -> PhraseMatcher:
    """Return a matcher of all the gazetteer's phrases; a match's label is the phrase itself."""
    first = tokenizer("")
    matcher = PhraseMatcher(first.vocab, attr="ORTH")
    for phrase, _ in gazetteer.phrases():
        matcher.add(phrase, [tokenizer(phrase)])
    return matcher


def find_names(doc: Doc, matcher: PhraseMatcher, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Name]:
    """Return the Doc's names in text order, without overlaps, each with the key of its entity."""
    found = merge(list(gazetteer_names(doc, matcher, gazetteer)), list(model_names(doc, gazetteer)))
    found = add_abbreviations(doc, found)
    found = typed_by_noun(doc, found, lexicon)
    found = same_type_throughout(doc, found)
    return propagate(doc, found)


# ---------------------------------------------------------------------- sources


def gazetteer_names(doc: Doc, matcher: PhraseMatcher, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the longest gazetteer phrases, with those of countries' adjectives and peoples."""
    spans = [(start, end) for _, start, end in matcher(doc)]
    taken = -1
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start < taken or not bounded(doc, start, end):
            continue
        text = doc[start:end].text
        entries = gazetteer.lookup(text)
        if entries and not belongs_to_longer_name(doc, start, end):
            yield Name(start, end, entries[0].type, "gazetteer", entries[0])
            taken = end
    for token in doc:
        if token.text[0].isupper() and token.is_alpha and len(token) > 3:
            entry = gazetteer.demonym(token.text)
            if entry is not None:
                noun = token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"amod", "compound", "nmod"}
                kind: EntityType = "Group" if noun or entry.type != "Country" else "Country"
                yield Name(token.i, token.i + 1, kind, "demonym", entry, demonym=True)


def bounded(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a match is a name and not part of a hyphenated word or an ordinary word."""
    if end < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_:
        return True
    return not (doc[start].is_sent_start and end - start == 1 and doc[start].pos_ == "PRON")


def belongs_to_longer_name(doc: Doc, start: int, end: int) -> bool:
    """Tell whether capitalised neighbours of the same model entity make a longer, other name."""
    before = doc[start].ent_type_ == "PERSON" and start > 0 and doc[start].ent_iob_ == "I"
    after = (
        end < len(doc)
        and doc[end].ent_iob_ == "I"
        and doc[end].ent_type_ in {"PERSON"}
        and doc[end].text[0].isupper()
    )
    return before or after


def model_names(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the model's entities of a type that we keep, trimmed to the name itself."""
    for span in doc.ents:
        kind = MODEL_TYPES.get(span.label_)
        trimmed = trim_name(span) if kind is not None else None
        if kind is None or trimmed is None:
            continue
        entry, kind = identify(trimmed, kind, span.label_, gazetteer)
        yield Name(trimmed.start, trimmed.end, kind, "ner", entry)


def trim_name(span: Span) -> Span | None:
    """Cut articles, titles, quotes and possessive marks off a model entity; None if no name is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (
        doc[start].lower_ in {"the", "a", "an", "'s", "’s", "both"}
        or doc[start].is_punct
        or doc[start].is_space
        or (span.label_ == "PERSON" and end - start > 1 and doc[start].lower_ in PERSON_TITLES)
    ):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space or doc[end - 1].text in QUOTES):
        end -= 1
    for index in range(start, end):
        if doc[index].is_space:
            end = index
            break
    if start >= end or not any(token.text[:1].isupper() for token in doc[start:end]):
        return None
    if end - start == 1 and doc[start].pos_ in {"VERB", "ADV", "ADP", "DET", "PRON"}:
        return None
    return doc[start:end]


QUOTES = frozenset("\"'“”‘’,;:.")


def identify(
    span: Span, kind: EntityType, label: str, gazetteer: Gazetteer
) -> tuple[GazetteerEntry | None, EntityType]:
    """Look a model entity up in the gazetteer; places may be cities that have no phrase."""
    entries = [e for e in gazetteer.lookup(span.text) if compatible(e.type, kind)]
    if entries:
        return entries[0], entries[0].type
    if label in {"GPE", "LOC"}:
        cities = gazetteer.lookup_city(span.text)
        if cities:
            return cities[0], "Place"
    return None, kind


def compatible(known: EntityType, guessed: EntityType) -> bool:
    """Tell whether a gazetteer type may correct the model's guess: a person is never a place."""
    return (known == "Person") == (guessed == "Person")


# ---------------------------------------------------------------------- merging


def merge(gazetteer: list[Name], model: list[Name]) -> list[Name]:
    """Return non-overlapping names: longer model names win over gazetteer phrases inside them."""
    chosen: list[Name] = []
    taken: set[int] = set()
    ranked = sorted(
        [(name, 1 if name.entry and name.rule != "demonym" else 0) for name in (*gazetteer, *model)],
        key=lambda pair: (-(pair[0].end - pair[0].start), -pair[1], pair[0].rule, pair[0].start),
    )
    for name, _ in ranked:
        cells = set(range(name.start, name.end))
        if not cells & taken:
            chosen.append(name)
            taken |= cells
    return sorted(chosen, key=lambda name: name.start)


def add_abbreviations(doc: Doc, names: list[Name]) -> list[Name]:
    """Tie "(IAEA)" after a full name to that name, here and later in the document."""
    introduced: dict[str, Name] = {}
    for name in names:
        if name.end + 2 < len(doc) and doc[name.end].text == "(" and doc[name.end + 2].text == ")":
            short = doc[name.end + 1].text
            if BRACKETED.match(short) and initials_fit(short, doc[name.start : name.end].text):
                introduced[short] = name
    if not introduced:
        return names
    covered = {i: name for name in names for i in range(name.start, name.end)}
    extra: list[Name] = []
    for token in doc:
        full = introduced.get(token.text)
        if full is None or full.end > token.i:
            continue
        known = covered.get(token.i)
        if known is None or (known.end - known.start == 1 and known.entry is None):
            extra.append(
                Name(token.i, token.i + 1, full.type, "abbreviation", full.entry, label=doc[full.start : full.end].text)
            )
    replaced = {name.start for name in extra}
    return sorted([n for n in names if n.start not in replaced] + extra, key=lambda n: n.start)


def initials_fit(short: str, full: str) -> bool:
    """Tell whether the letters of an abbreviation start words of the full name, in order.

    >>> initials_fit("IAEA", "International Atomic Energy Agency")
    True
    >>> initials_fit("UN", "Security Council")
    False
    """
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", full)]
    position = 0
    for word in words:
        if position < len(letters) and word[0] == letters[position]:
            position += 1
    return position >= max(2, len(letters) - 1)


def typed_by_noun(doc: Doc, names: list[Name], lexicon: Lexicon) -> list[Name]:
    """Give a name the type of the collective noun beside it: "the channel RT", "the Anzu group".

    What the text itself calls the thing outweighs the model's guess, everywhere in the document.
    """
    told: dict[str, EntityType] = {}
    for name in names:
        if name.entry is not None or name.demonym:
            continue
        head = doc[name.end - 1]
        noun = head.head
        adjacent = abs(noun.i - head.i) == 1 or noun.i == name.start - 1 or noun.i == name.end
        if head.dep_ in {"appos", "compound", "nmod"} and adjacent and noun.pos_ == "NOUN":
            group = lexicon.group(noun.lemma_.lower())
            if group is not None:
                told.setdefault(doc[name.start : name.end].text, group.type)
    return [
        replace(name, type=told[text], rule="noun") if name.entry is None and text in told else name
        for name in names
        for text in (doc[name.start : name.end].text,)
    ]


def same_type_throughout(doc: Doc, names: list[Name]) -> list[Name]:
    """Give equal names one type: the gazetteer's, else the type that most of them have."""
    votes: dict[str, Counter[EntityType]] = {}
    known: dict[str, Name] = {}
    told = {doc[name.start : name.end].text: name.type for name in names if name.rule == "noun"}
    for name in names:
        if name.demonym:
            continue
        text = doc[name.start : name.end].text
        votes.setdefault(text, Counter())[name.type] += 1
        if name.entry is not None:
            known.setdefault(text, name)
    settled: list[Name] = []
    for name in names:
        text = doc[name.start : name.end].text
        if name.demonym or text not in votes:
            settled.append(name)
        elif text in told and text not in known:
            settled.append(replace(name, type=told[text]))
        elif text in known:
            settled.append(replace(name, type=known[text].type, entry=known[text].entry))
        else:
            best = max(sorted(votes[text]), key=lambda kind: votes[text][kind])
            settled.append(replace(name, type=best))
    return settled


# ---------------------------------------------------------------------- the same within the document


def propagate(doc: Doc, names: list[Name]) -> list[Name]:
    """Give names of one entity one key and label, and find further short forms in the text."""
    full = full_names(doc, names)
    surnames = surname_table(full)
    out: list[Name] = []
    covered: set[int] = set()
    for name in names:
        text = name.label or doc[name.start : name.end].text
        label, kind = resolve_short(text, name, full, surnames)
        entry = name.entry or entry_of(label, names, doc)
        out.append(replace(name, key=key_of(entry, kind, label), label=label, type=kind, entry=entry))
        covered.update(range(name.start, name.end))
    out.extend(missed_surnames(doc, covered, surnames, out))
    return sorted(out, key=lambda name: name.start)


def full_names(doc: Doc, names: Iterable[Name]) -> dict[str, EntityType]:
    """Return the person names of two words or more, in order of first appearance."""
    found: dict[str, EntityType] = {}
    for name in names:
        if name.type == "Person":
            text = name.entry.label if name.entry is not None else doc[name.start : name.end].text
            if len(text.split()) > 1:
                found.setdefault(text, "Person")
    return found


def surname_table(full: Iterable[str]) -> dict[str, list[str]]:
    """Map each last word (and each double surname) of the full names to those full names."""
    table: dict[str, list[str]] = {}
    for name in full:
        words = name.split()
        forms = {words[-1], " ".join(words[1:])}
        for index in range(1, len(words) - 1):
            if words[index].lower() in NAME_PARTICLES:
                forms.add(" ".join(words[index:]))
        for form in sorted(forms):
            table.setdefault(form, []).append(name)
    return table


def resolve_short(
    text: str, name: Name, full: dict[str, EntityType], surnames: dict[str, list[str]]
) -> tuple[str, EntityType]:
    """Return the full label and type that a name stands for in this document."""
    if name.entry is not None and name.type != "Person":
        return name.entry.label, name.type
    if name.entry is not None:
        return name.entry.label, "Person"
    candidates = surnames.get(text, [])
    if candidates and text not in full and name.type in {"Person", "Organization", "Place", "Other"}:
        return candidates[-1] if len(candidates) == 1 else candidates[0], "Person"
    return text, name.type


def entry_of(label: str, names: Iterable[Name], doc: Doc) -> GazetteerEntry | None:
    """Return the gazetteer entry of a full name found elsewhere in the document."""
    return next((n.entry for n in names if n.entry is not None and n.entry.label == label), None)


def missed_surnames(
    doc: Doc, covered: set[int], surnames: dict[str, list[str]], names: list[Name]
) -> Iterator[Name]:
    """Yield surnames of persons named in full that neither model nor gazetteer saw."""
    entries = {name.label: name.entry for name in names if name.entry is not None}
    seen = {word for form in surnames for word in form.split()}
    for token in doc:
        if token.i in covered or token.text not in seen or not token.text[0].isupper():
            continue
        owners = surnames.get(token.text)
        if owners and token.pos_ in {"PROPN", "NOUN", "ADJ"} and not part_of_name(token):
            entry = entries.get(owners[0])
            yield Name(
                token.i, token.i + 1, "Person", "surname", entry, key_of(entry, "Person", owners[0]), owners[0]
            )


def part_of_name(token: Token) -> bool:
    """Tell whether a capitalised word goes on into another name ("Lavrov Street")."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is not None and following.pos_ == "PROPN" and following.dep_ != "appos" and bool(token.whitespace_) and token.dep_ == "compound"


def key_of(entry: GazetteerEntry | None, kind: EntityType, label: str) -> str:
    """Return the entity's id: the gazetteer's, else type and normalised name."""
    return entry.id if entry is not None else f"{kind.lower()}/{slug(label)}"


def slug(text: str) -> str:
    """Return a name as it stands in an IRI: lower case, words joined by hyphens, accents kept.

    >>> slug("Médecins Sans Frontières (MSF)")
    'médecins-sans-frontières-msf'
    """
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_") or "unnamed"
