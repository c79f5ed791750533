"""The lexicon's tables are well formed, large enough, and say what the codebooks say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph import eventframes, tables
from kgraph.errors import OntologyError
from kgraph.eventframes import ROOTS, load_event_table
from kgraph.lexicon import load_lexicon
from kgraph.resources import ontology_path
from kgraph.tables import read_table

LEXICON = load_lexicon()
EVENTS = list(read_table("lexicon/events.tsv", eventframes._FRAMES))
CLASSES = {
    row["class"]: row.items("lemmas")
    for row in read_table("lexicon/classes.tsv", eventframes._CLASSES)
}
CUE_FRAMES = """
    that bare quote wh whether if infinitive object-infinitive gerund np as object-predicate of for
    on about against with to in by at after into over poss attributive clause it-that like as-if
    raising matter person
    to-for infinitive
"""
GOVERNOR_FRAMES = """
    bare-infinitive infinitive object-infinitive object-bare-infinitive gerund object-gerund
    object-from-gerund from-gerund object-into-gerund of-gerund to-gerund for-gerund that np for-np
    of-np to-np on-np about-np at-np toward-np towards-np
    for-infinitive clause attributive report-np with-gerund
"""


def test_tables_are_large_enough() -> None:
    assert len(EVENTS) >= 1500
    assert len(LEXICON.cues) >= 2200
    assert len(LEXICON.event_nouns) >= 800
    assert len(LEXICON.persons) >= 600
    assert len(LEXICON.groups) >= 300


def test_every_plover_root_has_frames() -> None:
    assert {row["root"] for row in EVENTS} >= set(ROOTS)


def test_event_rows_are_distinct_frames() -> None:
    keys = [
        tuple(row[c] for c in ("pos", "lemma", "particle", "preposition", "object", "complement"))
        for row in EVENTS
    ]
    assert len(keys) == len(set(keys))


def test_classes_named_with_an_underscore_exist_and_all_are_used() -> None:
    named = {item for row in EVENTS for item in row.items("object")}
    assert {item for item in named if "_" in item} <= set(CLASSES)
    assert {name for name in CLASSES if name not in named} == set()


def test_classes_have_distinct_lower_case_lemmas() -> None:
    for name, lemmas in CLASSES.items():
        assert len(lemmas) == len(set(lemmas)), name
        assert all(lemma == lemma.lower() for lemma in lemmas), name


def test_operators_have_a_rule_for_every_root() -> None:
    rules = load_event_table().rules
    used = {row["root"][1:] for row in EVENTS if row["root"].startswith("@")}
    used |= {"not", "promise", "future", "possible", "threat", "request"}
    for operator in used:
        assert {inner for name, inner in rules if name == operator} == {*ROOTS, "none"}, operator


def test_cue_frames_are_known() -> None:
    unknown = {frame for cue in LEXICON.cues.values() for frame in cue.frames} - set(
        CUE_FRAMES.split()
    )
    assert unknown == set()
    assert all(cue.frames for cue in LEXICON.cues.values())


def test_governor_frames_are_known() -> None:
    entries = [entry for group in LEXICON.modality.values() for entry in group]
    assert {entry.frame for entry in entries} - set(GOVERNOR_FRAMES.split()) == set()
    for group in LEXICON.modality.values():
        frames = [entry.frame for entry in group]
        assert len(frames) == len(set(frames)), group[0].lemma


@pytest.mark.parametrize(
    ("american", "british", "pos"),
    [("criticize", "criticise", "verb"), ("emphasize", "emphasise", "verb")],
)
def test_both_spellings_are_cues(american: str, british: str, pos: str) -> None:
    assert LEXICON.cue(american, pos) is not None  # type: ignore[arg-type]
    assert LEXICON.cue(british, pos) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lemma", "pos", "frame", "modality"),
    [
        ("say", "verb", "that", "asserted"),
        ("deny", "verb", "that", "denied"),
        ("urge", "verb", "object-infinitive", "demanded"),
        ("vow", "verb", "infinitive", "promised"),
        ("threaten", "verb", "infinitive", "threatened"),
        ("plan", "verb", "infinitive", "intended"),
        ("call", "verb", "for", "demanded"),
        ("mock", "verb", "np", "asserted"),
        ("say", "verb", "np", None),
        ("describe", "verb", "as", "asserted"),
        ("according to", "prep", "np", "asserted"),
        ("demand", "noun", "that", "demanded"),
        ("say", "passive", "infinitive", "asserted"),
    ],
)
def test_cues(lemma: str, pos: str, frame: str, modality: str | None) -> None:
    cue = LEXICON.cue(lemma, pos)  # type: ignore[arg-type]
    assert cue is not None
    assert cue.effect(frame) == modality


@pytest.mark.parametrize(
    ("lemma", "kind"),
    [("say", "speech"), ("believe", "mental"), ("seem", "perception")],
)
def test_cue_kinds(lemma: str, kind: str) -> None:
    cue = LEXICON.cue(lemma, "verb")
    assert cue is not None
    assert cue.kind == kind


def test_sourceless_and_factive_cues() -> None:
    said, known = LEXICON.cue("say", "passive"), LEXICON.cue("know", "verb")
    assert said is not None
    assert said.sourceless
    assert known is not None
    assert known.factive


@pytest.mark.parametrize(
    ("lemma", "pos", "frame", "modality", "negative", "controller"),
    [
        ("refuse", "verb", "infinitive", None, True, "subject"),
        ("manage", "verb", "infinitive", None, False, "subject"),
        ("force", "verb", "object-infinitive", None, False, "object"),
        ("order", "verb", "object-infinitive", "demanded", False, "object"),
        ("prevent", "verb", "object-from-gerund", None, True, "object"),
        ("will", "aux", "bare-infinitive", "intended", False, "subject"),
        ("if", "sconj", "clause", "conditional", False, None),
        ("threat", "noun", "infinitive", "threatened", False, "subject"),
        ("unwilling", "adj", "infinitive", None, True, "subject"),
    ],
)
def test_governors(
    lemma: str, pos: str, frame: str, modality: str | None, negative: bool, controller: str | None
) -> None:
    found = LEXICON.governor(lemma, pos, frame)  # type: ignore[arg-type]
    assert found is not None
    assert (found.modality, found.negative, found.controller) == (modality, negative, controller)


def test_event_nouns() -> None:
    talks = LEXICON.event_noun("talks")
    assert talks is not None
    assert (talks.verb, talks.symmetric) == ("negotiate", True)
    expulsion = LEXICON.event_noun("expulsion")
    assert expulsion is not None
    assert expulsion.roles["of"] == "patient"
    assert LEXICON.is_light("hold", "talks")
    assert not LEXICON.is_light("reject", "demand")


def test_persons_and_groups() -> None:
    minister = LEXICON.person("Foreign Minister")
    assert minister is not None
    assert minister.office
    soldier = LEXICON.person("soldier")
    assert soldier is not None
    assert (soldier.military, soldier.office) == (True, False)
    army = LEXICON.group("army")
    assert army is not None
    assert army.type == "ArmedGroup"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\tb\n1\n", "1 cells where 2 are due"),
        ("a\tc\n", "the columns are"),
        ("a\tb\n1\t2\n1\t2\n", "the same row stands above"),
    ],
)
def test_a_wrong_table_names_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    path = tmp_path / "wrong.tsv"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(tables, "ontology_path", lambda name: path)
    with pytest.raises(OntologyError, match=reason) as caught:
        list(read_table("wrong.tsv", ("a", "b")))
    assert caught.value.term.startswith("wrong.tsv:")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(OntologyError, match=r"lexicon/none\.tsv"):
        ontology_path("lexicon/none.tsv")
