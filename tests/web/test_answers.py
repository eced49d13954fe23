"""Who sent a request, where several processes have the room."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask

from app.core.refusals import Refusal
from app.lib.tokens import hash_token
from app.rooms.rooms import Rooms
from app.web.answers import worker_of

TOKEN = "a" * 22


def room(**seats: int) -> Any:
    return SimpleNamespace(code="KTRVPD", seats=seats)


def asked(stale: Any, up_to_date: Any) -> int:
    rooms = cast(Rooms, SimpleNamespace(up_to_date=lambda code: up_to_date if code == "KTRVPD" else None))
    with Flask(__name__).test_request_context(headers={"Authorization": f"Bearer {TOKEN}"}):
        return worker_of(rooms, stale)


def test_a_seat_that_another_process_has_just_given_is_known() -> None:
    assert asked(room(), room(**{hash_token(TOKEN): 3})) == 3


def test_a_known_seat_asks_nobody() -> None:
    assert asked(room(**{hash_token(TOKEN): 2}), None) == 2


def test_a_token_without_a_seat_is_refused() -> None:
    with pytest.raises(Refusal, match="no seat"):
        asked(room(), room())
