"""Arriving, waiting, and how a wait ends."""

import pytest

from app.core import commands as c
from app.core.events import Acting, Arrived, Broken, Tripped
from app.core.snapshot import brief, snapshot
from tests.support.story import START_MS, Story


def test_the_last_arrival_trips_the_barrier() -> None:
    story = Story().join("Ana", "Ben").arrive(2)
    assert story.types == ["arrived"] and story.answer == {"generation": 0, "index": 0}
    at_ms = story.now_ms + 50
    story.arrive(1, at_ms=at_ms)
    assert story.events == (
        Arrived(at_ms=at_ms, worker=1, generation=0, index=1),
        Tripped(at_ms=at_ms, generation=0, order=(2, 1), release_at_ms=at_ms + 400, cause="arrival"),
    )
    assert (story.generation, story.waiting) == (1, {})
    assert story.room.barrier.since_ms == at_ms + 400
    assert story.last(2).waited_ms == 450


def test_a_repeated_arrive_gives_the_same_answer_also_after_the_release() -> None:
    story = Story().join("Ana", "Ben").arrive(1, 1)
    assert story.events == () and story.answer == {"generation": 0, "index": 0}
    story.arrive(2).do(c.Arrive(worker=1, generation=0))
    assert story.events == () and story.answer == {"generation": 0, "index": 0}
    assert story.generation == 1 and story.waiting == {}


def test_arrivals_for_another_generation_are_refused() -> None:
    story = Story().join("Ana", "Ben").do(c.Reset(by=1, generation=0))
    story.refused(c.Arrive(worker=1, generation=0), "stale_generation")
    story.refused(c.Arrive(worker=1, generation=2), "future_generation")


def test_nobody_waits_in_the_lobby_nor_without_a_seat_nor_at_a_broken_barrier() -> None:
    hosted = Story(host=True).join("Ana")
    hosted.refused(c.Arrive(worker=1, generation=0), "in_lobby")
    hosted.refused(c.Arrive(worker=2, generation=0), "not_joined")
    broken = Story().join("Ana").do(c.Abort(by=1, generation=0))
    broken.refused(c.Arrive(worker=1, generation=0), "barrier_broken")


def test_surplus_arrivals_belong_to_the_next_generation() -> None:
    story = Story(parties=2).join("Ana", "Ben", "Chloé").arrive(1, 2, 3)
    assert (story.generation, story.waiting, story.parties) == (1, {3: 0}, 2)


def test_a_release_is_never_before_that_of_the_generation_before() -> None:
    story = Story(parties=1, lead_ms=900).join("Ana", "Ben").arrive(1)
    first_ms = story.release.release_at_ms
    story.configure(1, lead_ms=0, at_ms=story.now_ms + 1).arrive(2, at_ms=story.now_ms + 2)
    assert story.release.release_at_ms == first_ms


def test_a_wait_times_out_on_its_moment_and_never_early() -> None:
    story = Story(timeout_s=5.0).join("Ana", "Ben").arrive(1)
    due_ms = story.now_ms + 5000
    assert story.room.deadline_ms == due_ms
    assert story.do(c.Expire(generation=0), due_ms - 1).events == ()
    assert story.do(c.Expire(generation=1), due_ms).events == ()
    story.do(c.Expire(generation=0), due_ms)
    broken = Broken(at_ms=due_ms, deadline_ms=None, generation=0, cause="timeout", by=None, waiting=(1,))
    assert story.events == (broken,)
    assert story.do(c.Expire(generation=0)).events == ()


def test_a_calls_own_limit_goes_before_the_rooms() -> None:
    story = Story(timeout_s=5.0).join("Ana", "Ben", "Chloé").arrive(1, timeout_s=60.0)
    assert story.room.deadline_ms == story.now_ms + 60_000
    assert snapshot(story.room, 0)["barrier"]["deadline_ms"] == story.now_ms + 60_000 == story.events[-1].deadline_ms
    story.arrive(2, timeout_s=0.5)
    assert brief(story.room)["deadline_ms"] == story.now_ms + 500 == story.events[-1].deadline_ms
    assert story.room.deadline_ms == story.now_ms + 500


def test_without_a_limit_nothing_expires() -> None:
    story = Story().join("Ana", "Ben").arrive(1).do(c.Expire(generation=0), START_MS + 10**9)
    assert story.room.deadline_ms is None and story.waiting == {1: 0}


def test_a_limit_set_while_somebody_waits_counts_from_its_setting() -> None:
    story = Story().join("Ana", "Ben").arrive(1)
    story.configure(2, timeout_s=5.0, at_ms=story.now_ms + 60_000)
    assert story.room.deadline_ms == story.now_ms + 5000
    story.configure(2, timeout_s=None)
    assert story.room.deadline_ms is None


def test_the_action_runs_before_the_release() -> None:
    story = Story().join("Ana", "Ben").arrive(1).arrive(2, action=True)
    assert story.events[-1] == Acting(at_ms=story.now_ms, worker=2, generation=0)
    assert story.state == "acting"
    story.refused(c.FinishAction(worker=1, generation=0, ok=True), "stale_generation")
    story.refused(c.FinishAction(worker=2, generation=1, ok=True), "future_generation")
    story.refused(c.FinishAction(worker=3, generation=0, ok=True), "not_joined")
    story.join("Chloé").refused(c.Arrive(worker=3, generation=0), "busy")
    story.do(c.FinishAction(worker=2, generation=0, ok=True))
    assert story.types == ["tripped"] and story.generation == 1
    story.refused(c.FinishAction(worker=2, generation=0, ok=True), "stale_generation")


def test_no_limit_comes_back_while_the_action_runs() -> None:
    story = Story(timeout_s=5.0).join("Ana", "Ben").arrive(1).arrive(2, action=True)
    assert story.room.deadline_ms is None
    room = story.room
    assert story.configure(1, lead_ms="auto").room is room, "nothing has changed"


def test_an_action_that_fails_breaks_the_barrier() -> None:
    story = Story().join("Ana", "Ben").arrive(1).arrive(2, action=True)
    story.do(c.FinishAction(worker=2, generation=0, ok=False))
    assert story.events == (Broken(at_ms=story.now_ms, generation=0, cause="action", by=2, waiting=(1, 2)),)


@pytest.mark.parametrize("kind", [c.Abort, c.Reset])
def test_abort_and_reset_give_those_who_wait_the_error(kind: type[c.Abort] | type[c.Reset]) -> None:
    story = Story().join("Ana", "Ben").arrive(1)
    story.refused(kind(by=2, generation=1), "future_generation")
    story.refused(kind(by="host", generation=0), "host_required")
    story.refused(kind(by=9, generation=0), "not_joined")
    story.do(kind(by=2, generation=0))
    (event,) = story.events
    assert (event.by, event.waiting) == (2, (1,))
    assert story.waiting == {} and story.generation == (0 if kind is c.Abort else 1)
    lobby = Story(host=True).refused(kind(by="host", generation=0), "in_lobby").join("Ana")
    lobby.refused(kind(by=1, generation=0), "host_required")


def test_aborting_a_broken_barrier_is_ok_and_nothing_happens() -> None:
    story = Story().join("Ana").do(c.Abort(by=1, generation=0))
    room = story.room
    assert story.do(c.Abort(by=1, generation=0)).room is room
    story.do(c.Reset(by=1, generation=0)).refused(c.Abort(by=1, generation=0), "stale_generation")


def test_the_first_worker_of_an_empty_room_begins_the_generation() -> None:
    story = Story().join("Ana", at_ms=START_MS + 77_000).join("Ben")
    assert story.room.barrier.since_ms == START_MS + 77_000
