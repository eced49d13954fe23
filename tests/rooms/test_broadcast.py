"""Who hears what, when."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app.core import commands
from app.rooms.broadcast import (
    BRIEF_PAUSE_MS,
    MAX_PAUSE_MS,
    MIN_PAUSE_MS,
    SHARE,
    SMALL_ROOM,
    URGENT_AHEAD_MS,
    Broadcast,
)
from app.rooms.live_room import RECENT_EVENTS
from app.rooms.pictures import MOST_LISTED, missed
from app.wire.messages import View
from tests.support.ears import Ears
from tests.support.stage import Stage


class Hall(Stage):
    def __init__(self) -> None:
        super().__init__()
        self.ears = Ears()
        self.broadcast = Broadcast(self.ears, self.rooms, self.timers, processor_s=lambda: self.ears.worked_s)
        self.rooms.listeners.add(self.broadcast)
        self.live = self.rooms.find("BRRRRR")


def whole(hall: Hall) -> dict[str, Any]:
    """The picture of the room as it leaves the server."""
    picture: dict[str, Any] = msgspec.json.decode(hall.broadcast.whole(hall.live, "full")["snapshot"])
    return picture


@pytest.fixture
def hall() -> Iterator[Hall]:
    with Hall() as hall:
        yield hall


def test_the_first_event_leaves_at_once_and_the_next_are_gathered(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(3)
    assert hall.ears.batches("ana") == [(1, 1)]
    hall.pass_ms(MIN_PAUSE_MS)
    assert hall.ears.batches("ana") == [(1, 1), (3, 2)]
    hall.pass_ms(MIN_PAUSE_MS)
    hall.seat(1)
    assert hall.ears.batches("ana")[-1] == (4, 1)


def test_a_timer_that_comes_late_does_not_shorten_the_next_pause(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    hall.clock.ms += MIN_PAUSE_MS
    hall.seat(2)
    hall.pass_ms(0)
    assert hall.ears.batches("ana") == [(1, 1), (3, 2)]
    hall.pass_ms(MIN_PAUSE_MS)
    assert hall.ears.batches("ana") == [(1, 1), (3, 2), (4, 1)]


def test_a_trip_waits_for_nothing(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.broadcast.admit(hall.live, "phone", "brief")
    ana, ben = hall.seat(2)
    hall.arrive(ana, ben)
    assert hall.ears.batches("ana") == [(1, 1), (5, 4)]
    assert hall.ears.heard["phone"][-1][1]["generation"] == 1


def test_a_newcomer_hears_the_rest_of_the_batch_that_is_being_gathered(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    hall.broadcast.admit(hall.live, "ben", "full")
    seq = whole(hall)["seq"]
    assert seq == 2
    hall.seat(2)
    hall.pass_ms(MIN_PAUSE_MS)
    assert hall.ears.batches("ana") == [(1, 1), (4, 3)]
    assert hall.ears.batches("ben") == [(4, 2)]
    hall.pass_ms(MIN_PAUSE_MS)
    hall.seat(1)
    assert hall.ears.batches("ben") == [(4, 2), (5, 1)]


def test_a_newcomer_who_knows_it_all_hears_nothing_twice(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    hall.broadcast.admit(hall.live, "ben", "full")
    hall.pass_ms(MIN_PAUSE_MS)
    assert hall.ears.batches("ben") == []


def test_a_newcomer_who_misses_much_of_the_batch_hears_of_the_gap_and_asks(hall: Hall) -> None:
    """A rest is encoded for each newcomer: new names for a full hall would be a quarter of a megabyte."""
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    hall.broadcast.admit(hall.live, "ben", "full")
    hall.seat(1)
    hall.broadcast.admit(hall.live, "chloe", "full")
    hall.seat(RECENT_EVENTS)
    hall.pass_ms(MIN_PAUSE_MS)
    seq = hall.live.room.seq
    assert hall.ears.batches("ana") == [(1, 1), (seq, seq - 1)]
    assert hall.ears.batches("ben") == [(seq, 0)]
    assert hall.ears.batches("chloe") == [(seq, RECENT_EVENTS)]
    hall.pass_ms(MIN_PAUSE_MS)
    hall.seat(1)
    assert hall.ears.batches("ben")[-1] == (seq + 1, 1)


def test_asking_again_leaves_no_gap_and_no_doubles(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    hall.broadcast.admit(hall.live, "ana", "full")
    assert whole(hall)["seq"] == 2
    hall.seat(1)
    hall.pass_ms(MIN_PAUSE_MS)
    assert hall.ears.batches("ana") == [(1, 1), (3, 1)]


def test_phones_hear_briefs_at_their_own_pace(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "phone", "brief")
    hall.seat(SMALL_ROOM + 10)
    hall.pass_ms(1000)
    hall.ears.heard.clear()
    for worker in range(1, 11):
        hall.arrive(worker)
        hall.pass_ms(50)
    briefs = [data["n_waiting"] for event, data in hall.ears.heard["phone"] if event == "brief"]
    assert len(briefs) <= 500 / BRIEF_PAUSE_MS + 1
    hall.pass_ms(BRIEF_PAUSE_MS)
    assert hall.ears.heard["phone"][-1][1]["n_waiting"] == 10
    assert all(event == "brief" for event, _ in hall.ears.heard["phone"])


def test_what_is_no_event_is_told_to_nobody(hall: Hall) -> None:
    (ana,) = hall.seat(1)
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.broadcast.admit(hall.live, "ben", "brief")
    hall.rooms.submit("BRRRRR", commands.Drop(by=ana, worker=hall.seat(1)[0], keep_out=True))
    hall.pass_ms(MAX_PAUSE_MS)
    heard = {sid: list(events) for sid, events in hall.ears.heard.items()}
    before = hall.live.room
    hall.rooms.submit("BRRRRR", commands.LetIn(by=ana))
    hall.pass_ms(MAX_PAUSE_MS)
    assert hall.live.room is not before and hall.ears.heard == heard


def test_a_view_can_be_changed(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "brief")
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(1)
    assert [event for event, _ in hall.ears.heard["ana"]] == ["events"]


def test_nothing_is_told_to_a_view_in_which_nobody_follows(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms: list[str] = []
    monkeypatch.setattr(hall.ears, "emit", lambda _event, _data, to: rooms.append(to))
    workers = hall.seat(3)
    views: tuple[View, ...] = ("brief", "full", "brief")
    for generation, view in enumerate(views):
        hall.broadcast.admit(hall.live, "ana", view)
        for worker in workers:
            hall.arrive(worker, generation=generation)
        hall.pass_ms(MAX_PAUSE_MS)
        assert set(rooms) == {f"BRRRRR/{view}"}
        rooms.clear()


def test_who_comes_after_the_last_has_left_in_the_middle_of_a_batch_hears_all_of_the_next(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "phone", "brief")
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    hall.broadcast.dismiss("BRRRRR", "ana")
    hall.seat(1)
    hall.broadcast.admit(hall.live, "ben", "full")
    assert whole(hall)["seq"] == 3
    hall.seat(2)
    hall.pass_ms(MIN_PAUSE_MS)
    hall.pass_ms(MIN_PAUSE_MS)
    assert hall.ears.batches("ben") == [(5, 2)]


def test_who_is_dismissed_hears_no_more(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.broadcast.dismiss("BRRRRR", "ana")
    hall.broadcast.dismiss("BRRRRR", "ana")
    hall.seat(1)
    assert hall.ears.heard == {}


def test_a_notice_to_everybody_reaches_every_view_and_newcomers(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.broadcast.admit(hall.live, "phone", "brief")
    hall.seat(2)
    hall.broadcast.admit(hall.live, "ben", "full")
    hall.broadcast.notice_everybody("server_restarting", "…")
    for sid in ("ana", "phone", "ben"):
        assert ("notice", {"type": "server_restarting", "message": "…"}) in hall.ears.heard[sid]


def test_missed_events_are_told_while_they_are_kept(hall: Hall) -> None:
    hall.seat(3)
    batch = missed(hall.live, 1)
    assert batch is not None
    assert (batch["seq"], [event.worker for event in batch["events"]]) == (3, [2, 3])
    assert missed(hall.live, 3) == {"events": [], "seq": 3}
    assert missed(hall.live, 4) is None
    hall.live.recent.clear()
    assert missed(hall.live, 1) is None


def test_missed_events_with_long_lists_are_told_as_a_snapshot(hall: Hall) -> None:
    """A hundred pictures of a full hall would be a megabyte for one short message."""
    hall.seat(MOST_LISTED // 100)
    seq = hall.live.room.seq
    for _ in range(100):
        hall.rooms.submit("BRRRRR", commands.SetMural(by=1, gate="none"))
    assert missed(hall.live, seq) is not None
    hall.rooms.submit("BRRRRR", commands.SetMural(by=1, gate="none"))
    assert missed(hall.live, seq) is None
    assert missed(hall.live, seq + 1) is not None


def test_the_pace_keeps_broadcasting_below_a_quarter_of_the_processor(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.ears.cost_s = 0.05
    hall.seat(1)
    assert len(hall.ears.batches("ana")) == 1, "the first event waits for nothing"
    for _ in range(100):
        hall.pass_ms(100)
        hall.seat(1)
    assert 45 <= len(hall.ears.batches("ana")) <= 52


def test_many_rooms_share_the_quarter(hall: Hall) -> None:
    codes = [hall.rooms.create(None, commands.Configuration()).code for _ in range(10)]
    for code in codes:
        hall.broadcast.admit(hall.rooms.find(code), code, "full")
    hall.ears.cost_s = 0.01
    for _ in range(200):
        for code in codes:
            hall.seat(1, code)
        hall.pass_ms(50)
    heard = [len(hall.ears.batches(code)) for code in codes]
    assert sum(heard) * 0.01 <= 0.26 * 10
    assert min(heard) >= 20, "nobody starves"


def test_a_busy_server_still_tells_a_trip_at_once(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.ears.cost_s = 0.2
    ana, ben = hall.seat(2)
    hall.arrive(ana, ben)
    assert len(hall.ears.batches("ana")) == 2


def test_who_breaks_the_barrier_all_the_time_gets_no_more_than_the_share(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    (ana,) = hall.seat(1)
    hall.ears.cost_s = 0.02
    for generation in range(200):
        for command in (commands.Abort(by=ana, generation=generation), commands.Reset(by=ana, generation=generation)):
            hall.rooms.submit("BRRRRR", command)
            hall.pass_ms(25)
    assert hall.ears.worked_s <= SHARE * (10 + URGENT_AHEAD_MS / 1000) + 0.1
    hall.pass_ms(MAX_PAUSE_MS)
    assert sum(count for _, count in hall.ears.batches("ana")) == hall.live.room.seq, "nothing is left out"


def test_a_hall_that_takes_too_much_keeps_no_class_waiting(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    (ana,) = hall.seat(1)
    a_class = hall.rooms.create(None, commands.Configuration()).code
    hall.broadcast.admit(hall.rooms.find(a_class), "ben", "full")
    hall.ears.cost_s = 0.2
    for command in (commands.Abort(by=ana, generation=0), commands.Reset(by=ana, generation=0)):
        hall.rooms.submit("BRRRRR", command)
    hall.ears.cost_s = 0.0001
    for _ in range(5):
        hall.seat(1, a_class)
        hall.pass_ms(MIN_PAUSE_MS)
    assert len(hall.ears.batches("ben")) == 5


def test_what_waits_in_queues_is_paid_for_too() -> None:
    with Stage() as stage:
        ears = Ears()
        broadcast = Broadcast(ears, stage.rooms, stage.timers, later_cost_s=0.001, processor_s=lambda: 0)
        stage.rooms.listeners.add(broadcast)
        live = stage.rooms.find("BRRRRR")
        for nth in range(100):
            broadcast.admit(live, f"phone {nth}", "full")
        stage.seat(2)
        stage.pass_ms(390)
        assert len(ears.batches("phone 0")) == 1
        stage.pass_ms(10)
        assert len(ears.batches("phone 0")) == 2


def test_who_reads_again_hears_of_the_gap_or_how_things_stand(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.broadcast.admit(hall.live, "phone", "brief")
    hall.seat(3)
    hall.ears.heard.clear()
    for sid in ("ana", "phone", "nobody"):
        hall.broadcast.catch_up(sid)
    assert hall.ears.batches("ana") == [(1, 0)], "what is being gathered comes by itself"
    assert [event for event, _ in hall.ears.heard["phone"]] == ["brief"]
    assert hall.ears.heard["phone"][0][1]["workers"] == 3


def test_a_room_that_is_removed_says_so(hall: Hall) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.rooms.remove(lambda: hall.store.remove_untouched(hall.clock.now_ms() + 1))
    assert [event for event, _ in hall.ears.heard["ana"]] == ["notice"]


def test_who_leaves_while_everybody_is_told_does_not_keep_it_from_the_others(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.broadcast.admit(hall.live, "ana", "full")
    hall.seat(2)
    for sid in ("ben", "chloe"):
        hall.broadcast.admit(hall.live, sid, "full")
    emit = hall.ears.emit

    def emit_and_leave(event: str, data: object, to: str) -> None:
        emit(event, data, to)
        if to == "ben":
            hall.broadcast.dismiss("BRRRRR", "ben")

    monkeypatch.setattr(hall.ears, "emit", emit_and_leave)
    hall.broadcast.notice_everybody("server_restarting", "")
    assert "notice" in dict(hall.ears.heard["chloe"])
