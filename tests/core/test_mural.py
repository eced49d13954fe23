"""The mural in a room: who paints which strip when, with the barrier and without it."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core import commands as c
from app.core.mural import MOST_PAINTS, N_STEPS, done_bits
from app.core.mural_view import MOST_NEAR, Asker
from app.core.refusals import Refusal
from app.core.room import Room
from app.core.snapshot import brief, snapshot, you
from tests.support.fold import json_of
from tests.support.painting import with_barrier
from tests.support.record_mural import START, picture_of
from tests.support.story import Story


def painting(*names: str, gate: str = "barrier") -> Story:
    story = Story().join(*names)
    return story.do(msgspec.convert({"type": "mural", "by": 1, "gate": gate}, c.SetMural))


def step(story: Story, worker: int, nth: int, **fields: object) -> Story:
    """The worker's press for its step after this many."""
    return story.do(c.Arrive(worker=worker, generation=story.generation + nth, **fields))  # type: ignore[arg-type]


def seen(story: Story) -> dict[str, Any]:
    mural: dict[str, Any] = json_of(snapshot(story.room, 0)["mural"])
    return mural


def wrong_cells(story: Story) -> int:
    mural = seen(story)
    n = len(mural["owners"])
    return len(picture_of(mural["gate"], mural["run"], n, mural["paints"]).wrong_cells())


def test_each_trip_is_one_step_of_all_strips_until_the_twelfth() -> None:
    story = painting("Ana", "Ben", "Chloé")
    for i in range(N_STEPS + 3):
        story.arrive(*[(i + k) % 3 + 1 for k in range(3)])
    assert seen(story)["paints"] == [3] * N_STEPS
    assert wrong_cells(story) == 0


def test_strips_are_dealt_anew_when_somebody_comes_or_goes() -> None:
    story = painting("Ana", "Ben", "Chloé").arrive(1, 2, 3).join("Dan").arrive(4, 3).do(c.Leave(worker=1)).arrive(2)
    assert seen(story)["paints"] == [3, 3]
    assert you(story.room, 2, "worker", "t")["strip"]["index"] == 0


def test_a_phone_must_ask_anew_when_its_strip_or_its_neighbours_may_be_others() -> None:
    story = painting("Ana", "Ben", "Chloé")
    deals = [brief(story.room)["mural"]["deal"]]
    for command in (c.AddRobots(by=1, count=1, seed=1), c.Leave(worker=2), c.SetMural(by=1, gate="none")):
        deals.append(brief(story.do(command).room)["mural"]["deal"])
    for worker in (1, 3, 4):
        for nth in range(N_STEPS):
            step(story, worker, nth)
    deals.append(brief(story.room)["mural"]["deal"])
    assert len(set(deals)) == 5
    story = painting(*[f"W{i}" for i in range(20)])
    before = brief(story.room)["mural"]["deal"]
    assert brief(story.join("Newcomer").room)["mural"]["deal"] == before


def test_breaks_and_resets_paint_nothing() -> None:
    story = painting("Ana", "Ben").arrive(1).do(c.Abort(by=2, generation=0)).do(c.Reset(by=2, generation=0)).arrive(1)
    assert seen(story)["paints"] == []


def test_with_fewer_parties_than_workers_a_trip_paints_the_strips_of_its_order() -> None:
    story = painting("Ana", "Ben", "Chloé").configure(1, parties=2).arrive(3, 1)
    assert seen(story)["paints"] == [[3, [0, 2]]]
    for _ in range(N_STEPS):
        story.arrive(3, 1)
    assert wrong_cells(story) == len(picture_of("barrier", 0, 3, [(3, (0, 2))] * N_STEPS).wrong_cells()) > 0


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_interleaving_under_the_barrier_gives_the_true_picture(data: st.DataObject) -> None:
    """A room of 30 in which people come, leave, reload, and break the barrier."""
    story = painting(*[f"W{i}" for i in range(data.draw(st.integers(2, 30)))])
    while len(story.room.mural.paints if story.room.mural else ()) < N_STEPS:
        working = [number for number in story.room.workers if number not in story.room.barrier.waiting]
        act = data.draw(st.sampled_from(("arrive", "arrive", "all", "all", "join", "leave", "reload", "break")))
        if act == "join" and len(story.room.workers) < 40:
            story.join("Newcomer")
        elif act == "leave" and len(story.room.workers) > 2:
            story.do(c.Leave(worker=data.draw(st.sampled_from(sorted(story.room.workers)))))
        elif act == "reload":
            worker = data.draw(st.sampled_from(sorted(story.room.workers)))
            story.do(c.Disconnect(worker=worker)).do(c.Connect(worker=worker))
        elif act == "break":
            story.do(c.Abort(by=min(story.room.workers), generation=story.generation))
            story.do(c.Reset(by=min(story.room.workers), generation=story.generation))
        elif working:
            order = data.draw(st.permutations(working))
            story.arrive(*(order if act == "all" else order[:1]))
    assert wrong_cells(story) == 0


