"""A fickle network: a proxy that knows websocket messages, and doubles, delays and reorders them both ways."""

import asyncio
import contextlib
import itertools
import random
from typing import Self

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

MOST_DELAY_S = 0.04
DOUBLED = 0.3
"""The share of messages that come twice, each copy with a delay of its own."""
EVENT = "4"
"""Engine.IO's packets with a message; its own packets, such as pings, pass as they are."""


class FickleNetwork:
    """Listens on a free port. Once `is_fickle`, each message arrives after a random delay, and so out of order, and
    some arrive twice. `n_doubled` and `n_overtaken` tell what it has done."""

    def __init__(self, port: int, seed: int) -> None:
        self.is_fickle = False
        self.n_doubled = self.n_overtaken = 0
        self._port = port
        self._random = random.Random(seed)
        self._late: set[asyncio.Task[None]] = set()
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await serve(self._serve, "127.0.0.1", 0, compression=None)
        port = next(iter(self._server.sockets)).getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, near: ServerConnection) -> None:
        assert near.request is not None
        async with connect(f"ws://127.0.0.1:{self._port}{near.request.path}", compression=None) as far:
            ways = [asyncio.create_task(self._pass_on(*way)) for way in ((near, far), (far, near))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()

    async def _pass_on(self, source: Connection, sink: Connection) -> None:
        numbers = itertools.count()
        newest = 0

        async def send_late(number: int, packet: str | bytes, delay_s: float) -> None:
            nonlocal newest
            await asyncio.sleep(delay_s)
            self.n_overtaken += number < newest
            newest = max(newest, number)
            with contextlib.suppress(ConnectionClosed):
                await sink.send(packet)

        async for packet in source:
            if not self.is_fickle or not str(packet).startswith(EVENT):
                await sink.send(packet)
                continue
            number = next(numbers)
            is_doubled = self._random.random() < DOUBLED
            self.n_doubled += is_doubled
            for _ in range(1 + is_doubled):
                task = asyncio.create_task(send_late(number, packet, self._random.uniform(0, MOST_DELAY_S)))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
