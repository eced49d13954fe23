"""Guessing codes reveals nothing, and a school behind one address still gets in."""

from collections.abc import Iterator

import pytest

from app.core import commands
from app.core.refusals import Refusal
from app.lib.clock import RoomClock
from app.lib.timers import Timers
from app.lib.tokens import hash_token
from app.rooms.finder import RoomFinder
from app.rooms.peers import Peers
from app.rooms.rooms import Rooms
from app.stores.sqlite import SqliteStore
from app.wire.messages import GUESSES_PER_MINUTE, WRONG_CODES_PER_MINUTE
from tests.support.shared_line import SharedLine

SCHOOL, ELSEWHERE = "192.0.2.1", "198.51.100.1"
HOST_KEY = "the key"


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: 100.0)
    store = SqliteStore(":memory:")
    clock = RoomClock()
    yield Rooms(store, clock, Timers(clock), "BRRRRR", Peers(is_shared=False))
    store.close()


@pytest.fixture
def finder(rooms: Rooms) -> Iterator[RoomFinder]:
    """Without Redis, as one that cannot be reached."""
    line = SharedLine()
    yield RoomFinder(rooms, line)
    line.close()


def new_room(rooms: Rooms) -> str:
    return rooms.create(hash_token(HOST_KEY), commands.Configuration()).code


def answer(finder: RoomFinder, code: str, address: str = SCHOOL, *secrets: str) -> str:
    try:
        return finder.find(code, address, *secrets).code
    except Refusal as refusal:
        return refusal.code


def test_right_codes_pass_beside_ten_and_more_typing_errors(finder: RoomFinder, rooms: Rooms) -> None:
    answers = [answer(finder, "BBBBBB") for _ in range(WRONG_CODES_PER_MINUTE + 5)]
    assert answers == ["room_not_found"] * WRONG_CODES_PER_MINUTE + ["rate_limited"] * 5
    code = new_room(rooms)
    assert answer(finder, code.lower()) == code


def test_a_program_that_tries_codes_does_not_know_a_room_by_its_answer(finder: RoomFinder, rooms: Rooms) -> None:
    here, made_here, stranger = (new_room(rooms) for _ in range(3))
    answer(finder, here)
    finder.welcome(made_here, SCHOOL)
    for _ in range(GUESSES_PER_MINUTE):
        answer(finder, "BBBBBB")
    assert answer(finder, "BBBBBB") == answer(finder, stranger) == answer(finder, "nothing") == "rate_limited"
    assert answer(finder, here) == here
    assert answer(finder, made_here) == made_here
    assert answer(finder, "BRRRRR") == "BRRRRR"
    assert answer(finder, stranger, ELSEWHERE) == stranger


def test_who_holds_a_key_or_a_seat_always_gets_in(finder: RoomFinder, rooms: Rooms) -> None:
    keyed, seated = new_room(rooms), new_room(rooms)
    rooms.submit(seated, commands.Join(token_hash=hash_token("my token"), kind="person"))
    rooms.find(keyed)
    for _ in range(GUESSES_PER_MINUTE):
        answer(finder, "BBBBBB")
    assert answer(finder, keyed, SCHOOL, "another") == answer(finder, seated, SCHOOL, "another") == "rate_limited"
    assert answer(finder, keyed, SCHOOL, HOST_KEY) == keyed
    assert answer(finder, seated, SCHOOL, "my token") == seated


def test_nonsense_and_names_of_files_are_no_codes_tried(finder: RoomFinder) -> None:
    for text in ("favicon.ico", "\0", "x" * 8000, "é", "") * 20:
        assert answer(finder, text) == "room_not_found"
    assert answer(finder, "BBBBBB") == "room_not_found"
