"""The fast way out finds at the start what it amends, and closes who should poll and never does."""

import time
from collections.abc import Callable
from types import SimpleNamespace

import engineio
import engineio.exceptions
import engineio.socket
import pytest
from engineio import packet

from app.server.application import Application
from app.settings import Settings
from app.stores.sqlite import SqliteStore
from app.transport.amendments import AmendmentError
from app.transport.delivery import BROADCAST_TURN_S, MAX_QUEUED, Delivery, DirectSocket
from app.transport.outbox import CUT_OFF_AFTER_S, MAX_WAITING, MOST_IN_ALL_BYTES, Backlog, Outbox
from app.transport.packets import PACKET_BURST
from app.transport.websocket import text_frame
from app.wire.fast_path import Acknowledgement, FastRequest, Reply
from app.wire.messages import Arrive


@pytest.mark.parametrize("name", ["schedule_ping", "_websocket_handler", "check_ping_timeout"])
def test_another_engineio_is_found_out_at_the_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(engineio.socket.Socket, name)
    store = SqliteStore(":memory:")
    with pytest.raises(AmendmentError, match=name):
        Application(Settings(database=":memory:"), store)
    store.close()


@pytest.fixture
def polling(monkeypatch: pytest.MonkeyPatch) -> DirectSocket:
    """A client that polls, on threads: nobody reads for it."""
    engine = engineio.Server(async_mode="threading", ping_timeout=10**6)
    socket = DirectSocket(engine, "x")
    socket.delivery = Delivery()
    monkeypatch.setattr(socket.delivery, "server", SimpleNamespace(eio=engine))
    return socket


class Reader:
    """Somebody else for whom answers wait."""

    n_cut_off = 0

    def cut_off(self) -> None:
        self.n_cut_off += 1


def message() -> packet.Packet:
    return packet.Packet(packet.MESSAGE, "2")


