"""Logs that are kept from growing without end."""

import csv
import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from app.core import commands
from app.core.barrier import Waiter
from app.core.commands import Configuration
from app.core.refusals import Refusal
from app.lib.fair_turns import FairTurns
from app.release.screen_reports import ScreenReports
from app.rooms import archive
from app.rooms.broadcast import Broadcast
from app.rooms.here import Here
from app.rooms.housekeeping import REST_MS
from app.rooms.log import NUMBER_BYTES, GapError, encode_room
from app.stores import sqlite
from app.web.histories import SIGNATURE, log_json, timeline_csv
from app.web.report import Report, Reports
from tests.support.ears import Ears
from tests.support.stage import Stage

CODE = "BRRRRR"
MARK_EVERY_BYTES = 40_000


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(archive, "MARK_EVERY_BYTES", MARK_EVERY_BYTES)
    with Stage() as stage:
        for name in ("Ana", "Ben", "Chloé"):
            stage.rooms.submit(CODE, commands.Join(token_hash=name, name=name))
        stage.rooms.find(CODE).seated = {1: "ana", 2: "ben", 3: "chloé"}
        yield stage


def play(stage: Stage, rounds: int) -> None:
    """Rounds, each of which ends with a release, and every third with a break before it."""
    for nth in range(rounds):
        stage.pass_ms(1000)
        generation = stage.rooms.find(CODE).room.barrier.generation
        if nth % 3 == 0:
            stage.rooms.submit(CODE, commands.Abort(by=1, generation=generation))
            stage.rooms.submit(CODE, commands.Reset(by=1, generation=generation))
            generation += 1
        stage.arrive(1, 3, 2, generation=generation)


def clean_up(stage: Stage) -> None:
    while stage.store.clean_up():
        """Portion by portion."""


def weight(stage: Stage) -> int:
    return stage.rooms.archive._logs[stage.rooms.find(CODE)].weight


def screen_reports_of(stage: Stage) -> ScreenReports:
    here = Here(stage.rooms, stage.store, stage.timers)
    return ScreenReports(stage.rooms, Broadcast(Ears(), stage.rooms, stage.timers), stage.timers, here)


def report(stage: Stage) -> Report:
    screen_reports = ScreenReports(
        stage.rooms,
        Broadcast(Ears(), stage.rooms, stage.timers),
        stage.timers,
        Here(stage.rooms, stage.store, stage.timers),
    )
    return Reports(stage.rooms, screen_reports, FairTurns()).of(stage.rooms.find(CODE), "")


def log_of(stage: Stage) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(b"".join(log_json(stage.rooms, CODE)))
    return log


def table(stage: Stage) -> list[list[str]]:
    return list(csv.reader(b"".join(timeline_csv(stage.rooms, CODE)).decode().removeprefix(SIGNATURE).splitlines()))


def test_a_log_that_is_used_for_ever_stays_bounded(stage: Stage) -> None:
    lengths = []
    for _ in range(15):
        play(stage, 20)
        clean_up(stage)
        lengths.append(len(list(stage.store.entries(CODE))))
    assert max(lengths[5:]) < 1.2 * max(lengths[:5]), "it grows no more"
    assert len(b"".join(log_json(stage.rooms, CODE))) < 3 * MARK_EVERY_BYTES


def test_what_is_left_tells_the_same_as_the_whole(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.store, "clean_up", lambda: False)
    whole: dict[str, Any] = {}
    marked = stage.store.mark

    def mark(code: str, number: int, snapshot: bytes) -> None:
        whole.update(log=log_of(stage), table=table(stage), report=report(stage))
        marked(code, number, snapshot)

    monkeypatch.setattr(stage.store, "mark", mark)
    while stage.store.beginning(CODE) is None:
        play(stage, 1)
    monkeypatch.undo()
    clean_up(stage)
    left = log_of(stage)
    assert left["events_left_out"] > 0
    n_events, n_lines = len(left["events"]), len(table(stage))
    play_began = whole["log"]["events"][left["events_left_out"] :]
    assert left["events"][: len(play_began)] == play_began and n_events < len(whole["log"]["events"])
    ended = [generation for generation in whole["log"]["generations"] if generation["outcome"] != "open"]
    told = [generation for generation in left["generations"] if generation in ended]
    assert told == ended[-len(told) :] and len(told) > 10
    assert (
        10 < n_lines < len(whole["table"])
        and table(stage)[1:20] == [line for line in whole["table"] if line in table(stage)][1:20]
    )
    assert report(stage).n_ended >= whole["report"].n_ended


