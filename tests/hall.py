"""A hall full of workers in one process: bare websockets that speak just enough Engine.IO and Socket.IO, and count."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect

DEADLINE_S = 30.0
CROWD_RETRY_S = 0.2
"""A room takes so many new seats a second; those who are too many ask again."""


@dataclass
class Seat:
    """One connection. Counts what it receives, in messages and in bytes of payload."""

    socket: ClientConnection
    answers: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    messages: int = 0
    n_bytes: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    gaps: int = 0
    seq: int | None = None
    worker: int = 0
    tripped: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def connect(cls, url: str) -> Self:
        """A connection that has not joined."""
        socket = await connect(
            url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket", compression=None, max_queue=None
        )
        seat = cls(socket)
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        seat.reader = asyncio.create_task(seat._read())  # type: ignore[attr-defined]
        return seat

    @classmethod
    async def take(cls, url: str, code: str, view: str) -> Self:
        """Connect and join as a new worker; who comes in a crowd waits for a turn."""
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

    def forget(self) -> None:
        """Begin to count anew."""
        self.messages = self.n_bytes = 0

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
                self.messages += 1
                self.n_bytes += len(packet.encode())
                self._take(*json.loads(packet[2:]))

    def _acknowledged(self, number: int, answer: dict[str, Any]) -> None:
        if "snapshot" in answer:
            self.seq = answer["snapshot"]["seq"]
        self.answers[number].set_result(answer)

    def _take(self, event: str, payload: dict[str, Any]) -> None:
        if event == "events":
            if self.seq is not None and self.seq != payload["seq"] - len(payload["events"]):
                self.gaps += 1
            self.seq = payload["seq"]
            self.events += payload["events"]
            if any(event["type"] == "tripped" for event in payload["events"]):
                self.tripped.set()
        elif event == "brief" and payload["last"] is not None:
            self.tripped.set()
