"""PLOVER coding of triggers: frames, light verbs, composition, polarity and modality."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.eventframes import ROOTS, load_event_table
from kgraph.events import EventCode, Trigger, code_event
from kgraph.model import Modality


def verb(lemma: str, *objects: str, **more: object) -> Trigger:
    """Make a verb's trigger: "cut off", its object's head and the other nouns of the object."""
    word, _, particle = lemma.partition(" ")
    head = objects[0] if objects else None
    return Trigger(word, "verb", particle or None, (), head, objects, **more)  # type: ignore[arg-type]


def phrase(lemma: str, preposition: str, *nouns: str) -> Trigger:
    """Make a trigger whose only argument is a prepositional phrase."""
    word, _, particle = lemma.partition(" ")
    phrases = tuple((preposition, noun) for noun in nouns)
    return Trigger(word, "verb", particle or None, (preposition,), phrases=phrases)


def noun(lemma: str, *objects: str) -> Trigger:
    """Make an event noun's trigger with its patients."""
    return Trigger(lemma, "noun", object_head=objects[0] if objects else None, object_heads=objects)


def root(trigger: Trigger) -> str | None:
    """Return the root alone."""
    event = code_event(trigger)
    return event.root if event else None


FRAMES = [
    (verb("attack", "village"), "ASSAULT"),
    (verb("kill", "civilian"), "ASSAULT"),
    (verb("shell", "hospital"), "ASSAULT"),
    (verb("seize", "town"), "ASSAULT"),
    (verb("seize", "cocaine"), "COERCE"),
    (verb("shoot down", "drone"), "ASSAULT"),
    (verb("take", "hostage"), "ASSAULT"),
    (verb("break", "ceasefire"), "ASSAULT"),
    (verb("arrest", "journalist"), "COERCE"),
    (verb("confiscate", "passport"), "COERCE"),
    (verb("shut down", "newspaper"), "COERCE"),
    (verb("impose", "curfew"), "COERCE"),
    (verb("declare", "state of emergency", "state", "emergency"), "COERCE"),
    (verb("close", "border"), "COERCE"),
    (verb("hack", "ministry"), "COERCE"),
    (verb("deport", "migrant"), "COERCE"),
    (verb("deploy", "troop"), "MOBILIZE"),
    (verb("call up", "reservist"), "MOBILIZE"),
    (verb("test", "missile"), "MOBILIZE"),
    (verb("impose", "sanction"), "SANCTION"),
    (verb("sever", "tie"), "SANCTION"),
    (verb("expel", "diplomat"), "SANCTION"),
    (verb("recall", "ambassador"), "SANCTION"),
    (verb("suspend", "aid"), "SANCTION"),
    (verb("cut off", "aid"), "SANCTION"),
    (verb("convict", "official"), "SANCTION"),
    (phrase("withdraw", "from", "treaty"), "SANCTION"),
    (verb("withdraw", "troop"), "RETREAT"),
    (verb("release", "prisoner"), "RETREAT"),
    (verb("lift", "sanction"), "RETREAT"),
    (verb("unfreeze", "asset"), "RETREAT"),
    (verb("lay down", "arm"), "RETREAT"),
    (verb("resign"), "RETREAT"),
    (verb("halt", "offensive"), "RETREAT"),
    (verb("release", "report"), None),
    (verb("lift", "curfew"), "CONCEDE"),
    (verb("drop", "charge"), "CONCEDE"),
    (verb("declare", "ceasefire"), "CONCEDE"),
    (verb("pardon", "dissident"), "CONCEDE"),
    (verb("issue", "apology"), "CONCEDE"),
    (phrase("give in", "to", "demand"), "CONCEDE"),
    (verb("provide", "aid"), "AID"),
    (verb("donate", "vaccine"), "AID"),
    (verb("forgive", "debt"), "AID"),
    (verb("arm", "rebel"), "AID"),
    (verb("grant", "asylum"), "AID"),
    (verb("evacuate", "refugee"), "AID"),
    (verb("share", "intelligence"), "COOPERATE"),
    (verb("hold", "exercise", "joint exercise", "joint"), "COOPERATE"),
    (verb("extradite", "suspect"), "COOPERATE"),
    (phrase("cooperate", "with", "neighbour"), "COOPERATE"),
    (verb("praise", "decision"), "SUPPORT"),
    (verb("sign", "agreement"), "SUPPORT"),
    (verb("restore", "relation"), "SUPPORT"),
    (verb("recognise", "independence"), "SUPPORT"),
    (verb("meet", "president"), "CONSULT"),
    (verb("hold", "talk"), "CONSULT"),
    (verb("host", "summit"), "CONSULT"),
    (phrase("arrive", "in", "capital"), "CONSULT"),
    (phrase("mediate", "between", "government"), "CONSULT"),
    (verb("meet", "deadline"), None),
    (verb("demand", "resignation"), "REQUEST"),
    (phrase("call", "for", "restraint"), "REQUEST"),
    (phrase("appeal", "to", "donor"), "REQUEST"),
    (verb("seek", "asylum"), "REQUEST"),
    (verb("reject", "proposal"), "REJECT"),
    (verb("veto", "resolution"), "REJECT"),
    (verb("turn down", "invitation"), "REJECT"),
    (verb("cancel", "visit"), "REJECT"),
    (phrase("vote", "against", "bill"), "REJECT"),
    (verb("accuse", "army"), "ACCUSE"),
    (verb("condemn", "attack"), "ACCUSE"),
    (verb("criticise", "law"), "ACCUSE"),
    (verb("sue", "ministry"), "ACCUSE"),
    (verb("summon", "ambassador"), "ACCUSE"),
    (verb("launch", "investigation"), "ACCUSE"),
    (verb("express", "concern"), "ACCUSE"),
    (verb("issue", "ultimatum"), "THREATEN"),
    (verb("warn", "government"), "THREATEN"),
    (verb("threaten", "neighbour"), "THREATEN"),
    (verb("block", "road"), "PROTEST"),
    (verb("boycott", "election"), "PROTEST"),
    (verb("burn", "flag"), "PROTEST"),
    (phrase("go", "on", "strike"), "PROTEST"),
    (phrase("march", "against", "reform"), "PROTEST"),
    (verb("offer", "help"), "AGREE"),
    (verb("accept", "proposal"), "AGREE"),
    (verb("eat", "lunch menu"), None),
    (noun("expulsion", "diplomat"), "SANCTION"),
    (noun("release", "hostage"), "RETREAT"),
    (noun("drone strike", "convoy"), "ASSAULT"),
    (noun("talk"), "CONSULT"),
    (noun("demolition", "house"), "ASSAULT"),
    (noun("bicycle"), None),
]


