"""The one door."""

import threading
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from app.core import commands
from app.core.barrier import Waiter
from app.core.refusals import Refusal
from app.rooms.archive import SNAPSHOT_EVERY
from app.rooms.housekeeping import FORGET_AFTER_MS, IDLE_MS, NOTE_USE_EVERY_MS, SWEEP_EVERY_MS
from app.rooms.log import encode, encode_room
from app.stores.base import StoreError
from app.stores.sqlite import SqliteStore
from tests.support.stage import Stage


def test_the_shared_room_is_there_without_being_made(stage: Stage) -> None:
    assert not stage.rooms.find("BRRRRR").room.is_hosted


def test_a_code_without_a_room_is_refused(stage: Stage) -> None:
    with pytest.raises(Refusal, match="room_not_found"):
        stage.rooms.find("BBBBBB")


def test_what_is_refused_is_not_stored(stage: Stage) -> None:
    ana, _ = stage.seat(2)
    with pytest.raises(Refusal, match="future_generation"):
        stage.arrive(ana, generation=5)
    assert len(list(stage.store.entries("BRRRRR"))) == 3


def test_what_changes_nothing_is_not_stored(stage: Stage) -> None:
    ana, _ = stage.seat(2)
    stage.arrive(ana, ana, ana)
    assert len(list(stage.store.entries("BRRRRR"))) == 4


