"""What clients may send, and what becomes of those that send something else."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import engineio
import engineio.socket
import pytest
import socketio
import socketio.packet
import websocket
from engineio import packet

from app.lib.turns import TURN_S
from app.server.application import PING_TIMEOUT_S, Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore
from app.transport.amendments import AmendmentError
from app.transport.engineio_patches import amend_engineio
from app.transport.outbox import MAX_WAITING_BYTES
from app.transport.packets import ClientPacket, UnreadablePacketError
from tests.support.clients import DEADLINE_S, Client, create_room
from tests.support.running import Server

UNREADABLE = [
    "2",
    "2{",
    '2["join"',
    '2["join",NaN]',
    "2{}",
    "2[]",
    "2[1]",
    "9",
    "x",
    '51-["join",{}]',
    "4{}",
    "2" * 200,
]
"""Socket.IO packets that are none."""
HEAD = "{method} /socket.io/?EIO=4&transport=polling&sid={sid} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"


@pytest.fixture
def polling(server: Server) -> Callable[..., str]:
    """Sends one HTTP request of a polling session; what is answered."""

    def send(method: str, sid: str = "", body: bytes = b"") -> str:
        head = HEAD.format(method=method, sid=sid, port=server.port)
        head = head.replace("&sid= ", " ") + f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE_S) as connection:
            connection.sendall(head.encode() + body)
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()

    return send


def new_session(polling: Callable[..., str]) -> str:
    return polling("GET").partition('"sid":"')[2].partition('"')[0]


@contextmanager
def new_websocket(server: Server, query: str = "") -> Iterator[websocket.WebSocket]:
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket{query}"
    connection = websocket.create_connection(url, timeout=DEADLINE_S)
    try:
        yield connection
    finally:
        connection.shutdown()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("text", UNREADABLE)
def test_an_unreadable_packet_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(UnreadablePacketError):
        ClientPacket(encoded_packet=text)


def test_readable_packets_are_read() -> None:
    packet = ClientPacket(encoded_packet='217["join",{"v":1}]')
    assert (packet.id, packet.data) == (17, ["join", {"v": 1}])


@pytest.mark.parametrize("name", ["connect", "disconnect", "connect_error", "*"])
def test_reserved_names_are_not_known(name: str) -> None:
    assert ClientPacket(encoded_packet=f'2["{name}","x"]').data[0] == "unknown"


def test_nothing_is_made_for_a_sync_that_wants_no_answer() -> None:
    assert ClientPacket(encoded_packet='2["sync",{"seq":0}]').data[0] == "unknown"
    assert ClientPacket(encoded_packet='27["sync",{"seq":0}]').data[0] == "sync"
    assert ClientPacket(encoded_packet='2["command",{"type":"leave"}]').data[0] == "command"


@pytest.mark.parametrize(
    ("owner", "name"),
    [(engineio.socket.Socket, "receive"), (socketio.packet.Packet, "decode"), (socketio.Manager, "sid_from_eio_sid")],
)
def test_what_is_amended_must_be_there(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
    server = socketio.Server(async_mode="threading", serializer=ClientPacket)
    defined_in = next(base for base in owner.__mro__ if name in vars(base))
    monkeypatch.delattr(defined_in, name)
    with pytest.raises(AmendmentError, match=rf"has no {name}\. Install what requirements\.txt lists"):
        amend_engineio(server)


def test_a_hall_that_hangs_up_at_once_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred disconnects of 1.5 ms each would keep everybody else waiting for half a second."""
    now_s, ways_given, n_gone, takes_s = 0.0, 0, 0, 0.0015

    def give_way(_seconds: float) -> None:
        nonlocal ways_given
        ways_given += 1

    def on_disconnect(_eio_sid: str, _reason: str) -> None:
        nonlocal now_s, n_gone
        n_gone += 1
        now_s += takes_s

    monkeypatch.setattr("app.lib.turns.time.monotonic", lambda: now_s)
    monkeypatch.setattr("app.lib.turns.time.sleep", give_way)
    server = socketio.Server(async_mode="threading", serializer=ClientPacket)
    monkeypatch.setattr(server, "_handle_eio_disconnect", on_disconnect)
    amend_engineio(server)
    for number in range(300):
        server.eio.handlers["disconnect"](str(number), "transport close")
    assert n_gone == 300
    assert ways_given >= 300 * takes_s / (TURN_S + takes_s) - 1


@pytest.mark.parametrize("text", ["x", "4", "42{", "42{}", "451-[]"])
def test_an_unreadable_packet_ends_the_websocket_and_the_presence_at_once(server: Server, text: str) -> None:
    code = create_room(server.url, hosted=False)["code"]
    with Client(server.url) as ana, Client(server.url) as ben:
        ana.join(code)
        ben.join(code)
        ana.io.eio.ws.send(text)
        ben.hear("presence", worker=ana.worker, connected=False)