def test_a_class_of_thirty_on_a_bad_day_paints_a_whole_bus() -> None:
    """Twelve trips in which people come, leave, lose their signal and break the barrier."""
    chance = random.Random(30)
    story = painting(*[f"W{i}" for i in range(30)])
    n_trips = 0
    while n_trips < N_STEPS:
        late = [number for number in story.room.workers if number not in story.waiting]
        chance.shuffle(late)
        for worker in late[: chance.randrange(len(late))]:
            story.arrive(worker)
        match chance.randrange(6):
            case 0:
                story.join(f"New {story.now_ms}")
            case 1:
                story.do(c.Leave(worker=chance.choice(list(story.room.workers))))
            case 2:
                worker = chance.choice(list(story.room.workers))
                story.do(c.Disconnect(worker=worker)).do(c.Connect(worker=worker))
            case 3:
                by = chance.choice(list(story.room.workers))
                story.do(c.Abort(by=by, generation=story.generation)).do(c.Reset(by=by, generation=story.generation))
            case _:
                story.arrive(*[number for number in story.room.workers if number not in story.waiting])
        n_trips = sum(event.__struct_config__.tag == "tripped" for event in story.all_events)
    assert len(seen(story)["paints"]) == N_STEPS
    assert {event.__struct_config__.tag for event in story.all_events} >= {"broken", "worker_left", "presence"}
    assert wrong_cells(story) == 0


def test_without_the_barrier_arrive_paints_at_once_and_the_generation_stays() -> None:
    story = step(painting("Ana", "Ben", gate="none"), 2, 0, known=0)
    assert story.answer == {"generation": 0, "index": 0, "paints": [1]}
    assert (story.types, story.generation, story.waiting) == (["painted"], 0, {})
    step(step(story, 1, 0), 1, 1, known=1)
    assert story.answer == {"generation": 1, "index": 0, "paints": [0, 0]}
    assert seen(story)["paints"] == [1, 0, 0]


def test_a_repeated_press_paints_once_and_gives_the_same_answer() -> None:
    story = step(painting("Ana", "Ben", gate="none"), 1, 0, known=0)
    before, answer = story.room, story.answer
    assert step(story, 1, 0, known=0).answer == answer
    assert story.room is before


def test_without_the_barrier_there_are_twelve_steps_and_none_is_skipped() -> None:
    story = painting("Ana", "Ben", gate="none")
    story.refused(c.Arrive(worker=1, generation=1), "future_generation")
    for nth in range(N_STEPS):
        step(story, 1, nth)
    story.refused(c.Arrive(worker=1, generation=N_STEPS), "future_generation")
    assert brief(story.room)["mural"]["done"] == "8"


def test_who_comes_later_watches_and_who_leaves_leaves_a_strip_behind() -> None:
    story = step(painting("Ana", "Ben", gate="none"), 1, 0).join("Chloé")
    story.refused(c.Arrive(worker=3, generation=0), "busy")
    assert you(story.room, 3, "worker", "t")["strip"] is None
    story.do(c.Leave(worker=1))
    mural = story.room.mural
    assert mural is not None
    assert (mural.owners, mural.steps) == ((1, 2), (1, 0))
    assert done_bits(mural, story.room.workers, {}) == "8"


def test_without_the_barrier_only_when_nobody_waits_unless_forced() -> None:
    story = Story().join("Ana", "Ben").arrive(1)
    story.refused(c.SetMural(by=1, gate="none"), "busy")
    story.do(c.SetMural(by=1, gate="none", force=True))
    assert story.types == ["mural", "reset"]
    assert story.last(1).outcome == "reset"


def test_each_mural_is_another_run_and_can_be_put_away() -> None:
    story = painting("Ana", "Ben").do(c.SetMural(by=1, gate="off"))
    assert "mural" not in snapshot(story.room, 0)
    assert "mural" not in brief(story.room)
    assert "strip" not in you(story.room, 1, "worker", "t")
    assert story.do(c.SetMural(by=1, gate="off")).types == []
    assert seen(story.do(c.SetMural(by=1, gate="none")))["run"] == 1