@pytest.mark.parametrize(("trigger", "expected"), FRAMES, ids=lambda value: str(value)[:60])
def test_frames(trigger: Trigger, expected: str | None) -> None:
    assert root(trigger) == expected


LIGHT = [
    (verb("launch", "attack"), "ASSAULT"),
    (verb("carry out", "raid"), "ASSAULT"),
    (verb("conduct", "negotiation"), "CONSULT"),
    (verb("pay", "visit"), "CONSULT"),
    (verb("reach", "agreement"), "SUPPORT"),
    (verb("express", "support"), "SUPPORT"),
    (verb("issue", "warning"), "THREATEN"),
    (verb("stage", "protest"), "PROTEST"),
    (verb("announce", "release", "prisoner"), "RETREAT"),
    (phrase("take part", "in", "talk"), "CONSULT"),
    (verb("end", "siege"), "RETREAT"),
    (verb("halt", "shelling"), "RETREAT"),
    (verb("call off", "strike"), "CONCEDE"),
    (verb("postpone", "summit"), "REJECT"),
    (verb("demand", "withdrawal"), "REQUEST"),
    (verb("reject", "withdrawal"), "REJECT"),
    (verb("threaten", "invasion"), "THREATEN"),
    (verb("condemn", "invasion"), "ACCUSE"),
    (verb("welcome", "withdrawal"), "SUPPORT"),
    (verb("launch", "attack", "scathing attack", "scathing"), "ACCUSE"),
]


@pytest.mark.parametrize(("trigger", "expected"), LIGHT, ids=lambda value: str(value)[:60])
def test_light_verbs_take_the_root_of_their_noun(trigger: Trigger, expected: str) -> None:
    assert root(trigger) == expected


COMPOSED = [
    ("agree", verb("send", "aid"), "AGREE", None),
    ("agree", verb("release", "prisoner"), "AGREE", None),
    ("promise", verb("meet", "envoy"), "AGREE", None),
    ("plan", verb("visit", "capital"), "AGREE", None),
    ("plan", verb("invade", "island"), "THREATEN", "violence"),
    ("vow", verb("retaliate"), "THREATEN", "violence"),
    ("threaten", verb("sever", "tie"), "THREATEN", "relations"),
    ("threaten", verb("arrest", "minister"), "THREATEN", "restrict"),
    ("refuse", verb("negotiate"), "REJECT", "meet"),
    ("refuse", verb("release", "hostage"), "REJECT", "yield"),
    ("refuse", verb("provide", "aid"), "REJECT", "assist"),
    ("urge", verb("withdraw", "troop"), "REQUEST", "yield"),
    ("ask", verb("provide", "aid"), "REQUEST", "assist"),
    ("stop", verb("shell", "city"), "RETREAT", "ceasefire"),
    ("stop", verb("finance", "militia"), "SANCTION", "discontinue"),
    ("fail", verb("reach", "agreement"), "REJECT", "assist"),
    ("help", verb("rebuild", "school"), "AID", None),
    ("force", verb("resign"), "COERCE", "restrict"),
    ("allow", verb("protest"), "CONCEDE", None),
    ("begin", verb("withdraw", "troop"), "RETREAT", "withdraw"),
    ("decide", verb("lift", "curfew"), "CONCEDE", None),
    ("order", verb("arrest", "leader"), "COERCE", "arrest"),
]


