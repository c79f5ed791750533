"""Rows as the store gives them, made by hand: four invented reports on the grain deal of 2022."""

from __future__ import annotations

from typing import Any

from kgraph.model import EntityRow, StatementRow

BASE = "https://w3id.org/kgraph/id/"


def entity(slug: str, label: str, kind: str, **more: Any) -> EntityRow:
    """Return an entity whose IRI is made as the real ones are."""
    return EntityRow(id=f"{BASE}entity/{kind.lower()}/{slug}", label=label, type=kind, **more)


ENTITIES = {
    row.label: row
    for row in (
        entity(
            "russia",
            "Russia",
            "Country",
            wikidata="Q159",
            country="RU",
            latitude=61.5,
            longitude=105.3,
            aliases=("Moscow", "Russian Federation"),
        ),
        entity(
            "ukraine",
            "Ukraine",
            "Country",
            wikidata="Q212",
            country="UA",
            latitude=48.4,
            longitude=31.2,
            aliases=("Kyiv",),
        ),
        entity(
            "turkiye",
            "Türkiye",
            "Country",
            wikidata="Q43",
            country="TR",
            latitude=39.0,
            longitude=35.0,
            aliases=("Turkey", "Ankara"),
        ),
        entity(
            "united-nations", "United Nations", "Organization", wikidata="Q1065", aliases=("UN",)
        ),
        entity("antonio-guterres", "António Guterres", "Person", wikidata="Q311440"),
        entity("recep-tayyip-erdogan", "Recep Tayyip Erdoğan", "Person", wikidata="Q39259"),
        entity("volodymyr-zelenskyy", "Volodymyr Zelenskyy", "Person", wikidata="Q3874799"),
        entity("sergei-shoigu", "Sergei Shoigu", "Person", wikidata="Q205362"),
        entity("oleksandr-kubrakov", "Oleksandr Kubrakov", "Person", wikidata="Q73162306"),
        entity("dmitry-peskov", "Dmitry Peskov", "Person", wikidata="Q4349680"),
        entity("mykhailo-podolyak", "Mykhailo Podolyak", "Person", wikidata="Q106628436"),
        entity("hulusi-akar", "Hulusi Akar", "Person", wikidata="Q6113478"),
        entity("josep-borrell", "Josep Borrell", "Person", wikidata="Q318436"),
        entity(
            "european-union", "European Union", "Organization", wikidata="Q458", aliases=("EU",)
        ),
        entity("joint-coordination-centre", "Joint Coordination Centre", "Organization"),
        entity(
            "istanbul",
            "Istanbul",
            "Place",
            wikidata="Q406",
            country="TR",
            latitude=41.01,
            longitude=28.96,
        ),
        entity(
            "odesa",
            "Odesa",
            "Place",
            wikidata="Q1874",
            country="UA",
            latitude=46.48,
            longitude=30.73,
            aliases=("Odessa",),
        ),
        entity("black-sea", "Black Sea", "Place", latitude=43.4, longitude=34.3),
        entity("chornomorsk", "Chornomorsk", "Place", latitude=46.3, longitude=30.65),
        entity("initiative", "Black Sea Grain Initiative", "Agreement", wikidata="Q113193420"),
        entity("kalibr", "Kalibr cruise missile", "Weapon", wikidata="Q1340735"),
        entity("ministry-of-defence", "Russian Ministry of Defence", "Government"),
    )
}
PHRASES = {"Phrase"}
DOCUMENTS = {
    "signing": (
        "Russia and Ukraine sign deal to free grain exports",
        "Bosphorus Wire",
        "https://example.org/2022/07/22/signing",
        "2022-07-22",
    ),
    "odesa": (
        "Missiles hit Odesa port a day after grain deal",
        "Dnipro Press",
        "https://example.org/2022/07/23/odesa",
        "2022-07-23",
    ),
    "denial": (
        "Moscow and Kyiv trade blame over port strike",
        "Global Courier",
        "https://example.org/2022/07/24/denial",
        "2022-07-24",
    ),
    "ships": (
        "First grain ship may leave within days, UN says",
        "Bosphorus Wire",
        None,
        "2022-07-29",
    ),
}
DOCUMENT_IRIS = {
    name: f"{BASE}document/{index:016x}" for index, name in enumerate(DOCUMENTS, start=0xA11CE)
}


