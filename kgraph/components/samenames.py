"""Say which names of a document are the same: short forms, abbreviations, what the text calls them.

In come the names found one by one; out come names with one type, key and label an entity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgraph.components.abbreviations import BODIES, add_abbreviations
from kgraph.components.name import Name, key_of
from kgraph.gazetteer import GazetteerEntry
from kgraph.lexicon import Lexicon, word_set
from kgraph.model import EntityType

__all__ = ["same_names"]


def same_names(doc: Doc, names: list[Name], lexicon: Lexicon) -> list[Name]:
    """Return the names in text order, each with the type, key and label of its entity."""
    names = add_abbreviations(doc, names)
    names = typed_by_noun(doc, names, lexicon)
    names = same_type_throughout(doc, disown_foreign(doc, names))
    return propagate(doc, names)


def typed_by_noun(doc: Doc, names: list[Name], lexicon: Lexicon) -> list[Name]:
    """Give a name the type of the collective noun beside it ("the channel Orbit").

    What the text itself calls the thing outweighs the model's guess, everywhere in the document.
    """
    told: dict[str, EntityType] = {}
    for name in names:
        if name.entry is not None or name.demonym:
            continue
        head = doc[name.end - 1]
        noun = head.head
        adjacent = abs(noun.i - head.i) == 1 or noun.i == name.start - 1 or noun.i == name.end
        if noun.lower_ in word_set("led_groups"):
            continue
        if head.dep_ in {"appos", "compound", "nmod"} and adjacent and noun.pos_ == "NOUN":
            before = noun.nbor(-1).lower_ if noun.i > 0 else None
            is_work = noun.lemma_.lower() in word_set("works")
            kind = "Other" if is_work else lexicon.actor_type(noun.lemma_.lower(), before)
            is_people = noun.tag_ == "NNS" and lexicon.person(noun.lemma_.lower()) is not None
            if kind is not None and kind != "Person" and not is_people:
                told.setdefault(doc[name.start : name.end].text, kind)
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
            settled.append(replace(name, type=best) if name.type != best else name)
    return settled


def propagate(doc: Doc, names: list[Name]) -> list[Name]:
    """Give names of one entity one key and label, and find further short forms in the text."""
    names = disown_namesakes(doc, names)
    full = full_names(doc, names)
    surnames = surname_table(full)
    given = given_names(full)
    known: dict[str, GazetteerEntry] = {}
    for name in names:
        if name.entry is not None:
            known.setdefault(name.entry.label, name.entry)
    out: list[Name] = []
    covered: set[int] = set()
    for name in names:
        text = name.label or doc[name.start : name.end].text
        owners = [] if text in full else surnames.get(text) or given.get(text, [])
        label, kind = resolve_short(text, name, owners)
        entry = name.entry or known.get(label)
        out.append(
            replace(name, key=key_of(entry, kind, label), label=label, type=kind, entry=entry)
        )
        covered.update(range(name.start, name.end))
    out.extend(missed_surnames(doc, covered, surnames, out))
    return sorted(out, key=lambda name: name.start)


def disown_namesakes(doc: Doc, names: list[Name]) -> list[Name]:
    """Drop the gazetteer's person from a bare surname where the text names another in full.

    After "Jimmy Carter", "Carter" is no other Carter, however well known.
    """
    told: dict[str, set[str]] = {}
    for name in names:
        words = doc[name.start : name.end].text.split()
        if name.type == "Person" and len(words) > 1:
            told.setdefault(words[-1], set()).add(name.entry.label if name.entry else "")
    return [
        replace(name, entry=None)
        if name.type == "Person"
        and name.entry is not None
        and name.end - name.start == 1
        and name.entry.label not in told.get(doc[name.start].text, {name.entry.label})
        else name
        for name in names
    ]


def disown_foreign(doc: Doc, names: list[Name]) -> list[Name]:
    """Drop the gazetteer's body where its name is that of others too and its state is not there.

    Many states have a "Labour Party" and a "Supreme Court"; the tables say whose theirs is: "Labour
    Party (UK)".  A text that names other states alone means theirs.
    """
    shared = {name.start for name in names if is_shared(doc[name.start : name.end].text, name)}
    states = {
        name.entry.country
        for name in names
        if name.entry is not None and name.entry.country is not None and name.start not in shared
    }
    return [
        replace(name, entry=None, rule="ner")
        if name.start in shared
        and states
        and name.entry is not None
        and name.entry.country not in states
        else name
        for name in names
    ]


def is_shared(text: str, name: Name) -> bool:
    """Tell whether bodies of other states bear a name too: it lacks what its label adds."""
    entry = name.entry
    if entry is None or entry.type not in BODIES or entry.country is None:
        return False
    if entry.label.endswith(")"):
        return True
    part = entry.label.startswith(f"{text} of ") or entry.label.endswith(f" {text}")
    return part and entry.subtype in {"court", "parliament", "ministry", "agency", "military"}


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
            if words[index].lower() in word_set("name_particles"):
                forms.add(" ".join(words[index:]))
        for form in sorted(forms):
            table.setdefault(form, []).append(name)
    return table


def given_names(full: Iterable[str]) -> dict[str, list[str]]:
    """Map the first word of the full names to those full names."""
    table: dict[str, list[str]] = {}
    for name in full:
        table.setdefault(name.split()[0], []).append(name)
    return table


def resolve_short(text: str, name: Name, owners: Sequence[str]) -> tuple[str, EntityType]:
    """Return the full label and type that a name stands for in this document.

    ``owners`` are the full names that it may be short for.
    """
    if name.entry is not None and name.type != "Person":
        return name.entry.label, name.type
    if name.entry is not None:
        return name.entry.label, "Person"
    if owners and name.type in {"Person", "Organization", "Place", "Other"}:
        return owners[0], "Person"
    return text, name.type


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
                token.i,
                token.i + 1,
                "Person",
                "surname",
                entry,
                key_of(entry, "Person", owners[0]),
                owners[0],
            )


def part_of_name(token: Token) -> bool:
    """Tell whether a capitalised word goes on into another name ("Holt Street")."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return (
        following is not None
        and following.pos_ == "PROPN"
        and following.dep_ != "appos"
        and bool(token.whitespace_)
        and token.dep_ == "compound"
    )
