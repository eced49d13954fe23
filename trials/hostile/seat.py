"""A bare websocket that speaks just enough Engine.IO and Socket.IO, for asyncio."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect

DEADLINE_S = 30.0
CROWD_RETRY_S = 0.2
"""A room takes this many new seats a second; the others ask again."""


@dataclass
class Seat:
    """One connection. What it does with the messages that are no answers, its kinds say in `_take`."""

    socket: ClientConnection
    answers: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    seq: int | None = None
    worker: int = 0

    @classmethod
    async def connect(cls, url: str) -> Self:
        """A connection that has not joined."""
        socket = await connect(
            url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
            compression=None,
            max_queue=None,
            open_timeout=DEADLINE_S,
            ping_interval=None,  # a busy machine keeps it waiting, and the server asks, too
        )
        seat = cls(socket)
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        seat.reader = asyncio.create_task(seat._read())  # type: ignore[attr-defined]
        return seat

    @classmethod
    async def take(cls, url: str, code: str, view: str) -> Self:
        """Connect and join as a new worker; in a crowd it waits for its turn."""
        seat = await cls.connect(url)
        while (answer := await seat.join(code, view)).get("error") == "rate_limited":
            await asyncio.sleep(CROWD_RETRY_S)
        seat.worker = answer["you"]["worker"]
        return seat

    async def join(self, code: str, view: str) -> dict[str, Any]:
        return await self.call("join", {"v": 1, "code": code, "role": "worker", "view": view})

    async def call(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send one message, and wait for its acknowledgement."""
        number = len(self.answers)
        self.answers[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(f"42{number}{json.dumps([event, payload])}")
        return await asyncio.wait_for(self.answers[number], DEADLINE_S)

    async def close(self) -> None:
        self.reader.cancel()  # type: ignore[attr-defined]
        await self.socket.close()

    async def _read(self) -> None:
        async for packet in self.socket:
            assert isinstance(packet, str)
            if packet == "2":
                await self.socket.send("3")
            elif packet.startswith("43"):
                number, _, body = packet[2:].partition("[")
                self._acknowledged(int(number), json.loads("[" + body)[0])
            elif packet.startswith("42"):
                self._take(*json.loads(packet[2:]))

    def _acknowledged(self, number: int, answer: dict[str, Any]) -> None:
        if "snapshot" in answer:
            self.seq = answer["snapshot"]["seq"]
        self.answers[number].set_result(answer)

    def _take(self, event: str, payload: dict[str, Any]) -> None:
        raise NotImplementedError