def thing(label: str, document: str) -> tuple[str, str]:
    """Return IRI and type of what a label names: an entity, else a phrase of the document."""
    if label in ENTITIES:
        return ENTITIES[label].id, ENTITIES[label].type
    return f"{DOCUMENT_IRIS[document]}/phrase/{label.lower().replace(' ', '-')}", "Phrase"


def row(
    document: str, quote: str, subject: str, verb: str, target: str | None = None, **more: Any
) -> StatementRow:
    """Return a statement; spans are found in the quote, the rest is given or a plain default."""
    title, source, url, published = DOCUMENTS[document]
    start = more.pop("at", 10 * len(quote))
    text = more.pop("text", verb)
    offset = max(quote.find(text), 0)
    lemma = more.pop("lemma", verb)
    key = f"s{start + offset}-{start + offset + len(text)}-{more.pop('n', 0)}"
    target_iri, target_type = thing(target, document) if target else (None, None)
    place = more.pop("place", None)
    speakers = more.pop("speakers", ())
    stance = more.pop("stance", "claimed" if speakers else "asserted")
    negative = more.pop("negative", stance in {"negated", "denied"})
    arguments = tuple(
        (role, preposition, thing(label, document)[0], label)
        for role, preposition, label in more.pop("arguments", ())
    )
    values: dict[str, Any] = {
        "event": None,
        "relation": None,
        "voice": "active",
        "time_text": None,
        "time": None,
        "cues": ("said",) * len(speakers),
        "condition": None,
        "confidence": 0.9,
    }
    values |= more
    plain = {"asserted", "claimed", "negated"}
    return StatementRow(
        id=f"{DOCUMENT_IRIS[document]}/statement/{key}",
        document=DOCUMENT_IRIS[document],
        document_id=f"{document}.txt",
        document_title=title,
        source=source,
        url=url,
        published=published,
        subject=thing(subject, document)[0],
        subject_label=subject,
        subject_type=thing(subject, document)[1],
        object=target_iri,
        object_label=target,
        object_type=target_type,
        predicate=lemma,
        label=verb,
        text=text,
        polarity="negative" if negative else "positive",
        modality="asserted" if stance in plain else stance,
        stance=stance,
        speakers=speakers,
        speaker_ids=tuple(thing(name, document)[0] for name in speakers),
        place=thing(place, document)[0] if place else None,
        place_label=place,
        arguments=arguments,
        quote=quote,
        quote_start=start,
        quote_end=start + len(quote),
        **_span("predicate", quote, text, start),
        **_span("subject", quote, subject, start),
        **_span("object", quote, target, start),
        **values,
    )


def _span(name: str, quote: str, words: str | None, start: int) -> dict[str, int | None]:
    found = quote.find(words) if words else -1
    if found < 0 or not words:
        return {f"{name}_start": None, f"{name}_end": None}
    return {f"{name}_start": start + found, f"{name}_end": start + found + len(words)}


HOST = (
    "Türkiye hosted the ceremony in Istanbul on 22 July, and the United Nations brokered the deal."
)
SIGN = (
    "Sergei Shoigu signed the agreement with Türkiye and the United Nations; Oleksandr Kubrakov "
    "signed a mirror agreement the same day."
)
CENTRE = "The United Nations will oversee the Joint Coordination Centre in Istanbul."
GUTERRES = "António Guterres praised Recep Tayyip Erdoğan and called the deal a beacon of hope."
PORTS = "Russia promised not to attack the ports of Odesa while ships are being loaded."
INSPECT = "Russia demanded that Türkiye inspect every ship for weapons."
SANCTIONS = "Dmitry Peskov said the European Union must lift restrictions on Russian fertilizer."
PODOLYAK = "Mykhailo Podolyak warned that Ukraine would answer provocations at once."
STRIKE = "Russian missiles struck the port of Odesa on 23 July, less than a day after the signing."
ZELENSKYY = "Volodymyr Zelenskyy accused Russia of breaking its word, Dnipro Press reported."
BORRELL = (
    "Josep Borrell condemned the strike and said Russia bears responsibility for the food crisis."
)
AKAR = "Russia told Türkiye that it had nothing to do with the attack on Odesa, Hulusi Akar said."
MOD = "The Russian Ministry of Defence said missiles had destroyed a Ukrainian warship in Odesa."
PEACE = "If the strikes go on, Ukraine could leave the Black Sea Grain Initiative, Kubrakov said."
REFUSE = "Ukraine refused to let Russian ships escort the convoys."
NOTSIGN = "Ukraine and Russia did not sign a document with each other."
SHIPS = "The first ship may leave Chornomorsk within days, the United Nations said."
DEMINE = "Russia denied that it had mined the approaches to Odesa."
VISIT = "Volodymyr Zelenskyy visited Chornomorsk on 29 July and met António Guterres's envoy."
AID = "The European Union sent 500 million euros to Ukraine for grain storage."

