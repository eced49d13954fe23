"""The whole room as JSON."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app.core import commands
from app.core import snapshot as snapshots
from app.core.mural_view import Asker
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


def count(monkeypatch: pytest.MonkeyPatch, view: str) -> list[int]:
    """The numbers of the events after which the view is made from now on."""
    made: list[int] = []
    original = getattr(snapshots, view)

    def make(room: Any, *args: Any, **options: Any) -> dict[str, Any]:
        made.append(room.seq)
        whole: dict[str, Any] = original(room, *args, **options)
        return whole

    monkeypatch.setattr(snapshots, view, make)
    return made


def test_it_is_made_once_until_the_room_changes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    made = count(monkeypatch, "snapshot")
    pictures, live = Pictures(stage.clock), stage.rooms.find("BRRRRR")
    for _ in range(3):
        pictures.snapshot(live, host_here=False)
    stage.arrive(1)
    for _ in range(3):
        pictures.snapshot(live, host_here=False)
    assert made == [3, 4]


@pytest.mark.parametrize("gate", ["off", "barrier", "none"])
def test_a_brief_is_that_of_this_moment_for_whoever_asks(stage: Stage, gate: Any) -> None:
    pictures, live = Pictures(stage.clock), stage.rooms.find("BRRRRR")
    stage.rooms.submit("BRRRRR", commands.SetMural(by=1, gate=gate))
    for worker in (1, 2, 3):
        stage.arrive(worker)
        for host_here in (True, False):
            for asker in (None, Asker(), Asker(run=7), Asker(run=0, known=1), None):
                expected = snapshots.brief(live.room, host_here=host_here, asker=asker)
                brief = pictures.brief(live, asker, host_here=host_here)
                assert msgspec.json.decode(brief) == msgspec.json.decode(msgspec.json.encode(expected))


def test_a_brief_is_made_once_until_the_room_changes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    made = count(monkeypatch, "brief")
    pictures, live = Pictures(stage.clock), stage.rooms.find("BRRRRR")
    for worker in (1, 2):
        stage.arrive(worker)
        for asker in (None, Asker(), Asker(run=0), None):
            pictures.brief(live, asker, host_here=False)
    assert made == [4, 5]


def test_the_paintings_of_a_free_mural_are_encoded_once_for_all_who_know_none(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.rooms.submit("BRRRRR", commands.SetMural(by=1, gate="none"))
    made = count(monkeypatch, "brief")
    pictures, live = Pictures(stage.clock), stage.rooms.find("BRRRRR")
    for asker in (None, Asker(), Asker(run=7), None):
        pictures.brief(live, asker, host_here=False)
    assert len(made) == 2
