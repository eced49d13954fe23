"""The fast path reaches the room, and waits for nobody."""

import re
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import msgspec
import pytest

from app.core import commands
from app.rooms.budgets import FREE_BURST, ROOM_BURST_MS, ROOM_MS_PER_SECOND
from app.server.application import Application
from app.settings import Settings
from app.sockets.connections import Connection
from app.sockets.prices import WORKERS_A_MESSAGE
from app.stores.sqlite import SqliteStore
from app.wire.fast_path import Acknowledgement, FastRequest, Reply, parse
from app.wire.messages import Arrive, ClockRequest
from tests.support.running import ROOT

CODE = "BRRRRR"
ARRIVAL = FastRequest("7", Arrive(generation=0))
MOST_CALLS = 68
"""Of Python functions, for an arrival that opens no gate, in a room with one screen more."""


@pytest.fixture
def app() -> Iterator[Application]:
    store = SqliteStore(":memory:")
    yield Application(Settings(async_mode="threading", database=":memory:"), store)
    store.close()


@pytest.fixture
def ana(app: Application) -> str:
    return join(app)


@pytest.fixture
def ben(app: Application, ana: str) -> str:
    return join(app)


def join(app: Application) -> str:
    """Somebody gets on in the shared room; the Socket.IO id."""
    client = app.socketio.test_client(app.flask)
    client.emit("join", {"v": 1, "code": CODE, "role": "worker"})
    return str(app.socketio.server.manager.sid_from_eio_sid(client.eio_sid, "/"))


def index_of(reply: Reply) -> int:
    assert isinstance(reply, Acknowledgement)
    return int(msgspec.json.decode(reply.packet[3:])[0]["index"])


