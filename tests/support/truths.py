"""Each question of the lesson, run: with real threads at `threading.Barrier`, and in a room as the question sets it up.
Both say which of the three answers happens."""

import threading
from collections.abc import Callable, Iterable, Mapping

from app.core import commands as c
from app.core.lesson_state import QuestionId
from app.core.mural import N_STEPS
from tests.support import painting
from tests.support.record_mural import START
from tests.support.story import Story, class_of
from tests.support.threads import PATIENCE_S, End, Make, until

LIMIT_S = 0.05


def again_really(make: Make) -> int:
    three = make(3)
    three.call("a", "b", "c")
    three.settle("a", "b", "c")
    three.call("a")
    return {"waits": 0, "goes": 1, "error": 2}[three.ends["a"]]


def surplus_really(make: Make) -> int:
    three = make(3)
    three.call("a", "b", "c")
    three.settle("a", "b", "c")
    three.call("d", "e")
    return {"goes": 0, "error": 1, "waits": 2}[_same(three.ends[name] for name in ("d", "e"))]


def dies_really(make: Make) -> int:
    three = make(3)

    dies = threading.Thread()  # it has nothing to do, and never calls
    dies.start()
    dies.join()
    three.call("a", "b")
    return {"waits": 0, "goes": 1, "error": 2}[_same(three.ends.values())]


def timeout_really(make: Make) -> int:
    three = make(3)
    three.call("a", timeout=LIMIT_S)
    three.call("b", timeout=PATIENCE_S)
    three.settle("a", "b")
    return {("error", "goes"): 0, ("error", "error"): 1, ("goes", "goes"): 2}[three.ends["a"], three.ends["b"]]


def reset_really(make: Make) -> int:
    three = make(3)
    three.call("a", "b")
    three.barrier.reset()
    until(lambda: three.barrier.n_waiting == 0)
    three.settle("a", "b")
    return {"goes": 0, "error": 1, "waits": 2}[_same(three.ends.values())]


def doing_really(make: Make) -> int:
    three = make(3)
    three.call("a", "b")
    return {"goes": 0, "waits": 1, "error": 2}[_same(three.ends.values())]


def first_really(make: Make) -> int:
    """Who is held up on the way out of `wait()` is not the first to go on, and Python may hold up anybody."""
    seen = set()
    for held_up in ({"last"}, {"first", "second"}):
        three = make(3)
        three.held_up |= held_up
        three.call("first", "second", "last")
        three.settle("first", "second", "last")
        seen.add(three.order[0])
    return 2 if len(seen) > 1 else {"first": 0, "last": 1}.get(seen.pop(), 2)


def parties_really(make: Make) -> int:
    four = make(4)
    four.call("a", "b", "c")
    return {"goes": 0, "error": 1, "waits": 2}[_same(four.ends.values())]


def torn_really(_: Make) -> int:
    """Three threads paint as they come, and the last one hardly begins before they are done."""
    order: list[int] = []
    fast = [threading.Thread(target=_paints, args=(order, strip, N_STEPS)) for strip in range(3)]
    for thread in fast:
        thread.start()
    for thread in fast:
        thread.join()
    slow = threading.Thread(target=_paints, args=(order, 3, 2))
    slow.start()
    slow.join()
    return _where_torn(0, 4, order, slow=3)


