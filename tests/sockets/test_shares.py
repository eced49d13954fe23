"""One address does not keep everybody else out."""

from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.lib.limits import TokenBucket
from app.server.application import Application
from app.sockets.connections import Connection, Connections
from tests.support.stage import Stage

MOST = "app.sockets.connections.MOST_OF_AN_ADDRESS"


def join(application: Application) -> tuple[SocketIOTestClient, dict[str, Any]]:
    client = application.socketio.test_client(application.flask)
    code = application.flask.test_client().post("/api/rooms", json={}).get_json()["code"]
    return client, client.emit("join", {"v": 1, "code": code, "role": "viewer"}, callback=True)


def test_more_connections_than_an_addresss_share_are_not_let_into_rooms(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MOST, 2)
    (first, answer), (_, second), (_, third) = join(application), join(application), join(application)
    assert answer["ok"]
    assert second["ok"]
    assert third["error"] == "rate_limited"
    first.disconnect()
    assert join(application)[1]["error"] == "rate_limited", "the third is still connected"


def test_others_are(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MOST, 1)
    connections = Connections(stage.rooms, end=lambda _sid: None)
    for number in range(3):
        connections.add(Connection(f"{number}", f"2001:db8::{number}", TokenBucket(1, 1)))
    connections.add(Connection("elsewhere", "198.51.100.1", TokenBucket(1, 1)))
    assert connections.is_over_share("2001:db8::9"), "one network of IPv6"
    assert not connections.is_over_share("198.51.100.1")
    connections.remove("0")
    connections.remove("0")
    connections.remove("1")
    assert not connections.is_over_share("2001:db8::9")
