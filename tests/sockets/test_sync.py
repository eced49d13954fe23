"""Who asks how things stand."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.core import commands
from app.server.application import Application
from app.settings import Settings
from app.sockets.handlers import WORKERS_A_MESSAGE
from app.stores.sqlite import SqliteStore
from app.wire.messages import MESSAGE_BURST

N_WORKERS = 5 * WORKERS_A_MESSAGE


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[SocketIOTestClient]:
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: 100.0)
    application = Application(Settings(async_mode="threading", database=":memory:"), SqliteStore(":memory:"))
    client = application.socketio.test_client(application.flask)
    ask(client, "join", v=1, code="BRRRRR", role="worker")
    application.rooms.submit("BRRRRR", commands.AddRobots(by=1, count=N_WORKERS, seed=1))
    yield client
    application.close()


def ask(client: SocketIOTestClient, event: str, **payload: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.emit(event, payload, callback=True)
    return answer


@pytest.mark.parametrize(("view", "price"), [("full", 6), ("brief", 1)])
def test_a_large_picture_counts_as_several_messages(client: SocketIOTestClient, view: str, price: int) -> None:
    n_answered = 0
    while (answer := ask(client, "sync", seq=0, view=view))["ok"]:
        assert {"full": "snapshot", "brief": "brief"}[view] in answer
        n_answered += 1
    assert answer["error"] == "rate_limited"
    assert n_answered == (MESSAGE_BURST - 1) // price


def test_a_few_missed_events_count_as_any_message(client: SocketIOTestClient) -> None:
    seq = ask(client, "sync", seq=0)["snapshot"]["seq"]
    left = MESSAGE_BURST - 1 - 6
    assert [ask(client, "sync", seq=seq)["events"] for _ in range(left)] == [[]] * left
