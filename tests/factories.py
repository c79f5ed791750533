"""Extractions made by hand, without a language model: two invented reports on the grain deal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kgraph.dataset import Run
from kgraph.model import (
    Argument,
    Claim,
    Cue,
    Document,
    Entity,
    Extraction,
    Mention,
    Predicate,
    RoleArgument,
    Span,
    Statement,
    TimeExpression,
)

BASE = "https://w3id.org/kgraph/id/"
RUN = Run(version="0.0.1", model="by hand 1", options=(("names", "full"),))

KNOWN = {
    entity.label: entity
    for entity in (
        Entity(
            id="country/russia",
            label="Russia",
            type="Country",
            wikidata="Q159",
            wikipedia="Russia",
            country="RU",
            latitude=61.5,
            longitude=105.3,
            aliases=("Moscow",),
        ),
        Entity(
            id="country/ukraine",
            label="Ukraine",
            type="Country",
            wikidata="Q212",
            country="UA",
            latitude=49.0,
            longitude=32.0,
        ),
        Entity(
            id="country/turkiye",
            label="Türkiye",
            type="Country",
            wikidata="Q43",
            country="TR",
            latitude=39.0,
            longitude=35.0,
            aliases=("Turkey",),
        ),
        Entity(
            id="organization/united-nations",
            label="United Nations",
            type="Organization",
            wikidata="Q1065",
            aliases=("UN",),
        ),
        Entity(
            id="organization/european-union",
            label="European Union",
            type="Organization",
            wikidata="Q458",
            aliases=("EU",),
        ),
        Entity(
            id="place/istanbul",
            label="Istanbul",
            type="Place",
            wikidata="Q406",
            country="TR",
            latitude=41.01,
            longitude=28.96,
            geonames="745044",
        ),
        Entity(
            id="place/odesa",
            label="Odesa",
            type="Place",
            wikidata="Q1874",
            country="UA",
            latitude=46.48,
            longitude=30.73,
        ),
        Entity(id="person/sergei-shoigu", label="Sergei Shoigu", type="Person"),
        Entity(id="person/hulusi-akar", label="Hulusi Akar", type="Person"),
        Entity(id="person/dmitry-peskov", label="Dmitry Peskov", type="Person"),
        Entity(id="person/antonio-guterres", label="António Guterres", type="Person"),
        Entity(id="person/volodymyr-zelenskyy", label="Volodymyr Zelenskyy", type="Person"),
        Entity(id="organization/interfax", label="Interfax", type="Organization"),
    )
}


class Draft:
    """One report under way: words are found in its text, so that every offset is right."""

    def __init__(self, identifier: str, text: str, **metadata: Any) -> None:
        self.document = Document(id=identifier, text=text, **metadata)
        self.statements: list[Statement] = []
        self.claims: list[Claim] = []
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []

    def span(self, words: str, sentence: str) -> Span:
        start = self.document.text.index(sentence)
        start = self.document.text.index(words, start, start + len(sentence))
        return Span(start, start + len(words))

    def argument(self, words: str, sentence: str, name: str | None = None) -> Argument:
        """Words of a sentence; they name the entity ``name``, or the one whose label they are."""
        found = self.span(words, sentence)
        entity = KNOWN.get(name or words)
        if entity is not None and (entity.id, found) not in self._mentioned():
            self.entities[entity.id] = entity
            self.mentions.append(
                Mention(
                    start=found.start,
                    end=found.end,
                    text=words,
                    entity=entity.id,
                    type=entity.type,
                    kind="name",
                    rule="gazetteer",
                )
            )
        return Argument(
            text=words,
            start=found.start,
            end=found.end,
            head=words.split()[-1],
            entity=entity.id if entity is not None else None,
        )

    def _mentioned(self) -> set[tuple[str | None, Span]]:
        return {(mention.entity, Span(mention.start, mention.end)) for mention in self.mentions}

    def claim(
        self,
        sentence: str,
        speaker: str | None,
        cue: str,
        content: str,
        lemma: str,
        within: str | None = None,
        direct: bool = False,
    ) -> str:
        found = self.span(cue, sentence)
        key = f"c{found.start}-{found.end}-0"
        self.claims.append(
            Claim(
                id=key,
                speaker=self.argument(speaker, sentence) if speaker else None,
                cue=Cue(start=found.start, end=found.end, text=cue, lemma=lemma),
                content=(self.span(content, sentence),),
                direct=direct,
                within=within,
            )
        )
        return key

    def state(
        self,
        sentence: str,
        subject: str,
        verb: str,
        target: str | None = None,
        *,
        lemma: str,
        arguments: tuple[tuple[str, str, str], ...] = (),
        place: str | None = None,
        time: tuple[str, str] | None = None,
        label: str | None = None,
        voice: Any = "active",
        event: str | None = None,
        relation: str | None = None,
        **more: Any,
    ) -> str:
        found = self.span(verb, sentence)
        rank = sum(s.predicate.start == found.start for s in self.statements)
        key = f"s{found.start}-{found.end}-{rank}"
        when = self.span(time[0], sentence) if time else None
        evidence = self.span(sentence, sentence)
        self.statements.append(
            Statement(
                id=key,
                subject=self.argument(subject, sentence),
                predicate=Predicate(
                    start=found.start,
                    end=found.end,
                    text=verb,
                    lemma=lemma,
                    label=label or verb,
                    voice=voice,
                    event=event,
                    relation=relation,
                ),
                object=self.argument(target, sentence) if target else None,
                arguments=tuple(self._role(sentence, *one) for one in arguments),
                time=TimeExpression(start=when.start, end=when.end, text=time[0], value=time[1])
                if when and time
                else None,
                place=self.argument(place, sentence) if place else None,
                evidence=evidence,
                rule="by-hand",
                **more,
            )
        )
        return key

    def _role(self, sentence: str, role: Any, preposition: str, words: str) -> RoleArgument:
        plain = self.argument(words, sentence)
        return RoleArgument(
            text=plain.text,
            start=plain.start,
            end=plain.end,
            head=plain.head,
            entity=plain.entity,
            role=role,
            preposition=preposition,
        )

    def extraction(self) -> Extraction:
        return Extraction(
            document=self.document,
            mentions=tuple(sorted(self.mentions, key=lambda mention: mention.start)),
            entities=tuple(self.entities.values()),
            statements=tuple(self.statements),
            claims=tuple(self.claims),
        )


HOST = "Türkiye hosted talks in Istanbul on 22 July 2022."
MEET = "Sergei Shoigu met Hulusi Akar in Istanbul on Friday."
DEMAND = "Dmitry Peskov said Ukraine must clear the mines before ships can sail."
DENY = "Ukraine denied that it had mined the corridor."
PRAISE = "The United Nations praised Türkiye."
OFFICE = "Russian Defence Minister Sergei Shoigu signed for Russia."
THREAT = "Russia threatened to leave the initiative if sanctions stay."

STRIKE = "Russia struck Odesa on 23 July 2022."
ACCUSE = "Volodymyr Zelenskyy accused Russia of breaking its promise."
NESTED = "Interfax reported that Dmitry Peskov said Russia had hit a warship in Odesa."
AID = "The European Union sent grain silos to Ukraine."
UNSIGNED = "Ukraine did not sign a deal with Russia."
MAYBE = "The first ship may leave Odesa within days, it emerged."


def signing() -> Extraction:
    """The report of the day of the signing."""
    draft = Draft(
        "signing.txt",
        "\n".join((HOST, MEET, DEMAND, DENY, PRAISE, OFFICE, THREAT)),
        title="Grain deal signed in Istanbul",
        published="2022-07-22",
        source="Bosphorus Wire",
        url="https://example.org/signing",
    )
    draft.state(
        HOST,
        "Türkiye",
        "hosted",
        "talks",
        lemma="host",
        event="CONSULT",
        place="Istanbul",
        time=("22 July 2022", "2022-07-22"),
        confidence=0.9,
    )
    draft.state(
        MEET,
        "Sergei Shoigu",
        "met",
        "Hulusi Akar",
        lemma="meet",
        event="CONSULT",
        place="Istanbul",
        time=("Friday", "2022-07-22"),
    )
    said = draft.claim(
        DEMAND, "Dmitry Peskov", "said", "Ukraine must clear the mines before ships can sail", "say"
    )
    draft.state(DEMAND, "Dmitry Peskov", "said", lemma="say", label="says")
    sail = draft.state(
        DEMAND, "ships", "can sail", lemma="sail", modality="possible", claims=(said,)
    )
    draft.state(
        DEMAND,
        "Ukraine",
        "must clear",
        "the mines",
        lemma="clear",
        event="RETREAT",
        modality="demanded",
        claims=(said,),
        condition=sail,
    )
    denied = draft.claim(DENY, "Ukraine", "denied", "it had mined the corridor", "deny")
    draft.state(DENY, "Ukraine", "denied", lemma="deny", label="denies", event="REJECT")
    draft.state(
        DENY,
        "Ukraine",
        "had mined",
        "the corridor",
        lemma="mine",
        event="ASSAULT",
        modality="denied",
        claims=(denied,),
    )
    draft.state(PRAISE, "United Nations", "praised", "Türkiye", lemma="praise", event="SUPPORT")
    draft.state(
        OFFICE,
        "Sergei Shoigu",
        "Minister",
        "Defence Minister",
        lemma="position",
        label="position",
        relation="position",
    )
    draft.state(OFFICE, "Sergei Shoigu", "signed for", "Russia", lemma="sign", event="SUPPORT")
    stay = draft.state(THREAT, "sanctions", "stay", lemma="stay", modality="hypothetical")
    draft.state(
        THREAT,
        "Russia",
        "leave",
        "the initiative",
        lemma="leave",
        event="THREATEN",
        modality="threatened",
        condition=stay,
    )
    return draft.extraction()


def strike() -> Extraction:
    """The report of the day after."""
    draft = Draft(
        "strike.txt",
        "\n".join((STRIKE, ACCUSE, NESTED, AID, UNSIGNED, MAYBE)),
        title="Missiles hit Odesa",
        published="2022-07-24",
        source="Dnipro Press",
    )
    draft.state(
        STRIKE,
        "Russia",
        "struck",
        "Odesa",
        lemma="strike",
        event="ASSAULT",
        place="Odesa",
        time=("23 July 2022", "2022-07-23"),
        confidence=0.8,
    )
    draft.state(
        ACCUSE,
        "Volodymyr Zelenskyy",
        "accused",
        "Russia",
        lemma="accuse",
        label="accuses",
        event="ACCUSE",
    )
    accused = draft.claim(
        ACCUSE, "Volodymyr Zelenskyy", "accused", "breaking its promise", "accuse"
    )
    draft.state(
        ACCUSE,
        "Russia",
        "breaking",
        "its promise",
        lemma="break",
        event="REJECT",
        claims=(accused,),
    )
    outer = draft.claim(
        NESTED,
        "Interfax",
        "reported",
        "Dmitry Peskov said Russia had hit a warship in Odesa",
        "report",
    )
    inner = draft.claim(
        NESTED, "Dmitry Peskov", "said", "Russia had hit a warship in Odesa", "say", within=outer
    )
    draft.state(
        NESTED,
        "Russia",
        "had hit",
        "a warship",
        lemma="hit",
        event="ASSAULT",
        place="Odesa",
        claims=(outer, inner),
        confidence=0.7,
    )
    draft.state(
        AID,
        "European Union",
        "sent",
        "grain silos",
        lemma="send",
        event="AID",
        arguments=(("recipient", "to", "Ukraine"),),
    )
    draft.state(
        UNSIGNED,
        "Ukraine",
        "did not sign",
        "a deal",
        lemma="sign",
        event="SUPPORT",
        polarity="negative",
        arguments=(("recipient", "with", "Russia"),),
    )
    emerged = draft.claim(
        MAYBE, None, "emerged", "The first ship may leave Odesa within days", "emerge"
    )
    draft.state(
        MAYBE,
        "The first ship",
        "may leave",
        "Odesa",
        lemma="leave",
        modality="possible",
        claims=(emerged,),
        arguments=(("time", "within", "days"),),
    )
    return draft.extraction()


def both() -> tuple[Extraction, Extraction]:
    return signing(), strike()


def renamed(extraction: Extraction, identifier: str) -> Extraction:
    """The same text under another id, which makes it another article."""
    document = replace(extraction.document, id=identifier)
    return replace(extraction, document=document)


SENTENCES = ("Russia struck Odesa.", "Ukraine praised Türkiye.", "Russia left Istanbul.")
EVIL = '\x00 "quoted" \\u0022 } . <http://evil.example/> <b> \u202e \x1b[0m # ;'


def small(identifier: str, choice: tuple[int, ...], stance: str, alias: str) -> Extraction:
    """Some of three sentences, with a stance and names as they are given."""
    text = " ".join((*SENTENCES, EVIL))
    draft = Draft(identifier, text + stance + alias, title=alias or None, source=stance)
    for index in choice:
        subject, verb, target = SENTENCES[index].rstrip(".").split()
        more = {"polarity": "negative"} if stance == "negated" else {"modality": stance}
        draft.state(SENTENCES[index], subject, verb, target, lemma=verb, **more)
    if 0 in choice:
        draft.state(text, EVIL, "struck", "Odesa", lemma=EVIL)
    extraction = draft.extraction()
    named = tuple(
        replace(one, aliases=(alias, EVIL), latitude=None if alias else one.latitude)
        for one in extraction.entities
    )
    return replace(extraction, entities=named)
