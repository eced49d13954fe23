"""A client of the contract that sends its script, word for word."""

import contextlib
import json
import time
from collections.abc import Iterable, Iterator
from typing import Any

import websocket

from trials.hostile.raw import DEADLINE_S

Answer = dict[str, Any]


class Closed(Exception):
    """The server has ended the connection."""


class Speaker:
    """One websocket that has asked for the namespace. Payloads are JSON texts, or what is meant to be one."""

    def __init__(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(address, timeout=DEADLINE_S)
        self._number = 0
        self.socket.recv()
        self.say("40")
        self._hear("40")

    def say(self, packet: str) -> None:
        """Send one packet, whether or not it is read."""
        try:
            self.socket.send(packet)
        except (OSError, websocket.WebSocketException) as error:
            raise Closed from error

    def ask(self, event: str, payload: str) -> Answer:
        """Send one message; its acknowledgement.

        Raises:
            Closed
        """
        return next(iter(self.ask_all([(event, payload)])))

    def ask_all(self, messages: Iterable[tuple[str, str]]) -> Iterator[Answer]:
        """Send them all at once; their acknowledgements.

        Raises:
            Closed
        """
        numbers = []
        for event, payload in messages:
            self._number += 1
            numbers.append(self._number)
            self.say(f"42{self._number}[{json.dumps(event)},{payload}]")
        for number in numbers:
            yield json.loads(self._hear(f"43{number}["))[0]

    def join(self, code: str, **fields: object) -> Answer:
        return self.ask("join", json.dumps({"v": 1, "code": code, "role": "worker", **fields}))

    def until_closed(self) -> str:
        """ "closed" when the server ends the connection, "open" if it does not."""
        try:
            while self._receive():
                pass
        except Closed:
            return "closed"
        except websocket.WebSocketTimeoutException:
            return "open"
        return "closed"

    def _hear(self, beginning: str) -> str:
        """The rest of the next packet that begins so; pings are answered, the others are left."""
        until_s = time.monotonic() + DEADLINE_S
        while True:
            assert time.monotonic() < until_s, f"no answer {beginning}"
            packet = self._receive()
            if packet == "2":
                self.say("3")
            if packet.startswith(beginning):
                return packet[len(beginning.rstrip("[")) :]
            if not packet:
                raise Closed

    def _receive(self) -> str:
        try:
            return str(self.socket.recv() or "")
        except websocket.WebSocketTimeoutException:
            raise
        except (OSError, websocket.WebSocketException) as error:
            raise Closed from error


@contextlib.contextmanager
def speaker(port: int) -> Iterator[Speaker]:
    opened = Speaker(port)
    try:
        yield opened
    finally:
        opened.socket.shutdown()  # type: ignore[no-untyped-call]


def said(answer: Answer) -> str:
    """The answer in a word: "ok", or the code of the refusal."""
    return "ok" if answer["ok"] else str(answer["error"])


@contextlib.contextmanager
def crowd(port: int, code: str, n_people: int, view: str = "brief") -> Iterator[list[Speaker]]:
    """So many people of one address in this room. Each joins before the next one comes: a busy machine takes long for
    all of them, and ends who has not joined."""
    with contextlib.ExitStack() as stack:
        people = []
        for _ in range(n_people):
            person = stack.enter_context(speaker(port))
            person.join(code, view=view)
            people.append(person)
        yield people
