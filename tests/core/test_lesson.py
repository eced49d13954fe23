"""A lesson: what is asked, what is set up, and when nobody can arrive."""

from typing import Any

import pytest

from app.core import commands as c
from app.core.checks import held
from app.core.lesson_state import QuestionId
from app.core.lesson_view import lesson_view
from app.core.questions import QUESTIONS, ticket
from app.core.snapshot import brief, snapshot, you
from tests.support.fold import json_of
from tests.support.story import Story, class_of, step


def ask(story: Story, question: Any, **fields: Any) -> Story:
    return story.do(c.Ask(by="host", question=question, **fields))


def guess(worker: int, answer: int, question: str = "surplus") -> c.Guess:
    return c.Guess(worker=worker, question=question, answer=answer)


def run(story: Story) -> Story:
    return story.do(c.Run(by="host", seed=5))


def tell(story: Story) -> Story:
    return story.do(c.Tell(by="host"))


def results(story: Story) -> Any:
    return json_of(lesson_view(story.room)["asking"])["results"]


def test_nobody_can_arrive_while_a_question_is_open() -> None:
    story = ask(class_of(), "surplus")
    assert held(story.room) == "asking"
    story.refused(c.Arrive(worker=1, generation=0), "held")
    run(story).arrive(1)
    assert story.waiting == {1: 0}


def test_the_last_answer_counts_and_a_changed_mind_is_no_event() -> None:
    story = ask(class_of(), "surplus").do(guess(1, 0))
    assert [(event.n, event.people) for event in story.events] == [(1, 3)]
    story.do(guess(1, 2))
    assert not story.events
    tell(story)
    assert results(story) == [{"question": "surplus", "counts": [0, 0, 1]}]


def test_a_phone_learns_how_long_all_stood_still_before_the_answers() -> None:
    story = run(ask(class_of(), "dies")).arrive(1, 2)
    assert "still_ms" not in brief(story.room)
    came_ms = story.now_ms
    story.do(c.Tell(by="host"), at_ms=came_ms + 4000)
    assert brief(story.room)["still_ms"] == 4000


def test_only_people_guess_and_only_what_is_open() -> None:
    story = class_of(2, robots=1).refused(guess(1, 0), "not_asked")
    ask(story, "dies").refused(guess(1, 0), "not_asked").refused(guess(3, 0, "dies"), "not_asked")
    run(story).refused(guess(1, 0, "dies"), "not_asked")


def test_no_counts_before_they_are_told() -> None:
    story = ask(class_of(), "surplus").do(guess(1, 0)).do(guess(2, 2))
    assert results(story) is None
    assert you(story.room, 1, "worker", "t")["guesses"] == {"surplus": 0}
    assert "guesses" not in you(story.room, 3, "worker", "t")


def test_asking_again_forgets_the_guesses() -> None:
    story = ask(ask(class_of(), "surplus").do(guess(1, 0)), "surplus")
    assert "guesses" not in you(story.room, 1, "worker", "t")
    assert story.room.lesson.asking is not None and story.room.lesson.asking.guessed == 0


def test_asking_while_somebody_waits_must_be_meant() -> None:
    story = class_of().arrive(1).refused(c.Ask(by="host", question="again"), "busy")
    ask(story, "again", force=True)
    assert story.types == ["reset", "asked", "held"]
    assert story.last(1).cause == "lesson"


def test_people_who_come_and_go_change_how_many_there_are() -> None:
    story = ask(class_of(), "surplus").do(guess(1, 0)).join("Late")
    assert (story.events[-1].n, story.events[-1].people) == (1, 4)
    story.do(c.Leave(worker=1))
    assert (story.events[-1].n, story.events[-1].people) == (0, 3)


