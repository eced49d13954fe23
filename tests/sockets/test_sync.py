"""Who asks how things stand."""

from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.core import commands
from app.core.mural import MOST_PAINTS
from app.server.application import Application
from app.sockets.prices import PAINTINGS_A_MESSAGE, WORKERS_A_MESSAGE
from app.wire.messages import MESSAGE_BURST

N_WORKERS = 5 * WORKERS_A_MESSAGE


@pytest.fixture
def client(application: Application) -> SocketIOTestClient:
    client = application.socketio.test_client(application.flask)
    ask(client, "join", v=1, code="BRRRRR", role="worker")
    application.rooms.submit("BRRRRR", commands.AddRobots(by=1, count=N_WORKERS, seed=1))
    return client


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


def test_a_picture_that_comes_with_a_refusal_counts_as_much(client: SocketIOTestClient) -> None:
    ask(client, "command", type="reset", generation=0)
    n_pictures = 0
    while "snapshot" in (answer := ask(client, "command", type="arrive", generation=0)):
        n_pictures += 1
    assert answer["error"] == "rate_limited"
    assert n_pictures == -(-(MESSAGE_BURST - 2) // 6)


def test_many_paintings_count_as_several_messages(application: Application, client: SocketIOTestClient) -> None:
    rooms = application.rooms
    assert ask(client, "command", type="mural", gate="none")["ok"]
    robots = [number for number in rooms.find("BRRRRR").room.workers if number > 1]
    for step in range(2 * PAINTINGS_A_MESSAGE // len(robots)):
        for robot in robots:
            rooms.submit("BRRRRR", commands.Arrive(worker=robot, generation=step))
    assert len(ask(client, "command", type="arrive", generation=0, known=0)["paints"]) == MOST_PAINTS
    n_answered = 0
    while (answer := ask(client, "sync", seq=0))["ok"]:
        assert len(answer["snapshot"]["mural"]["paints"]) == 2 * PAINTINGS_A_MESSAGE + 1
        n_answered += 1
    assert n_answered == (MESSAGE_BURST - 3) // 8
