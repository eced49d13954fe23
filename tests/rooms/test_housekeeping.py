"""What is done now and then."""

import pytest

from app.core.refusals import Refusal
from app.rooms.housekeeping import REST_MS
from app.rooms.rooms import MOST_PORTIONS
from app.stores import sqlite
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
