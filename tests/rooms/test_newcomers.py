"""How many newcomers a room takes at once."""

import pytest

from app.core import commands
from app.core.refusals import Refusal
from app.core.rules import MAX_WORKERS
from app.rooms.capacity import NEW_ROBOTS_PER_SECOND, NEW_SEATS_BURST, NEW_SEATS_PER_SECOND
from app.web.answers import answer_refusal
from tests.support.stage import Stage


@pytest.fixture
def now_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    time_s = [100.0]
    monkeypatch.setattr("app.lib.limits.time.monotonic", lambda: time_s[0])
    return time_s


def join(stage: Stage, token: str, code: str = "BRRRRR") -> bool:
    """Did a new worker get a seat?"""
    try:
        stage.rooms.submit(code, commands.Join(token_hash=token))
    except Refusal as refusal:
        if answer_refusal(refusal).headers.get("Retry-After") != "1":
            raise
        return False
    return True


def test_a_thousand_people_get_on_within_a_minute(stage: Stage, now_s: list[float]) -> None:
    for nth in range(1000):
        assert join(stage, f"token {nth}")
        now_s[0] += 0.06


def test_a_hall_of_three_hundred_that_comes_at_once_sits_at_once(stage: Stage, now_s: list[float]) -> None:
    assert all(join(stage, f"token {nth}") for nth in range(300))


def test_a_flood_gets_few_seats_and_touches_no_other_room(stage: Stage, now_s: list[float]) -> None:
    assert sum(join(stage, f"flood {nth}") for nth in range(NEW_SEATS_BURST + 200)) == NEW_SEATS_BURST
    now_s[0] += 1
    assert sum(join(stage, f"more {nth}") for nth in range(500)) == NEW_SEATS_PER_SECOND
    assert join(stage, "Ana", stage.rooms.create(None, commands.Configuration()).code)
    assert len(list(stage.store.entries("BRRRRR"))) == 1 + NEW_SEATS_BURST + NEW_SEATS_PER_SECOND


def test_who_is_refused_anyway_takes_no_turn(stage: Stage, now_s: list[float]) -> None:
    (ana,) = stage.seat(1)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(door="locked")))
    for nth in range(500):
        with pytest.raises(Refusal, match="room_locked"):
            stage.rooms.submit("BRRRRR", commands.Join(token_hash=f"flood {nth}"))
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(door="open")))
    assert join(stage, "Ben")


def test_after_a_full_hall_of_robots_more_come_slowly(stage: Stage, now_s: list[float]) -> None:
    (ana,) = stage.seat(1)
    hundred = commands.AddRobots(by=ana, count=NEW_ROBOTS_PER_SECOND, seed=1)
    for _ in range(MAX_WORKERS // NEW_ROBOTS_PER_SECOND - 1):
        stage.rooms.submit("BRRRRR", hundred)
    for robot in range(2, 2 + 2 * NEW_ROBOTS_PER_SECOND):
        stage.rooms.submit("BRRRRR", commands.Drop(by=ana, worker=robot))
    stage.rooms.submit("BRRRRR", hundred)
    with pytest.raises(Refusal, match="a lot of robots at once"):
        stage.rooms.submit("BRRRRR", hundred)
    now_s[0] += 1
    stage.rooms.submit("BRRRRR", hundred)
