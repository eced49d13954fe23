"""What waits for a client, and what becomes of it when the client does not read."""

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transport.outbox import (
    CUT_OFF_AFTER_S,
    MAX_WAITING,
    MAX_WAITING_BYTES,
    MOST_IN_ALL_BYTES,
    STALE_AFTER_S,
    Backlog,
    Outbox,
)


class Line:
    """A socket that takes only so many bytes, and the client at its other end. It is its own plain socket: `send` takes
    what there is room for. Tasks run when the test says so."""

    def __init__(self, room: int = 0, backlog: Backlog | None = None) -> None:
        self.fd = self
        self.room = room
        self.received = b""
        self.ends: list[int] = []
        self.is_broken = False
        self.tasks: list[Callable[[], None]] = []
        self.n_caught_up = 0
        self.outbox = Outbox(self, self.tasks.append, self.catch_up, backlog or Backlog())

    def send(self, data: bytes) -> int:
        if self.is_broken:
            raise ConnectionResetError
        if not self.room:
            raise BlockingIOError
        taken = data[: self.room]
        self.room -= len(taken)
        self.received += taken
        return len(taken)

    def shutdown(self, how: int) -> None:
        self.ends.append(how)

    def catch_up(self) -> None:
        self.n_caught_up += 1
        self.outbox.write(b"<now>")

    def read(self, room: int = 1 << 30) -> None:
        """The client reads; the task that waits for it goes on, and ends if it cannot send all."""
        self.room += room
        while self.tasks:
            task = self.tasks.pop()
            try:
                task()
            except BlockingIOError:
                self.tasks.append(task)
                return


NOW_S = 100.0


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """In time that stands still."""
    monkeypatch.setattr("app.transport.outbox.time", SimpleNamespace(monotonic=lambda: NOW_S))
    return Line()


def test_what_the_socket_takes_leaves_at_once(line: Line) -> None:
    line.room = 100
    line.outbox.write(b"one")
    assert (line.received, line.tasks) == (b"one", [])


def test_what_is_posted_leaves_at_the_next_flush_and_before_what_is_written_then(line: Line) -> None:
    line.room = 100
    assert line.outbox.post(b"<one>", may_be_dropped=True)
    assert not line.outbox.post(b"<two>"), "a flush is on the way"
    line.outbox.write(b"<answer>")
    assert line.received == b""
    line.outbox.flush()
    assert (line.received, line.tasks) == (b"<one><two><answer>", [])


def test_what_a_flush_leaves_waits_for_the_client(line: Line) -> None:
    line.room = 2
    line.outbox.post(b"<one>")
    line.outbox.flush()
    assert not line.outbox.post(b"<two>"), "a task waits for it already"
    assert (line.received, len(line.tasks)) == (b"<o", 1)
    line.read()
    assert line.received == b"<one><two>"


def test_an_end_waits_for_the_flush(line: Line) -> None:
    line.room = 100
    line.outbox.post(b"<one>")
    line.outbox.end()
    assert not line.ends
    line.outbox.flush()
    assert (line.received, bool(line.ends)) == (b"<one>", True)


def test_the_rest_of_a_frame_comes_before_the_next(line: Line) -> None:
    line.room = 2
    line.outbox.write(b"one")
    line.outbox.write(b"two")
    assert (line.received, len(line.tasks)) == (b"on", 1)
    line.read()
    line.outbox.write(b"three")
    assert line.received == b"onetwothree"


def test_a_client_who_lets_too_much_wait_is_stale_and_hears_once_how_things_stand(line: Line) -> None:
    line.room = 1
    line.outbox.write(b"<first>", may_be_dropped=True)
    for nth in range(10 * MAX_WAITING):
        line.outbox.write(b"<broadcast>", may_be_dropped=True)
        if nth % 50 == 0:
            line.outbox.write(b"<answer>")
    assert line.outbox.is_stale
    line.read()
    assert line.received == b"<first>" + b"<answer>" * 7 + b"<now>", "what was begun is ended, and no answer is lost"
    assert (line.n_caught_up, line.outbox.is_stale) == (1, False)
    line.outbox.write(b"<broadcast>", may_be_dropped=True)
    assert line.received.endswith(b"<now><broadcast>")