@pytest.mark.parametrize(
    ("question", "parties", "timeout_s", "robots"),
    [
        ("again", 3, None, 0),
        ("surplus", 3, None, 2),
        ("dies", 4, None, 1),
        ("timeout", 4, 15.0, 1),
        ("reset", 4, None, 1),
        ("doing", 4, None, 1),
        ("first", 3, None, 0),
        ("parties", 4, None, 0),
        ("torn", 4, None, 1),
        ("turns", 8, None, 5),
    ],
)
def test_each_question_sets_up_its_world_and_takes_it_down(
    question: QuestionId, parties: int, timeout_s: float | None, robots: int
) -> None:
    story = class_of().configure("host", timeout_s=99.0)
    before = json_of(snapshot(story.room, 0))
    run(ask(story, question))
    assert (story.parties, story.room.timeout_s) == (parties, timeout_s)
    assert len(story.room.workers) == 3 + robots
    story.do(c.Ask(by="host", question=None))
    after = json_of(snapshot(story.room, 0))
    assert after["workers"] == before["workers"] and "mural" not in after
    assert (story.parties, story.room.timeout_s, story.room.parties_rule) == (3, 99.0, "everyone")


def test_fixed_seats_return_after_a_question() -> None:
    story = class_of().configure("host", parties=2)
    ask(run(ask(story, "dies")), None)
    assert (story.parties, story.room.parties_rule) == (2, "fixed")


def test_no_departure_opens_the_gate_when_the_set_up_goes() -> None:
    story = run(ask(class_of(), "doing")).arrive(1, 2, 3)
    step(story, "story")
    assert "tripped" not in story.types
    assert [story.last(worker).outcome for worker in (1, 2, 3)] == ["reset"] * 3


def test_the_robot_that_crashes_never_calls() -> None:
    story = run(ask(class_of(), "dies")).arrive(1, 2, 3).arrive(4)
    assert not story.events and story.answer == {"generation": 0, "card": "crash"}
    assert len(story.waiting) == 3


def test_arrivals_are_held_again_once_the_answers_are_shown() -> None:
    story = tell(run(ask(class_of(), "surplus")).arrive(1, 2, 3).arrive(4))
    assert held(story.room) == "looking"
    story.refused(c.Arrive(worker=1, generation=1), "held")


def test_the_round_begins_when_arrivals_begin_to_count() -> None:
    story = run(ask(class_of(), "again"))
    assert story.room.barrier.since_ms == story.now_ms


def test_a_lesson_leads_from_the_lobby_to_its_result() -> None:
    story = Story(host=True).join("Ana", "Ben")
    step(story, "door")
    assert story.room.stage == "lobby"
    step(story, "story")
    assert (story.room.stage, held(story.room)) == ("running", "looking")
    step(story, "round").arrive(1, 2)
    step(story, "without")
    assert held(story.room) == "looking"
    step(story, "guess").do(guess(1, 0, "again")).do(guess(2, 2, "again"))
    tell(run(story))
    step(story, "guess_again").do(guess(1, 2))
    tell(run(story))
    step(story, "ticket")
    asking = json_of(lesson_view(story.room)["asking"])
    assert asking["questions"] == ["surplus.after", "again.after", "dies.after"]
    for question, answer in zip(asking["questions"], (1, 1, 0), strict=True):
        story.do(guess(1, answer, question))
    assert story.room.lesson.asking is not None and story.room.lesson.asking.guessed == 1
    step(story, "result")
    assert results(story) == [
        {"question": "surplus.after", "counts": [0, 1, 0], "before": [0, 0, 1]},
        {"question": "again.after", "counts": [0, 1, 0], "before": [1, 0, 1]},
        {"question": "dies.after", "counts": [1, 0, 0]},
    ]
    step(story, None)
    assert lesson_view(story.room) == {}


def test_free_play_keeps_the_place_and_takes_the_set_up_down() -> None:
    story = run(ask(step(class_of(), "guess"), "timeout")).arrive(1)
    step(story, "guess", free=True)
    assert held(story.room) is None and story.room.timeout_s is None
    assert len(story.room.workers) == 3
    view = json_of(lesson_view(story.room))
    assert (view["lesson"]["step"], view["lesson"]["free"], "asking" in view) == ("guess", True, False)
    step(story, "guess")
    assert held(story.room) == "asking"


def test_free_play_without_a_set_up_lets_those_who_wait_go_on_waiting() -> None:
    story = step(class_of(), "round").arrive(1)
    step(story, "round", free=True)
    assert story.waiting == {1: 0}
    step(story, "round")
    assert story.waiting == {1: 0}