class WatchedLock:
    """A room's lock that says when somebody asks for it who can wait."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.release = self._lock.release
        self._is_owned = self._lock._is_owned  # type: ignore[attr-defined]
        self.is_awaited = threading.Event()

    def acquire(self, blocking: bool = True) -> bool:
        if blocking:
            self.is_awaited.set()
        return self._lock.acquire(blocking)

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def answer_now(app: Application, sid: str, fast: FastRequest) -> list[Reply]:
    """What was sent at once; nothing where it would have to wait."""
    sent: list[Reply] = []
    assert app.sockets.answer_now(sid, fast, sent.append) == bool(sent)
    return sent


def test_an_arrival_is_acknowledged_with_its_place(app: Application, ana: str, ben: str) -> None:
    (reply,) = answer_now(app, ana, ARRIVAL)
    assert reply is not None
    assert reply.packet.startswith('437[{"ok":true,"generation":0,"index":0,')
    assert answer_now(app, ben, FastRequest("", Arrive(generation=0))) == [None]
    assert app.rooms.find(CODE).room.barrier.generation == 1


def test_a_refusal_is_an_acknowledgement_too(app: Application, ana: str) -> None:
    (reply,) = answer_now(app, ana, FastRequest("1", Arrive(generation=9)))
    assert reply is not None
    assert msgspec.json.decode(reply.packet[3:])[0]["error"] == "future_generation"


def test_the_picture_of_a_full_room_waits_in_line_where_it_comes_with_a_refusal(
    app: Application, ana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[Connection] = []
    monkeypatch.setattr(app.sockets, "_wait_in_line", waited.append)
    app.rooms.submit(CODE, commands.Reset(by=1, generation=0))
    (small,) = answer_now(app, ana, ARRIVAL)
    assert small is not None
    app.rooms.submit(CODE, commands.AddRobots(by=1, count=WORKERS_A_MESSAGE, seed=1))
    assert (answer_now(app, ana, ARRIVAL), waited) == ([], [])
    large = app.sockets.answer(ana, ARRIVAL)
    assert large is not None
    assert [msgspec.json.decode(reply.packet[3:])[0]["error"] for reply in (small, large)] == ["stale_generation"] * 2
    assert len(waited) == 1


@pytest.mark.parametrize(("view", "n_waited"), [("full", 1), ("brief", 0)])
def test_who_gets_into_a_full_room_waits_in_line_for_its_picture(
    app: Application, ana: str, monkeypatch: pytest.MonkeyPatch, view: str, n_waited: int
) -> None:
    app.rooms.submit(CODE, commands.AddRobots(by=1, count=WORKERS_A_MESSAGE, seed=1))
    waited: list[Connection] = []
    monkeypatch.setattr(app.sockets, "_wait_in_line", waited.append)
    viewer = app.socketio.test_client(app.flask)
    joined = viewer.emit("join", {"v": 1, "code": CODE, "role": "viewer", "view": view}, callback=True)
    assert (joined["ok"], len(waited)) == (True, n_waited)


def test_a_room_that_is_busy_or_not_in_memory_is_not_waited_for(app: Application, ana: str) -> None:
    with ThreadPoolExecutor() as others, app.rooms.held(CODE) as live:
        assert others.submit(answer_now, app, ana, ARRIVAL).result() == []
        assert live.room.barrier.waiting == {}
    del app.rooms._live[CODE]
    assert answer_now(app, ana, FastRequest("", ClockRequest(t0=1))) == []


def test_a_task_of_the_clients_own_waits_for_a_room_that_is_busy(
    app: Application, ana: str, ben: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = WatchedLock()
    monkeypatch.setattr(app.rooms.find(CODE), "lock", lock)
    with ThreadPoolExecutor() as others:
        with app.rooms.held(CODE):
            lock.is_awaited.clear()
            waiting = others.submit(app.sockets.answer, ana, ARRIVAL)
            assert lock.is_awaited.wait(30)
            assert index_of(answer_now(app, ben, ARRIVAL)[0]) == 0
        assert index_of(waiting.result(30)) == 1


def test_more_messages_than_a_hall_sends_wait_in_line_and_none_is_refused(app: Application, ana: str) -> None:
    connection = app.sockets.connections.get(ana)
    assert connection is not None
    connection.free.charge(FREE_BURST)
    assert answer_now(app, ana, ARRIVAL) == []
    assert index_of(app.sockets.answer(ana, ARRIVAL)) == 0


def test_who_opens_the_gate_too_often_waits_in_a_task_of_its_own_and_is_not_refused(
    app: Application, ana: str, ben: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.rooms.submit(CODE, commands.Configure(by=1, configuration=commands.Configuration(parties=1)))
    live = app.rooms.find(CODE)
    app.sockets._budgets._trips_of_rooms[live].charge(2 * ROOM_BURST_MS)
    slept_s: list[float] = []
    monkeypatch.setattr("app.sockets.handlers.time.sleep", slept_s.append)
    assert answer_now(app, ana, ARRIVAL) == []
    assert live.room.barrier.generation == 0
    assert index_of(app.sockets.answer(ana, ARRIVAL)) == 0
    assert live.room.barrier.generation == 1
    assert slept_s == [pytest.approx(ROOM_BURST_MS / ROOM_MS_PER_SECOND, abs=0.1)]
    assert answer_now(app, ben, FastRequest("1", ClockRequest(t0=1))), "nothing else waits"


def test_the_connections_of_an_address_share_what_waits_for_nobody(app: Application, ana: str, ben: str) -> None:
    assert app.sockets.connections.get(ana).free is app.sockets.connections.get(ben).free  # type: ignore[union-attr]


def test_a_lock_is_given_back_whatever_happens(app: Application, ana: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.rooms, "hand_over", lambda *_: 1 / 0)
    (reply,) = answer_now(app, ana, ARRIVAL)
    assert reply is not None and "internal" in reply.packet
    with ThreadPoolExecutor() as others:
        assert others.submit(app.rooms.find(CODE).lock.acquire, blocking=False).result()


def test_an_arrival_makes_few_calls(app: Application, ana: str, ben: str) -> None:
    """Each costs some tenths of a microsecond, and they come one by one: what protects other commands asks an arrival
    for nothing."""
    n_calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal n_calls
        n_calls += event == "call"

    fast = parse('421["command",{"type":"arrive","generation":0}]')
    assert fast is not None
    sys.setprofile(count)
    try:
        assert app.sockets.answer_now(ana, fast, lambda _reply: None)
    finally:
        sys.setprofile(None)
    assert len(app.rooms.find(CODE).room.barrier.waiting) == 1
    assert n_calls <= MOST_CALLS


WALK = (ROOT / "docs" / "architecture.md").read_text().partition("### One click of Arrive\n")[2].partition("\n### ")[0]
ROWS = re.findall(r"^\| \d+ \| `([\w/]+\.tsx?|[\w/]+\.py)` \| `(\w+)`", WALK, re.MULTILINE)
"""Of the walk's table: file and function."""


def test_the_walk_in_the_documents_names_every_file_that_an_arrival_passes_through(
    app: Application, ana: str, ben: str
) -> None:
    passed: set[tuple[str, str]] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(f"{ROOT}/app/"):
            passed.add((frame.f_code.co_filename.removeprefix(f"{ROOT}/"), frame.f_code.co_name))

    sys.setprofile(note)
    try:
        for sid in (ana, ben):
            fast = parse('421["command",{"type":"arrive","generation":0}]')
            assert fast is not None and isinstance(answer_now(app, sid, fast)[0], Acknowledgement)
    finally:
        sys.setprofile(None)
    named = set(re.findall(r"`(app/[\w/]+\.py)`", WALK))
    of_eventlet = {path for path in named if path.startswith("app/transport/")}  # it is not in this test
    assert {path for path, _ in passed} == named - of_eventlet
    assert {row for row in ROWS if row[0] in named - of_eventlet} <= passed


def test_the_walk_counts_right_and_its_functions_are_there() -> None:
    files = {path for path, _ in ROWS}
    assert len(ROWS) == len(files) == WALK.count("\n| ") - 2, "each row of the table names a file and a function"
    assert f"the {len(files)} of this table" in WALK
    more = set(re.findall(r"`(app/[\w/]+\.py)`", WALK)) - files
    assert f"through {len(more)} more" in WALK
    for path, function in ROWS:
        assert re.search(rf"\b{function}\b", (ROOT / path).read_text()), (path, function)
