"""Who may ask for what: every request is held to these rules before anything else looks at it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from talk.serve.messages import Role
from talk.serve.tokens import Tokens

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
OPEN_FOLDERS = ("/assets/", "/data/")

Door = Literal["presenter", "remote", "follow", "any", "open"]

DOORS: Mapping[str, Door] = {
    "/": "presenter",
    "/index.html": "presenter",
    "/handout.html": "presenter",
    "/remote": "remote",
    "/follow": "follow",
    "/ws": "any",
    "/api/demo": "presenter",
    "/qr.svg": "presenter",
}
"""Each route with the token that it asks for. What is not named here and lies in no open folder is not there.

The open folders hold files of the manifest under a hash of their content: whoever can name one has it.
"""

PAGES = frozenset({"/", "/index.html", "/handout.html", "/remote", "/follow"})

_ENTER: Mapping[Role, frozenset[Door]] = {
    "presenter": frozenset({"presenter", "remote", "follow", "any"}),
    "remote": frozenset({"remote", "follow", "any"}),
    "audience": frozenset({"follow", "any"}),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer in place of what was asked for."""

    status: int
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for this server: its tokens, its port, and the names by which it may be called.

    `own_host` is the name that it listens at, `hosts` are those by which a proxy calls it, at any port;
    with `follow_only` there is nothing here but what an audience opens.
    """

    tokens: Tokens
    port: int
    own_host: str = LOOPBACK[0]
    hosts: tuple[str, ...] = ()
    is_open: bool = False
    root_path: str = ""
    follow_only: bool = False
    _names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_names", frozenset(f"{name}:{self.port}" for name in (*LOOPBACK, self.own_host.lower()))
        )

    def refusal(self, scope: Mapping[str, Any]) -> Refusal | None:
        """Why this request gets nothing, or None if it may go on."""
        headers = _headers(scope)
        path = str(scope["path"])
        if not self._is_ours(headers.get("host", ""), scope):
            return Refusal(403, "this server is not called by that name")
        origin = headers.get("origin")
        if origin is not None and not self._is_own_origin(origin, scope):
            return Refusal(403, "a page of another site may not ask this server")
        if not _is_own_site(headers) and not (path in PAGES and _is_visit(scope, headers)):
            return Refusal(403, "another site may open a page of this server, nothing else")
        return self._refused_at(path, scope)

    def role_of(self, scope: Mapping[str, Any]) -> Role | None:
        """Whose token the request brings."""
        given = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        words = given.get("token", [])
        return self.tokens.role_of(words[0]) if len(words) == 1 else None

    def path_of(self, scope: Mapping[str, Any]) -> str:
        """The path below `--root-path`, whether the proxy took that away or not."""
        path = str(scope["path"])
        for _ in range(2):  # the proxy may leave it on, and the server puts it before every path
            if self.root_path and (path == self.root_path or path.startswith(f"{self.root_path}/")):
                path = path[len(self.root_path) :]
        return path or "/"

    def _refused_at(self, path: str, scope: Mapping[str, Any]) -> Refusal | None:
        door = "open" if path.startswith(OPEN_FOLDERS) else DOORS.get(path)
        if door is None or (self.follow_only and door not in _ENTER["audience"] | {"open"}):
            return Refusal(404, "there is nothing here")
        role = self.role_of(scope)
        if door == "open" or (role and door in _ENTER[role]) or (door == "follow" and not self.is_open):
            return None
        return Refusal(401, "this page asks for its token: open the address that 'talk present' printed")

    def _is_ours(self, host: str, scope: Mapping[str, Any]) -> bool:
        if host.lower() in self._names:
            return True
        name, port = _parts(host)
        if name in self.hosts:
            return True
        return self.is_open and port == self.port and _same_address(name, scope.get("server"))

    def _is_own_origin(self, origin: str, scope: Mapping[str, Any]) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or parts.path or not parts.netloc:
            return False
        same = parts.netloc.lower() == _headers(scope).get("host", "").lower()
        return same or (parts.hostname or "") in self.hosts


def _headers(scope: Mapping[str, Any]) -> dict[str, str]:
    """The request's headers; of one that comes twice nothing can be trusted, so it is empty."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        found[key] = "" if key in found else value.decode("latin-1")
    return found


def _is_own_site(headers: Mapping[str, str]) -> bool:
    """Whether the browser says that our own page, or the person, asks; what is no browser says nothing."""
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _is_visit(scope: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    """Whether somebody followed a link that opens in a whole window."""
    mode, place = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    return scope.get("method") in ("GET", "HEAD") and mode == "navigate" and place == "document"


def _parts(host: str) -> tuple[str, int]:
    """Name and port of a Host header; a name that is none is empty."""
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port if parts.port is not None else 80
    except ValueError:
        return "", 0
    return (parts.hostname or "", port) if parts.netloc == host and "@" not in host else ("", 0)


def _same_address(name: str, server: tuple[str, int] | None) -> bool:
    """Whether a name is the very address that the connection came in at."""
    try:
        return server is not None and ipaddress.ip_address(name) == ipaddress.ip_address(server[0])
    except ValueError:
        return False
