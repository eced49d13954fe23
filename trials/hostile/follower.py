"""A client that keeps to the contract on any network: it applies numbered events once and in order, asks for what it
has missed, and does not mind an acknowledgement that comes twice."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed

from trials.hostile.seat import DEADLINE_S, Seat

Answer = dict[str, Any]
Event = dict[str, Any]


@dataclass
class Follower(Seat):
    """`events` are those of the room after number `joined_seq`, each once. `acknowledged` has every answer to each of
    its messages."""

    acknowledged: dict[int, list[Answer]] = field(default_factory=dict)
    you: Answer = field(default_factory=dict)
    notices: list[Answer] = field(default_factory=list)
    joined_seq: int = 0
    newest_seq: int = 0
    is_asking: bool = False
    is_over: bool = False
    waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def get_on(self, code: str, **fields: object) -> "Follower":
        answer = await self.call("join", {"v": 1, "code": code, "role": "worker", **fields})
        assert answer["ok"], answer
        self.you = answer["you"]
        self.worker = answer["you"]["worker"] or 0
        self.joined_seq = answer["snapshot"]["seq"]
        return self

    async def call(self, event: str, payload: dict[str, Any]) -> Answer:
        try:
            return await super().call(event, payload)
        except ConnectionClosed as closed:
            raise ConnectionError from closed

    async def command(self, command_type: str, **fields: object) -> Answer:
        """The answer; who is too fast waits for a turn.

        Raises:
            ConnectionError: the connection has ended before.
        """
        while (answer := await self.call("command", {"type": command_type, **fields})).get("error") == "rate_limited":
            await asyncio.sleep(0.1)
        return answer

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds; it is looked at whenever events have come.

        Raises:
            ConnectionError: the connection has ended before.
        """
        if self.is_over:
            raise ConnectionError
        if not condition():
            future = asyncio.get_running_loop().create_future()
            self.waiting.append((condition, future))
            await asyncio.wait_for(future, DEADLINE_S)

    def heard(self, event_type: str, **fields: object) -> list[Event]:
        return [event for event in self.events if event["type"] == event_type and fields.items() <= event.items()]

    async def hear(self, event_type: str, **fields: object) -> Event:
        await self.until(lambda: bool(self.heard(event_type, **fields)))
        return self.heard(event_type, **fields)[0]

    def _acknowledged(self, number: int, answer: Answer) -> None:
        self.acknowledged.setdefault(number, []).append(answer)
        if not self.answers[number].done():
            super()._acknowledged(number, answer)

    async def _read(self) -> None:
        """What was asked and not answered before the connection ended is a ConnectionError."""
        with contextlib.suppress(ConnectionClosed):
            await super()._read()
        self.is_over = True
        unanswered: list[asyncio.Future[Any]] = [*self.answers.values(), *(future for _, future in self.waiting)]
        for future in unanswered:
            if not future.done():
                future.set_exception(ConnectionError())
                future.exception()  # nobody may have been waiting

    def _take(self, event: str, payload: Answer) -> None:
        if event == "events" and self.seq is not None:
            self._apply(payload["seq"], payload["events"])
        elif event == "notice":
            self.notices.append(payload)

    def _apply(self, seq: int, events: list[Event]) -> None:
        assert self.seq is not None
        self.newest_seq = max(self.newest_seq, seq)
        n_known = self.seq - (seq - len(events))
        if n_known < 0:
            task = asyncio.create_task(self._ask())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        elif n_known < len(events):
            self.events += events[n_known:]
            self.seq = seq
            self._wake()

    async def _ask(self) -> None:
        """Ask for what is missing, once at a time, until nothing is that it has heard of."""
        while not self.is_asking and self.seq is not None and self.seq < self.newest_seq:
            self.is_asking = True
            answer = await self.call("sync", {"seq": self.seq})
            self.is_asking = False
            if answer["ok"]:
                self._apply(answer["seq"], answer["events"])
            else:
                assert answer["error"] == "rate_limited", answer
                await asyncio.sleep(0.1)

    def _wake(self) -> None:
        for condition, future in [*self.waiting]:
            if condition():
                self.waiting.remove((condition, future))
                if not future.done():
                    future.set_result(None)
