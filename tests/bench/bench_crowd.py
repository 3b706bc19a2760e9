"""How soon a move of the presenter reaches 500 followers of one `talk present`.

    python tests/bench/bench_crowd.py [FOLLOWERS]

The followers are connections of this process on the loopback, the server is one of its own. Told are the
medians over 20 moves, half a second apart, of when half, 95 % and all of them have it, in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import statistics
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import click
from bench_present import made, served
from websockets.asyncio.client import connect

MOVES, PAUSE_S = 20, 0.5


async def heard(window: Any) -> float:
    """When the next move has come to a window."""
    while b'"at"' not in await window.recv(decode=False):
        pass
    return asyncio.get_running_loop().time()


async def delays(address: str, followers: int) -> list[list[float]]:
    """For each move, the milliseconds until it came to each follower, in order."""
    where = urlsplit(address)
    token = parse_qs(where.query)["token"][0]
    page = await asyncio.to_thread(lambda: urlopen(f"http://{where.netloc}/follow").read().decode())
    theirs = re.findall(r'"role": ?"audience", ?"token": ?"([^"]+)"', page)[0]
    found = []
    async with AsyncExitStack() as stack:

        async def join(query: str) -> Any:
            url = f"ws://{where.netloc}/ws{query}"
            return await stack.enter_async_context(connect(url, compression=None, ping_interval=None))

        windows = [await join(f"?token={theirs}") for _ in range(followers)]
        presenter = await join(f"?token={token}")
        await asyncio.sleep(2)
        for number in range(MOVES):
            listening = [asyncio.create_task(heard(window)) for window in windows]
            await asyncio.sleep(PAUSE_S)
            said = asyncio.get_running_loop().time()
            move = {"type": "at", "slide": f"slide-{number % 5 + 1}"}
            await presenter.send(json.dumps({"n": number, "say": move}))
            found.append(sorted((at - said) * 1000 for at in await asyncio.gather(*listening)))
    return found


def main() -> None:
    """Measure and print."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
    followers = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as scratch, served(made(Path(scratch), 100)) as (address, _):
        rows = asyncio.run(delays(address, followers))
    for name, share in (("half", 0.5), ("95 %", 0.95), ("all", 1)):
        at = [row[min(len(row) - 1, int(len(row) * share))] for row in rows]
        click.echo(f"{name:5} {statistics.median(at):8.1f} ms, at most {max(at):.1f}")


if __name__ == "__main__":
    main()