def test_so_many_broadcasts_wait_for_who_polls_and_then_one_word(
    polling: DirectSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught_up: list[str] = []
    monkeypatch.setattr(polling.delivery, "caught_up", caught_up.append)
    for _ in range(3 * MAX_WAITING):
        polling.send(message(), may_be_dropped=True)
    polling.send(message())
    assert len(polling.poll()) == MAX_WAITING + 1
    assert caught_up == ["x"]
    polling.send(message(), may_be_dropped=True)
    assert (len(polling.poll()), caught_up) == (1, ["x"])


def test_who_never_polls_is_closed(polling: DirectSocket, monkeypatch: pytest.MonkeyPatch) -> None:
    polling.schedule_ping()
    for _ in range(2 * MAX_WAITING):
        polling.send(message(), may_be_dropped=True)
    assert polling.check_ping_timeout()
    later_s = time.monotonic() + CUT_OFF_AFTER_S + 1
    monkeypatch.setattr("app.transport.delivery.time", SimpleNamespace(monotonic=lambda: later_s, time=time.time))
    assert not polling.check_ping_timeout()
    assert polling.closed


def test_pings_go_on_when_the_wall_clock_is_set_back(polling: DirectSocket, monkeypatch: pytest.MonkeyPatch) -> None:
    polling.schedule_ping()
    monotonic_s = time.monotonic() + polling.server.ping_interval + 1
    monkeypatch.setattr("app.transport.delivery.time", SimpleNamespace(monotonic=lambda: monotonic_s))
    assert polling.check_ping_timeout()
    assert polling.queue.get(block=False).packet_type == packet.PING


def test_answers_that_nobody_polls_do_not_fill_the_memory(polling: DirectSocket) -> None:
    tasks = []
    polling.server.start_background_task = lambda task, **options: tasks.append((task, options))
    for _ in range(2 * MAX_QUEUED):
        polling.send(message())
    assert polling.queue.qsize() < MAX_QUEUED, "all that waited is dropped"
    task, options = tasks[0]
    task(**options)
    assert polling.closed


def test_all_who_do_not_poll_share_one_bound_with_all_who_do_not_read(polling: DirectSocket) -> None:
    tasks: list[object] = []
    polling.server.start_background_task = lambda task, **_options: tasks.append(task)
    reader = Reader()
    polling.delivery.backlog.note(reader, MOST_IN_ALL_BYTES - 1500)
    polling.send(packet.Packet(packet.MESSAGE, "x" * 1000))
    assert reader.n_cut_off == 0
    polling.send(packet.Packet(packet.MESSAGE, "x" * 1000))
    assert (reader.n_cut_off, polling.queue.qsize(), tasks) == (1, 2, []), "the one for whom most waits"
    polling.delivery.backlog.note(reader, 0)
    polling.poll()
    polling.delivery.backlog.note(reader, MOST_IN_ALL_BYTES)
    assert reader.n_cut_off == 1, "nothing else waits"


ARRIVAL = FastRequest("1", Arrive(generation=0))


class Server:
    """The other end of the fast path. A room that is busy lets nobody in who may not wait."""

    def __init__(self, *, is_busy: bool = False) -> None:
        self.is_busy = is_busy

    def answer_now(self, sid: str, fast: FastRequest, send: Callable[[Reply], object]) -> bool:
        if not self.is_busy:
            send(Acknowledgement(f"now {sid} {fast.number}"))
        return not self.is_busy

    def answer(self, sid: str, fast: FastRequest) -> Reply:
        return Acknowledgement(f"later {sid} {fast.number}")


@pytest.fixture
def speaking(polling: DirectSocket, monkeypatch: pytest.MonkeyPatch) -> tuple[DirectSocket, list[bytes]]:
    """A client with a websocket, and the frames that are written to it."""
    written: list[bytes] = []
    websocket = SimpleNamespace(
        say_goodbye=lambda: None, outbox=SimpleNamespace(write=lambda data, **_options: written.append(data))
    )
    monkeypatch.setattr(polling, "websocket", websocket)
    monkeypatch.setattr(polling.delivery, "sid_from_eio_sid", lambda _eio_sid, _namespace: "sid")
    monkeypatch.setattr(polling.delivery, "is_connected", lambda _sid, _namespace: True)
    polling.delivery.fast_path = Server()
    return polling, written


def test_an_arrival_is_answered_in_the_event_loop(speaking: tuple[DirectSocket, list[bytes]]) -> None:
    socket, written = speaking
    assert socket.try_fast_path(ARRIVAL)
    assert written == [text_frame("now sid 1")]


def test_what_would_have_to_wait_is_left_to_the_reader(speaking: tuple[DirectSocket, list[bytes]]) -> None:
    socket, written = speaking
    socket.delivery.fast_path = Server(is_busy=True)
    assert not socket.try_fast_path(ARRIVAL)
    assert written == []
    socket._take(ARRIVAL)
    assert written == [text_frame("later sid 1")]


def test_a_client_in_no_namespace_gets_no_answer(
    speaking: tuple[DirectSocket, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    socket, written = speaking
    monkeypatch.setattr(socket.delivery, "is_connected", lambda _sid, _namespace: False)
    assert socket.try_fast_path(ARRIVAL)
    socket._take(ARRIVAL)
    assert written == []


def test_what_is_left_to_the_reader_is_counted_once(speaking: tuple[DirectSocket, list[bytes]]) -> None:
    socket, _ = speaking
    socket.delivery.fast_path = Server(is_busy=True)
    for _ in range(PACKET_BURST):
        assert not socket.try_fast_path(ARRIVAL)
        socket._take(ARRIVAL)


def test_a_flood_is_not_answered_in_the_event_loop(
    speaking: tuple[DirectSocket, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    socket, _ = speaking
    monkeypatch.setattr("app.lib.limits.time.monotonic", time.monotonic().__float__)
    answered = [socket.try_fast_path(ARRIVAL) for _ in range(PACKET_BURST + 20)]
    assert answered[:PACKET_BURST] == [True] * PACKET_BURST
    assert not answered[-1]
    with pytest.raises(engineio.exceptions.SocketIsClosedError):
        socket._take(ARRIVAL)


class Screen:
    """A client with a websocket whose every frame takes this long to be written."""

    def __init__(self, clock: list[float], cost_s: float) -> None:
        self.clock, self.cost_s, self.fd = clock, cost_s, self
        self.heard: list[bytes] = []
        self.websocket = SimpleNamespace(outbox=Outbox(self, lambda _task: None, lambda: None, Backlog()))

    def send(self, data: bytes) -> int:
        self.clock[0] += self.cost_s
        self.heard.append(data)
        return len(data)


def test_a_broadcast_to_very_many_gives_way_and_overtakes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, began_s = [0.0], 0.0
    turns_s: list[float] = []
    tasks: list[Callable[[], None]] = []

    def give_way(_seconds: float) -> None:
        nonlocal began_s
        turns_s.append(clock[0] - began_s)
        began_s = clock[0]
        if len(turns_s) == 1:
            screens["4999"].websocket.outbox.write(b"an answer")

    monkeypatch.setattr("app.lib.turns.time", SimpleNamespace(sleep=give_way))
    monkeypatch.setattr("app.transport.delivery.time", SimpleNamespace(thread_time=lambda: clock[0]))
    delivery = Delivery()
    screens = {str(nth): Screen(clock, 13e-6) for nth in range(5000)}
    engine = SimpleNamespace(sockets=screens)
    delivery.server = SimpleNamespace(eio=engine, start_background_task=tasks.append)
    delivery.rooms = {"/": {"hall": {sid: sid for sid in screens}}}
    for event in ("events", "brief"):
        began_s = clock[0]
        delivery.emit(event, {}, "/", to="hall")
        assert clock[0] - began_s < 1.1 * BROADCAST_TURN_S
    began_s = clock[0]
    assert len(tasks) == 1
    tasks[0]()
    assert max(turns_s) < 1.1 * BROADCAST_TURN_S
    frames = [text_frame(f'42["{event}",{{}}]') for event in ("events", "brief")]
    assert screens["4999"].heard == [*frames, b"an answer"]
    assert all(screen.heard[:2] == frames for screen in screens.values())
    assert 2 * 5000 - delivery.n_put_off == pytest.approx(2 * BROADCAST_TURN_S / 13e-6, rel=0.1), (
        "the others are put off"
    )
