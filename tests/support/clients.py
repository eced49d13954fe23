"""Socket.IO clients for tests: real sockets, and patience with a deadline instead of sleeping."""

import functools
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Self

import engineio
import socketio

DEADLINE_S = 30.0
"""Far beyond what anything here takes; a test that runs into it has failed."""

Message = dict[str, Any]

COMPLAINTS = re.compile("refused|failed|aborting|error|Unexpected")
"""Most of it is logged as information, among all packets."""


class LastWords(logging.Handler):
    """Keeps what the library complained of lately. (Its threads outlive a test that has closed the client, and would
    complain to a stream that is gone.)"""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=3)

    def emit(self, record: logging.LogRecord) -> None:
        if COMPLAINTS.search(record.msg):
            self.lines.append(record.getMessage()[:200])


class EngineInOrder(engineio.Client):  # type: ignore[misc]
    """Hands messages on in the order in which they come. The library starts a thread for each, and where the machine is
    busy one overtakes another."""

    def _trigger_event(self, event: str, *args: Any, **options: Any) -> Any:
        return super()._trigger_event(event, *args, **{**options, "run_async": False})


class SocketInOrder(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.Client]:
        return EngineInOrder


class Client:
    """One connection. `events`, `briefs` and `notices` hold what it has heard so far."""

    def __init__(self, url: str, *, transport: str = "websocket") -> None:
        self.events: list[Message] = []
        self.briefs: list[Message] = []
        self.notices: list[Message] = []
        self.batches = 0
        self.n_bytes = 0
        self.gaps: list[str] = []
        self.seq: int | None = None
        self.joined: Message = {}
        self._changed = threading.Condition()
        self._last_words = LastWords()
        log = logging.Logger("tests.support.clients", logging.INFO)  # noqa: LOG001 (of this client alone)
        log.addHandler(self._last_words)
        self.io = SocketInOrder(reconnection=False, logger=log, engineio_logger=log, request_timeout=DEADLINE_S)
        self.io.on("events", self._on_events)
        self.io.on("brief", self._on_brief)
        self.io.on("notice", self._on_notice)
        self.ended_by: str | None = None
        """Why the connection ended, in the library's words."""
        self.io.on("disconnect", self._on_disconnect)
        try:
            self.io.connect(url, transports=[transport], wait_timeout=DEADLINE_S)
        except BaseException:
            self.close()  # there may be a line already
            raise

    def join(self, code: str, **fields: object) -> Message:
        """The acknowledgement of `join`, as a worker unless the fields say otherwise."""
        self.seq = None
        self.joined = self.call("join", {"v": 1, "code": code, "role": "worker", **fields})
        return self.joined

    @property
    def token(self) -> str:
        return str(self.joined["you"]["token"])

    @property
    def worker(self) -> int:
        return int(self.joined["you"]["worker"])

    def command(self, command_type: str, **fields: object) -> Message:
        return self.call("command", {"type": command_type, **fields})

    def arrive(self, generation: int = 0) -> Message:
        return self.command("arrive", generation=generation)

    def call(self, event: str, payload: object) -> Message:
        """The acknowledgement. If it shows the whole room, that is known before the next message is heard."""
        answers: list[Message] = []

        def answered(answer: Message) -> None:
            with self._changed:
                if "snapshot" in answer:
                    self.seq = answer["snapshot"]["seq"]
                answers.append(answer)
                self._changed.notify_all()

        self.io.emit(event, payload, callback=answered)
        self.until(lambda: bool(answers), f"for the answer to {event}")
        return answers[0]

    def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait until the condition holds; it is looked at after everything that is heard."""
        deadline_s = time.monotonic() + DEADLINE_S
        with self._changed:
            while not condition():
                left_s = deadline_s - time.monotonic()
                assert left_s > 0, f"waited for nothing: {what}; {self._state()}"
                self._changed.wait(min(left_s, 0.2))

    def _state(self) -> str:
        heard = f"heard {self.events} {self.briefs} {self.notices}"
        ended = f"ended by: {self.ended_by}, {[*self._last_words.lines]}"
        return f"{heard}; connected: {self.io.connected}, {ended}"

    def hear(self, event_type: str, **fields: object) -> Message:
        """The first room event of this type with these fields; waits for it."""

        def heard() -> list[Message]:
            return [e for e in self.events if e["type"] == event_type and fields.items() <= e.items()]

        self.until(lambda: bool(heard()), f"for {event_type} {fields}")
        return heard()[0]

    def hear_notice(self, notice_type: str) -> Message:
        self.until(lambda: any(n["type"] == notice_type for n in self.notices), f"for notice {notice_type}")
        return next(n for n in self.notices if n["type"] == notice_type)

    def close(self) -> None:
        """Say good-bye, without the three seconds in which websocket-client waits for an answer that its own reader
        may have taken already."""
        websocket, session = self.io.eio.ws, self.io.eio.http
        if websocket is not None:
            websocket.close = functools.partial(websocket.close, timeout=0)
        self.io.disconnect()
        if websocket is not None:
            websocket.shutdown()
        if session is not None:
            session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _on_events(self, message: Message) -> None:
        with self._changed:
            self.batches += 1
            if self.seq is not None:
                if self.seq != message["seq"] - len(message["events"]):
                    self.gaps.append(f"{self.seq} then {message['seq']} with {len(message['events'])}")
                self.seq = message["seq"]
            self.events += message["events"]
            self._changed.notify_all()

    def _on_brief(self, message: Message) -> None:
        with self._changed:
            self.briefs.append(message)
            self._changed.notify_all()

    def _on_disconnect(self, reason: str) -> None:
        self.ended_by = reason

    def _on_notice(self, message: Message) -> None:
        with self._changed:
            self.notices.append(message)
            self._changed.notify_all()


def create_room(url: str, **fields: object) -> Message:
    """POST /api/rooms."""
    return http("POST", f"{url}/api/rooms", fields)[1]


def http(method: str, url: str, body: object = None, bearer: str | None = None) -> tuple[int, Message]:
    """Status and JSON of an HTTP call; {} for an answer that is no JSON."""
    import json
    import urllib.error
    import urllib.request

    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    if data is not None:
        request.add_header("Content-Type", "application/json")
    if bearer is not None:
        request.add_header("Authorization", f"Bearer {bearer}")
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as response:
            status, raw = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, raw = error.code, error.read()
    try:
        return status, json.loads(raw)
    except ValueError:
        return status, {}


def metrics_page(url: str) -> str:
    """GET /metrics."""
    import urllib.request

    with urllib.request.urlopen(f"{url}/metrics", timeout=DEADLINE_S) as response:
        return str(response.read().decode())


def metrics(url: str) -> dict[str, float]:
    """The numbers of /metrics: name, with its labels but for the process in braces, and value."""
    page = re.sub(r'\{process="\w+"\}|,process="\w+"', "", metrics_page(url))
    pairs = (line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def history(server_url: str, code: str) -> list[Message]:
    events: list[Message] = http("GET", f"{server_url}/api/rooms/{code}/log.json")[1]["events"]
    return events


def tripped(server_url: str, code: str, generation: int = 0) -> Message:
    found = [e for e in history(server_url, code) if e["type"] == "tripped" and e["generation"] == generation]
    assert len(found) == 1
    return found[0]


def text_of(url: str, bearer: str | None = None) -> str:
    """What is read at this address, and the headers after it."""
    import urllib.error
    import urllib.request

    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as response:
            return str(response.read().decode()) + str(response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return str(error.read().decode()) + str(error.headers)
