"""The class as the algorithm: who may send which signal, when a seat goes on, and what stops everybody."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import commands as c
from app.core.checks import held
from app.core.drill import (
    MOST_SEATS,
    Drill,
    after_signal,
    has_gone_on,
    hears,
    is_over,
    may_signal_after,
    next_signal,
    rounds,
)
from app.core.snapshot import brief, snapshot, you
from tests.support.barrier_algorithms import play
from tests.support.fold import json_of
from tests.support.story import Story, class_of, step

SCHEDULES = 10_000


def begin(story: Story, **fields: Any) -> Story:
    return story.do(c.SetDrill(by="host", kind="dissemination", seed=5, **fields))


def tap(story: Story, worker: int, k: int) -> Story:
    run = json_of(snapshot(story.room, 0))["drill"]["run"]
    return story.do(c.Signal(worker=worker, run=run, k=k))


def is_stuck(story: Story) -> bool:
    """Has somebody left who has not gone on? Then some wait for ever."""
    drill = drill_of(story)
    n_rounds = rounds(len(drill.seats))
    return any(
        worker not in story.room.workers and done < n_rounds
        for worker, done in zip(drill.seats, drill.done, strict=True)
    )


def drill_of(story: Story) -> Drill:
    assert story.room.drill is not None
    return story.room.drill


def gone_on(drill: Drill) -> list[bool]:
    return [has_gone_on(drill, seat) for seat in range(len(drill.seats))]


def new_drill(n: int) -> Drill:
    return Drill(0, "dissemination", tuple(range(1, n + 1)), 0, (0,) * n)


def test_in_any_order_nobody_goes_on_before_all_have_come() -> None:
    for seed in range(SCHEDULES):
        chance = random.Random(seed)
        n = chance.randint(4, MOST_SEATS)
        drill, ready = new_drill(n), list(range(n))
        knows = [{seat} for seat in range(n)]
        sent: dict[tuple[int, int], frozenset[int]] = {}
        while ready:
            seat = ready.pop(chance.randrange(len(ready)))
            k = drill.done[seat]
            if k > 0:
                knows[seat] |= sent[seat, k - 1]
            sent[hears(n, seat, k), k] = frozenset(knows[seat])
            drill = after_signal(drill, seat, 0)
            ready += may_signal_after(drill, seat)
            for other in (seat, hears(n, seat, k)):
                if has_gone_on(drill, other):
                    assert min(drill.done) > 0
                    assert knows[other] | sent[other, rounds(n) - 1] == set(range(n)), "it knows of everybody"
        assert is_over(drill), "nobody who may signal is forgotten"
        assert len(drill.signals) == n * rounds(n)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=MOST_SEATS))
def test_seats_go_on_in_the_same_steps_as_on_the_page_of_algorithms(arrives: list[int]) -> None:
    drill, released = new_drill(len(arrives)), [-1] * len(arrives)
    at = 0
    while not is_over(drill):
        ready = [seat for seat, comes in enumerate(arrives) if comes <= at and next_signal(drill, seat) is not None]
        for seat in ready:
            drill = after_signal(drill, seat, at)
        at += 1
        for seat, has_gone in enumerate(gone_on(drill)):
            if has_gone and released[seat] < 0:
                released[seat] = at
    assert released == play("dissemination", len(arrives), arrives).released


def test_phones_are_told_whom_to_tell_and_whom_to_wait_for() -> None:
    story = begin(class_of(4))
    assert (held(story.room), story.types) == ("looking", ["drill", "held"])
    tap(story, 1, 0)
    assert brief(story.room)["drill"] == {"run": 0, "kind": "dissemination", "done": "1000"}
    mine = you(story.room, 2, "worker", "t")["seat"]
    assert (mine["index"], [face["name"] for face in mine["faces"]]) == (1, [f"Pupil {i}" for i in range(1, 5)])
    assert json_of(snapshot(story.room, 0))["drill"]["signals"] == [[0, story.now_ms]]


def test_a_signal_waits_for_its_turn_and_a_doubled_one_counts_once() -> None:
    story = begin(class_of(4))
    story.refused(c.Signal(worker=1, run=0, k=1), "future_generation")
    tap(tap(story, 1, 0), 1, 0)
    assert (story.events, story.answer) == ((), {"k": 0})
    story.refused(c.Signal(worker=1, run=0, k=1), "future_generation")
    tap(tap(story, 4, 0), 1, 1)
    assert drill_of(story).done == (2, 0, 0, 1)
    story.refused(c.Signal(worker=1, run=7, k=1), "stale_generation")
    begin(story).refused(c.Signal(worker=1, run=0, k=2), "stale_generation")


def test_robots_fill_up_to_four_and_programs_and_absent_ones_have_no_seat() -> None:
    story = class_of(3).join("strip.py", kind="program").do(c.Disconnect(worker=3))
    begin(story)
    assert drill_of(story).seats == (1, 2, 5, 6)
    assert [story.room.workers[number].kind for number in (5, 6)] == ["robot", "robot"]
    story.do(c.Connect(worker=3)).refused(c.Signal(worker=3, run=0, k=0), "busy")
    assert you(story.room, 3, "worker", "t")["seat"] is None


def test_with_more_than_fit_people_go_before_robots() -> None:
    story = class_of(20, robots=20)
    begin(story.join("Late"))
    seats = drill_of(story).seats
    assert len(seats) == MOST_SEATS and set(range(1, 21)) < set(seats) and 41 in seats
    assert list(seats) == sorted(seats)


def test_who_leaves_stops_those_who_need_its_signals() -> None:
    story = begin(class_of(4))
    for worker in (1, 2, 3, 4):
        tap(story, worker, 0)
    tap(story, 3, 1).do(c.Leave(worker=2))
    assert is_stuck(story)
    assert you(story.room, 1, "worker", "t")["seat"]["faces"][1]["name"] is None
    for worker in (1, 4):
        tap(story, worker, 1)
    assert gone_on(drill_of(story)) == [True, False, True, False], "whoever was to hear of seat 1 in round 2 waits"
    assert "tripped" not in [event.__struct_config__.tag for event in story.all_events]
    begin(story)
    assert not is_stuck(story) and len(drill_of(story).seats) == 4


def test_who_has_told_all_may_leave() -> None:
    story = begin(class_of(4))
    for k in range(2):
        for worker in (1, 2, 3, 4):
            tap(story, worker, k)
    story.do(c.Leave(worker=2))
    assert is_over(drill_of(story)) and not is_stuck(story)


def test_who_is_away_keeps_the_others_waiting_and_goes_on_where_it_was() -> None:
    story = begin(class_of(4))
    for worker in (1, 3, 4):
        tap(story, worker, 0)
    story.do(c.Disconnect(worker=2)).refused(c.Signal(worker=3, run=0, k=1), "future_generation")
    story.do(c.Connect(worker=2))
    assert you(story.room, 2, "worker", "t")["seat"]["index"] == 1
    tap(tap(story, 2, 0), 3, 1)
    assert drill_of(story).done == (1, 1, 2, 1)


def test_the_rooms_own_barrier_rests_meanwhile_and_fills_as_ever_afterwards() -> None:
    story = begin(class_of(4))
    before = story.room.barrier
    story.refused(c.Arrive(worker=1, generation=0), "held")
    for k in range(2):
        for worker in (1, 2, 3, 4):
            tap(story, worker, k)
    assert (story.room.barrier, is_over(drill_of(story))) == (before, True)
    story.do(c.SetDrill(by="host", kind="off", seed=1))
    assert (story.types, story.room.barrier.since_ms) == (["drill", "held"], story.now_ms)
    story.arrive(1, 2, 3, 4)
    assert story.release.order == (1, 2, 3, 4)


def test_beginning_while_somebody_waits_must_be_meant() -> None:
    story = class_of(4).arrive(1).refused(c.SetDrill(by="host", kind="dissemination", seed=1), "busy")
    begin(story, force=True)
    assert story.types == ["reset", "drill", "held"]
    assert story.last(1).cause == "lesson"


def test_a_drill_takes_the_place_of_a_mural_and_a_question_that_of_a_drill() -> None:
    story = begin(class_of(4).do(c.SetMural(by="host", gate="barrier")))
    assert story.room.mural is None
    story.refused(c.SetMural(by="host", gate="barrier"), "held")
    story.do(c.Ask(by="host", question="again"))
    assert story.room.drill is None
    story.refused(c.SetDrill(by="host", kind="dissemination", seed=1), "held")
    begin(story.do(c.Ask(by="host", question=None)))
    step(story, "story")
    assert story.room.drill is None


def test_in_a_pause_nobody_signals() -> None:
    story = begin(class_of(4)).do(c.Pause(by="host", on=True))
    story.refused(c.Signal(worker=1, run=0, k=0), "held")
    tap(story.do(c.Pause(by="host", on=False)), 1, 0)
    assert held(story.room) == "looking"


@pytest.mark.parametrize("by", ["host", 1])
def test_an_open_room_has_no_drill(by: Any) -> None:
    story = Story().join("Ana", "Ben", "Chloé", "Dev")
    story.refused(c.SetDrill(by=by, kind="dissemination", seed=1), "host_required")
    story.refused(c.Signal(worker=1, run=0, k=0), "stale_generation")


def test_hidden_names_stay_hidden() -> None:
    story = begin(class_of(4).configure("host", names="hidden"))
    assert not [face for face in you(story.room, 1, "worker", "t")["seat"]["faces"] if "Pupil" in face["name"]]
