"""Who goes, and what the barrier makes of it."""

from app.core import commands as c
from tests.support.story import Story


def test_the_departure_of_the_last_one_missing_trips() -> None:
    story = Story().join("Ana", "Ben", "Chloé").arrive(1, 2).do(c.Leave(worker=3))
    assert story.types == ["worker_left", "tripped"]
    assert story.events[1].cause == "departure" and story.events[1].order == (1, 2)
    assert story.generation == 1 and story.parties == 2


def test_a_leaving_waiter_is_withdrawn() -> None:
    story = Story().join("Ana", "Ben", "Chloé", "Dan").arrive(1, 2, 3).do(c.Leave(worker=1))
    assert story.waiting == {2: 0, 3: 1}
    assert story.types == ["worker_left"]


def test_an_action_whose_runner_leaves_breaks_the_barrier() -> None:
    story = Story().join("Ana", "Ben").arrive(1).arrive(2, action=True)
    assert story.types == ["arrived", "acting"] and story.state == "acting"
    story.do(c.Leave(worker=2))
    assert story.types == ["worker_left", "broken"]
    assert story.events[1].waiting == (1,) and story.state == "broken"
    assert story.last(1).outcome == "broken"


def test_a_deserted_open_room_is_as_it_was_made() -> None:
    story = Story(timeout_s=5.0).join("Ana").do(c.AddRobots(by=1, count=2, seed=1))
    story.configure(1, door="locked", timeout_s=9.0)
    story.do(c.Abort(by=1, generation=0)).do(c.Leave(worker=1))
    room = story.room
    assert not room.workers and room.door == "open" and room.timeout_s == 5.0
    assert story.state == "filling" and story.generation == 1


def test_a_deserted_room_does_not_restart_a_limit_that_did_not_change() -> None:
    story = Story(timeout_s=5.0).join("Ana")
    before = story.room.timeout_set_at_ms
    story.do(c.Leave(worker=1))
    assert story.types == ["worker_left"]
    assert story.room.timeout_set_at_ms == before


def test_a_seat_is_let_go_only_after_the_rule_says_so() -> None:
    story = Story().join("Ana", "Ben").do(c.Disconnect(worker=2))
    away_ms = story.now_ms
    gone = c.Gone(worker=2, away_since_ms=away_ms)
    assert story.do(gone, away_ms + 29_999).types == []
    assert story.do(gone, away_ms + 30_000).types == ["worker_left"]
    assert story.do(gone).types == []


def expects(story: Story, parties: int, name: str) -> Story:
    return story.join(name, kind="program", parties=parties)


def test_who_expects_others_does_not_pass_alone_where_each_seat_counts() -> None:
    story = Story(host=True).do(c.Start(by="host"))
    assert expects(story, 3, "load").arrive(1).parties == 3
    story.join("Ana").arrive(2)
    assert story.waiting == {1: 0, 2: 1}
    assert story.join("Ben").arrive(3).types == ["arrived", "tripped"]


def test_once_they_were_all_there_each_seat_counts_and_no_more() -> None:
    story = Story(host=True).do(c.Start(by="host"))
    for name in ("load", "calc", "save"):
        expects(story, 3, name)
    story.arrive(1, 2).do(c.Leave(worker=3))
    assert (story.types, story.parties) == (["worker_left", "tripped"], 2)


def test_an_expectation_goes_with_the_one_who_had_it_and_when_the_seats_are_set() -> None:
    story = expects(Story(host=True).do(c.Start(by="host")).join("Ana"), 40, "load").arrive(1)
    assert story.parties == 40
    assert story.do(c.Leave(worker=2)).types == ["worker_left", "tripped"]
    assert expects(story, 40, "load").configure("host", parties=2).parties == 2
    assert story.configure("host", parties="everyone").parties == 2


def test_a_set_number_of_seats_is_not_changed_by_what_somebody_expects() -> None:
    assert expects(Story(parties=2), 5, "load").parties == 2