def turns_really(_: Make) -> int:
    """Each thread wakes the next one: they take turns, and no barrier is there."""
    order: list[int] = []
    turns = [threading.Semaphore(strip == 0) for strip in range(5)]

    def paints(strip: int) -> None:
        for _ in range(N_STEPS):
            assert turns[strip].acquire(timeout=PATIENCE_S)
            order.append(strip)
            turns[(strip + 1) % 5].release()

    threads = [threading.Thread(target=paints, args=(strip,)) for strip in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _how_torn(0, 5, order)


def _paints(order: list[int], strip: int, n_steps: int) -> None:
    for _ in range(n_steps):
        order.append(strip)


def _wrong_cells(run: int, n: int, order: Iterable[int]) -> list[int]:
    """How many cells of each strip are wrong after these paintings without the barrier."""
    picture = painting.fold(START, run, painting.without_barrier(n, list(order)))
    owner = painting.owners(painting.strips(n))
    counts = [0] * n
    for cell in picture.wrong_cells():
        counts[owner[cell]] += 1
    return counts


def _where_torn(run: int, n: int, order: Iterable[int], slow: int) -> int:
    wrong = _wrong_cells(run, n, order)
    if not any(wrong):
        return 0
    return 2 if any(count for strip, count in enumerate(wrong) if strip < slow) else 1


def _how_torn(run: int, n: int, order: Iterable[int]) -> int:
    wrong = _wrong_cells(run, n, order)
    if not any(wrong):
        return 0
    return 2 if sum(count > 0 for count in wrong) > 1 and sum(wrong) > 200 else 1


def _same(ends: Iterable[End]) -> End:
    (end,) = set(ends)
    return end


# In the room, workers 1 to 3 are people; a question's robots come after them.


def end_of(story: Story, worker: int, generation: int) -> End:
    if worker in story.waiting and story.state != "broken":
        return "waits"
    last = story.room.workers[worker].last
    if last is not None and last.generation == generation:
        return "goes" if last.outcome == "released" else "error"
    return "error" if story.state == "broken" and worker in story.waiting else "waits"


def ran(question: QuestionId) -> Story:
    story = class_of(3).do(c.Ask(by="host", question=question)).do(c.Run(by="host", seed=1))
    assert story.room.lesson.asking is not None and story.room.lesson.asking.stage == "running"
    return story


def again_in_room() -> int:
    story = ran("again").arrive(1, 2, 3).arrive(1)
    return {"waits": 0, "goes": 1, "error": 2}[end_of(story, 1, 1)]


def surplus_in_room() -> int:
    story = ran("surplus").arrive(1, 2, 3).arrive(4, 5)
    return {"goes": 0, "error": 1, "waits": 2}[_same(end_of(story, worker, 1) for worker in (4, 5))]


def dies_in_room() -> int:
    story = ran("dies").arrive(1, 2, 3).arrive(4)
    assert story.room.deadline_ms is None
    return {"waits": 0, "goes": 1, "error": 2}[_same(end_of(story, worker, 0) for worker in (1, 2, 3))]


def timeout_in_room() -> int:
    story = ran("timeout").arrive(1, 2, 3)
    assert story.room.deadline_ms is not None
    story.do(c.Expire(generation=0), story.room.deadline_ms)
    ends = [end_of(story, worker, 0) for worker in (1, 2, 3)]
    return {("error", "goes"): 0, ("error", "error"): 1, ("goes", "goes"): 2}[ends[0], _same(ends[1:])]


def reset_in_room() -> int:
    story = ran("reset").arrive(1, 2, 3).do(c.Reset(by="host", generation=0))
    return {"goes": 0, "error": 1, "waits": 2}[_same(end_of(story, worker, 0) for worker in (1, 2, 3))]


def doing_in_room() -> int:
    story = ran("doing").arrive(1, 2, 3)
    return {"goes": 0, "waits": 1, "error": 2}[_same(end_of(story, worker, 0) for worker in (1, 2, 3))]


def first_in_room() -> int:
    """The room gives all one moment, and an order of coming only."""
    story = ran("first").arrive(3, 1, 2)
    assert story.release.order == (3, 1, 2)
    return 2 if len({story.last(worker).outcome for worker in (1, 2, 3)}) == 1 else 0


def parties_in_room() -> int:
    story = ran("parties").arrive(1, 2, 3)
    return {"goes": 0, "error": 1, "waits": 2}[_same(end_of(story, worker, 0) for worker in (1, 2, 3))]


def torn_in_room() -> int:
    """The robot that the question adds has the last strip, and is slow."""
    story = ran("torn")
    for step in range(N_STEPS):
        for worker in (1, 2, 3):
            story.do(c.Arrive(worker=worker, generation=story.generation + step))
    story.do(c.Arrive(worker=4, generation=story.generation))
    mural = story.room.mural
    assert mural is not None and mural.owners == (1, 2, 3, 4)
    return _where_torn(mural.run, 4, _strips(story), slow=3)


def turns_in_room() -> int:
    """Five robots paint, each in its turn."""
    story = ran("turns")
    mural = story.room.mural
    assert mural is not None and mural.owners == (4, 5, 6, 7, 8)
    story.refused(c.Arrive(worker=5, generation=story.generation), "busy")
    for step in range(N_STEPS):
        for worker in mural.owners:
            story.do(c.Arrive(worker=worker, generation=story.generation + step))
    return _how_torn(mural.run, 5, _strips(story))


def _strips(story: Story) -> list[int]:
    assert story.room.mural is not None
    return [paint for paint in story.room.mural.paints if isinstance(paint, int)]


REALLY: Mapping[QuestionId, Callable[[Make], int]] = {
    "again": again_really,
    "surplus": surplus_really,
    "dies": dies_really,
    "timeout": timeout_really,
    "reset": reset_really,
    "doing": doing_really,
    "first": first_really,
    "parties": parties_really,
    "torn": torn_really,
    "turns": turns_really,
}
IN_ROOM: Mapping[QuestionId, Callable[[], int]] = {
    "again": again_in_room,
    "surplus": surplus_in_room,
    "dies": dies_in_room,
    "timeout": timeout_in_room,
    "reset": reset_in_room,
    "doing": doing_in_room,
    "first": first_in_room,
    "parties": parties_in_room,
    "torn": torn_in_room,
    "turns": turns_in_room,
}
