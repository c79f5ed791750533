"""Who asks: a user with a password, or a token, from the environment and from nowhere else.

What stands on a command line is in the list of processes and in the shell's history, so neither a
command nor an address takes a secret.  A secret is sent only to a server that asks for one, in the
way that it asks for: digest before basic (RFC 7616, RFC 7617), or bearer (RFC 6750).
"""

from __future__ import annotations

import base64
import os
from collections.abc import Generator, Sequence

import httpx

__all__ = ["PASSWORD", "TOKEN", "USER", "Credentials"]

#: The environment variables.
USER, PASSWORD, TOKEN = "KGRAPH_USER", "KGRAPH_PASSWORD", "KGRAPH_TOKEN"
Flow = Generator[httpx.Request, httpx.Response, None]


class Credentials(httpx.Auth):
    """What is told to a server that answers 401; nothing of it is ever shown."""

    def __init__(self, user: str = "", password: str = "", token: str = "") -> None:
        """Take a user and a password, or a token, or both; empty is none."""
        self._user = user
        self._password = password
        self._token = token
        self._chosen: httpx.Auth | None = None

    @classmethod
    def from_environment(cls) -> Credentials:
        """Return what the environment holds."""
        return cls(*(os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN)))

    def __repr__(self) -> str:
        """Tell nothing."""
        return "<Credentials>"

    def __bool__(self) -> bool:
        """Tell whether there is anything to send."""
        return bool(self._user or self._token)

    def hide(self, text: str) -> str:
        """Return a text, such as a server's answer, without the secrets."""
        pair = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        for secret in (self._token, pair, self._password):
            if secret:
                text = text.replace(secret, "…")
        return text

    def auth_flow(self, request: httpx.Request) -> Flow:
        """Send a request as it is, and again with what the server asks for."""
        if self._chosen is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._chosen = self._fitting(response.headers.get_list("www-authenticate"))
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)

    def _fitting(self, challenges: Sequence[str]) -> httpx.Auth | None:
        """Return the safest way that the server takes; one that names none is taken as it can."""
        schemes = {one.strip().partition(" ")[0].lower() for one in challenges}
        if self._user and "digest" in schemes:
            return httpx.DigestAuth(self._user, self._password)
        if self._token and (not schemes or "bearer" in schemes):
            return _Bearer(self._token)
        if self._user and (not schemes or "basic" in schemes):
            return httpx.BasicAuth(self._user, self._password)
        return None


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Flow:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request