def test_what_waits_too_long_is_stale(line: Line) -> None:
    line.outbox.write(b"<broadcast>", may_be_dropped=True)
    line.outbox.write(b"<broadcast>", may_be_dropped=True)
    line.outbox.look_after(NOW_S + STALE_AFTER_S - 1)
    assert not line.outbox.is_stale
    line.outbox.look_after(NOW_S + STALE_AFTER_S + 1)
    assert line.outbox.is_stale
    line.read()
    assert line.received == b"<broadcast><now>"


def test_who_stays_away_is_cut_off(line: Line) -> None:
    line.outbox.write(b"<answer>")
    line.outbox.look_after(NOW_S + CUT_OFF_AFTER_S + 1)
    line.read()
    assert (line.received, bool(line.ends)) == (b"", True)


def test_who_reads_everything_is_not_cut_off(line: Line) -> None:
    line.outbox.write(b"<answer>")
    line.read()
    line.outbox.look_after(NOW_S + CUT_OFF_AFTER_S + 1)
    assert line.ends == []


def test_answers_that_nobody_reads_do_not_fill_the_memory(line: Line) -> None:
    for _ in range(100):
        line.outbox.write(bytes(MAX_WAITING_BYTES // 10))
    assert line.ends
    line.read()
    assert line.received == b""


def test_the_stream_ends_after_what_waits(line: Line) -> None:
    line.outbox.write(b"<answer>")
    line.outbox.end()
    line.outbox.write(b"<too late>")
    assert line.ends == []
    line.read()
    assert (line.received, len(line.ends)) == (b"<answer>", 1)


@pytest.mark.parametrize("room", [0, 3])
def test_a_broken_line_is_no_error(line: Line, room: int) -> None:
    line.room = room
    line.outbox.write(b"<answer>")
    line.is_broken = True
    line.read()
    line.outbox.write(b"<answer>")
    line.outbox.close()
    assert line.ends


@given(st.lists(st.one_of(st.integers(0, 40), st.booleans(), st.just("later")), max_size=300))
def test_answers_come_whole_and_in_order_and_broadcasts_whole_or_not_at_all(steps: list[int | bool | str]) -> None:
    line, written, now_s = Line(), [], time.monotonic()
    for nth, step in enumerate(steps):
        if step == "later":
            now_s += 0.5
            line.outbox.look_after(now_s)
        elif isinstance(step, bool):
            written.append(f"<{nth}{'?' if step else ''}>")
            line.outbox.write(written[-1].encode(), may_be_dropped=step)
        else:
            line.read(int(step))
            now_s = time.monotonic()
    if line.ends:
        return
    line.read()
    received = [f"{part}>" for part in line.received.decode().split(">")[:-1] if part != "<now"]
    assert [text for text in received if "?" not in text] == [text for text in written if "?" not in text]
    left = iter(written)
    assert all(frame in left for frame in received), "in the order in which they were written"
    assert received == written or line.n_caught_up


PICTURE = b"x" * 300_000
"""Of the largest room, roughly."""
N_DEAF = MOST_IN_ALL_BYTES // (3 * len(PICTURE)) + 50


def asking(backlog: Backlog, n_pictures: int) -> Line:
    """One who asks for so many pictures, and reads none."""
    line = Line(backlog=backlog)
    for _ in range(n_pictures):
        line.outbox.write(PICTURE)
    return line


def test_who_lets_most_wait_is_cut_off_when_too_much_waits_for_all() -> None:
    backlog = Backlog()
    honest = asking(backlog, 1)
    deaf = [asking(backlog, 3) for _ in range(N_DEAF)]
    n_ended = sum(bool(line.ends) for line in deaf)
    assert 50 <= n_ended < 55
    honest.read()
    assert (honest.received, honest.ends) == (PICTURE, [])


def test_what_is_read_makes_room_for_others() -> None:
    backlog = Backlog()
    for _ in range(3 * N_DEAF):
        line = asking(backlog, 3)
        line.read()
        assert (len(line.received), line.ends) == (3 * len(PICTURE), [])


def test_broadcasts_to_many_end_nobody() -> None:
    """It is the same bytes that wait for all."""
    backlog, deaf = Backlog(), []
    for _ in range(N_DEAF):
        deaf.append(Line(backlog=backlog))
        for _ in range(3):
            deaf[-1].outbox.write(PICTURE, may_be_dropped=True)
    assert not any(line.ends for line in deaf)


def test_who_goes_leaves_nothing_behind() -> None:
    backlog = Backlog()
    for _ in range(3 * N_DEAF):
        asking(backlog, 3).outbox.close()
    assert not asking(backlog, 1).ends
