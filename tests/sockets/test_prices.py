"""What people do beside arriving is paid by their address, for all of its connections."""

from typing import Any

from flask_socketio import SocketIOTestClient

from app.rooms.budgets import MESSAGES_BURST_MS, NEW_NAME_OR_LEAVE_MS
from app.server.application import Application
from app.wire.messages import MESSAGE_BURST

N_NAMES = int(MESSAGES_BURST_MS / NEW_NAME_OR_LEAVE_MS)
N_EACH = MESSAGE_BURST - 1
"""Messages of a connection that has joined."""


def ask(client: SocketIOTestClient, event: str, **payload: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.emit(event, payload, callback=True)
    return answer


def seated(application: Application) -> SocketIOTestClient:
    client = application.socketio.test_client(application.flask)
    ask(client, "join", v=1, code="BRRRRR", role="worker")
    return client


def test_new_names_on_many_connections_are_refused_and_arrivals_are_not(application: Application) -> None:
    pupils = [seated(application) for _ in range(N_NAMES // N_EACH + 1)]
    answers = [
        ask(pupil, "command", type="rename", name=f"Ana {number}") for pupil in pupils for number in range(N_EACH)
    ]
    assert [answer["ok"] for answer in answers].index(False) == N_NAMES
    assert answers[-1]["error"] == "rate_limited"
    newcomer = seated(application)
    assert ask(newcomer, "command", type="leave")["error"] == "rate_limited"
    assert ask(newcomer, "command", type="arrive", generation=0)["ok"]


def test_thirty_pupils_behind_one_address_take_new_names_at_once(application: Application) -> None:
    pupils = [seated(application) for _ in range(30)]
    for number in range(5):
        assert all(ask(pupil, "command", type="rename", name=f"Ana {number}")["ok"] for pupil in pupils)