def test_the_result_shows_the_answers_of_those_who_have_finished() -> None:
    story = step(class_of(), "ticket").do(guess(1, 2, "dies.after"))
    step(story, "result")
    assert results(story)[0] == {"question": "dies.after", "counts": [0, 0, 1]}
    story.refused(guess(2, 2, "dies.after"), "not_asked")


@pytest.mark.parametrize(
    "command",
    [
        c.Lesson(by=1, step="story"),
        c.Ask(by=1, question="again"),
        c.Run(by=1, seed=1),
        c.Tell(by=1),
        c.Deal(by=1, seed=1),
        c.Pause(by=1, on=True),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_lesson_needs_a_host(command: c.AnyCommand) -> None:
    Story().join("Ana").refused(command, "host_required")
    class_of().refused(command, "host_required")


def test_a_brief_stays_small() -> None:
    story = tell(ask(class_of(9), "surplus"))
    without, with_lesson = (len(str(json_of(brief(room)))) for room in (class_of(9).room, story.room))
    assert with_lesson - without < 300


def test_the_ticket_asks_what_the_lesson_asked() -> None:
    assert ticket(()) == ("dies.after", "timeout.after", "again.after")
    assert ticket(("again", "first")) == ("first.after", "again.after", "dies.after")
    assert ticket(tuple(QUESTIONS)) == ("turns.after", "torn.after", "parties.after")


def everything_public(story: Story, others: tuple[int, ...]) -> list[Any]:
    """All that the room gives away, but for what a screen may know of itself."""
    mine = [you(story.room, worker, "worker", None) for worker in others]
    return [json_of(part) for part in (snapshot(story.room, 0), brief(story.room), story.all_events, mine)]


@pytest.mark.parametrize("answer", [0, 1, 2])
@pytest.mark.parametrize("seed", [0, 1])
def test_nothing_that_leaves_the_room_tells_a_guess_or_a_card(answer: int, seed: int) -> None:
    """Whatever Ana guessed and to whom the card went, everybody else gets the same."""

    def play(answer: int, seed: int) -> list[list[Any]]:
        seen = []
        story = ask(class_of(4), "surplus").do(guess(1, answer)).do(guess(2, 1))
        seen.append(everything_public(story, (3, 4)))
        run(story).arrive(1, 2)
        seen.append(everything_public(story, (3, 4)))
        story.do(c.Deal(by="host", seed=seed, to="person", card="crash")).arrive(1, 2)
        now = everything_public(story, (3, 4))
        arrived = [event for event in now[2] if event["type"] == "arrived"]
        assert len(arrived) == 3, "one of the two has crashed, and only that can be seen"
        return seen

    assert play(answer, seed) == play(0, 0)


def test_card_in_play_looks_the_same_in_any_hand() -> None:
    def dealt(seed: int) -> list[Any]:
        return everything_public(class_of(4).do(c.Deal(by="host", seed=seed, to="person", card="slow")), (1, 2, 3, 4))

    assert dealt(0) == dealt(1) == dealt(2)


def test_the_step_of_the_mural_begins_one_with_the_barrier_and_takes_it_along() -> None:
    story = step(step(Story(host=True).join("Ana", "Ben"), "story"), "mural")
    assert story.room.mural is not None and story.room.mural.gate == "barrier"
    story.arrive(1, 2)
    assert story.room.mural.paints == (2,)
    ask(story.arrive(1), "torn", force=True)
    assert story.room.mural is None and story.last(1).cause == "lesson"
    step(step(story, "story"), "mural")
    step(story, "mural", free=True)
    assert story.room.mural is None


def test_a_guess_about_the_mural_is_run_in_the_room_and_told() -> None:
    story = run(ask(class_of(2), "torn").do(guess(1, 2, "torn")).do(guess(2, 0, "torn")))
    for nth in range(3):
        story.do(c.Arrive(worker=1, generation=nth))
    assert story.answer == {"generation": 2, "index": 0, "paints": []}
    tell(story)
    assert results(story) == [{"question": "torn", "counts": [1, 0, 1]}]
    assert story.room.mural is not None, "what happened stays to be seen"
    story.refused(c.Arrive(worker=1, generation=3), "held")
    ask(story, "turns")
    assert story.room.mural is None
