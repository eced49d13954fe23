"""What one room has told its clients, and whether it agrees with itself: no gaps, one order everywhere, one trip for
each generation, indices distinct and complete."""

from collections import Counter
from typing import Any

from app.wire.messages import SERVER_EVENTS
from trials.load.fold import Fold
from trials.load.wire import EVENT, ProtocolError, decode

KEPT_EVENTS = 20_000
"""Enough for any client that still asks for what it has missed."""


class Message:
    """One `events` or `brief` that was sent to many. `receipts_s` says when it reached each of them."""

    __slots__ = ("count", "event", "n_bytes", "payload", "receipts_s", "seq", "tripped")

    def __init__(self, text: bytes) -> None:
        name, payload = decode(text[len(EVENT) :])
        self.event: str = name
        self.payload: dict[str, Any] = payload
        self.n_bytes = len(text)
        self.receipts_s: list[float] = []
        self.count = len(payload["events"]) if name == "events" else 0
        self.seq: int = payload.get("seq", 0)
        self.tripped: int | None = None
        """The generation whose release it tells of, the latest one."""


class Ledger:
    """The room under this code, as its clients have heard of it so far. `faults` are sentences."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.faults: list[str] = []
        self.messages: dict[bytes, Message] = {}
        self.order: dict[int, list[int]] = {}
        """Generation -> its workers by index, as the trip named them."""
        self.indices: dict[int, dict[int, int]] = {}
        """Generation -> index -> worker, as the arrivals were answered."""
        self.n_released: Counter[int] = Counter()
        """Generation -> how many clients have heard of its release."""
        self.fold = Fold()
        self.generation = 0
        self._events: dict[int, dict[str, Any]] = {}

    def all_faults(self) -> list[str]:
        """Of the room, with its code."""
        return [f"{self.code}: {fault}" for fault in self.faults + self.fold.faults]

    def begin(self) -> None:
        """Forget the messages so far; numbers and order go on."""
        self.messages.clear()

    def look_away(self) -> None:
        """From now on nobody hears of the events, until the next snapshot comes."""
        self.faults += self.fold.faults
        self.fold = Fold()
        self._events.clear()

    def read(self, text: bytes) -> Message:
        """The message with this text, entered when it is heard for the first time."""
        message = self.messages.get(text)
        if message is None:
            message = self.messages[text] = Message(text)
            if message.event == "events":
                self._enter(message)
            elif message.event == "brief":
                self._enter_brief(message)
            elif message.event not in SERVER_EVENTS:
                raise ProtocolError(f"a message {message.event}")
        return message

    def _enter(self, message: Message) -> None:
        for seq, event in enumerate(message.payload["events"], message.seq - message.count + 1):
            if self._events.setdefault(seq, event) != event:
                self.faults.append(f"event {seq} is {self._events[seq]} for some and {event} for others")
            if event["type"] == "tripped":
                message.tripped = event["generation"]
                self._trip(event["generation"], event["order"])
            elif event["type"] == "reset":
                self.generation = max(self.generation, event["generation"])
        self.catch_up()
        for seq in [*self._events][: len(self._events) - KEPT_EVENTS]:
            del self._events[seq]

    def catch_up(self) -> None:
        """Follow the events as far as they are known: one client may have heard of the next before another of this."""
        while self.fold.seq is not None and (event := self._events.get(self.fold.seq + 1)):
            self.fold.take(event)

    def _trip(self, generation: int, order: list[int]) -> None:
        if self.order.setdefault(generation, order) != order:
            self.faults.append(f"generation {generation} has tripped twice")
        self.generation = max(self.generation, generation + 1)

    def _enter_brief(self, message: Message) -> None:
        last = message.payload["last"]
        if last is not None and last["outcome"] == "released":
            message.tripped = last["generation"]
        self.generation = max(self.generation, message.payload["generation"])

    def answered(self, generation: int, index: int, worker: int) -> None:
        """An arrival has got its place."""
        taken = self.indices.setdefault(generation, {})
        if taken.setdefault(index, worker) != worker:
            self.faults.append(f"generation {generation}: index {index} for {taken[index]} and for {worker}")

    def check_generation(self, generation: int, n_workers: int) -> None:
        """Everybody has arrived, with indices 0 … n - 1, and the trip names them in that order."""
        indices = self.indices.get(generation, {})
        if self._events and self.fold.seq != max(self._events):
            self.faults.append(f"nobody has heard of the event after {self.fold.seq}")
        if sorted(indices) != list(range(n_workers)):
            self.faults.append(f"generation {generation}: {len(indices)} indices for {n_workers} arrivals")
        order = self.order.get(generation)
        if order is not None and order != [indices.get(index) for index in range(len(order))]:
            self.faults.append(f"generation {generation}: the trip's order is not that of the indices")
