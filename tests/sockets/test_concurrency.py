"""What happens at the same time: connections that come and go on several threads, in chosen and in random moments."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.core import commands
from app.core.refusals import Refusal
from app.rooms.live_room import LiveRoom
from app.server.application import Application
from app.settings import Settings
from app.sockets.connections import Connection
from app.stores.sqlite import SqliteStore

CODE = "BRRRRR"
JOIN = {"v": 1, "code": CODE, "role": "worker"}
DEADLINE_S = 30.0
N_THREADS = 8
N_VISITS = 30


class Desk:
    """An application without a server: its handlers are called by this process's threads."""

    def __init__(self) -> None:
        self.store = SqliteStore(":memory:")
        self.app = Application(Settings(async_mode="threading", database=":memory:"), self.store)

    def connect(self) -> SocketIOTestClient:
        return self.app.socketio.test_client(self.app.flask)

    def connection_of(self, client: SocketIOTestClient) -> Connection:
        sid = self.app.socketio.server.manager.sid_from_eio_sid(client.eio_sid, "/")
        connection = self.app.sockets.connections.get(sid)
        assert connection is not None
        return connection

    @property
    def live(self) -> LiveRoom:
        return self.app.rooms.find(CODE)

    def at_the_next_write(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
        """Another thread does this while the next command is being stored."""
        hand_over = self.store.hand_over

        def hand_over_and_act(*args: Any) -> None:
            monkeypatch.setattr(self.store, "hand_over", hand_over)
            other = threading.Thread(target=act)
            other.start()
            other.join(DEADLINE_S)
            assert not other.is_alive(), "it waits for the one who is being stored"
            hand_over(*args)

        monkeypatch.setattr(self.store, "hand_over", hand_over_and_act)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.store.close()


def call(client: SocketIOTestClient, event: str, payload: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.emit(event, payload, callback=True)
    return answer


def test_who_is_cut_off_while_joining_leaves_no_ghost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = desk.connect()
    desk.at_the_next_write(monkeypatch, ana.disconnect)
    ana.emit("join", JOIN)
    assert desk.live.room.workers[1].away_since_ms is not None
    assert (desk.live.screens, desk.live.seated, desk.app._broadcast._channels) == (0, {}, {})


def test_a_connection_that_joins_twice_at_once_gets_one_seat(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = desk.connection_of(desk.connect())
    refused: list[str] = []

    def join_again() -> None:
        try:
            desk.app.sockets.on_join(connection, {**JOIN, "role": "viewer"})
        except Refusal as refusal:
            refused.append(refusal.code)

    desk.at_the_next_write(monkeypatch, join_again)
    desk.app.sockets.on_join(connection, JOIN)
    assert refused == ["bad_request"]
    assert desk.live.screens == 1


def test_who_tries_again_to_join_waits_in_the_line_of_their_address(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[str] = []
    for wait in ("_wait_if_many", "_wait_in_line"):
        monkeypatch.setattr(desk.app.sockets, wait, lambda _connection, wait=wait: waits.append(wait))
    ana = desk.connect()
    for code, ok in (("BBBBBB", False), ("CCCCCC", False), (CODE, True)):
        assert call(ana, "join", {**JOIN, "code": code})["ok"] is ok
    assert waits == ["_wait_in_line"] * 3
    assert call(desk.connect(), "join", JOIN)["ok"]
    assert waits[3:] == ["_wait_if_many"]


def test_who_has_joined_tries_no_codes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = desk.connect()
    assert call(ana, "join", JOIN)["ok"]
    looked_for: list[str] = []
    monkeypatch.setattr("app.core.codes.spell", looked_for.append)
    assert call(ana, "join", {**JOIN, "code": "BBBBBB"})["error"] == "bad_request"
    assert looked_for == []


def test_an_old_connection_that_ends_late_does_not_take_the_new_one_along(desk: Desk) -> None:
    old, new = desk.connect(), desk.connect()
    token = call(old, "join", JOIN)["you"]["token"]
    leaving = threading.Thread(target=old.disconnect)
    with desk.live.lock:
        leaving.start()
        while len(desk.app.sockets.connections) == 2:
            assert leaving.is_alive()
        sid = desk.connection_of(new).sid
        desk.app.rooms.post(CODE, commands.Connect(worker=1, via=desk.app.rooms.process, connection=sid))
    leaving.join(DEADLINE_S)
    assert desk.live.room.workers[1].away_since_ms is None
    assert call(new, "join", {**JOIN, "token": token})["you"]["worker"] == 1
    assert desk.live.room.workers[1].away_since_ms is None
    assert desk.live.seated == {1: desk.connection_of(new).sid}
    assert desk.live.screens == 1


def test_a_worker_who_goes_on_in_another_process_leaves_this_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    old = desk.connect()
    call(old, "join", JOIN)
    notices: list[str] = []
    monkeypatch.setattr(desk.app._broadcast, "notice", lambda _sid, kind, _message: notices.append(kind))
    desk.app.rooms.submit(CODE, commands.Connect(worker=1, via="another", connection="there"))
    assert (notices, old.is_connected()) == (["superseded"], False)
    assert desk.live.room.workers[1].away_since_ms is None
    assert desk.live.seated == {}


def test_who_is_dropped_before_the_screen_is_there_has_not_joined(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = desk.connect()
    held = desk.app.rooms.held

    def drop_and_hold(code: str) -> Any:
        desk.app.rooms.post(code, commands.Leave(worker=1))
        return held(code)

    monkeypatch.setattr(desk.app.sockets._joining._rooms, "held", drop_and_hold, raising=False)
    assert call(ana, "join", JOIN)["error"] == "worker_unknown"
    assert (desk.live.screens, desk.live.seated, desk.live.room.workers) == (0, {}, {})


def test_who_is_in_a_room_that_is_removed_has_no_seat_in_the_next(desk: Desk) -> None:
    old = desk.connect()
    call(old, "join", JOIN)
    connection = desk.connection_of(old)
    desk.app.rooms.remove(lambda: desk.app._line.remove_untouched(desk.app.rooms.clock.now_ms() + 1))
    assert not old.is_connected()
    new = desk.connect()
    assert call(new, "join", JOIN)["you"]["worker"] == 1
    assert connection.worker is None
    assert (desk.live.screens, len(desk.live.room.workers), len(desk.app.sockets.connections)) == (1, 1, 1)


def test_a_room_that_is_put_out_of_memory_while_somebody_joins_is_loaded_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = desk.live
    ana = desk.connect()
    find = desk.app.rooms.find

    def find_before_it_goes(code: str) -> LiveRoom:
        monkeypatch.setattr(desk.app.rooms, "find", find)
        stale.is_out_of_memory = True
        del desk.app.rooms._live[CODE]
        return stale

    monkeypatch.setattr(desk.app.rooms, "find", find_before_it_goes)
    assert call(ana, "join", JOIN)["ok"]
    assert stale is not desk.live
    assert (desk.live.screens, list(desk.live.seated)) == (1, [1])


def test_nothing_is_left_of_those_who_came_and_went_at_once(desk: Desk) -> None:
    failures: list[BaseException] = []

    def visit() -> None:
        try:
            token = None
            for _ in range(N_VISITS):
                client = desk.connect()
                answer = call(client, "join", {**JOIN, "token": token} if token else JOIN)
                token = answer["you"]["token"]
                client.disconnect()
        except BaseException as failure:
            failures.append(failure)

    switch_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=visit) for _ in range(N_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        sys.setswitchinterval(switch_s)
    for failure in failures:
        raise failure
    assert len(desk.live.room.workers) == N_THREADS
    assert all(worker.away_since_ms is not None for worker in desk.live.room.workers.values())
    assert (desk.live.screens, desk.live.seated, len(desk.app.sockets.connections)) == (0, {}, 0)
    assert desk.app._broadcast._channels == {}
