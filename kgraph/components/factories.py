"""Register the components with spaCy: each factory says what it needs and what it adds.

The extensions are set once, on import; the factories are also entry points of the package, so that
a saved pipeline loads without importing kgraph first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from kgraph.components import references
from kgraph.components.boundaries import mark_boundaries
from kgraph.components.claims import find_attributions
from kgraph.components.clauses import Clauses
from kgraph.components.described import name_described
from kgraph.components.embedding import remember_embeddings
from kgraph.components.firstperson import quoted_speakers
from kgraph.components.frames import verb_frames
from kgraph.components.metonymy import read_places
from kgraph.components.morphology import REMEMBERED, Morphology, can_remember
from kgraph.components.names import find_names, make_matcher
from kgraph.components.nominals import noun_frames
from kgraph.components.offices import office_frames
from kgraph.components.participants import spread
from kgraph.components.relations import relation_frames
from kgraph.components.repairs import mend
from kgraph.components.smallclauses import small_clauses
from kgraph.components.stance import StanceReader
from kgraph.gazetteer import load_gazetteer
from kgraph.lexicon import load_lexicon

__all__ = ["MORPHOLOGY", "ORDER", "add_components"]

#: The components in the order in which they must run.
ORDER = (
    "kgraph_boundaries",
    "kgraph_repairs",
    "kgraph_names",
    "kgraph_readings",
    "kgraph_references",
    "kgraph_clauses",
    "kgraph_attributions",
    "kgraph_frames",
    "kgraph_commitments",
)

#: What stands in for the model's own rules of morphology.
MORPHOLOGY = "kgraph_morphology"

EXTENSIONS = (
    "names",
    "inner_names",
    "readings",
    "references",
    "clauses",
    "attributions",
    "frames",
    "commitments",
)
for _name in EXTENSIONS:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)

Component = Callable[[Doc], Doc]


@Language.factory("kgraph_boundaries", assigns=["token.is_sent_start"])
def boundaries(nlp: Language, name: str) -> Component:
    """Make sentences end where paragraphs do; runs before the parser."""
    return mark_boundaries


@Language.factory(
    MORPHOLOGY,
    requires=["token.tag", "token.dep"],
    assigns=["token.pos", "token.morph", "token.lemma"],
)
def morphology(nlp: Language, name: str) -> Component:
    """Give parts of speech and lemmas as the pipeline's own rules would, from memory."""
    return Morphology(nlp)


@Language.factory(
    "kgraph_repairs",
    requires=["token.dep", "token.tag", "doc.ents"],
    assigns=["token.dep", "token.head", "doc.ents"],
)
def repairs(nlp: Language, name: str) -> Component:
    """Mend the parse where the words' forms give an error away."""
    lexicon = load_lexicon()

    def annotate(doc: Doc) -> Doc:
        return mend(doc, lexicon)

    return annotate


@Language.factory(
    "kgraph_names",
    requires=["doc.ents", "token.pos"],
    assigns=["doc._.names", "doc._.inner_names"],
    default_config={"gazetteer": []},
)
def names(nlp: Language, name: str, gazetteer: list[str]) -> Component:
    """Find names with gazetteer and model and say which are the same."""
    known = load_gazetteer(tuple(gazetteer))
    lexicon = load_lexicon()
    matcher = make_matcher(known, nlp.make_doc)

    def annotate(doc: Doc) -> Doc:
        doc._.names, doc._.inner_names = find_names(doc, matcher, known, lexicon)
        return doc

    return annotate


@Language.factory(
    "kgraph_readings",
    requires=["doc._.names", "token.dep"],
    assigns=["doc._.readings"],
    default_config={"gazetteer": []},
)
def readings(nlp: Language, name: str, gazetteer: list[str]) -> Component:
    """Tell place names that mean the place from those that mean who acts from it."""
    known, lexicon = load_gazetteer(tuple(gazetteer)), load_lexicon()

    def annotate(doc: Doc) -> Doc:
        doc._.readings = read_places(doc, doc._.names, lexicon, known)
        return doc

    return annotate


@Language.factory(
    "kgraph_references",
    requires=["doc._.names", "token.dep"],
    assigns=["doc._.references"],
    default_config={"gazetteer": []},
)
def pronouns(nlp: Language, name: str, gazetteer: list[str]) -> Component:
    """Resolve third-person and relative pronouns."""
    known, lexicon = load_gazetteer(tuple(gazetteer)), load_lexicon()

    def annotate(doc: Doc) -> Doc:
        doc._.references = references.resolve(doc, doc._.names, known, lexicon)
        return doc

    return annotate


@Language.factory("kgraph_clauses", requires=["token.dep", "token.tag"], assigns=["doc._.clauses"])
def clauses(nlp: Language, name: str) -> Component:
    """Make the clause reader of the Doc."""
    lexicon = load_lexicon()

    def annotate(doc: Doc) -> Doc:
        doc._.clauses = Clauses(doc, lexicon)
        return doc

    return annotate


@Language.factory(
    "kgraph_attributions",
    requires=["doc._.clauses", "doc._.references"],
    assigns=["doc._.attributions"],
)
def attributions(nlp: Language, name: str) -> Component:
    """Find who says what, and let "I" and "we" in a quotation be its speaker."""
    lexicon = load_lexicon()

    def annotate(doc: Doc) -> Doc:
        doc._.attributions = find_attributions(doc._.clauses, lexicon)
        doc._.references = {
            **doc._.references,
            **dict(quoted_speakers(doc, doc._.names, doc._.references)),
        }
        return doc

    return annotate


@Language.factory(
    "kgraph_frames", requires=["doc._.clauses", "doc._.names"], assigns=["doc._.frames"]
)
def frames(nlp: Language, name: str) -> Component:
    """Make the frames of verbs, event nouns and offices."""
    lexicon = load_lexicon()

    def annotate(doc: Doc) -> Doc:
        found = [
            *verb_frames(doc._.clauses),
            *small_clauses(doc._.clauses),
            *noun_frames(doc._.clauses, lexicon),
            *relation_frames(doc, lexicon),
        ]
        name_described(found, doc, doc._.clauses)
        spread(found, doc)
        doc._.frames = [*found, *office_frames(doc, doc._.names, lexicon)]
        return doc

    return annotate


@Language.factory(
    "kgraph_commitments",
    requires=["doc._.frames", "doc._.attributions"],
    assigns=["doc._.commitments"],
)
def commitments(nlp: Language, name: str) -> Component:
    """Decide polarity and modality of each frame."""
    lexicon = load_lexicon()

    def annotate(doc: Doc) -> Doc:
        reader = StanceReader(doc._.clauses, doc._.attributions, lexicon)
        doc._.commitments = [reader.commitment(frame) for frame in doc._.frames]
        return doc

    return annotate


def add_components(nlp: Language, gazetteer: Sequence[str] = ()) -> Language:
    """Add all components to a pipeline that has a tagger, a parser and an entity recogniser.

    ``gazetteer`` are paths of the user's own tables of names.
    """
    nlp.add_pipe("kgraph_boundaries", first=True)
    if can_remember(nlp):
        nlp.add_pipe(MORPHOLOGY, before=REMEMBERED[0])
        for name in REMEMBERED:
            nlp.disable_pipe(name)
    remember_embeddings(nlp)
    for name in ORDER[1:]:
        knows = name in {"kgraph_names", "kgraph_readings", "kgraph_references"}
        nlp.add_pipe(name, config={"gazetteer": list(gazetteer)} if knows else {})
    return nlp
