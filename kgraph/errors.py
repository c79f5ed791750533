"""What can go wrong, named by whose fault it is.

::

    KGraphError
    ├── DocumentError   an article cannot be read (.document_id names the file or row)
    ├── OntologyError   a file under ontology/ is wrong (.term names what in it)
    ├── StoreError      a store cannot be opened, read or written (.path)
    └── QueryError      a SPARQL query is wrong, or names a query that is not there

"Not found" is ``None`` or an empty result, never an exception.
"""

__all__ = ["DocumentError", "KGraphError", "OntologyError", "QueryError", "StoreError"]


class KGraphError(Exception):
    """Base of every error that kgraph raises on purpose; its text is one line for a person."""


class DocumentError(KGraphError):
    """An article cannot be read; ``document_id`` is the file, or the file and line, at fault."""

    def __init__(self, document_id: str, reason: str) -> None:
        """Name the document and say in a few words what is wrong with it."""
        super().__init__(f"{document_id}: {reason}")
        self.document_id = document_id
        self.reason = reason


class OntologyError(KGraphError):
    """Data under ``ontology/`` is wrong; ``term`` is the entry or file at fault."""

    def __init__(self, term: str, reason: str) -> None:
        """Name the term and say in a few words what is wrong with it."""
        super().__init__(f"{term}: {reason}")
        self.term = term
        self.reason = reason


class StoreError(KGraphError):
    """A store cannot be opened, read or written; ``path`` is where it lies."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the store and say in a few words what is wrong with it."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class QueryError(KGraphError):
    """A SPARQL query does not parse, or no named query has the name asked for."""
