"""Find the names in a Doc and say which of them are the same within the document.

In comes a Doc with the model's entities; out come :class:`Name` records, in text order, not
overlapping: spans of tokens with a type, and, where known, the gazetteer entry.  Three sources, in
the order in which they win: the gazetteer's phrases, the model's entities, and document-level
propagation (a surname or an abbreviation is whoever was named in full before).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from kgraph.components.innernames import inner_names
from kgraph.components.missednames import missed_names
from kgraph.components.modelnames import model_names
from kgraph.components.name import SOME, Name
from kgraph.components.nametypes import settle_types
from kgraph.components.placenames import settle_places
from kgraph.components.samenames import same_names
from kgraph.components.wholenames import whole_names
from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.lexicon import Lexicon, word_set
from kgraph.model import EntityType

__all__ = ["find_names", "make_matcher"]


#: Capitals, and cities of more people, are found by their names alone.
CITIES_OVER = 1_000_000
#: Roles in which a people's name is an adjective.
MODIFIERS = frozenset({"amod", "compound", "nmod"})
#: What stands beside a people's name where some of them are meant.
SOME_OF = frozenset({"det", "nummod", "quantmod", "amod", "prep", "relcl", "acl", "predet", "poss"})


def make_matcher(gazetteer: Gazetteer, tokenizer: Callable[[str], Doc]) -> PhraseMatcher:
    """Return a matcher of all the gazetteer's phrases; a match's label is the phrase itself."""
    first = tokenizer("")
    matcher = PhraseMatcher(first.vocab, attr="ORTH")
    for phrase, _ in gazetteer.phrases(CITIES_OVER):
        spellings = dict.fromkeys((phrase, phrase.replace("'", "’")))
        matcher.add(phrase, [tokenizer(spelling) for spelling in spellings])
    return matcher


def find_names(
    doc: Doc, matcher: PhraseMatcher, gazetteer: Gazetteer, lexicon: Lexicon
) -> tuple[list[Name], list[Name]]:
    """Return the Doc's names, each with the key of its entity, and the places inside them.

    Both are in text order; the names do not overlap each other.
    """
    found = merge(list(gazetteer_names(doc, matcher, gazetteer)), list(model_names(doc, gazetteer)))
    found = whole_names(doc, found, gazetteer, lexicon)
    found = settle_types(doc, found, gazetteer, lexicon)
    found = same_names(doc, missed_names(doc, found, gazetteer, lexicon), lexicon)
    found = settle_places(doc, [*found, *inner_names(doc, found, gazetteer)], gazetteer)
    inner = [name for name in found if name.rule == "inside"]
    return [name for name in found if name.rule != "inside"], inner


# ---------------------------------------------------------------------- sources


def gazetteer_names(doc: Doc, matcher: PhraseMatcher, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the longest gazetteer phrases, with those of countries' adjectives and peoples."""
    spans = [(start, end) for _, start, end in matcher(doc)]
    taken = -1
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start < taken or not bounded(doc, start, end):
            continue
        text = doc[start:end].text
        entries = gazetteer.lookup(text) or gazetteer.lookup_city(text)
        if entries and not belongs_to_longer_name(doc, start, end):
            yield Name(start, end, entries[0].type, "gazetteer", entries[0])
            taken = end
    yield from demonyms(doc, gazetteer)


def demonyms(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the adjectives and peoples of states and regions: "Chadian", "South Africans"."""
    taken = 0
    for token in doc:
        if token.i < taken or not token.text[0].isupper() or not token.is_alpha:
            continue
        for end in (token.i + 2, token.i + 1):
            words = doc[token.i : end]
            entry = demonym(words, gazetteer) if len(words) == end - token.i else None
            if entry is not None:
                taken = end
                yield people(words, entry)
                break


def people(words: Span, entry: GazetteerEntry) -> Name:
    """Return what a people's word names: a state ("Syrian troops", "the Syrians") or its people.

    Some of a people ("two Syrians", "Syrians at the border") are neither: :data:`SOME`.
    """
    last = words[-1]
    noun = last.pos_ in {"NOUN", "PROPN"} and last.dep_ not in MODIFIERS
    kind: EntityType = "Group" if noun or entry.type != "Country" else "Country"
    state = Name(words.start, words.end, kind, "demonym", entry, demonym=True)
    if not noun or entry.type != "Country":
        return state
    modifiers = [child for child in last.children if child.dep_ in SOME_OF and child not in words]
    if any(child.lower_ != "the" for child in modifiers):
        return replace(state, rule=SOME)
    if modifiers or last.tag_ not in {"NNS", "NNPS"}:
        return state
    return replace(state, entry=None, label=words.text)


def demonym(words: Span, gazetteer: Gazetteer) -> GazetteerEntry | None:
    """Return the state or region whose adjective or people the words are."""
    last = words[-1]
    if not last.is_alpha or len(last) < 4 or is_language(last) or words[0].pos_ == "DET":
        return None
    return gazetteer.demonym(words.text) if last.text[0].isupper() else None


def is_language(token: Token) -> bool:
    """Tell whether a people's adjective names its language ("in English", "speak Turkish")."""
    if token.i == 0 or token.tag_ == "NNPS":
        return False
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    alone = following is None or following.pos_ not in {"NOUN", "PROPN", "ADJ"}
    return (
        alone
        and (following is None or following.text != "-")
        and token.nbor(-1).lemma_.lower() in word_set("before_languages")
    )


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


def merge(gazetteer: list[Name], model: list[Name]) -> list[Name]:
    """Return non-overlapping names: longer model names win over gazetteer phrases inside them."""
    chosen: list[Name] = []
    taken: set[int] = set()
    ranked = sorted(
        [
            (name, 1 if name.entry and name.rule != "demonym" else 0)
            for name in (*gazetteer, *model)
        ],
        key=lambda pair: (-(pair[0].end - pair[0].start), -pair[1], pair[0].rule, pair[0].start),
    )
    for name, _ in ranked:
        cells = set(range(name.start, name.end))
        if not cells & taken:
            chosen.append(name)
            taken |= cells
    return sorted(chosen, key=lambda name: name.start)
