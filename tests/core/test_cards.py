"""Secret cards: they do what they say, and nobody learns of them before they are turned."""

from typing import Any

import pytest
from msgspec.structs import replace

from app.core import commands as c
from app.core.apply import apply
from app.core.cards import CARDS, MOST_DEALT, draw
from app.core.checks import held
from app.core.events import Dealt
from app.core.lesson_view import lesson_view
from app.core.snapshot import brief, you
from tests.support.fold import json_of
from tests.support.story import Story, class_of, step


def deal(story: Story, card: Any, to: Any = "robot", seed: int = 0) -> Story:
    return story.do(c.Deal(by="host", seed=seed, to=to, card=card))


def turned(story: Story) -> Any:
    return json_of(lesson_view(story.room)).get("turned")


def test_a_crashed_robot_never_arrives_and_turns_with_its_generation() -> None:
    story = deal(class_of(2, robots=1), "crash").arrive(1, 2, 3)
    assert "index" not in story.answer and len(story.waiting) == 2
    assert turned(story) is None
    story.do(c.Abort(by="host", generation=story.generation))
    assert turned(story) == {"card": "crash", "to": "robot", "worker": 3}


def test_a_slow_robot_arrives_when_its_time_is_over() -> None:
    story = deal(class_of(2, robots=1), "slow").arrive(1, 2, 3)
    until_ms = story.answer["until_ms"]
    assert isinstance(until_ms, int)
    story.arrive(3, at_ms=until_ms)
    assert story.types == ["arrived", "tripped", "turned"]


def test_a_person_finds_the_card_by_calling_and_no_event_tells_it() -> None:
    story = deal(class_of(3), "crash", "person")
    assert story.room.lesson.cards[0].worker == 1
    assert "card" not in you(story.room, 1, "worker", "t")
    before = json_of(brief(story.room))
    story.arrive(1)
    assert story.events == () and story.answer == {"generation": 0, "card": "crash", "deal": 1}
    assert json_of(brief(story.room)) == before
    assert you(story.room, 1, "worker", "t")["card"] == {"card": "crash", "deal": 1}
    assert "card" not in you(story.room, 2, "worker", "t")


def test_a_person_is_never_named() -> None:
    story = deal(class_of(3), "crash", "person").arrive(1, 2, 3).configure("host", timeout_s=10.0)
    story.do(c.Expire(generation=0), story.now_ms + 10_000)
    assert turned(story) == {"card": "crash", "to": "person", "worker": None}
    assert "missing" not in brief(story.room)


def test_the_action_fails_for_the_last_to_come_and_stays_secret_until_the_reset() -> None:
    story = deal(class_of(3), "action").arrive(1, 2, 3)
    assert (story.state, story.answer["card"]) == ("broken", "action")
    assert turned(story) is None
    story.do(c.Reset(by="host", generation=story.generation))
    assert turned(story) == {"card": "action", "to": "bus", "worker": None}


def test_one_too_many_waits_alone_in_the_next_round() -> None:
    story = deal(class_of(3), "extra")
    assert (story.parties, len(story.room.workers)) == (3, 4)
    story.arrive(1, 2, 4, 3)
    assert (list(story.waiting), turned(story)) == ([3], None)
    story.arrive(1, 2)
    assert turned(story) == {"card": "extra", "to": "robot", "worker": 4}


def test_who_leaves_early_leaves_a_seat_behind() -> None:
    story = deal(class_of(2, robots=1), "leaves").arrive(1, 2, 3)
    assert story.answer["card"] == "leaves"
    story.do(c.Leave(worker=3))
    assert (len(story.waiting), story.parties, turned(story)) == (2, 3, None)


def test_a_robot_joins_where_there_is_nobody_to_deal_to() -> None:
    story = deal(class_of(2), "crash")
    assert [worker.kind for worker in story.room.workers.values()] == ["person", "person", "robot"]


def test_a_card_whose_phone_leaves_is_turned() -> None:
    story = deal(class_of(3), "crash", "person").do(c.Leave(worker=1))
    assert turned(story) == {"card": "crash", "to": "person", "worker": None}


def test_a_card_that_is_skipped_is_turned() -> None:
    story = step(deal(step(class_of(2, robots=1), "wrong"), "slow"), "what_if")
    assert "turned" in story.types and story.room.lesson.cards == ()


def test_arrivals_wait_for_the_card() -> None:
    story = step(class_of(2, robots=1), "wrong")
    assert held(story.room) == "looking"
    deal(story, "crash").arrive(1)
    assert story.waiting == {1: 0}


def test_a_card_that_was_not_there_yet_is_drawn() -> None:
    story = class_of(3, robots=1)
    for seed, _ in enumerate(CARDS):
        deal(story, draw(story.room, seed), seed=seed)
    assert set(story.room.lesson.dealt) == set(CARDS)


def test_a_room_in_which_cards_are_dealt_for_ever_keeps_the_latest_and_counts_on() -> None:
    story = deal(deal(class_of(3, robots=1), "slow"), "extra")
    dealt = ["slow", "extra"]
    for nth in range(2 * MOST_DEALT):
        dealt.append("crash" if nth % 2 else "slow")
        deal(story, dealt[-1])
        assert story.room.lesson.cards[0].deal == lesson_view(story.room)["deal"] == len(dealt)
        assert [event.deal for event in story.events if isinstance(event, Dealt)] == [len(dealt)]
        assert {draw(story.room, seed) for seed in range(10)} == set(CARDS) - set(dealt)
    assert story.room.lesson.dealt == ("extra", *dealt[1 - MOST_DEALT :])


def test_a_long_list_of_an_earlier_release_becomes_the_same() -> None:
    dealt = ("extra", *("crash", "slow") * MOST_DEALT)
    story = class_of(3, robots=1)
    earlier = replace(story.room, lesson=replace(story.room.lesson, dealt=dealt))
    command = c.Deal(by="host", seed=0, card="leaves")
    later = apply(earlier, command, story.now_ms).room
    assert later.lesson.cards[0].deal == later.lesson.n_dealt == len(dealt) + 1
    assert later.lesson.dealt == ("extra", *dealt[2 - MOST_DEALT :], "leaves")


@pytest.mark.parametrize("seed", range(6))
def test_chance_picks_the_holder(seed: int) -> None:
    story = deal(class_of(3), "crash", "person", seed)
    assert story.room.lesson.cards[0].worker == seed % 3 + 1