@pytest.mark.parametrize(("governor", "inner", "expected", "mode"), COMPOSED)
def test_governed_acts(governor: str, inner: Trigger, expected: str, mode: str | None) -> None:
    event = code_event(Trigger(governor, "verb", complement=inner))
    assert event is not None
    assert (event.root, event.mode) == (expected, mode)


def test_chain_of_governors_is_composed_from_inside() -> None:
    release = verb("release", "prisoner")
    agree = Trigger("agree", "verb", complement=release)
    assert root(Trigger("refuse", "verb", complement=agree)) == "REJECT"
    assert root(Trigger("unwilling", "adj", complement=release)) == "REJECT"
    assert root(Trigger("ready", "adj", complement=verb("negotiate"))) == "AGREE"


MODAL: list[tuple[Modality, Trigger, str | None]] = [
    ("promised", verb("send", "aid"), "AGREE"),
    ("intended", verb("meet", "president"), "AGREE"),
    ("intended", verb("attack", "base"), "THREATEN"),
    ("threatened", verb("attack", "base"), "THREATEN"),
    ("demanded", verb("withdraw", "troop"), "REQUEST"),
    ("hypothetical", verb("impose", "sanction"), "THREATEN"),
    ("denied", verb("attack", "base"), None),
    ("asserted", verb("attack", "base"), "ASSAULT"),
]


@pytest.mark.parametrize(("modality", "trigger", "expected"), MODAL)
def test_modality_composes(modality: Modality, trigger: Trigger, expected: str | None) -> None:
    stated = Trigger(
        trigger.lemma,
        "verb",
        object_head=trigger.object_head,
        object_heads=trigger.object_heads,
        modality=modality,
    )
    assert root(stated) == expected


def test_negation() -> None:
    assert root(verb("release", "prisoner", polarity="negative")) == "REJECT"
    assert root(verb("recognise", "independence", polarity="negative")) == "REJECT"
    assert root(verb("attack", "base", polarity="negative")) is None
    assert root(verb("accuse", "army", polarity="negative")) is None


def test_subject_under_attack_is_the_recipient() -> None:
    event = code_event(phrase("come", "under", "attack"))
    assert event is not None
    assert (event.root, event.swap) == ("ASSAULT", True)
    received = code_event(verb("receive", "ambassador"))
    assert received is not None
    assert (received.root, received.swap) == ("CONSULT", True)


def test_mode_context_and_rule_are_told() -> None:
    event = code_event(verb("share", "intelligence"))
    assert event == EventCode(
        "COOPERATE", "intelligence", "intelligence", rule="share intelligence"
    )
    composed = code_event(Trigger("refuse", "verb", complement=verb("meet", "envoy")))
    assert composed is not None
    assert composed.rule == "refuse < meet"


def test_entity_types_stand_for_classes() -> None:
    assert root(Trigger("seize", "verb", object_head="gao", object_type="Place")) == "ASSAULT"
    assert root(Trigger("call", "verb", object_head="lind", object_type="Person")) == "CONSULT"


LEMMAS = st.sampled_from(sorted({lemma for _, lemma in load_event_table().frames}))
TRIGGERS = st.recursive(
    st.builds(
        Trigger,
        LEMMAS,
        st.sampled_from(["verb", "noun", "adj"]),
        object_heads=st.lists(LEMMAS, max_size=4).map(tuple),
        polarity=st.sampled_from(["positive", "negative"]),
        modality=st.sampled_from(["asserted", "promised", "demanded", "denied", "possible"]),
    ),
    lambda inner: st.builds(Trigger, LEMMAS, st.just("verb"), complement=inner),
    max_leaves=8,
)


@given(TRIGGERS)
def test_any_trigger_is_coded_alike_twice(trigger: Trigger) -> None:
    event = code_event(trigger)
    assert event is None or event.root in ROOTS
    assert code_event(trigger) == event


def test_many_event_nouns_in_one_phrase_cost_little() -> None:
    heads = ("attack", "raid", "strike", "offensive", "talk", "protest", "withdrawal") * 40
    assert root(verb("launch", *heads)) == "ASSAULT"
