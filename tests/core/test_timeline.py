"""The history out of the events."""

from collections.abc import Callable

import pytest

from app.core import commands as c
from app.core.apply import apply, create
from app.core.timeline import Generation, Reader, timeline
from tests.support.record_logs import STORIES
from tests.support.story import START_MS, Story


def generations(story: Story) -> list[Generation]:
    return timeline(story.first, story.all_events)


def test_a_room_where_nothing_happened_has_one_open_generation() -> None:
    (only,) = generations(Story())
    assert (only.outcome, only.phase, only.spans, only.at_ms) == ("open", "research", (), None)


def test_a_release_ends_every_wait_at_one_moment() -> None:
    story = Story().join("Ana", "Ben").arrive(2)
    first_ms = story.now_ms
    story.arrive(1)
    done, running = generations(story)
    assert (done.outcome, done.cause, done.release_at_ms) == ("released", "arrival", story.now_ms + 400)
    ana, ben = done.spans
    assert (ben.index, ben.arrived_ms, ben.waited_ms) == (0, first_ms, 1400)
    assert (ana.index, ana.waited_ms) == (1, 400)
    assert (running.generation, running.phase, running.since_ms) == (1, "write", story.now_ms + 400)
    assert running.spans[0].arrived_ms is None and running.spans[0].waited_ms is None


def test_a_broken_time_belongs_to_nobody() -> None:
    story = Story().join("Ana", "Ben").arrive(1).do(c.Abort(by=2, generation=0))
    assert [ended.outcome for ended in generations(story)] == ["broken"]
    story.join("Chloé").do(c.Reset(by=2, generation=0))
    broken, running = generations(story)
    assert broken.spans[0].waited_ms == 1000 and len(broken.spans) == 2
    assert running.since_ms == story.now_ms and len(running.spans) == 3


def test_a_reset_ends_a_generation_that_was_filling() -> None:
    story = Story().join("Ana", "Ben").arrive(1).do(c.Reset(by=2, generation=0))
    assert [(ended.outcome, ended.cause) for ended in generations(story)] == [("reset", "reset"), ("open", None)]


def test_a_break_or_a_reset_does_not_move_work_on_to_the_next_phase() -> None:
    story = Story().join("Ana", "Ben").arrive(1).do(c.Abort(by=2, generation=0)).do(c.Reset(by=2, generation=0))
    story.arrive(1).do(c.Reset(by=2, generation=1)).arrive(1, 2)
    assert [(ended.outcome, ended.phase, ended.round) for ended in generations(story)] == [
        ("broken", "research", 1),
        ("reset", "research", 1),
        ("released", "research", 1),
        ("open", "write", 1),
    ]
    assert story.room.barrier.releases == 1


def test_seats_that_change_while_somebody_waits_move_nobody_on() -> None:
    story = Story().join("Ana", "Ben", "Chloé").configure(1, parties=2).arrive(1)
    story.configure(2, force=True, parties=3).arrive(1, 2, 3)
    assert [(ended.outcome, ended.cause, ended.phase, ended.round) for ended in generations(story)] == [
        ("reset", "configure", "research", 1),
        ("released", "arrival", "research", 1),
        ("open", None, "write", 1),
    ]


def test_who_left_has_no_span_and_those_behind_move_up() -> None:
    story = Story().join("Ana", "Ben", "Chloé").arrive(1, 2).do(c.Leave(worker=1)).do(c.Rename(by=2, name="Bob"))
    (running,) = generations(story)
    assert [(span.name, span.index) for span in running.spans] == [("Bob", 0), ("Chloé", None)]


def test_a_hosted_rooms_work_begins_with_the_start_and_phases_follow_the_rule() -> None:
    story = Story(host=True).join("Ana").do(c.Start(by="host"))
    start_ms = story.now_ms
    story.configure("host", phases=("read",)).configure("host", lead_ms=0).do(c.Disconnect(worker=1))
    (running,) = generations(story)
    assert (running.since_ms, running.phase, running.spans[0].work_from_ms) == (start_ms, "read", start_ms)


@pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__)
def test_who_begins_in_the_middle_reads_the_same_as_who_began_with_the_first(tell: Callable[[], Story]) -> None:
    story = tell()
    room = create(story.created, START_MS)
    steps = []
    for command, at_ms in story.log:
        room, events, _ = apply(room, command, at_ms)
        steps.append((room, events))
    for n_left_out in range(len(steps)):
        middle = Reader(steps[n_left_out][0])
        whole = Reader(create(story.created, START_MS))
        for nth, (_, events) in enumerate(steps):
            for event in events:
                whole.take(event)
                if nth > n_left_out:
                    middle.take(event)
            if nth <= n_left_out:
                whole.ended.clear()
        assert middle.n_ended == whole.n_ended
        assert middle.generations() == whole.generations()
