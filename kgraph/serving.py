"""From what a user asks for to a server: who may ask, and whether the packages are there."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import KGraphError

if TYPE_CHECKING:
    from kgraph.server.app import Access

__all__ = ["TOKEN", "access_for", "serve_store"]

#: The environment variable that holds the token: it is in no list of processes and in no history.
TOKEN = "KGRAPH_TOKEN"
SHORTEST_TOKEN = 16


def access_for(
    host: str, *, token: bool = False, public: bool = False, origins: Sequence[str] = ()
) -> Access:
    """Return who may ask a server that listens on ``host``.

    Raises KGraphError where other machines could reach it and neither ``token`` nor ``public`` says
    that they may, and where there is no token, or too short a one.
    """
    _need_packages()
    from kgraph.server.app import Access

    loopback = is_loopback(host)
    if not (loopback or token or public):
        raise KGraphError(
            f"{host}: other machines could ask; say --token, or --read-only-public if they may"
        )
    secret = os.environ.get(TOKEN, "") if token else None
    if secret is not None and len(secret) < SHORTEST_TOKEN:
        raise KGraphError(f"put a token of {SHORTEST_TOKEN} characters or more into {TOKEN}")
    if not loopback:
        return Access(hosts=("*",), origins=tuple(origins), token=secret)
    return Access(origins=tuple(origins), token=secret)


def serve_store(
    path: Path,
    access: Access,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    seconds: float = 30.0,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve a store until interrupted."""
    from kgraph.server import serve
    from kgraph.server.answers import Limits

    serve(path, host=host, port=port, limits=Limits(seconds), access=access, started=started)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _need_packages() -> None:
    for name in ("starlette", "uvicorn"):
        if importlib.util.find_spec(name) is None:
            raise KGraphError(f"the server needs the package {name}: pip install 'kgraph[serve]'")
