"""The mural's picture: right for every order under a barrier, and torn without one."""

import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import painting
from tests.support.painting import CELLS, N_STEPS, Painting, Picture, fold, owners, strips
from tests.support.record_mural import FOLDER, START, cases, text_of, work_of_a_class


def wrong_without(n: int, order: list[int]) -> int:
    return len(fold(START, 0, painting.without_barrier(n, order)).wrong_cells())


@pytest.mark.parametrize(("name", "case"), list(cases()), ids=lambda value: value if isinstance(value, str) else "")
def test_the_recorded_logs_are_up_to_date(name: str, case: dict[str, object]) -> None:
    path = FOLDER / f"{name}.json"
    assert path.read_text(encoding="utf-8") == text_of(case), "run `python -m tests.support.record_mural`"


def test_there_are_fifty_recorded_logs_and_no_others() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {name for name, _ in cases()}
    assert len(list(cases())) == 50


@pytest.mark.parametrize("n", [*range(1, 40), 100, 300, 599, 600, 601, 1200, 2000])
def test_every_cell_is_in_exactly_one_strip(n: int) -> None:
    parts = strips(n)
    assert len(parts) == n
    assert all(part.right - part.left >= 2 and part.bottom > part.top for part in parts)
    assert sum((part.right - part.left) * (part.bottom - part.top) for part in parts) == CELLS
    assert -1 not in owners(parts)


@pytest.mark.parametrize("run", [0, 1, 7])
def test_moving_step_by_step_is_the_closed_form(run: int) -> None:
    picture = Picture(START, run)
    for step in range(N_STEPS + 1):
        assert picture.seen() == picture.true_picture(step)
        picture.paint(Painting(1, (0,)))


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_order_of_coming_gives_the_true_picture_under_the_barrier(data: st.DataObject) -> None:
    """People come and go between the trips, so that the strips are dealt anew; within a trip they come in any order."""
    run = data.draw(st.integers(0, 8))
    trips = []
    for _ in range(N_STEPS):
        n = data.draw(st.integers(1, 60))
        trips.append(Painting(n, tuple(data.draw(st.permutations(range(n))))))
    picture = fold(START, run, trips)
    assert picture.seen() == picture.true_picture(N_STEPS)
    assert picture.wrong_cells() == []


def test_fewer_parties_than_workers_tear_the_picture_under_a_barrier() -> None:
    paints: list[painting.Paint] = [(5, (0, 1, 2, 4))] * N_STEPS
    assert len(fold(START, 0, painting.with_barrier(paints)).wrong_cells()) == 2216


def test_without_the_barrier_perfect_fairness_tears_it_too() -> None:
    assert wrong_without(5, [strip for _ in range(N_STEPS) for strip in range(5)]) == 468


@pytest.mark.parametrize("n", [2, 3, 5, 8, 12, 30, 100])
def test_without_the_barrier_a_class_with_a_slow_one_tears_it(n: int) -> None:
    assert wrong_without(n, painting.order_without(work_of_a_class(n, seed=1))) > 400


def test_one_worker_needs_no_barrier() -> None:
    assert wrong_without(1, [0] * N_STEPS) == 0


def test_the_first_tear_names_who_read_whose_edge() -> None:
    tear = painting.first_tear(START, 4, [1, 1])
    assert tear is not None
    assert (tear.strip, tear.step, tear.age, tear.neighbour, tear.found) == (1, 2, 1, 0, 0)
    assert painting.first_tear(START, 1, [0] * N_STEPS) is None


def paint_with_threads(n: int, *, waits: bool) -> int:
    """Real threads, Python's own barrier, two copies of the picture: everybody reads the old one and writes the new
    one. How many cells are wrong at the end; `waits` False leaves out the line `barrier.wait()`."""
    begin, parts = Picture(START, 0), strips(n)
    copies = [[bytearray(begin.front), bytearray(begin.back)], [bytearray(CELLS), bytearray(CELLS)]]
    barrier = threading.Barrier(n)
    pauses = [[random.Random(i).uniform(0, 0.004) * (5 if i == n // 2 else 1)] * N_STEPS for i in range(n)]

    def worker(strip: int) -> None:
        for step in range(N_STEPS):
            old, new = copies[step % 2], copies[(step + 1) % 2]
            threading.Event().wait(pauses[strip][step])
            for layer, moves in enumerate((painting.FRONT_MOVES, painting.BACK_MOVES)):
                for cell in parts[strip].cells():
                    read = painting.source(cell, moves)
                    new[layer][cell] = 0 if read is None else old[layer][read]
            if waits:
                barrier.wait()

    team = [threading.Thread(target=worker, args=(strip,)) for strip in range(n)]
    for thread in team:
        thread.start()
    for thread in team:
        thread.join()
    front, back = copies[N_STEPS % 2]
    seen = bytes(a or b for a, b in zip(front, back, strict=True))
    return sum(a != b for a, b in zip(seen, begin.true_picture(N_STEPS), strict=True))


def test_real_threads_with_a_barrier_paint_no_wrong_cell() -> None:
    assert paint_with_threads(8, waits=True) == 0


def test_the_same_threads_without_the_line_wait_paint_wrong_cells() -> None:
    assert paint_with_threads(8, waits=False) > 0
