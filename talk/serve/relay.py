"""The follow channel over Redis: one process says where the talk is, others serve audiences with it.

What the presenter's process publishes is what a follower's window is told, no more: no notes, no timer, no
token but the audience's. What comes from Redis is held to the same forms as what comes from a window.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from talk.errors import TalkError
from talk.serve import messages
from talk.serve.hub import Hub, RefusedError, Window
from talk.serve.messages import Hello, Relayed
from talk.serve.tokens import is_token

if TYPE_CHECKING:
    from redis.asyncio import Redis

MAX_BYTES = 1 << 20  # of one message: a state of a large figure
LIVES_S = 24 * 3600  # after which Redis forgets a talk of which it hears nothing
AGAIN_S = 0.5
ANSWER_S = 5.0
_NAME = re.compile(r"[\w.-]{1,80}")


@dataclass(frozen=True, slots=True)
class Relay:
    """Where the talk is said: the server's address, and the talk's name there."""

    url: str
    name: str

    @property
    def channel(self) -> str:
        """Where each message is published."""
        return f"talk:{self.name}:said"

    @property
    def holds(self) -> str:
        """The hash of the last message of each key."""
        return f"talk:{self.name}:holds"

    @property
    def audience(self) -> str:
        """Where the audience's token lies."""
        return f"talk:{self.name}:audience"


def read_relay(text: str) -> Relay:
    """The relay of an address `redis://HOST:PORT/DB#NAME`; without a name it is `talk`.

    Raises:
        TalkError: it is none, or the client for Redis is not installed.
    """
    url, _, name = text.partition("#")
    if urlsplit(url).scheme not in ("redis", "rediss", "unix") or not _NAME.fullmatch(name or "talk"):
        raise TalkError(
            f"'{text}' is no address of a relay", hint="write redis://HOST:PORT, and #NAME for one of several"
        )
    try:
        import redis  # noqa: F401 - whether it is there
    except ImportError:
        raise TalkError("the client for Redis is missing", hint="pip install 'talk[relay]'") from None
    return Relay(url, name or "talk")


async def publish(relay: Relay, hub: Hub, audience: str) -> None:
    """Say for ever what an audience is told; while Redis is away the talk goes on without it."""

    async def say_all(server: Redis) -> None:
        window = Window("audience", _Publisher(relay, server, audience).say, is_person=False)
        try:
            hub.join(window)  # whatever was missed, the first word has all that holds
            await window.deliver()
        except RefusedError:
            pass
        finally:
            hub.leave(window)

    await _for_ever(relay, say_all)


async def follow(relay: Relay, hub: Hub) -> None:
    """Tell this process's windows for ever what comes; while Redis is away they stay where they are."""

    async def hear_all(server: Redis) -> None:
        async with server.pubsub() as heard:
            await heard.subscribe(relay.channel)
            if await heard.get_message(timeout=ANSWER_S) is None:  # the word that it is heard from now on
                raise TimeoutError
            held: dict[Any, Any] = await server.hgetall(relay.holds)
            hub.hold_all([said for said in map(_read, held.values()) if said is not None])
            while True:
                news = await heard.get_message(ignore_subscribe_messages=True, timeout=ANSWER_S)
                said = _read(news["data"]) if news else None
                if said is not None:
                    hub.relay(said)

    await _for_ever(relay, hear_all)


async def audience_token(relay: Relay) -> str:
    """The token that the presenter's process gives its audience, once there is one."""
    found: list[str] = []

    async def ask(server: Redis) -> None:
        told: Any = await server.get(relay.audience)
        found.extend([told.decode()] if told and is_token(told.decode(errors="replace")) else [])

    await _for_ever(relay, ask, lambda: bool(found))
    return found[0]


class _Publisher:
    """Puts what a follower's window is told into Redis."""

    def __init__(self, relay: Relay, server: Redis, audience: str) -> None:
        self.relay, self.server, self.audience = relay, server, audience

    async def say(self, text: str) -> None:
        told = _read_told(text)
        if told is None:
            return
        relay = self.relay
        pipe = self.server.pipeline(transaction=True)
        if isinstance(told, Hello):
            pipe.delete(relay.holds)
            pipe.set(relay.audience, self.audience, ex=LIVES_S)
            for said in told.holds:
                pipe.hset(relay.holds, messages.key_of(said), messages.written(said))
                pipe.publish(relay.channel, messages.written(said))
        else:
            for key in messages.ended_by(told, await self.server.hkeys(relay.holds)):
                pipe.hdel(relay.holds, key)
            if not isinstance(told, messages.Clear):
                pipe.hset(relay.holds, messages.key_of(told), text)
            pipe.publish(relay.channel, text)
        for key in (relay.holds, relay.audience):
            pipe.expire(key, LIVES_S)
        await pipe.execute()


async def _for_ever(
    relay: Relay, work: Callable[[Redis], Awaitable[None]], is_done: Callable[[], bool] = lambda: False
) -> None:
    """Do the work with a new connection each time that it ends, whatever is wrong with Redis."""
    from redis.exceptions import RedisError

    while True:
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            async with _connection(relay) as server:
                await work(server)
        if is_done():
            return
        await asyncio.sleep(AGAIN_S)


def _connection(relay: Relay) -> Redis:
    """A client that does not try again by itself: what was missed meanwhile would not be noticed."""
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    return Redis.from_url(
        relay.url,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=ANSWER_S,
        socket_timeout=2 * ANSWER_S,
        health_check_interval=int(ANSWER_S),
    )


def _read(data: Any) -> Relayed | None:
    """A message of the relay; None for what is none."""
    if not isinstance(data, bytes) or len(data) > MAX_BYTES:
        return None
    with contextlib.suppress(msgspec.DecodeError):
        return messages.read_relayed(data)
    return None


def _read_told(text: str) -> Hello | Relayed | None:
    """What a window is told, if it is for other processes: these make their own patches."""
    with contextlib.suppress(msgspec.DecodeError):
        return (
            messages.read_hello(text) if text.startswith('{"type":"hello"') else messages.read_relayed(text)
        )
    return None
