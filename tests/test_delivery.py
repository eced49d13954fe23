"""The fast way out finds at the start what it amends, and closes who should poll and never does."""

import time
from types import SimpleNamespace

import engineio
import engineio.socket
import pytest
from engineio import packet

from app.application import Application
from app.delivery import MAX_QUEUED, Delivery, DirectSocket
from app.hardening import AmendmentError
from app.outbox import CUT_OFF_AFTER_S, MAX_WAITING
from app.settings import Settings
from app.stores.sqlite import SqliteStore


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
    monkeypatch.setattr("app.delivery.time", SimpleNamespace(monotonic=lambda: later_s, time=time.time))
    assert not polling.check_ping_timeout()
    assert polling.closed


def test_answers_that_nobody_polls_do_not_fill_the_memory(polling: DirectSocket) -> None:
    tasks = []
    polling.server.start_background_task = lambda task, **options: tasks.append((task, options))
    for _ in range(2 * MAX_QUEUED):
        polling.send(message())
    assert polling.queue.qsize() == MAX_QUEUED
    task, options = tasks[0]
    task(**options)
    assert polling.closed
