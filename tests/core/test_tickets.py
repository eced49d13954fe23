"""A program's call has a ticket: it arrives once, and its outcome stays the same however often it is asked for."""

from app.core import commands as c
from app.core.events import Arrived, Broken, Withdrew
from app.core.room import MAX_SPENT_TICKETS
from tests.support.story import Story


def call(worker: int, ticket: str, generation: int = 0, **fields: object) -> c.Arrive:
    return c.Arrive(worker=worker, generation=generation, ticket=ticket, **fields)  # type: ignore[arg-type]


def test_a_ticket_arrives_once() -> None:
    story = Story(parties=3).join("Ana", "Ben").do(call(1, "a"))
    room = story.room
    assert story.do(call(1, "a")).room is room
    assert story.answer == {"generation": 0, "index": 0}


def test_an_outcome_stays_with_its_ticket() -> None:
    story = Story(parties=2).join("Ana", "Ben").do(call(1, "a")).do(call(2, "b"))
    last = story.last(2)
    assert (last.ticket, last.index, last.outcome, last.end_ms) == ("b", 1, "released", story.now_ms + 400)
    story.do(call(2, "b")).do(call(2, "b", generation=1))
    assert story.events == () and story.answer == {"generation": 0, "index": 1} and story.waiting == {}


def test_a_call_that_got_the_error_does_not_arrive_after_the_reset() -> None:
    story = Story(parties=2).join("Ana").do(call(1, "a")).do(c.Abort(by=1, generation=0))
    story.do(c.Reset(by=1, generation=0)).do(call(1, "a", generation=1))
    assert story.waiting == {} and (story.last(1).outcome, story.last(1).cause) == ("broken", "abort")


def test_a_call_that_finds_the_barrier_broken_has_its_outcome_by_that() -> None:
    story = Story(parties=2).join("Ana").do(c.Abort(by=1, generation=0)).do(call(1, "a"))
    assert story.events == () and story.answer == {"generation": 0, "index": None}
    assert (story.last(1).outcome, story.last(1).cause, story.last(1).waited_ms) == ("broken", "abort", 0)
    story.do(c.Reset(by=1, generation=0)).do(call(1, "a", generation=1))
    assert story.waiting == {}


def test_another_ticket_of_one_who_waits_takes_the_call_over() -> None:
    story = Story(parties=3).join("Ana", "Ben").arrive(1).do(call(1, "a")).do(call(2, "b")).do(call(1, "c"))
    assert story.events == () and story.waiting == {1: 0, 2: 1}
    story.refused(call(1, "a"), "stale_generation")
    story.join("Chloé").arrive(3)
    assert story.last(1).ticket == "c"


def test_earlier_tickets_are_spent() -> None:
    story = Story(parties=1).join("Ana")
    for generation in range(MAX_SPENT_TICKETS + 2):
        story.do(call(1, f"t{generation}", generation=generation))
    story.refused(call(1, f"t{MAX_SPENT_TICKETS}", generation=story.generation), "stale_generation")
    assert len(story.room.workers[1].spent_tickets) == MAX_SPENT_TICKETS


def test_a_ticket_for_another_generation_is_refused() -> None:
    story = Story(parties=2).join("Ana").do(c.Reset(by=1, generation=0))
    story.refused(call(1, "a", generation=0), "stale_generation")
    story.refused(call(1, "a", generation=2), "future_generation")


def test_a_wait_without_patience_breaks_the_barrier_unless_it_is_the_last_one() -> None:
    story = Story(parties=2).join("Ana", "Ben").do(call(1, "a", timeout_s=0))
    at_ms = story.now_ms
    assert story.events == (
        Arrived(at_ms=at_ms, worker=1, generation=0, index=0),
        Broken(at_ms=at_ms, generation=0, cause="timeout", by=None, waiting=(1,)),
    )
    story.do(c.Reset(by=1, generation=0)).do(call(1, "b", generation=1)).do(call(2, "c", generation=1, timeout_s=0))
    assert story.types == ["arrived", "tripped"]


def withdraw(worker: int, ticket: str, generation: int = 0) -> c.Withdraw:
    return c.Withdraw(worker=worker, generation=generation, ticket=ticket)


def test_a_call_that_is_withdrawn_is_not_counted_and_its_seat_stays() -> None:
    story = Story(parties=3).join("Ana", "Ben").do(call(1, "a")).do(call(2, "b")).do(withdraw(1, "a"))
    assert story.events == (Withdrew(at_ms=story.now_ms, worker=1, generation=0),)
    assert story.waiting == {2: 0} and list(story.room.workers) == [1, 2]
    story.do(call(1, "c"))
    assert story.waiting == {2: 0, 1: 1}


def test_a_ticket_that_was_withdrawn_arrives_no_more_also_where_it_had_not_arrived_yet() -> None:
    story = Story(parties=3).join("Ana", "Ben").do(call(1, "a")).do(withdraw(1, "a")).do(withdraw(2, "b"))
    assert story.events == ()
    story.refused(call(1, "a"), "stale_generation").refused(call(2, "b"), "stale_generation")
    room = story.room
    assert story.do(withdraw(1, "a")).room is room


def test_who_withdraws_takes_the_limit_of_the_call_along() -> None:
    story = Story(parties=3).join("Ana", "Ben").do(call(1, "a", timeout_s=5)).do(call(2, "b", timeout_s=50))
    deadline_ms = story.room.barrier.waiting[2].at_ms + 50_000
    assert story.room.deadline_ms != deadline_ms
    assert story.do(withdraw(1, "a")).room.deadline_ms == deadline_ms


def test_an_outcome_cannot_be_withdrawn_nor_another_call() -> None:
    story = Story(parties=2).join("Ana", "Ben").do(call(1, "a")).do(call(2, "b"))
    room = story.room
    assert story.do(withdraw(1, "a")).room is room
    story.refused(withdraw(1, "c"), "stale_generation")
    story.do(call(1, "c", generation=1)).do(withdraw(1, "d", generation=1))
    assert story.waiting == {1: 0}


def test_nobody_withdraws_while_the_action_runs() -> None:
    story = Story(parties=2).join("Ana", "Ben").do(call(1, "a")).do(call(2, "b", action=True))
    story.refused(withdraw(1, "a"), "busy")
