"""One client of a room, and what it knows of it."""

import socket
from collections.abc import Callable
from typing import Any

from trials.load.ledger import Ledger

Answer = dict[str, Any]


class Client:
    """One connection. `seq` is the last event it knows, with the full view; `n_bytes` and `n_messages` count what it
    has received since they were set to 0. `on_open` is called when it may speak; `on_lost` when the server hangs up,
    which is a fault where there is none."""

    __slots__ = (
        "answers",
        "buffer",
        "early",
        "is_open",
        "is_upgraded",
        "ledger",
        "may_overlap",
        "n_bytes",
        "n_messages",
        "notices",
        "numbers",
        "on_lost",
        "on_open",
        "seq",
        "socket",
        "token",
        "tripped",
        "view",
        "worker",
    )

    def __init__(self, connected: socket.socket, *, may_overlap: bool) -> None:
        self.socket = connected
        self.may_overlap = may_overlap
        self.buffer = bytearray()
        self.answers: dict[int, Callable[[Answer], None]] = {}
        self.numbers = 0
        self.is_upgraded = False
        self.is_open = False
        """It has a place in Socket.IO's namespace."""
        self.on_open: Callable[[], None] | None = None
        self.on_lost: Callable[[], None] | None = None
        self.ledger: Ledger | None = None
        self.seq: int | None = None
        self.early: int | None = None
        """The first event it heard of, less one, where that was before the snapshot came."""
        self.tripped = -1
        """The latest generation whose release it has heard of."""
        self.view = "full"
        self.worker = 0
        self.token: str | None = None
        self.n_bytes = 0
        self.n_messages = 0
        self.notices: list[str] = []

    def forget_room(self, view: str) -> None:
        """It is about to ask for the room as a whole."""
        self.view = view
        self.seq = self.early = None

    def know(self, answer: Answer) -> None:
        """The room as a whole has come."""
        assert self.ledger is not None
        whole = answer.get("snapshot") or answer["brief"]
        generation = whole["barrier"]["generation"] if "barrier" in whole else whole["generation"]
        self.ledger.generation = max(self.ledger.generation, generation)
        if "barrier" in whole:
            self.ledger.fold.begin(whole)
            self.ledger.catch_up()
        if self.early is not None and self.early > whole["seq"]:
            self.ledger.faults.append(f"worker {self.worker} misses events after {whole['seq']}")
        self.seq = max(whole["seq"], self.seq or 0) if self.view == "full" else None

    def hear(self, packet: bytes, at_s: float) -> None:
        """A message has come that the server sent by itself."""
        ledger = self.ledger
        assert ledger is not None
        message = ledger.messages.get(packet) or ledger.read(packet)
        message.receipts_s.append(at_s)
        self.n_messages += 1
        if message.count:
            before = message.seq - message.count
            if self.seq is None:
                self.early = before if self.early is None else self.early
            elif self.seq != before and not (self.may_overlap and before < self.seq <= message.seq):
                ledger.faults.append(
                    f"worker {self.worker} knew {self.seq}, and heard of {message.count} events up to {message.seq}"
                )
            self.seq = message.seq
        elif message.event == "notice":
            self.notices.append(message.payload["type"])
        if message.tripped is not None and message.tripped > self.tripped:
            self.tripped = message.tripped
            ledger.n_released[message.tripped] += 1