def test_a_binary_frame_ends_the_websocket(server: Server) -> None:
    with new_websocket(server) as connection:
        connection.send_binary(b"x")
        while connection.recv():
            pass


@pytest.mark.parametrize("body", [b"x", b"9", b"\xff\xfe", b"b!!!", b"4", b"42{"])
def test_an_unreadable_post_is_answered_and_ends_the_session(polling: Callable[..., str], body: bytes) -> None:
    sid = new_session(polling)
    polling("POST", sid, b"40")
    started_s = time.monotonic()
    assert polling("POST", sid, body).startswith(("HTTP/1.1 400", "HTTP/1.1 200"))
    assert time.monotonic() - started_s < PING_TIMEOUT_S
    assert " 400 " in polling("GET", sid).splitlines()[0]


def test_an_upgrade_that_fails_leaves_the_polling_session(server: Server, polling: Callable[..., str]) -> None:
    sid = new_session(polling)
    with new_websocket(server, f"&sid={sid}"):
        pass
    polling("POST", sid, b"40")
    assert '40{"sid"' in polling("GET", sid)


def test_a_connection_that_asks_for_nothing_is_closed(server: Server) -> None:
    started_s = time.monotonic()
    with new_websocket(server) as connection:
        while message := connection.recv():
            if message == "2":
                connection.send("3")
    assert time.monotonic() - started_s > 9


@pytest.fixture
def stock() -> Iterator[engineio.socket.Socket]:
    """A client of stock delivery that never polls, on threads."""
    store = SqliteStore(":memory:")
    app = Application(Settings(async_mode="threading", database=":memory:"), store)
    yield engineio.socket.Socket(app.socketio.server.eio, "x")
    store.close()


def test_sending_closes_nobody_and_a_ping_that_is_not_answered_is_found_out(
    stock: engineio.socket.Socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock.last_ping = time.monotonic() - stock.server.ping_timeout - 1
    monkeypatch.setattr("time.time", lambda: 0.0)  # set back by half a century
    stock.send(packet.Packet(packet.MESSAGE, "2"))
    assert not stock.closed
    assert not stock.check_ping_timeout()
    assert stock.closed


def test_bytes_that_nobody_polls_do_not_fill_the_memory(stock: engineio.socket.Socket) -> None:
    tasks = []
    stock.server.start_background_task = lambda task, **options: tasks.append((task, options))
    for _ in range(3):
        stock.send(packet.Packet(packet.MESSAGE, "x" * (MAX_WAITING_BYTES // 2)))
        stock.poll()
    assert tasks == []
    for _ in range(5):
        stock.send(packet.Packet(packet.MESSAGE, "x" * (MAX_WAITING_BYTES // 2)))
    ((task, options),) = tasks
    task(**options)
    assert stock.closed


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_session_that_is_just_closed_is_refused_without_an_error(method: str) -> None:
    application = Application(Settings(async_mode="threading", database=":memory:"), SqliteStore(":memory:"))
    engine = application.socketio.server.eio
    engine.sockets["closed"] = engineio.socket.Socket(engine, "closed")
    engine.sockets["closed"].closed = True
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": "EIO=4&transport=polling&sid=closed"}
    seen: list[str] = []
    engine.handle_request(environ, lambda status, _headers: seen.append(status[:3]))
    assert seen == ["400"]
    application.close()


@pytest.mark.parametrize("more", ["", "&xsid=1", "&sid=", "&x=sid=1", "&%73id="])
def test_sessions_that_poll_are_bounded(monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    monkeypatch.setattr("app.transport.engineio_patches.MOST_SESSIONS", 4)
    application = Application(Settings(async_mode="threading", database=":memory:"), SqliteStore(":memory:"))
    engine = application.socketio.server.eio
    seen: list[str] = []
    for query in [f"EIO=4&transport=polling{more}"] * 5 + ["EIO=4&transport=polling&sid=x"]:
        environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
        engine.handle_request(environ, lambda status, _headers: seen.append(status[:3]))
    assert seen == ["200", "200", "200", "503", "503", "400"]
    application.close()


def test_one_address_leaves_sessions_that_poll_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.transport.engineio_patches.MOST_SESSIONS", 10)
    application = Application(Settings(async_mode="threading", database=":memory:"), SqliteStore(":memory:"))
    seen: list[str] = []
    for address in ["192.0.2.1"] * 10 + ["192.0.2.2"] * 2:
        environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": "EIO=4&transport=polling", "REMOTE_ADDR": address}
        application.socketio.server.eio.handle_request(environ, lambda status, _headers: seen.append(status[:3]))
    assert seen == ["200"] * 8 + ["503"] * 2 + ["200", "503"], "as many as are left for others"
    application.close()