STRIKES = row(
    "denial", PEACE, "the strikes", "go on", None, text="go on", at=360, stance="hypothetical",
    speakers=("Oleksandr Kubrakov",),
)  # fmt: skip

STATEMENTS = (
    STRIKES,
    row(
        "signing",
        HOST,
        "Türkiye",
        "hosted",
        "the ceremony",
        lemma="host",
        event="CONSULT",
        at=120,
        time_text="on 22 July",
        time="2022-07-22",
        place="Istanbul",
    ),
    row(
        "signing",
        HOST,
        "United Nations",
        "brokered",
        "Black Sea Grain Initiative",
        at=120,
        lemma="broker",
        event="CONSULT",
        time="2022-07-22",
        place="Istanbul",
    ),
    row(
        "signing",
        SIGN,
        "Sergei Shoigu",
        "signed",
        "Black Sea Grain Initiative",
        lemma="sign",
        event="SUPPORT",
        at=300,
        place="Istanbul",
        time="2022-07-22",
        arguments=(("recipient", "with", "Türkiye"), ("recipient", "with", "United Nations")),
    ),
    row(
        "signing",
        SIGN,
        "Oleksandr Kubrakov",
        "signed",
        "Black Sea Grain Initiative",
        at=300,
        n=1,
        lemma="sign",
        event="SUPPORT",
        place="Istanbul",
        time="2022-07-22",
    ),
    row(
        "signing",
        CENTRE,
        "United Nations",
        "will oversee",
        "Joint Coordination Centre",
        at=520,
        lemma="oversee",
        event="AGREE",
        stance="intended",
        place="Istanbul",
    ),
    row(
        "signing",
        GUTERRES,
        "António Guterres",
        "praised",
        "Recep Tayyip Erdoğan",
        at=640,
        lemma="praise",
        event="SUPPORT",
    ),
    row(
        "signing",
        GUTERRES,
        "António Guterres",
        "called",
        "Black Sea Grain Initiative",
        at=640,
        lemma="call",
        n=1,
        event="SUPPORT",
        arguments=(("other", None, "a beacon of hope"),),
    ),
    row(
        "signing",
        PORTS,
        "Russia",
        "will not attack",
        "Odesa",
        at=760,
        text="attack",
        lemma="attack",
        event="AGREE",
        stance="promised",
        speakers=("Russia",),
        negative=True,
        time_text="while ships are being loaded",
    ),
    row(
        "signing",
        INSPECT,
        "Russia",
        "demands",
        "inspection of ships",
        at=880,
        text="demanded",
        lemma="demand",
        event="REQUEST",
    ),
    row(
        "signing",
        INSPECT,
        "Türkiye",
        "inspect",
        "every ship",
        at=880,
        stance="demanded",
        speakers=("Russia",),
        event="COOPERATE",
    ),
    row(
        "signing",
        SANCTIONS,
        "European Union",
        "must lift",
        "restrictions on Russian fertilizer",
        lemma="lift",
        at=980,
        stance="demanded",
        speakers=("Dmitry Peskov",),
        event="RETREAT",
    ),
    row(
        "signing",
        PODOLYAK,
        "Ukraine",
        "would answer",
        "provocations",
        lemma="answer",
        at=1100,
        stance="threatened",
        speakers=("Mykhailo Podolyak",),
        event="THREATEN",
        arguments=(("recipient", None, "Russia"),),
    ),
    row(
        "signing",
        PODOLYAK,
        "Mykhailo Podolyak",
        "warns",
        "Russia",
        text="warned",
        lemma="warn",
        at=1100,
        event="THREATEN",
    ),
    row(
        "signing",
        NOTSIGN,
        "Ukraine",
        "did not sign with",
        "Russia",
        lemma="sign",
        text="did not sign",
        at=1240,
        stance="negated",
        event="SUPPORT",
    ),
    row(
        "odesa",
        STRIKE,
        "Russia",
        "struck",
        "Odesa",
        lemma="strike",
        event="ASSAULT",
        at=60,
        time_text="on 23 July",
        time="2022-07-23",
        place="Odesa",
        confidence=0.82,
    ),
    row(
        "odesa",
        ZELENSKYY,
        "Volodymyr Zelenskyy",
        "accuses",
        "Russia",
        lemma="accuse",
        text="accused",
        event="ACCUSE",
        at=200,
    ),
    row(
        "odesa",
        ZELENSKYY,
        "Russia",
        "broke",
        "its word",
        lemma="break",
        text="breaking",
        at=200,
        speakers=("Dnipro Press", "Volodymyr Zelenskyy"),
        event="REJECT",
    ),
    row(
        "odesa",
        BORRELL,
        "Josep Borrell",
        "condemns",
        "Russia",
        lemma="condemn",
        text="condemned",
        event="ACCUSE",
        at=320,
    ),
    row(
        "odesa",
        BORRELL,
        "Russia",
        "bears responsibility for",
        "the food crisis",
        lemma="bear",
        text="bears responsibility for",
        at=320,
        speakers=("Josep Borrell",),
    ),
    row(
        "odesa",
        AKAR,
        "Russia",
        "attacked",
        "Odesa",
        lemma="attack",
        text="attack",
        at=450,
        stance="denied",
        event="ASSAULT",
        speakers=("Hulusi Akar", "Russia"),
        place="Odesa",
    ),
    row("denial", MOD, "Russian Ministry of Defence", "said", None, lemma="say", at=80),
    row(
        "denial",
        MOD,
        "Kalibr cruise missile",
        "destroyed",
        "a Ukrainian warship",
        lemma="destroy",
        text="had destroyed",
        at=80,
        event="ASSAULT",
        place="Odesa",
        confidence=0.7,
        speakers=("Russian Ministry of Defence",),
    ),
    row(
        "denial",
        AKAR,
        "Hulusi Akar",
        "spoke with",
        "Russia",
        lemma="speak",
        text="told",
        event="CONSULT",
        at=230,
    ),
    row(
        "denial",
        PEACE,
        "Ukraine",
        "could leave",
        "Black Sea Grain Initiative",
        lemma="leave",
        at=360,
        condition=STRIKES.id,
        stance="conditional",
        speakers=("Oleksandr Kubrakov",),
        event="REJECT",
    ),
    row(
        "denial",
        REFUSE,
        "Ukraine",
        "refused",
        "Russian escort ships",
        lemma="refuse",
        at=480,
        event="REJECT",
    ),
    row(
        "denial",
        DEMINE,
        "Russia",
        "mined",
        "approaches to Odesa",
        lemma="mine",
        at=590,
        text="had mined",
        stance="denied",
        speakers=("Russia",),
        event="ASSAULT",
        place="Odesa",
    ),
    row(
        "denial",
        BORRELL,
        "Josep Borrell",
        "condemns",
        "Russia",
        lemma="condemn",
        text="condemned",
        event="ACCUSE",
        at=700,
    ),
    row(
        "denial",
        STRIKE,
        "Russia",
        "struck",
        "Odesa",
        lemma="strike",
        event="ASSAULT",
        at=820,
        speakers=("Mykhailo Podolyak",),
        time="2022-07-23",
        place="Odesa",
    ),
    row(
        "ships",
        SHIPS,
        "the first ship",
        "may leave",
        "Chornomorsk",
        lemma="leave",
        at=40,
        stance="possible",
        speakers=("United Nations",),
        place="Chornomorsk",
    ),
    row(
        "ships",
        VISIT,
        "Volodymyr Zelenskyy",
        "visited",
        "Chornomorsk",
        lemma="visit",
        at=150,
        event="CONSULT",
        time_text="on 29 July",
        time="2022-07-29",
        place="Chornomorsk",
    ),
    row(
        "ships",
        AID,
        "European Union",
        "sent",
        "500 million euros",
        lemma="send",
        at=280,
        event="AID",
        arguments=(("recipient", "to", "Ukraine"),),
    ),
    row(
        "ships",
        "Türkiye and the United Nations cooperate in Istanbul.",
        "Türkiye",
        "cooperates with",
        "United Nations",
        lemma="cooperate",
        text="cooperate",
        at=400,
        event="COOPERATE",
        place="Istanbul",
    ),
    row(
        "ships",
        "Six inspectors were detained in Odesa.",
        "six inspectors",
        "were detained",
        lemma="detain",
        voice="passive",
        at=520,
        event="COERCE",
        place="Odesa",
    ),
)
ENTITY_ROWS = tuple(ENTITIES.values())
