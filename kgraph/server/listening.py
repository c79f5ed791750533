"""Open the port and serve: uvicorn, with a time limit on how slowly a request may come in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.errors import KGraphError
from kgraph.server.answers import Limits
from kgraph.server.app import Access, make_app
from kgraph.server.workers import Workers
from kgraph.store import open_store

__all__ = ["serve"]

#: A request's head has to be here after so many seconds, however it trickles in.
HEAD_SECONDS = 10.0
#: Bytes of a request's head.
LONGEST_HEAD = 65_536


class TimedProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection on which a request's head is not complete in time."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def handle_events(self) -> None:
        """Stop waiting once the head is read."""
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def serve(
    path: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    access: Access | None = None,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve the store in a folder until interrupted; ``started`` is told the address.

    Raises StoreError where there is no store to read, and KGraphError where the port is taken.
    """
    open_store(path, read_only=True).close()
    listener = _listener(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    workers = Workers(path, limits or Limits())
    try:
        app = make_app(workers, access or Access())
        config = uvicorn.Config(
            app,
            http=TimedProtocol,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=LONGEST_HEAD,
        )
        if started is not None:
            started(address)
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        workers.stop()
        listener.close()


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise KGraphError(f"{host} port {port}: {error.strerror}") from error
    return listener