def test_after_a_run_without_the_barrier_the_barrier_is_as_before() -> None:
    story = step(painting("Ana", "Ben", gate="none"), 1, 0, ticket="t1").do(c.SetMural(by=1, gate="off"))
    assert story.arrive(1).waiting == {1: 0}
    assert story.arrive(2).types == ["arrived", "tripped"]


def test_a_program_s_ticket_paints_once() -> None:
    story = step(painting("Ana", "Ben", gate="none"), 1, 0, ticket="t1")
    assert step(story, 1, 1, ticket="t1").answer["generation"] == 0
    assert step(story, 1, 1, ticket="t2").answer["generation"] == 1
    assert seen(story)["paints"] == [0, 0]


def test_only_the_host_begins_a_mural_and_nobody_paints_in_the_lobby() -> None:
    story = Story(host=True).join("Ana")
    story.refused(c.SetMural(by=1, gate="barrier"), "host_required")
    story.refused(c.SetMural(by="host", gate="none"), "in_lobby")
    story.do(c.SetMural(by="host", gate="barrier"))
    assert seen(story)["gate"] == "barrier"


def test_a_mural_needs_somebody_to_paint() -> None:
    story = Story(host=True).do(c.Start(by="host"))
    story.refused(c.SetMural(by="host", gate="none"), "bad_request")


def test_a_deserted_open_room_has_no_mural() -> None:
    story = painting("Ana").do(c.AddRobots(by=1, count=2, seed=1)).do(c.Leave(worker=1))
    assert story.room.mural is None
    assert "mural" in story.types


def test_a_brief_has_a_bit_a_strip_while_neighbours_are_called_by_name() -> None:
    story = painting("Ana").do(c.AddRobots(by=1, count=MOST_NEAR - 1, seed=1)).arrive(1, 3, 12)
    assert brief(story.room)["mural"]["done"] == "a01"
    assert brief(story.join("Newcomer").room)["mural"]["done"] == ""


def test_only_an_answer_to_one_phone_has_the_paintings_of_a_free_run() -> None:
    story = step(painting("Ana", "Ben", gate="none"), 2, 0)
    assert "paints" not in brief(story.room)["mural"]
    assert brief(story.room, asker=Asker())["mural"]["paints"] == [1]


def test_a_phone_that_knows_a_part_gets_the_next_ones_and_no_more_than_fit() -> None:
    story = painting("Ana", "Ben", gate="none")
    room = story.room
    assert room.mural is not None
    mural = replace(room.mural, paints=(0, 1) * MOST_PAINTS)
    room = replace(room, mural=mural)
    told = brief(room, asker=Asker(run=0, known=3))["mural"]
    assert (told["known"], told["paints"]) == (3, [1, 0] * (MOST_PAINTS // 2))
    assert brief(room, asker=Asker(run=1, known=3))["mural"]["paints"] == list(mural.paints), "another picture"
    answer = story.do(c.Arrive(worker=1, generation=0, known=0)).answer
    assert answer["paints"] == [0]


def test_neighbours_are_named_where_strips_are_rows() -> None:
    story = painting("Ana", "Ben", "Chloé")
    near = you(story.room, 2, "worker", "t")["strip"]["near"]
    assert [(neighbour["strip"], neighbour["name"]) for neighbour in near] == [(0, "Ana"), (2, "Chloé")]
    story.do(c.AddRobots(by=1, count=10, seed=1))
    assert you(story.room, 2, "worker", "t")["strip"]["near"] == []


def test_a_stored_room_keeps_its_mural() -> None:
    story = painting("Ana", "Ben", "Chloé").configure(1, parties=2).arrive(3, 1)
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(story.room), type=Room)
    assert stored == story.room


def test_a_held_class_paints_nothing() -> None:
    story = Story(host=True).join("Ana", "Ben").do(c.Start(by="host")).do(c.SetMural(by="host", gate="none"))
    story.do(c.Pause(by="host", on=True))
    with pytest.raises(Refusal, match="held"):
        step(story, 1, 0)


def test_the_fold_reads_what_the_room_wrote() -> None:
    assert [painting.strips for painting in with_barrier([2, (3, (0, 2))])] == [(0, 1), (0, 2)]
    assert START.back
