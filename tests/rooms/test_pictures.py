"""The whole room as JSON."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app.core import snapshot as snapshots
from app.rooms.pictures import Pictures
from tests.support.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.seat(3)
        yield stage


def test_it_is_the_snapshot_of_this_moment(stage: Stage) -> None:
    pictures, live = Pictures(stage.clock), stage.rooms.find("BRRRRR")
    for change in (lambda: stage.arrive(1), lambda: stage.pass_ms(1234), lambda: stage.seat(1)):
        change()
        for host_here in (True, False):
            expected = snapshots.snapshot(live.room, stage.clock.ms, host_here=host_here)
            assert msgspec.json.decode(pictures.snapshot(live, host_here=host_here)) == msgspec.json.decode(
                msgspec.json.encode(expected)
            )


def test_it_is_made_once_until_the_room_changes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def snapshot(room: Any, *args: Any, **options: Any) -> dict[str, Any]:
        made.append(room.seq)
        return original(room, *args, **options)

    original = snapshots.snapshot
    monkeypatch.setattr(snapshots, "snapshot", snapshot)
    pictures, live = Pictures(stage.clock), stage.rooms.find("BRRRRR")
    for _ in range(3):
        pictures.snapshot(live, host_here=False)
    stage.arrive(1)
    for _ in range(3):
        pictures.snapshot(live, host_here=False)
    assert made == [3, 4]
