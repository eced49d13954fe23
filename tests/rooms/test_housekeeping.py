"""What is done now and then."""

import pytest

from app.core import commands
from app.core.commands import Configuration
from app.core.refusals import Refusal
from app.lib import memory
from app.rooms import housekeeping
from app.rooms.housekeeping import FORGET_AFTER_MS, LOOK_EVERY_MS, NOTE_USE_EVERY_MS, REST_MS, SWEEP_EVERY_MS
from app.rooms.rooms import MOST_PORTIONS
from app.stores import sqlite
from app.stores.sqlite import SqliteStore
from tests.support.stage import Stage


def test_a_long_log_is_deleted_in_portions_with_rests(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PORTION", 10)
    stage.seat(49)
    stage.housekeeping.start()
    stage.rooms.remove(lambda: stage.store.remove_untouched(stage.clock.ms + 1))
    lengths: list[int] = []
    while not lengths or lengths[-1]:
        stage.pass_ms(REST_MS)
        lengths.append(len(list(stage.store.entries("BRRRRR"))))
    assert lengths == [40, 30, 20, 10, 0]


def test_the_shared_room_begins_anew_when_what_is_left_of_it_has_gone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PORTION", 10)
    stage.seat(10 * MOST_PORTIONS)
    stage.rooms.remove(lambda: stage.store.remove_untouched(stage.clock.ms + 1))
    with pytest.raises(Refusal, match="being cleared"):
        stage.rooms.find("BRRRRR")
    assert stage.rooms.find("BRRRRR").number == 1


def test_a_screen_that_is_open_keeps_its_room(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_after_ms, touched = 3 * NOTE_USE_EVERY_MS, 0
    monkeypatch.setattr(housekeeping, "FORGET_AFTER_MS", forget_after_ms)

    def touch(code: str, at_ms: int) -> None:
        nonlocal touched
        touched += 1
        SqliteStore.touch(stage.store, code, at_ms)

    monkeypatch.setattr(stage.store, "touch", touch)
    stage.seat(1)
    live = stage.rooms.find("BRRRRR")
    live.screens = 1
    stage.housekeeping.start()
    stage.pass_ms(forget_after_ms + 2 * SWEEP_EVERY_MS)
    assert stage.rooms.find("BRRRRR") is live
    assert touched == forget_after_ms // (NOTE_USE_EVERY_MS + SWEEP_EVERY_MS)
    live.screens = 0
    stage.pass_ms(forget_after_ms + 2 * SWEEP_EVERY_MS)
    assert stage.rooms.find("BRRRRR") is not live


def test_a_program_that_waits_keeps_its_room(stage: Stage) -> None:
    """It has no screen, and a night's work of the others may take longer than a day."""
    joined = stage.rooms.submit("BRRRRR", commands.Join(token_hash="night", kind="program"))
    live = stage.rooms.find("BRRRRR")
    stage.housekeeping.start()
    stage.pass_ms(2 * FORGET_AFTER_MS)
    assert stage.rooms.find("BRRRRR") is live
    stage.rooms.submit("BRRRRR", commands.Disconnect(worker=int(str(joined.answer["worker"]))))
    stage.pass_ms(FORGET_AFTER_MS + 2 * SWEEP_EVERY_MS)
    assert stage.rooms.find("BRRRRR").room.epoch > live.room.epoch


def test_memory_is_given_back_when_the_last_room_has_left_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    given_back: list[int] = []
    monkeypatch.setattr(memory, "give_back", lambda: given_back.append(len(stage.rooms)))
    other = stage.rooms.create(None, Configuration()).code
    stage.rooms.find(other).screens = 1
    stage.seat(1)
    stage.housekeeping.start()
    stage.pass_ms(housekeeping.IDLE_MS + 3 * SWEEP_EVERY_MS)
    assert (len(stage.rooms), given_back) == (1, [])
    stage.rooms.find(other).screens = 0
    stage.pass_ms(3 * SWEEP_EVERY_MS)
    assert (len(stage.rooms), given_back) == (0, [0])


def test_the_clock_follows_the_computers_and_slowly_while_somebody_watches(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(stage.clock, "follow_the_wall_clock", lambda *, is_watched: seen.append(is_watched))
    stage.seat(1)
    live = stage.rooms.find("BRRRRR")
    stage.housekeeping.start()
    stage.pass_ms(LOOK_EVERY_MS)
    live.screens = 1
    stage.pass_ms(LOOK_EVERY_MS)
    monkeypatch.setattr(stage.store, "now_ms", lambda: float(stage.clock.ms))  # Redis dates by its own
    stage.pass_ms(LOOK_EVERY_MS)
    assert seen == [False, True]
