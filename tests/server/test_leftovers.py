"""What a server holds after rooms have come and gone."""

import gc
from collections import Counter

from flask_socketio import SocketIOTestClient

from app.core import commands
from app.rooms.live_room import LiveRoom
from app.server.application import Application
from app.settings import Settings
from app.sockets.connections import Connection
from app.stores.sqlite import SqliteStore

N_ROOMS = 200


def visit(application: Application) -> None:
    """A new room: somebody comes, arrives with a robot, and goes."""
    code = application.rooms.create(None, commands.Configuration()).code
    client = SocketIOTestClient(application.flask, application.socketio)
    for event, payload in (
        ("join", {"v": 1, "code": code, "role": "worker"}),
        ("command", {"type": "add_robots", "count": 1}),
        ("command", {"type": "arrive", "generation": 0}),
        ("shown", {"generation": 0, "at_ms": 1}),
        ("clock", {"t0": 1, "rtt_ms": 2}),
    ):
        assert client.emit(event, payload, callback=True)["ok"]
    application.socketio.server._handle_eio_disconnect(client.eio_sid, "transport close")
    application.rooms.put_out(application.rooms.find(code))


def objects(application: Application) -> Counter[str]:
    """By kind, when all that was pending is over."""
    while application._timers.take_due(application.rooms.clock.now_ms() + 3_600_000) is not None:
        pass
    SocketIOTestClient.clients.clear()
    gc.collect()
    return Counter(type(found).__qualname__ for found in gc.get_objects())


def test_rooms_that_have_come_and_gone_leave_nothing_behind() -> None:
    application = Application(Settings(async_mode="threading", database=":memory:"), SqliteStore(":memory:"))
    for _ in range(20):  # what is made once
        visit(application)
    before = objects(application)
    for _ in range(N_ROOMS):
        visit(application)
    after = objects(application)
    application.close()
    kept = {kind: count - before[kind] for kind, count in after.items() if count - before[kind] > N_ROOMS // 2}
    assert not kept
    assert [kind for kind in (LiveRoom.__name__, Connection.__name__) if after[kind] > before[kind]] == []
