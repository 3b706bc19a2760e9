"""The tokens of a deck's windows and its port: kept from one run to the next, so that windows find back."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from pathlib import Path

import msgspec

from talk.project import Project, open_cache
from talk.serve.messages import Role

_TOKEN = re.compile(r"[\w-]{20,64}")
_BYTES = 18


class Tokens(msgspec.Struct, frozen=True):
    """One secret for each role, and the port that the deck was last served on (0: none yet)."""

    presenter: str
    remote: str
    audience: str
    port: int = 0

    def role_of(self, token: str) -> Role | None:
        """Whose token it is."""
        roles: tuple[Role, ...] = ("presenter", "remote", "audience")
        matching = [
            role for role in roles if secrets.compare_digest(_bytes(token), _bytes(getattr(self, role)))
        ]
        return matching[0] if matching else None

    def with_port(self, port: int) -> Tokens:
        return msgspec.structs.replace(self, port=port)


def is_token(text: str) -> bool:
    """Whether it has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def new_tokens() -> Tokens:
    """Tokens that nobody knows yet."""
    presenter, remote, audience = (secrets.token_urlsafe(_BYTES) for _ in range(3))
    return Tokens(presenter, remote, audience)


def load_tokens(project: Project) -> Tokens:
    """The tokens of this deck's last run, or new ones where none are kept or they cannot be trusted."""
    try:
        found = msgspec.json.decode(_file(project).read_bytes(), type=Tokens)
    except (OSError, msgspec.DecodeError):
        return new_tokens()
    given = {found.presenter, found.remote, found.audience}
    whole = len(given) == 3 and all(map(is_token, given))
    return found if whole and 0 <= found.port < 65536 else new_tokens()


def keep_tokens(project: Project, tokens: Tokens) -> None:
    """Write them where only this user can read them; without a place they hold for this run alone."""
    path = _file(project)
    staged = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        staged.touch(0o600)
        staged.write_bytes(msgspec.json.encode(tokens))
        staged.replace(path)


def _file(project: Project) -> Path:
    name = hashlib.sha256(os.fsencode(project.source.resolve())).hexdigest()[:16]
    return open_cache(project.root, "present") / f"{name}.json"


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
