"""Copies and versions of articles: found on a made set, independent of order, kept in the store."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import pytest

from kgraph.copies import CopyDecision, Sketch, copy_decisions, signature
from kgraph.dataset import Run
from kgraph.model import Document, Extraction
from kgraph.store import Store, open_store
from kgraph.validate import validate

PLACES = [
    "Aldora",
    "Benwick",
    "Carsova",
    "Delmara",
    "Estria",
    "Farowen",
    "Goltva",
    "Harmin",
    "Istrel",
    "Jovara",
]
OFFICES = [
    "minister",
    "governor",
    "envoy",
    "general",
    "judge",
    "mayor",
    "banker",
    "bishop",
    "surgeon",
    "engineer",
]
VERBS = [
    "praised",
    "rejected",
    "delayed",
    "signed",
    "questioned",
    "defended",
    "cancelled",
    "reviewed",
    "leaked",
    "drafted",
]
THINGS = [
    "treaty",
    "budget",
    "dam",
    "railway",
    "vaccine",
    "harvest",
    "verdict",
    "loan",
    "pipeline",
    "curfew",
    "census",
    "port",
]
REASONS = [
    "floods",
    "strikes",
    "debts",
    "rumours",
    "storms",
    "threats",
    "doubts",
    "delays",
    "protests",
    "shortages",
]
TIMES = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "March",
    "April",
    "June",
]
BACKGROUND = (
    "The two neighbours have argued about the border river for more than thirty years, and several "
    "rounds of talks under mediators from abroad have ended without any lasting agreement."
)
HEADLINES = ("Verhandlungen am Grenzfluss", "Pourparlers sur le fleuve", "Conversaciones en el río")
#: Kinds of copies planted, and how many of each.
KINDS = ("exact", "edited", "excerpt", "headline", "shortened")
EACH = 30


def sentence(draw: random.Random) -> str:
    return (
        f"The {draw.choice(OFFICES)} of {draw.choice(PLACES)} {draw.choice(VERBS)} the "
        f"{draw.choice(THINGS)} near {draw.choice(PLACES)} on {draw.choice(TIMES)} because of "
        f"{draw.choice(REASONS)}, {draw.randint(2, 900)} {draw.choice(OFFICES)}s and "
        f"{draw.choice(REASONS)} in {draw.choice(PLACES)}."
    )


def article(draw: random.Random) -> list[str]:
    return [sentence(draw) for _ in range(draw.randint(8, 16))]


def copied(kind: str, body: list[str], draw: random.Random) -> list[str]:
    if kind == "edited":
        changed = set(draw.sample(range(len(body)), len(body) // 6))
        return [sentence(draw) if i in changed else one for i, one in enumerate(body)]
    if kind == "excerpt":
        return body[: max(4, len(body) // 2)]
    if kind == "headline":
        return [draw.choice(HEADLINES), *body]
    if kind == "shortened":
        return [*body[:-2], "(Writing by the desk in Harmin; editing by the night desk)"]
    return list(body)


def made_set() -> Iterator[tuple[str, str, int]]:
    """Name, text and origin of 450 articles, of which every second shares a paragraph."""
    draw = random.Random(5)
    bodies = [article(draw) for _ in range(300)]
    for number, body in enumerate(bodies):
        text = [*body, BACKGROUND] if number % 2 else body
        yield f"a{number:03}", "\n".join(text), number
    for place, kind in enumerate(KINDS):
        for number in range(place * EACH, (place + 1) * EACH):
            yield f"c{number:03}", "\n".join(copied(kind, bodies[number], draw)), number


MADE = list(made_set())
SKETCHES = [Sketch(iri=name, signature=signature(text)) for name, text, _ in MADE]


def pairs(groups: dict[str, object]) -> set[tuple[str, str]]:
    together: dict[object, list[str]] = {}
    for name, group in groups.items():
        together.setdefault(group, []).append(name)
    return {pair for names in together.values() for pair in combinations(sorted(names), 2)}


def test_copies_of_a_made_set_are_found_and_nothing_else() -> None:
    origins: dict[str, object] = {name: name for name, _, _ in MADE}
    origins.update({one.article: one.origin for one in copy_decisions(SKETCHES)})
    found = pairs(origins)
    wanted = pairs({name: number for name, _, number in MADE})
    assert len(MADE) >= 400
    assert len(wanted) == EACH * len(KINDS)
    right = len(found & wanted)
    assert right / len(wanted) >= 0.95, sorted(wanted - found)
    assert right / len(found) >= 0.95, sorted(found - wanted)


def test_order_does_not_matter() -> None:
    shuffled = list(SKETCHES)
    random.Random(1).shuffle(shuffled)
    assert copy_decisions(shuffled) == copy_decisions(SKETCHES)


def test_signature_of_a_text_stays_the_same() -> None:
    assert signature("Talks resumed in Geneva.") == signature("talks  resumed in\nGeneva")
    assert signature("").startswith("0:")
    assert len(signature(BACKGROUND).partition(":")[2]) == 684


def version(name: str, text: str, day: str, **more: object) -> Sketch:
    return Sketch(iri=name, signature=signature(text), published=day, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "named", [{"url": "https://news.example/talks"}, {"headline": ("Courier", "Talks resume")}]
)
def test_newest_version_speaks(named: dict[str, object]) -> None:
    body = article(random.Random(8))
    old = version("x", "\n".join(body), "2025-06-01", **named)
    new = version(
        "y", "\n".join([*body[:5], *article(random.Random(9))[:4]]), "2025-06-03", **named
    )
    (decision,) = copy_decisions([old, new])
    assert (decision.article, decision.origin, decision.newer) == ("x", "y", "y")


def test_one_address_for_every_article_makes_none_a_version() -> None:
    texts = ["\n".join(article(random.Random(seed))) for seed in (11, 12)]
    home = {"url": "https://news.example/"}
    days = ("2025-06-01", "2025-06-03")
    sketches = [
        version(name, text, day, **home) for name, text, day in zip("xy", texts, days, strict=True)
    ]
    assert copy_decisions(sketches) == []


def test_one_headline_every_week_is_no_version() -> None:
    texts = ["\n".join(article(random.Random(seed))) for seed in (11, 12)]
    one = version("x", texts[0], "2025-06-01", headline=("Courier", "The week ahead"))
    two = version("y", texts[1], "2025-06-08", headline=("Courier", "The week ahead"))
    assert copy_decisions([one, two]) == []


RUN = Run(version="1")
TEXT = "\n".join(article(random.Random(3)))
DOCUMENTS = [
    Document(id="agency.txt", text=TEXT, published="2025-06-01", source="Agency"),
    Document(id="outlet.txt", text=TEXT + "\nMore to follow.", published="2025-06-02"),
    Document(id="other.txt", text="\n".join(article(random.Random(4)))),
]


def filled(documents: list[Document]) -> Store:
    store = open_store()
    for document in documents:
        store.put(Extraction(document=document), RUN)
        store.settle_copies()
    return store


def test_store_is_what_a_build_from_scratch_gives() -> None:
    whole = filled(DOCUMENTS)
    assert set(filled(DOCUMENTS[::-1]).quads()) == set(whole.quads())
    whole.remove("agency.txt")
    whole.settle_copies()
    assert set(whole.quads()) == set(filled(DOCUMENTS[1:]).quads())


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_adding_changing_and_removing_gives_what_a_build_gives(seed: int) -> None:
    draw = random.Random(seed)
    bodies = [article(draw) for _ in range(4)]
    store, there = open_store(), dict[str, Document]()
    for _ in range(24):
        name = f"{draw.randrange(9)}.txt"
        if name in there and draw.random() < 0.4:
            del there[name]
            store.remove(name)
        else:
            text = "\n".join(copied(draw.choice(KINDS), draw.choice(bodies), draw))
            day = f"2025-06-0{draw.randint(1, 9)}"
            url = draw.choice([None, "https://news.example/talks"])
            there[name] = Document(id=name, text=text, published=day, url=url)
            store.put(Extraction(document=there[name]), RUN)
        if draw.random() < 0.5:
            store.settle_copies()
    store.settle_copies()
    documents = list(there.values())
    draw.shuffle(documents)
    assert set(store.quads()) == set(filled(documents).quads())


def test_decision_is_in_the_store_and_valid() -> None:
    from kgraph.copydata import read_copies

    store = filled(DOCUMENTS)
    names = {one.iri: one.id for one in store.documents()}
    (decision,) = read_copies(store.engine, store.iris)
    assert isinstance(decision, CopyDecision)
    assert (names[decision.article], names[decision.origin]) == ("outlet.txt", "agency.txt")
    assert decision.rule == "near-copy"
    assert 0.5 <= decision.score <= 1
    assert list(validate(store)) == []
