"""Thousands of clients in one process: bare websockets in one loop, cheap enough not to be what is measured."""

import functools
import heapq
import itertools
import selectors
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Self
from urllib.parse import urlsplit

from app.rooms.broadcast import MAX_PAUSE_MS
from trials.load.client import Answer, Client
from trials.load.ledger import Ledger
from trials.load.wire import (
    ACK,
    CLOSE,
    CONNECT,
    DISCONNECT,
    EVENT,
    OPENED,
    PING,
    PONG,
    TEXT,
    decode,
    event_frame,
    packets,
    text_frame,
    upgrade,
)

DEADLINE_S = 60.0
"""Far beyond what anything here takes."""
CONNECTING_AT_ONCE = 40
"""A stock server lets fifty wait for being accepted."""
CROWD_RETRY_S = 0.1
"""A room takes this many new seats a second; the others ask again."""
RECEIVE_BYTES = 65_536

now_s = time.perf_counter


class Crowd:
    """Clients of one server, and the loop that serves them. What goes wrong is a sentence in `faults`. `may_overlap`: a
    newcomer of this server may hear once more of what its snapshot holds. `beside` another crowd, which must live
    longer, there is one loop for both: whichever client waits, all are served."""

    def __init__(self, url: str, *, may_overlap: bool = False, beside: Self | None = None) -> None:
        address = urlsplit(url)
        self._address = (address.hostname or "", address.port or 80)
        self._may_overlap = may_overlap
        self._owns_loop = beside is None
        self._selector: selectors.BaseSelector = selectors.DefaultSelector() if beside is None else beside._selector
        self._due: list[tuple[float, int, Callable[[], None]]] = [] if beside is None else beside._due
        self._count: Iterator[int] = itertools.count() if beside is None else beside._count
        self.clients: list[Client] = []
        self.faults: list[str] = []
        self.n_put_off = 0
        """How often somebody wanted to join and had to ask again."""
        self.worst_lateness_s = 0.0
        """How late the loop did what was due: where this is large, the loop itself is what was measured."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close(self.clients)
        if self._owns_loop:
            self._selector.close()

    # The loop

    def at(self, due_s: float, call: Callable[[], None]) -> None:
        """Call it at this moment of `now_s`. Clients are served as soon as it has ended."""
        heapq.heappush(self._due, (due_s, next(self._count), call))

    def run(self, until: Callable[[], bool], within_s: float = DEADLINE_S, what: str = "") -> bool:
        """Serve the clients until the condition holds; it is looked at after everything that happens. False, and a
        fault, when it does not come to hold in time."""
        deadline_s = now_s() + within_s
        while not until():
            at_s = now_s()
            if at_s > deadline_s:
                self.faults.append(f"waited {within_s:.0f} s for nothing: {what}")
                return False
            while self._due and self._due[0][0] <= at_s:
                due_s, _, call = heapq.heappop(self._due)
                self.worst_lateness_s = max(self.worst_lateness_s, at_s - due_s)
                call()
            next_s = self._due[0][0] if self._due else deadline_s
            for key, _ in self._selector.select(max(0.0, min(next_s - now_s(), 0.1))):
                key.data()
        return True

    def pass_time(self, seconds: float) -> None:
        """Serve the clients for this long."""
        end_s = now_s() + seconds
        self.run(lambda: now_s() >= end_s, within_s=seconds + DEADLINE_S)

    def _receive(self, client: Client) -> None:
        try:
            data = client.socket.recv(RECEIVE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        at_s = now_s()
        if not data:
            self._lose(client)
            return
        client.n_bytes += len(data)
        buffer = client.buffer
        if not buffer and data[0] == TEXT and client.is_open:  # mostly, what comes is one whole frame
            length = data[1]
            head = 2 if length < 126 else 4
            if head == 4:
                length = int.from_bytes(data[2:4]) if length == 126 else -1
            if len(data) == head + length:
                self._handle(client, data[head:], at_s)
                return
        buffer += data
        if not client.is_upgraded and not self._upgrade(client):
            return
        for packet in packets(buffer):
            self._handle(client, packet, at_s)

    def _upgrade(self, client: Client) -> bool:
        """True when the answer to the request for a websocket has come."""
        head, end, rest = bytes(client.buffer).partition(b"\r\n\r\n")
        if end:
            client.is_upgraded = head.startswith(b"HTTP/1.1 101")
            client.buffer[:] = rest
            if not client.is_upgraded:
                self.faults.append(f"no websocket: {head[:60]!r}")
                self._lose(client)
        return client.is_upgraded

    def _handle(self, client: Client, packet: bytes, at_s: float) -> None:
        kind = packet[:2]
        if kind == EVENT:
            client.hear(packet, at_s)
        elif kind == ACK:
            number, bracket, body = packet[2:].partition(b"[")
            client.answers.pop(int(number))(decode(bracket + body)[0])
        elif packet == PING:
            self._send(client, text_frame(PONG))
        elif kind == CONNECT:
            client.is_open = True
            if client.on_open is not None:
                client.on_open()
        elif packet[:1] == OPENED:
            self._send(client, text_frame(CONNECT))
        elif packet in (b"", CLOSE, DISCONNECT):
            self._lose(client)
        else:
            self.faults.append(f"a packet {packet[:40]!r}")

    def _send(self, client: Client, frame: bytes) -> None:
        try:
            sent = client.socket.send(frame)
        except OSError as error:
            if client.on_lost is None:
                self.faults.append(f"worker {client.worker} cannot send: {error}")
            self._lose(client)
            return
        if sent != len(frame):
            self.faults.append(f"worker {client.worker} could send only {sent} of {len(frame)} bytes")

    def _lose(self, client: Client) -> None:
        if client.socket.fileno() < 0:
            return
        self.close([client])
        if client.on_lost is not None:
            client.on_lost()
        else:
            self.faults.append(f"worker {client.worker} was disconnected")

    # What clients do

    def connect(self, count: int) -> list[Client]:
        """New connections that have not joined, CONNECTING_AT_ONCE at a time."""
        clients: list[Client] = []
        for first in range(0, count, CONNECTING_AT_ONCE // 2):
            few = [self.open() for _ in range(min(CONNECTING_AT_ONCE // 2, count - first))]
            clients += few
            oldest = clients[: -len(few)][-len(few) :]
            self.run(lambda oldest=oldest: all(client.is_open for client in oldest), what="for connections")  # type: ignore[misc]
        self.run(lambda: all(client.is_open for client in clients[-CONNECTING_AT_ONCE:]), what="for connections")
        return clients

    def open(self) -> Client:
        """A connection that is not open yet."""
        connected = socket.create_connection(self._address, timeout=DEADLINE_S)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setblocking(False)  # noqa: FBT003
        client = Client(connected, may_overlap=self._may_overlap)
        self.clients.append(client)
        self._selector.register(connected, selectors.EVENT_READ, functools.partial(self._receive, client))
        self._send(client, upgrade(*self._address))
        return client

    def call(self, client: Client, event: str, payload: object, then: Callable[[Answer], None]) -> None:
        """Send a message; `then` gets its acknowledgement. Nothing, once the connection is closed."""
        if client.socket.fileno() < 0:
            return
        number = client.numbers = client.numbers + 1
        client.answers[number] = then
        self._send(client, event_frame(number, event, payload))

    def enter(
        self, client: Client, ledger: Ledger, view: str, then: Callable[[Answer], None], **fields: object
    ) -> None:
        """Let a client get on as a worker; in a crowd it waits for its turn. `then` gets the answer."""
        client.ledger, client.view = ledger, view

        def answered(answer: Answer) -> None:
            if answer["ok"]:
                client.worker, client.token = answer["you"]["worker"], answer["you"]["token"]
                client.know(answer)
            elif answer["error"] == "rate_limited":
                self.n_put_off += 1
                self.at(now_s() + CROWD_RETRY_S, ask)
                return
            then(answer)

        def ask() -> None:
            payload = {"v": 1, "code": ledger.code, "role": "worker", "view": view, **fields}
            self.call(client, "join", payload, answered)

        ask()

    def join(self, clients: Sequence[Client], ledger: Ledger, view: str = "full") -> None:
        """Let them get on, all at once, and wait until they are."""
        answers: list[Answer] = []
        for client in clients:
            self.enter(client, ledger, view, answers.append)
        self.run(lambda: len(answers) == len(clients), what="for seats")
        self.faults += [f"nobody can join: {answer}" for answer in answers if not answer["ok"]]

    def get_on(self, count: int, ledger: Ledger, view: str = "full") -> list[Client]:
        """Newcomers with seats. Each joins as soon as it may speak: however long the machine takes for all of
        them, nobody is sent away because of having said nothing for too long."""
        clients: list[Client] = []
        answers: list[Answer] = []
        for _ in range(count):
            self.run(lambda: sum(not client.is_open for client in clients[-CONNECTING_AT_ONCE:]) < CONNECTING_AT_ONCE)
            client = self.open()
            client.on_open = functools.partial(self.enter, client, ledger, view, answers.append)
            clients.append(client)
        self.run(lambda: len(answers) == count, what="for seats")
        self.faults += [f"nobody can join: {answer}" for answer in answers if not answer["ok"]]
        return clients

    def hear_all(self, clients: Sequence[Client]) -> None:
        """Wait until these have got all that has happened in their rooms: what is gathered leaves after
        MAX_PAUSE_MS at the latest, and a server that answers twice after that has done before what was due."""
        self.pass_time(MAX_PAUSE_MS / 1000)
        for _ in range(2):
            answers: list[Answer] = []
            for client in clients:
                self.call(client, "clock", {"t0": 0}, answers.append)
            self.run(lambda answers=answers: len(answers) == len(clients), what="for answers")  # type: ignore[misc]

    def see(self, clients: Iterable[Client], view: str) -> None:
        """Change their view."""
        changing = [client for client in clients if client.view != view]
        seen = []

        def take(client: Client, answer: Answer) -> None:
            client.know(answer)
            seen.append(client)

        for client in changing:
            payload = {"seq": client.seq or 0, "view": view}
            client.forget_room(view)
            self.call(client, "sync", payload, functools.partial(take, client))
        self.run(lambda: len(seen) == len(changing), what="for another view")

    def close(self, clients: Iterable[Client]) -> None:
        """Hang up."""
        for client in list(clients):
            if client.socket.fileno() >= 0:
                self._selector.unregister(client.socket)
                client.socket.close()
                self.clients.remove(client)
