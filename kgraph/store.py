"""Keep graphs in an Oxigraph directory or in memory, one article at a time.

Adding, replacing or removing an article is one transaction of the store: whoever reads, and
whatever dies in between, sees the article whole or not at all.  An article that has not changed is
not written again, and the order in which articles come does not matter: the store always holds
what a build from scratch would.

A folder holds its store in ``store/``; files made from it lie beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import oxrdflib
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import Store as Engine

from kgraph import terms
from kgraph.changes import Change, plan, plan_decisions, plan_inferences, plan_new
from kgraph.copydata import plan_copies
from kgraph.dataset import ArticleData, Run, article_data, fingerprint
from kgraph.engine import (
    OWN_GRAPHS,
    damage,
    infers,
    marks,
    open_files,
    open_memory,
    plan_infers,
    reported,
    settle,
    update_text,
)
from kgraph.errors import StoreError
from kgraph.iris import Iris
from kgraph.model import Document, Extraction
from kgraph.resolution import EntityDecision, Resolution, read_decisions
from kgraph.vocabulary import DCTERMS, KG, PREFIXES, RDF

__all__ = ["Store", "StoredDocument", "dataset", "open_store"]

#: So many articles are written before the store is told to bring them to the disk.
FLUSH_EVERY = 100


@dataclass(frozen=True, slots=True, order=True)
class StoredDocument:
    """An article in a store: what the user called it, its IRI, and what it was read from."""

    id: str
    iri: str
    fingerprint: str


class Store:
    """An open store; :func:`open_store` opens it, ``with`` closes it."""

    def __init__(self, engine: Engine, iris: Iris, path: Path | None, *, read_only: bool) -> None:
        """Hold an engine that has been opened and checked."""
        self._engine: Engine | None = engine
        self.iris = iris
        self.path = path
        self.read_only = read_only
        self._unflushed = 0
        self._resolution: Resolution | None = None

    @property
    def engine(self) -> Engine:
        """The pyoxigraph store itself."""
        if self._engine is None:
            raise StoreError(self.name, "is closed")
        return self._engine

    @property
    def name(self) -> str:
        """Where the store is, for messages."""
        return str(self.path) if self.path is not None else "store in memory"

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store; say in one line that it is damaged, where that is what went wrong."""
        if (reason := damage(error)) is not None:
            self._engine = None
            raise StoreError(self.name, reason) from error
        self.close()

    def put(self, extraction: Extraction, run: Run, *, keep_text: bool = False) -> bool:
        """Write an article, in place of what the store has under its id; tell if it was needed."""
        return self.put_data(article_data(extraction, run, self.iris, keep_text=keep_text))

    def put_data(self, new: ArticleData) -> bool:
        """Write an article that is RDF already, as :meth:`put` does."""
        gone = dict.fromkeys(self._articles(new.name))
        if self._is_there(new.iri):
            gone[new.iri] = None
        return self._apply(self._plan(list(gone), [new]))

    def put_all(self, new: Sequence[ArticleData]) -> None:
        """Write articles as :meth:`put_data` does; new ones together, several times faster."""
        names = {one.name for one in new}
        if len(names) < len(new) or any(map(self._articles, names)):
            for one in new:
                self.put_data(one)
        elif self.resolution or self.infers:
            self._add(self._plan([], new))
        else:
            edges = {line for one in new for line in one.edge_lines.splitlines(keepends=True)}
            change = plan_new(self.engine, self.iris, new)
            self._add(change, [*(one.lines for one in new), *edges])

    def remove(self, document: str) -> bool:
        """Take out an article, named by id, key or IRI, and all that only it supported."""
        gone = self._articles(document)
        for iri in (document, self.iris.document(document).value):
            if iri.startswith(self.iris.base) and self._is_there(NamedNode(iri)):
                gone.append(NamedNode(iri))
        gone = list(dict.fromkeys(gone))
        return self._apply(self._plan(gone, []))

    @property
    def infers(self) -> bool:
        """Whether the store keeps what follows from its articles, in ``…/graph/inferred``."""
        return infers(self.engine)

    def infer(self, wanted: bool = True) -> None:
        """Begin to infer, from all articles that are there and all that come, or end it."""
        if wanted == self.infers:
            return
        change = Change()
        if wanted:
            articles = (NamedNode(one.iri) for one in self.documents())
            change = plan_inferences(self.engine, self.iris, self.resolution, articles)
        self._apply(plan_infers(wanted, change, self.iris.graph("inferred")))
        self.flush()

    @property
    def resolution(self) -> Resolution:
        """All decisions about who is who that the store holds, applied in their order."""
        if self._resolution is None:
            self._resolution = Resolution(read_decisions(self.engine, self.iris))
        return self._resolution

    def decide(self, decision: EntityDecision) -> EntityDecision:
        """Take a decision about entities, after all that have been taken; return its record."""
        before = self.resolution.decisions
        last = before[-1].sequence if before else 0
        decision = replace(decision, sequence=last + 1)
        self._settle(Resolution((*before, decision)))
        return decision

    def undo(self) -> EntityDecision | None:
        """Take the last decision back and return it: all is as it was before."""
        before = self.resolution.decisions
        if not before:
            return None
        self._settle(Resolution(before[:-1]))
        return before[-1]

    def settle_copies(self) -> None:
        """Decide which articles are copies or versions of others, of all that are there now."""
        self._apply(plan_copies(self.engine, self.iris))
        self.flush()

    def _settle(self, resolution: Resolution) -> None:
        change = plan_decisions(
            self.engine, self.iris, self.resolution, resolution, infers=self.infers
        )
        self._apply(change)
        self._resolution = resolution
        self.flush()

    def is_current(self, document: Document, run: Run, *, keep_text: bool = False) -> bool:
        """Tell whether the store holds the document as :meth:`put` would write it."""
        article = self.iris.document(document.key)
        mark = Literal(fingerprint(document, run, keep_text=keep_text))
        return Quad(article, KG.fingerprint, mark, article) in self.engine

    def documents(self) -> Sequence[StoredDocument]:
        """Return the articles in the store, sorted by what the user called them."""
        found = self.engine.quads_for_pattern(None, RDF.type, KG.Article, None)
        return sorted(self._stored(terms.named(quad.subject)) for quad in found)

    def article_count(self) -> int:
        """Return how many articles the store holds."""
        return sum(1 for _ in self.engine.quads_for_pattern(None, RDF.type, KG.Article, None))

    def quads(self, *, with_vocabulary: bool = False) -> Iterator[Quad]:
        """Yield the data of the store, with the ontology's graphs where asked for."""
        for quad in self.engine.quads_for_pattern(None, None, None, None):
            if with_vocabulary or quad.graph_name not in OWN_GRAPHS:
                yield quad

    def flush(self) -> None:
        """Bring everything written so far to the disk."""
        if self.path is not None and not self.read_only:
            with reported(self.name):
                self.engine.flush()
        self._unflushed = 0

    def close(self) -> None:
        """Flush and let go of the store's lock; closing twice is no error."""
        if self._engine is not None:
            self.flush()
            self._engine = None

    def _plan(self, gone: Sequence[NamedNode], new: Sequence[ArticleData]) -> Change:
        return plan(self.engine, self.iris, self.resolution, gone=gone, new=new, infers=self.infers)

    def _apply(self, change: Change) -> bool:
        if not change:
            return False
        if self.read_only:
            raise StoreError(self.name, "is open for reading only")
        with reported(self.name):
            if change.removed or change.dropped:
                self.engine.update(update_text(change))
            else:
                self.engine.extend(change.added)
        self._unflushed += 1
        if self._unflushed >= FLUSH_EVERY:
            self.flush()
        return True

    def _add(self, change: Change, lines: Sequence[bytes] = ()) -> None:
        """Apply a change that takes out little, in bulk: all new quads are there at once.

        ``lines`` are more of these, as N-Quads.
        With them come marks on those that have to go, and go next; whoever opens the store in
        between sees to these first (:func:`kgraph.engine.settle`).
        """
        if self.read_only:
            raise StoreError(self.name, "is open for reading only")
        with reported(self.name):
            quads = change.added | marks(change.removed - change.added)
            data = terms.n_quads(quads)
            self.engine.bulk_load(b"".join((*lines, data)), format=RdfFormat.N_QUADS, lenient=True)
            settle(self.engine)
        self._unflushed = 0

    def _articles(self, document: str) -> list[NamedNode]:
        name = terms.text(document)
        found = self.engine.quads_for_pattern(None, DCTERMS.identifier, name, None)
        return [terms.named(quad.subject) for quad in found]

    def _is_there(self, article: NamedNode) -> bool:
        return Quad(article, RDF.type, KG.Article, article) in self.engine

    def _stored(self, article: NamedNode) -> StoredDocument:
        values = {
            quad.predicate: quad.object.value
            for quad in self.engine.quads_for_pattern(article, None, None, article)
            if isinstance(quad.object, Literal)
        }
        return StoredDocument(values[DCTERMS.identifier], article.value, values[KG.fingerprint])


def open_store(
    path: Path | str | None = None,
    *,
    base: str | None = None,
    create: bool = False,
    read_only: bool = False,
) -> Store:
    """Open the store in a folder, or a new one in memory where no folder is given.

    ``create`` makes the folder and the store where there is none.  ``read_only`` gives the store
    as it is now, also while another program writes to it.  ``base`` is the IRI under which a new
    store names its data; an existing store keeps its own.
    """
    if path is None:
        engine, iris = open_memory(base)
        return Store(engine, iris, None, read_only=False)
    engine, iris, folder = open_files(Path(path), base, create=create, read_only=read_only)
    return Store(engine, iris, folder, read_only=read_only)


def dataset(store: Store) -> rdflib.Dataset:
    """Return the store as an rdflib Dataset, whose default graph is the union of all graphs.

    It is a view, not a copy.  Write through :meth:`Store.put` only: rdflib knows no transactions.
    """
    view = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store.engine), default_union=True)
    for prefix, iri in PREFIXES.items():
        view.bind(prefix, iri, replace=True)
    return view
