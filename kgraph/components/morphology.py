"""Give tokens their part of speech, morphology and lemma, as the model's own rules do, from memory.

spaCy's attribute ruler and lemmatizer take a fifth of the time of a whole parse, and give the same
to the same words each time.  In comes a tagged and parsed Doc; out goes what the two would have
made of it.  The ruler is asked once for a tag and label, and for a word that its patterns name;
the lemmatizer once for a word with its part of speech and morphology.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.lookups import Lookups, Table
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

__all__ = ["REMEMBERED", "Morphology", "can_remember"]

#: The model's components that are asked, in the order in which they must run.
REMEMBERED = RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
#: What patterns may look at, and what they may give.
SEEN = ("LOWER", "TAG", "DEP", "IS_SPACE")
GIVEN = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
#: So many answers are kept before a memory is begun anew.
MOST = 100_000

Word = tuple[int, ...]
Match = tuple[int, int, int, int]


def can_remember(nlp: Language) -> bool:
    """Tell whether a pipeline's rules give the same words the same each time.

    They do where they are a ruler and then a lemmatizer, and all patterns ask each token for what
    is in ``SEEN``.
    """
    names = tuple(name for name in nlp.pipe_names if name in REMEMBERED)
    if names != REMEMBERED or not isinstance(nlp.get_pipe(LEMMATIZER), Lemmatizer):
        return False
    ruler = cast(AttributeRuler, nlp.get_pipe(RULER))
    given = {attribute for rule in ruler.patterns for attribute in cast(Any, rule["attrs"])}
    asked = [set(element) for element in elements(ruler)]
    return given.issubset(GIVEN) and all(found and found.issubset(SEEN) for found in asked)


def elements(ruler: AttributeRuler, least: int = 1) -> Iterator[Mapping[str, object]]:
    """Yield what each token must be in the ruler's patterns of so many tokens or more."""
    for rule in ruler.patterns:
        for pattern in cast(Any, rule["patterns"]):
            if len(pattern) >= least:
                yield from pattern


def pattern_of(asked: Any) -> str:
    """Return a regular expression that finds the words that a pattern asks for, or more."""
    if isinstance(asked, str):
        return rf"\A{re.escape(asked)}\Z"
    if set(asked) == {"IN"}:
        return "|".join(map(pattern_of, asked["IN"]))
    return f"(?:{asked['REGEX']})" if set(asked) == {"REGEX"} else ""


def with_sets(lemmatizer: Lemmatizer) -> Lemmatizer:
    """Return a lemmatizer that does the same with its lists of known words as sets.

    Looking for a word in lists of up to 57,000 takes most of its time.
    """
    made = copy(lemmatizer)
    made.lemmatize = getattr(made, f"{made.mode}_lemmatize")  # the copied one is still the first's
    made.cache, made.lookups = {}, Lookups()
    for name in lemmatizer.lookups.tables:
        table = lemmatizer.lookups.get_table(name)
        if name == "lemma_index":
            table = Table(name, {kind: frozenset(words) for kind, words in table.items()})
        made.lookups.set_table(name, table)
    return made


