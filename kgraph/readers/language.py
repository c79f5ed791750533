"""Which language a text is in, by the model that the package py3langid carries."""

from __future__ import annotations

import tempfile
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kgraph.errors import KGraphError

__all__ = ["foreign_language"]

#: English, and what short English headlines full of foreign names are taken for.
ENGLISH = frozenset({"en", "sco", "pcm", "jam"})
#: Below these the identifier guesses; measured on single sentences of English news.
LEAST_WORDS = 20
MOST_ENGLISH = 0.05
SAMPLE = 2_000
#: Words of which no other language has as many, and their share in any English prose.
COMMON = frozenset(
    {"the", "of", "and", "to", "a", "that", "for", "is", "was", "with", "by", "as", "from", "at"}
    | {"has", "have", "had", "he", "said", "it", "they", "which"}
)
ENOUGH = 0.2


def foreign_language(text: str) -> str | None:
    """Return the code of the language that ``text`` is surely in, None for English or unsure.

    >>> foreign_language("Президент России прибыл в Стамбул на переговоры.")
    'ru'
    >>> foreign_language("The president arrived in Istanbul for talks.") is None
    True
    """
    sample = _sample(text)
    words = sample.lower().split()
    if len(words) < LEAST_WORDS and _mostly_latin(sample):
        return None
    if sum(word in COMMON for word in words) > ENOUGH * len(words):
        return None  # as nearly all articles; what follows takes seven times as long
    ranked: list[tuple[str, float]] = _identifier().rank(sample)
    english = sum(probability for language, probability in ranked if language in ENGLISH)
    return None if english > MOST_ENGLISH else ranked[0][0]


def _sample(text: str) -> str:
    """The text's beginning, middle and end."""
    if len(text) <= 3 * SAMPLE:
        return text
    middle = (len(text) - SAMPLE) // 2
    return "\n".join((text[:SAMPLE], text[middle : middle + SAMPLE], text[-SAMPLE:]))


def _mostly_latin(sample: str) -> bool:
    letters = [character for character in sample if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # the package unpacks its model into a file first
        reason = f"no room to unpack the model of languages: {error.strerror}"
        raise KGraphError(f"{tempfile.gettempdir()}: {reason}") from error
