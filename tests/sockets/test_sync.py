"""Who asks how things stand."""

from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.core import commands
from app.core.mural import MOST_PAINTS, N_STEPS
from app.server.application import Application
from app.sockets.prices import NUMBERS_A_MESSAGE, WORKERS_A_MESSAGE, price_of_picture
from app.wire.messages import MESSAGE_BURST, View

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
    for step in range(2 * NUMBERS_A_MESSAGE // len(robots)):
        for robot in robots:
            rooms.submit("BRRRRR", commands.Arrive(worker=robot, generation=step))
    assert len(ask(client, "command", type="arrive", generation=0, known=0)["paints"]) == MOST_PAINTS
    n_answered = 0
    while (answer := ask(client, "sync", seq=0))["ok"]:
        assert len(answer["snapshot"]["mural"]["paints"]) == 2 * NUMBERS_A_MESSAGE + 1
        n_answered += 1
    assert n_answered == (MESSAGE_BURST - 3) // 8


@pytest.mark.parametrize(("view", "n_workers"), [("full", N_WORKERS + 1), ("brief", 0)])
def test_trips_of_fewer_parties_than_workers_count_by_the_strips_that_they_list(
    application: Application, client: SocketIOTestClient, view: View, n_workers: int
) -> None:
    rooms = application.rooms
    assert ask(client, "command", type="mural", gate="barrier")["ok"]
    rooms.submit("BRRRRR", commands.Configure(by=1, configuration=commands.Configuration(parties=N_WORKERS)))
    live = rooms.find("BRRRRR")
    robots = [number for number in live.room.workers if number > 1]
    before = price_of_picture(live.room, view)
    assert before == n_workers // WORKERS_A_MESSAGE
    for generation in range(N_STEPS):
        for robot in robots:
            rooms.submit("BRRRRR", commands.Arrive(worker=robot, generation=generation))
    mural = ask(client, "sync", seq=0, view=view)[{"full": "snapshot", "brief": "brief"}[view]]["mural"]
    assert mural["paints"] == [[N_WORKERS + 1, list(range(1, N_WORKERS + 1))]] * N_STEPS
    assert price_of_picture(live.room, view) == before + N_STEPS * N_WORKERS // NUMBERS_A_MESSAGE > before