def test_what_cannot_be_stored_has_not_happened(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = stage.seat(2)
    stage.arrive(ana)
    before = stage.rooms.find("BRRRRR").room

    def fail(*_: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(stage.store, "hand_over", fail)
    with pytest.raises(Refusal, match="unavailable"):
        stage.arrive(ben)
    assert stage.rooms.find("BRRRRR").room == before
    monkeypatch.undo()
    stage.arrive(ben)
    assert stage.rooms.find("BRRRRR").room.barrier.generation == 1


def test_a_room_is_the_same_after_a_restart(stage: Stage) -> None:
    ana, ben, chloe = stage.seat(3)
    stage.arrive(ana, ben)
    before = stage.rooms.find("BRRRRR").room
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before
    stage.arrive(chloe)
    assert stage.rooms.find("BRRRRR").room.last_release is not None


def test_a_long_log_is_opened_from_its_snapshot(stage: Stage) -> None:
    workers = stage.seat(2)
    for generation in range(SNAPSHOT_EVERY):
        stage.arrive(*workers, generation=generation)
    before = stage.rooms.find("BRRRRR").room
    loaded = stage.store.load("BRRRRR")
    assert loaded is not None
    assert loaded.snapshot is not None
    assert len(loaded.entries) < SNAPSHOT_EVERY
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before


def test_a_snapshot_that_cannot_be_read_is_made_again_from_the_log(stage: Stage) -> None:
    stage.seat(3)
    before = stage.rooms.find("BRRRRR")
    stage.store.save_snapshot("BRRRRR", before.number, b"of another version", 0)
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before.room


def test_a_snapshot_that_can_be_read_and_is_wrong_is_made_again_from_the_log(stage: Stage) -> None:
    """Somebody waits there who has no seat, so that the next trip fails."""
    stage.seat(3)
    live = stage.rooms.find("BRRRRR")
    barrier = replace(live.room.barrier, waiting={9: Waiter(9, 0, live.room.touched_ms)})
    wrong = encode_room(replace(live.room, barrier=barrier))
    stage.store.save_snapshot("BRRRRR", live.number, wrong, 0)
    stage.arrive(1, 2, 3)
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == live.room


def test_a_damaged_log_is_said_and_the_other_rooms_go_on(stage: Stage) -> None:
    stage.seat(1)
    stage.write_entry(stage.rooms.find("BRRRRR").number + 1, b"not a command")
    stage.restart()
    with pytest.raises(Refusal, match="damaged") as refused:
        stage.rooms.find("BRRRRR")
    assert refused.value.code == "unavailable"
    assert stage.seat(1, stage.rooms.create(None, commands.Configuration()).code)


@pytest.mark.parametrize("command", [b'{"type":"arrive","worker":"ana"}', b'{"by":1}', b'{"type":7}', b"7"])
def test_a_damaged_command_is_not_of_a_newer_version(stage: Stage, command: bytes) -> None:
    stage.write_entry(stage.rooms.find("BRRRRR").number + 1, command)
    stage.restart()
    with pytest.raises(Refusal, match="damaged"):
        stage.rooms.find("BRRRRR")


def test_a_command_that_only_a_newer_version_knows_is_no_damage(stage: Stage) -> None:
    """During an update two releases share the rooms."""
    stage.seat(1)
    number = stage.rooms.find("BRRRRR").number
    stage.rooms.archive.save(stage.rooms.find("BRRRRR"))
    stage.write_entry(number + 1, b'{"type":"of_tomorrow","by":1}')
    with pytest.raises(Refusal, match="newer version"):
        list(stage.rooms.archive.history("BRRRRR"))
    stage.restart()
    with pytest.raises(Refusal, match="newer version") as refused:
        stage.rooms.find("BRRRRR")
    assert refused.value.code == "unavailable"


def test_a_room_whose_log_has_a_gap_is_not_opened(stage: Stage) -> None:
    stage.seat(1)
    stage.write_entry(4, encode(commands.Join(token_hash="after the gap")))
    stage.restart()
    with pytest.raises(Refusal, match="damaged"):
        stage.rooms.find("BRRRRR")


def test_the_clock_of_a_room_never_runs_backwards(stage: Stage) -> None:
    (ana,) = stage.seat(1)
    stage.clock.ms -= 10_000
    stage.arrive(ana)
    live = stage.rooms.find("BRRRRR")
    assert live.room.barrier.waiting[ana].at_ms >= live.room.workers[ana].joined_at_ms


def test_an_idle_room_leaves_the_memory_and_comes_back(stage: Stage) -> None:
    stage.housekeeping.start()
    ana, _ = stage.seat(2)
    stage.rooms.submit("BRRRRR", commands.Configure(by=ana, configuration=commands.Configuration(gone="hold")))
    before = stage.rooms.find("BRRRRR")
    stage.pass_ms(IDLE_MS + 120_000)
    assert len(stage.rooms) == 0
    assert before.is_out_of_memory
    assert {worker.number for worker in stage.rooms.find("BRRRRR").room.workers.values()} == {1, 2}


def test_a_room_that_nobody_touched_for_a_day_is_removed(stage: Stage) -> None:
    stage.housekeeping.start()
    code = stage.rooms.create(None, commands.Configuration()).code
    stage.rooms.find(code)
    stage.pass_ms(FORGET_AFTER_MS + 120_000)
    with pytest.raises(Refusal, match="room_not_found"):
        stage.rooms.find(code)


def test_the_history_is_the_log_done_again(stage: Stage) -> None:
    workers = stage.seat(2)
    stage.arrive(*workers)
    states = list(stage.rooms.archive.history("BRRRRR"))
    assert states[-1][0] == stage.rooms.find("BRRRRR").room
    assert sum(len(events) for _, events in states) == states[-1][0].seq


def test_a_screen_that_is_open_counts_as_use(stage: Stage) -> None:
    stage.seat(1)
    stage.housekeeping.start()
    live = stage.rooms.find("BRRRRR")
    live.screens = 1
    stage.pass_ms(3 * FORGET_AFTER_MS)
    assert stage.rooms.find("BRRRRR") is live
    live.screens = 0
    stage.pass_ms(FORGET_AFTER_MS - 2 * NOTE_USE_EVERY_MS)
    assert stage.rooms.find("BRRRRR").room.epoch == live.room.epoch
    stage.pass_ms(2 * NOTE_USE_EVERY_MS + 2 * SWEEP_EVERY_MS)
    assert stage.rooms.find("BRRRRR").room.epoch > live.room.epoch


def test_a_log_that_cannot_be_read_is_refused(stage: Stage) -> None:
    stage.seat(1)
    stage.store.close()
    with pytest.raises(Refusal, match="unavailable"):
        list(stage.rooms.archive.history("BRRRRR"))


def test_nobody_waits_for_the_line_with_a_rooms_lock(stage: Stage) -> None:
    stage.seat(1)
    with stage.rooms.held("BRRRRR"), pytest.raises(AssertionError, match="post it"):
        stage.rooms.submit("BRRRRR", commands.Disconnect(worker=1))


def test_no_timer_waits_for_the_line(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.seat(1)
    monkeypatch.setattr(stage.timers._thread, "_ident", threading.get_ident())
    with pytest.raises(AssertionError, match="post it"):
        stage.rooms.submit("BRRRRR", commands.Disconnect(worker=1))


class LineElsewhere(SqliteStore):
    """Dates by a clock of its own, and lets commands of others in between."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.others: list[commands.AnyCommand] = []

    def hand_over(self, code: str, command: bytes, at_ms: int, handed: object) -> None:
        while self.others:
            super().hand_over(code, encode(self.others.pop(0)), at_ms, None)
        super().hand_over(code, command, at_ms - 1_000_000, handed)


@pytest.fixture
def elsewhere() -> Iterator[tuple[Stage, LineElsewhere]]:
    line = LineElsewhere()
    with Stage(line) as stage:
        yield stage, line


def test_what_comes_from_elsewhere_is_done_in_the_lines_order(elsewhere: tuple[Stage, LineElsewhere]) -> None:
    stage, line = elsewhere
    ana, ben = stage.seat(2)
    line.others.append(commands.Arrive(worker=ben, generation=0))
    assert stage.rooms.submit("BRRRRR", commands.Arrive(worker=ana, generation=0)).answer["index"] == 1
    before = stage.rooms.find("BRRRRR").room
    assert before.barrier.generation == 1
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before, "the log done again leads to the same"


def test_what_was_allowed_and_comes_too_late_is_refused_and_the_line_goes_on(
    elsewhere: tuple[Stage, LineElsewhere],
) -> None:
    stage, line = elsewhere
    ana, ben = stage.seat(2)
    line.others.append(commands.Leave(worker=ana))
    with pytest.raises(Refusal, match="not_joined"):
        stage.arrive(ana)
    stage.arrive(ben)
    live = stage.rooms.find("BRRRRR")
    assert live.number == len(list(line.entries("BRRRRR")))
    assert [entry.number for entry in line.entries("BRRRRR")] == list(range(1, live.number + 1))
    before = live.room
    assert list(stage.rooms.archive.history("BRRRRR"))[-1][0] == before
    stage.restart()
    assert stage.rooms.find("BRRRRR").room == before


def test_a_room_of_rules_that_this_version_does_not_know_is_not_opened(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = stage.rooms.create(None, commands.Configuration()).code
    monkeypatch.setattr("app.rooms.archive.RULES_VERSION", 0)
    with pytest.raises(Refusal, match="newer version"):
        stage.rooms.find(code)


def test_a_ticket_gives_the_same_token_in_one_room_only(stage: Stage) -> None:
    token = stage.rooms.token_for("AAA", "ticket", "Ana")
    assert stage.rooms.token_for("AAA", "ticket", "Ana") == token
    others = [("BBB", "ticket", "Ana"), ("AAA", "tick", "etAna"), ("AAA", "ticket", "Ben")]
    assert token not in {stage.rooms.token_for(*parts) for parts in others}