def test_the_report_counts_on(stage: Stage) -> None:
    play(stage, 400)
    clean_up(stage)
    found = report(stage)
    assert stage.store.beginning(CODE) is not None
    assert found.n_ended == 400 + 134
    assert found.generations[-1].generation == 400 + 134 - 1
    assert {face.name for face in found.workers.values()} == {"Ana", "Ben", "Chloé"}


def test_a_room_opens_from_what_is_left_and_its_weight_goes_on(stage: Stage) -> None:
    play(stage, 400)
    clean_up(stage)
    before, weight_before = stage.rooms.find(CODE), weight(stage)
    stage.restart()
    after = stage.rooms.find(CODE)
    assert (after.room, after.number, weight(stage)) == (before.room, before.number, weight_before)
    stage.store.save_snapshot(CODE, after.number, b"of another version", 0)
    stage.restart()
    assert stage.rooms.find(CODE).room == before.room


def test_a_small_log_that_unfolds_to_much_weighs_much(stage: Stage) -> None:
    live = stage.rooms.find(CODE)
    stage.rooms.submit(CODE, commands.AddRobots(by=1, count=100, seed=1))
    before = weight(stage)
    stage.rooms.submit(CODE, commands.Reset(by=1, generation=0))
    assert weight(stage) - before > 10_000
    before = weight(stage)
    stage.rooms.submit(CODE, commands.Configure(by=1, configuration=Configuration(names="hidden")))
    assert 300 < weight(stage) - before < 1000, "three people, and robots keep their names"
    before = weight(stage)
    stage.rooms.submit(CODE, commands.SetMural(by=1, gate="none"))
    assert weight(stage) - before > len(live.room.workers) * NUMBER_BYTES, "a picture lists whose the strips are"


def test_who_reads_while_the_log_is_shortened_begins_anew_or_is_cut_off(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PAGE", 10)
    screen_reports = ScreenReports(
        stage.rooms,
        Broadcast(Ears(), stage.rooms, stage.timers),
        stage.timers,
        Here(stage.rooms, stage.store, stage.timers),
    )
    reports = Reports(stage.rooms, screen_reports, FairTurns())
    reports.of(stage.rooms.find(CODE), "")
    steps = log_json(stage.rooms, CODE)
    stage.pass_ms(REST_MS)
    play(stage, 400)
    late = timeline_csv(stage.rooms, CODE)
    next(late)
    play(stage, 400)
    clean_up(stage)
    assert reports.of(stage.rooms.find(CODE), "").n_ended == 2 * (400 + 134)
    with pytest.raises(GapError):
        list(late)
    assert list(steps), "it had not begun"


def test_a_past_that_begins_with_another_room_is_said(stage: Stage) -> None:
    """Nobody has a seat there, and somebody waits."""
    play(stage, 400)
    clean_up(stage)
    room = stage.rooms.archive.beginning(CODE)[0]
    barrier = replace(room.barrier, waiting={9: Waiter(9, 0, room.touched_ms)})
    stage.store._db.execute("UPDATE mark SET snapshot = ?", (encode_room(replace(room, barrier=barrier)),))
    for history in (log_json, timeline_csv):
        with pytest.raises(Refusal, match="past is damaged"):
            list(history(stage.rooms, CODE))
    with pytest.raises(Refusal, match="past is damaged"):
        report(stage)
    stage.store._db.execute("UPDATE room SET snapshot = x'00'")
    stage.restart()
    with pytest.raises(Refusal, match="damaged"):
        stage.rooms.find(CODE)


def test_a_past_that_is_damaged_is_said(stage: Stage) -> None:
    play(stage, 400)
    stage.store._db.execute("UPDATE mark SET snapshot = x'00'")
    with pytest.raises(Refusal, match="past is damaged"):
        report(stage)
    stage.store._db.execute("DELETE FROM mark")
    stage.store._db.execute("UPDATE entry SET command = x'00' WHERE number = 50")
    for history in (log_json, timeline_csv):
        with pytest.raises(Refusal, match="past is damaged"):
            list(history(stage.rooms, CODE))
    play(stage, 1)