class Morphology:
    """The rules of one pipeline with what they gave so far."""

    def __init__(self, nlp: Language) -> None:
        """Take the pipeline with the rules, which are read when the first Doc comes."""
        self.nlp = nlp
        self.named: dict[int, int] = {}
        self.given: dict[Word, Sequence[int]] = {}
        self.matches: dict[tuple[Word, ...], Sequence[Match]] = {}
        self.spanned: set[Word] = set()
        self.lemmas: dict[Word, int] = {}

    @cached_property
    def ruler(self) -> AttributeRuler:
        """The model's rules for parts of speech and morphology."""
        return cast(AttributeRuler, self.nlp.get_pipe(RULER))

    @cached_property
    def lemmatizer(self) -> Lemmatizer:
        """The model's lemmatizer."""
        return with_sets(cast(Lemmatizer, self.nlp.get_pipe(LEMMATIZER)))

    @cached_property
    def words(self) -> re.Pattern[str]:
        """What finds the words that the ruler's patterns ask for."""
        asked = (element["LOWER"] for element in elements(self.ruler) if "LOWER" in element)
        return re.compile("|".join(map(pattern_of, asked)) or r"\Z.")

    @cached_property
    def several(self) -> Matcher:
        """A matcher of each token that may be one of several in a pattern."""
        matcher = Matcher(self.nlp.vocab)
        matcher.add("several", [[{**element}] for element in elements(self.ruler, least=2)])
        return matcher

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc."""
        for memory in (self.named, self.given, self.matches, self.lemmas):
            if len(memory) > MOST:
                memory.clear()
        if len(doc):
            self.rule(doc)
            self.lemmatize(doc)
        return doc

    def rule(self, doc: Doc) -> None:
        """Give the words of a Doc what the ruler gives them.

        What may be one of several words in a pattern is asked for with its neighbours.
        """
        seen = [
            (self.named_word(lower, doc), *rest) for lower, *rest in doc.to_array([*SEEN]).tolist()
        ]
        rows = [self.given.get(word) for word in seen]
        unknown = [index for index, row in enumerate(rows) if row is None]
        for start, end in runs(unknown):
            self.ask(doc, start, tuple(seen[start:end]))
        asked = doc.to_array([*GIVEN]).tolist() if unknown else ()
        for index in unknown:
            rows[index] = asked[index]
            if not self.is_spanned(doc, index, seen[index]):
                self.given[seen[index]] = asked[index]
        write(doc, GIVEN, rows)

    def named_word(self, lower: int, doc: Doc) -> int:
        """Return a word that a pattern asks for, 0 for all the others, which none can tell."""
        found = self.named.get(lower)
        if found is None:
            found = lower if self.words.search(doc.vocab.strings[lower]) else 0
            self.named[lower] = found
        return found

    def ask(self, doc: Doc, start: int, words: tuple[Word, ...]) -> None:
        """Let the ruler annotate words in a row."""
        found = self.matches.get(words)
        if found is None:
            span = doc[start : start + len(words)]
            found = self.ruler.match(span)  # type: ignore[arg-type]  # it reads spans too
            self.matches[words] = found
        matches = [(rule, key, start + first, start + last) for rule, key, first, last in found]
        self.ruler.set_annotations(doc, matches)  # type: ignore[no-untyped-call]

    def is_spanned(self, doc: Doc, index: int, word: Word) -> bool:
        """Tell whether a word may be one of several in a pattern."""
        if word in self.spanned or self.several(doc[index : index + 1], allow_missing=True):
            self.spanned.add(word)
        return word in self.spanned

    def lemmatize(self, doc: Doc) -> None:
        """Give the words of a Doc their lemmas, those that the ruler gave kept."""
        lemmas = []
        for index, row in enumerate(doc.to_array(["LEMMA", "ORTH", "POS", "MORPH"]).tolist()):
            word = tuple(row)
            lemma = self.lemmas.get(word)
            if lemma is None:
                lemma = self.lemmas[word] = self.lemma(doc, index)
            lemmas.append(lemma)
        write(doc, ("LEMMA",), lemmas)

    def lemma(self, doc: Doc, index: int) -> int:
        """Return what the lemmatizer makes of a word."""
        token = doc[index]
        if token.lemma and not self.lemmatizer.overwrite:
            return token.lemma
        return doc.vocab.strings.add(self.lemmatizer.lemmatize(token)[0])


def runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each unbroken row of sorted indexes."""
    start = 0
    for place, index in enumerate(indexes, 1):
        if place == len(indexes) or indexes[place] != index + 1:
            yield indexes[start], index + 1
            start = place


def write(doc: Doc, attributes: Sequence[str], rows: Sequence[object]) -> None:
    """Set attributes of all tokens of a Doc."""
    doc.from_array([*attributes], cast(Any, np.array(rows, dtype=np.uint64)))
