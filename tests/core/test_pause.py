"""A pause: no arrival counts, and clocks and limits stand still."""

from app.core import commands as c
from app.core.checks import held
from app.core.timeline import timeline
from tests.support.story import Story, class_of

PAUSE_MS = 60_000


def pause(story: Story) -> Story:
    return story.do(c.Pause(by="host", on=True))


def go_on(story: Story) -> Story:
    return story.do(c.Pause(by="host", on=False), story.now_ms + PAUSE_MS)


def test_nobody_can_arrive() -> None:
    story = pause(class_of())
    assert held(story.room) == "paused"
    story.refused(c.Arrive(worker=1, generation=0), "held")
    go_on(story).arrive(1)
    assert story.waiting == {1: 0}


def test_who_waits_goes_on_waiting_and_an_arrival_that_is_sent_again_is_answered() -> None:
    story = pause(class_of().arrive(1)).arrive(1)
    assert story.answer == {"generation": 0, "index": 0}


def test_the_time_limit_stands_still() -> None:
    story = class_of().configure("host", timeout_s=10.0).arrive(1)
    deadline_ms = story.room.deadline_ms
    assert deadline_ms is not None
    pause(story)
    assert story.room.deadline_ms is None
    story.do(c.Expire(generation=0), deadline_ms)
    assert story.state == "filling"
    go_on(story)
    paused_ms = story.now_ms - (deadline_ms - 10_000) - 1000
    assert story.room.deadline_ms == deadline_ms + paused_ms


def test_a_programs_own_limit_stands_still() -> None:
    story = class_of().arrive(1, timeout_s=5.0)
    left_ms = (story.room.deadline_ms or 0) - story.now_ms
    go_on(pause(story))
    assert story.room.deadline_ms == story.now_ms + left_ms - 1000


def test_pauses_are_left_out_of_what_somebody_waited() -> None:
    story = go_on(pause(class_of().arrive(1))).arrive(2, 3)
    assert story.last(1).waited_ms == 3000 + story.room.lead_ms
    (first, second) = timeline(story.first, story.all_events)
    assert (first.paused_ms, second.paused_ms) == (PAUSE_MS, 0)
    assert [span.waited_ms for span in first.spans] == [story.last(worker).waited_ms for worker in (1, 2, 3)]


def test_the_bus_leaves_after_the_pause_when_the_missing_one_got_off() -> None:
    story = pause(class_of().arrive(1, 2)).do(c.Leave(worker=3))
    assert "tripped" not in story.types
    go_on(story)
    assert story.types == ["paused", "tripped", "held"]


def test_nobody_is_let_go_in_a_pause() -> None:
    story = class_of().configure("host", gone="let_go", gone_after_s=10).do(c.Disconnect(worker=2))
    away_ms = story.now_ms
    pause(story).do(c.Gone(worker=2, away_since_ms=away_ms), away_ms + 30_000)
    assert 2 in story.room.workers
    go_on(story)
    assert story.room.workers[2].away_since_ms == story.now_ms - 1000


def test_pausing_twice_is_once() -> None:
    story = pause(pause(class_of()))
    assert not story.events
