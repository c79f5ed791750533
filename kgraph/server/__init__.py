"""A SPARQL 1.1 endpoint over a store, with a query editor and the explorer; it can only read."""

from kgraph.server.listening import serve

__all__ = ["serve"]
