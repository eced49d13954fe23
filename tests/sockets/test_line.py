"""Connections and requests, when the line answers later, or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.core import commands
from app.lib.tokens import hash_token, new_token
from app.rooms.log import encode
from app.server.application import Application
from app.settings import Settings
from app.wire.fast_path import FastRequest, Reply
from app.wire.messages import Arrive
from tests.support.slow_line import CODE, SlowLine

DEADLINE_S = 30


@pytest.fixture
def line() -> SlowLine:
    return SlowLine()


@pytest.fixture
def app(line: SlowLine) -> Iterator[Application]:
    yield Application(Settings(async_mode="threading", database=":memory:"), line)
    line.close()


@pytest.fixture
def ana(app: Application) -> SocketIOTestClient:
    client = app.socketio.test_client(app.flask)
    client.emit("join", {"v": 1, "code": CODE, "role": "worker"})
    return client


def sid_of(app: Application, client: SocketIOTestClient) -> str:
    return str(app.socketio.server.manager.sid_from_eio_sid(client.eio_sid, "/"))


def join(app: Application, token: str) -> dict[str, Any]:
    """Somebody who was here already; the answer."""
    client = app.socketio.test_client(app.flask)
    payload = {"v": 1, "code": CODE, "role": "worker", "token": token, "back": True}
    answer: dict[str, Any] = client.emit("join", payload, callback=True)
    return answer


def arrive(app: Application, client: SocketIOTestClient) -> list[Reply]:
    sent: list[Reply] = []
    assert app.sockets.answer_now(sid_of(app, client), FastRequest("7", Arrive(generation=0)), sent.append)
    return sent


def test_an_arrival_is_acknowledged_when_it_has_come_out_of_the_line(
    app: Application, line: SlowLine, ana: SocketIOTestClient
) -> None:
    line.is_open = False
    sent = arrive(app, ana)
    assert sent == []
    line.let_through()
    assert sent[0] is not None and '"index":0' in sent[0].packet


def test_where_nobody_knows_the_connection_ends(app: Application, line: SlowLine, ana: SocketIOTestClient) -> None:
    line.is_open = False
    arrive(app, ana)
    app.rooms.on_unknown(CODE, line.waiting.pop()[2])
    assert not ana.is_connected()


def test_a_request_of_which_nobody_knows_is_told_so(app: Application, line: SlowLine) -> None:
    line.is_open = False
    with ThreadPoolExecutor() as others:
        request = others.submit(app.flask.test_client().post, f"/api/rooms/{CODE}/workers", json={})
        while not line.waiting:
            assert not request.done()
        app.rooms.on_unknown(CODE, line.waiting.pop()[2])
        answer = request.result(DEADLINE_S)
    assert answer.json is not None and (answer.status_code, answer.json["error"]) == (504, "internal")


def test_after_a_fork_everybody_connects_again(app: Application, ana: SocketIOTestClient) -> None:
    app.rooms.on_fork(CODE, "2")
    assert not ana.is_connected()
    assert app.rooms.find(CODE).screens == 0


def test_a_seat_that_was_taken_elsewhere_a_moment_ago_is_known_here(app: Application, line: SlowLine) -> None:
    token = new_token()
    app.rooms.find(CODE)
    line.is_behind, line.others = True, [commands.Join(token_hash=hash_token(token))]
    answer = join(app, token)
    assert answer["ok"] and answer["you"]["worker"] == 1


def test_nobodys_seat_was_given_up_where_the_line_cannot_be_read(app: Application, line: SlowLine) -> None:
    app.rooms.find(CODE)
    line.is_behind = line.is_cut_off = True
    assert join(app, new_token())["error"] == "unavailable"


def test_who_has_gone_on_elsewhere_stays_there(app: Application, line: SlowLine, ana: SocketIOTestClient) -> None:
    """This process was frozen and taken for ended. When it goes on, it hears of that before it hears who went where."""
    line.is_behind, line.others = True, [commands.Connect(worker=1, via="another", connection="there")]
    app.rooms.submit(CODE, commands.ProcessGone(via=app.rooms.process))
    live = app.rooms.find(CODE)
    worker = live.room.workers[1]
    assert (worker.via, worker.connection, worker.away_since_ms) == ("another", "there", None)
    assert (live.seated, ana.is_connected()) == ({}, False)


@pytest.mark.parametrize("is_there_first", [False, True])
def test_a_seat_that_comes_too_late_is_left(app: Application, line: SlowLine, *, is_there_first: bool) -> None:
    """Nobody knows what became of a join, and its connection ends before the seat comes out of the line, or after."""
    live, client = app.rooms.find(CODE), app.socketio.test_client(app.flask)
    line.is_open = False
    with ThreadPoolExecutor() as others:
        answer = others.submit(client.emit, "join", {"v": 1, "code": CODE, "role": "worker"})
        while not line.waiting:
            assert not answer.done()
        command, at_ms, handed = line.waiting.pop()
        steps = [lambda: app.rooms.on_unknown(CODE, handed), lambda: answer.result(DEADLINE_S), line.let_through]
        line.waiting.append((command, at_ms, None))
        line.is_open = True
        for step in [steps[2], *steps[:2]] if is_there_first else steps:
            step()
    assert not client.is_connected()
    assert live.room.workers[1].away_since_ms is not None
    assert (live.seated, live.screens, len(app.sockets.connections)) == ({}, 0, 0)


def test_who_is_overtaken_by_an_earlier_attempt_tries_again(app: Application, line: SlowLine) -> None:
    """A phone that got no answer connects elsewhere, and its first request comes out of the line after the second."""
    token = new_token()
    app.rooms.submit(CODE, commands.Join(token_hash=hash_token(token)))
    line.is_open = False
    with ThreadPoolExecutor() as others:
        answer = others.submit(join, app, token)
        while not line.waiting:
            assert not answer.done()
        late = encode(commands.Connect(worker=1, via="another", connection="late"))
        with app.rooms.held(CODE) as live:
            line.waiting.append((late, live.room.touched_ms, None))
            line.let_through()
        line.is_open = True
        assert answer.result(DEADLINE_S)["error"] == "unavailable"


def test_what_another_process_has_acknowledged_is_in_the_answer_to_a_program(
    app: Application, line: SlowLine, ana: SocketIOTestClient
) -> None:
    programs = app.flask.test_client()
    others = [commands.Join(token_hash=hash_token(new_token()), name=name) for name in ("Ben", "Chloé")]
    line.is_behind, line.others = True, [others[0]]
    room = programs.get(f"/api/rooms/{CODE}").get_json()
    assert [worker["name"] for worker in room["workers"]][1:] == ["Ben"]
    line.others = [others[1]]
    joined = [event for event in programs.get(f"/api/rooms/{CODE}/log.json").get_json()["events"] if "name" in event]
    assert [event["name"] for event in joined][1:] == ["Ben", "Chloé"]
    line.is_cut_off = True
    assert programs.get(f"/api/rooms/{CODE}").get_json()["error"] == "unavailable"


def test_a_program_ends_the_generation_that_another_process_has_begun(
    app: Application, line: SlowLine, ana: SocketIOTestClient
) -> None:
    """Without a number it means the present one."""
    token = new_token()
    line.is_behind = True
    line.others = [
        commands.Join(token_hash=hash_token(token), name="Ben"),
        commands.Reset(by=2, generation=0),
    ]
    ended = app.flask.test_client().post(
        f"/api/rooms/{CODE}/abort", json={}, headers={"Authorization": f"Bearer {token}"}
    )
    assert ended.status_code == 200, ended.get_json()
