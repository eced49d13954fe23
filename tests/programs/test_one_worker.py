"""One program is one worker, whatever its threads, its network and its server do."""

import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import BrokenBarrierError

import pytest

from app.web import remote_barrier
from app.web.remote_barrier import RemoteBarrier, ServerGoneError
from tests.support.clients import Client, create_room
from tests.support.programs.threads import DEADLINE_S, Threads, snapshot_of, until
from tests.support.running import ROOT, Server, StartServer


def names(barrier: RemoteBarrier) -> list[str]:
    return [worker["name"] for worker in snapshot_of(barrier)["workers"]]


def test_a_name_is_one_worker_however_many_threads_wait_one_after_the_other(server: Server) -> None:
    url = create_room(server.url, hosted=False)["url"]
    with RemoteBarrier(url, name="Ana") as ana, RemoteBarrier(url, name="Ben") as ben:
        for _ in range(3):
            with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as another:
                calls = first.submit(ana.wait), another.submit(ben.wait)
                assert sorted(call.result(60) for call in calls) == [0, 1]
        assert names(ana) == ["Ana", "Ben"]


def test_threads_that_wait_at_the_same_time_have_as_many_seats_in_every_round(server: Server) -> None:
    with RemoteBarrier(create_room(server.url, hosted=False, parties=3)["url"], name="Ana") as ana:
        for _ in range(3):
            assert sorted(Threads(*[ana.wait] * 3).results()) == [0, 1, 2]
            assert len(names(ana)) <= 3
        assert names(ana)[0] == "Ana"


def test_a_call_whose_outcome_is_not_known_is_asked_for_first(start_server: StartServer) -> None:
    """The server is gone while Ana waits, comes back, and Ben arrives. Ana's next wait ends with that round."""
    server = start_server()
    made = create_room(server.url, hosted=False, parties=2, gone="hold")
    ana = RemoteBarrier(made["url"], name="Ana")
    threads = Threads(ana.wait)
    until(lambda: ana.n_waiting == 1)
    server.kill()
    assert isinstance(threads.results()[0], ServerGoneError)
    server.start()
    with RemoteBarrier(made["url"], name="Ben") as ben:
        assert (ben.wait(), ana.wait()) == (1, 0)
        again = Threads(ana.wait)
        until(lambda: ana.n_waiting == 1)
        assert (ben.wait(), again.results()) == (1, [0])
    ana.leave()


def test_who_resets_the_barrier_has_no_unknown_call_any_more(start_server: StartServer) -> None:
    server = start_server()
    made = create_room(server.url, hosted=False, parties=2, gone="hold")
    ana = RemoteBarrier(made["url"], name="Ana")
    threads = Threads(ana.wait)
    until(lambda: ana.n_waiting == 1)
    server.kill()
    threads.results()
    server.start()
    ana.reset()
    again = Threads(ana.wait)
    until(lambda: ana.n_waiting == 1)
    with RemoteBarrier(made["url"], name="Ben") as ben:
        assert ben.wait() == 1
    assert again.results() == [0]
    ana.leave()


def test_who_could_not_hear_that_it_got_on_leaves_no_ghost(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    url = create_room(server.url, hosted=False)["url"]
    read = remote_barrier._Answer.read

    def lost(answer: remote_barrier._Answer, place: str) -> object:
        if b"token" in answer.content:
            raise ServerGoneError("The answer was lost.")
        return read(answer, place)

    monkeypatch.setattr(remote_barrier._Answer, "read", lost)
    with pytest.raises(ServerGoneError):
        RemoteBarrier(url, name="Ana")
    monkeypatch.undo()
    with RemoteBarrier(url, name="Ana") as ana:
        assert names(ana) == ["Ana"]


@pytest.mark.parametrize("parties", ["everyone", 2])
def test_a_barrier_that_is_made_anew_takes_the_place_of_the_one_before(server: Server, parties: object) -> None:
    """As in a cell of a notebook that runs again. The new one gets on first, so it has another name."""
    url = create_room(server.url, hosted=False, parties=parties)["url"]
    with RemoteBarrier(url, name="Ben") as ben:
        for name in ("Ana", "Ana 2", "Ana"):
            ana = RemoteBarrier(url, name="Ana")
            until(lambda name=name: names(ben) == ["Ben", name])  # type: ignore[misc]
        threads = Threads(ana.wait)
        until(lambda: ben.n_waiting == 1)
        assert (Threads(ben.wait).results(), threads.results()) == ([1], [0])
        del threads, ana
        until(lambda: names(ben) == ["Ben"])


def test_a_barrier_to_which_only_its_waiters_refer_keeps_their_seats(server: Server) -> None:
    with RemoteBarrier(create_room(server.url, hosted=False)["url"], name="Ben") as ben:
        threads = Threads(RemoteBarrier(ben.url, name="Ana").wait)
        until(lambda: ben.n_waiting == 1)
        gc.collect()
        assert (Threads(ben.wait).results(), threads.results()) == ([1], [0])


DROPS_ITS_BARRIER = """
import sys, threading
sys.path.insert(0, "app/web")
import remote_barrier

begun, ask = threading.Event(), remote_barrier._Room.ask

def hangs_beside(room, method, *args, **fields):
    if method == "DELETE" and threading.get_ident() != threading.main_thread().ident:
        begun.set()
        threading.Event().wait()
    return ask(room, method, *args, **fields)

remote_barrier._Room.ask = hangs_beside
remote_barrier.RemoteBarrier(sys.argv[1], name="Ana")
begun.wait()
"""


def test_a_program_that_ends_while_it_gives_a_seat_back_leaves_none(server: Server) -> None:
    with RemoteBarrier(create_room(server.url, hosted=False)["url"], name="Ben") as ben:
        command = [sys.executable, "-W", "error", "-c", DROPS_ITS_BARRIER, ben.url]
        subprocess.run(command, cwd=ROOT, check=True, timeout=DEADLINE_S)
        assert names(ben) == ["Ben"]


def test_a_program_that_expects_others_does_not_pass_alone(server: Server) -> None:
    made = create_room(server.url)
    with Client(server.url) as host:
        host.join(made["code"], role="host", host_key=made["host_key"])
        host.command("start")
        with RemoteBarrier(made["url"], name="Ana", parties=4) as ana:
            threads = Threads(ana.wait)
            until(lambda: ana.n_waiting == 1)
            assert ana.parties == 4
            others = [RemoteBarrier(made["url"], name=name, parties=4) for name in ("Ben", "Chloé", "Dan")]
            waiting = Threads(*[other.wait for other in others])
            assert sorted(threads.results() + waiting.results()) == [0, 1, 2, 3]
            for other in others:
                other.leave()
            assert ana.parties == 1


@pytest.mark.parametrize("timeout", [threading.TIMEOUT_MAX, float("inf")])
def test_a_limit_that_is_none_is_no_limit(server: Server, timeout: float) -> None:
    barrier = RemoteBarrier.create(server.url, 2, timeout=0.5)
    threads = Threads(lambda: barrier.wait(timeout))
    until(lambda: barrier.n_waiting == 1)
    beside = Threads(lambda: barrier.wait(timeout))
    assert sorted(threads.results() + beside.results()) == [0, 1]
    barrier.leave()


def test_a_limit_is_any_number_of_seconds_as_with_threads(server: Server) -> None:
    """`threading.Barrier.wait(True)` waits for a second."""
    barrier = RemoteBarrier.create(server.url, 2, timeout=True)
    assert snapshot_of(barrier)["timeout_s"] == 1
    for timeout in (False, Fraction(1, 10), True):
        with pytest.raises(BrokenBarrierError):
            barrier.wait(timeout)  # type: ignore[arg-type]
        barrier.reset()
    with pytest.raises(TypeError):
        barrier.wait("5")  # type: ignore[arg-type]
    with pytest.raises(OverflowError):
        barrier.wait(10**400)
    barrier.leave()


@pytest.mark.parametrize(
    ("parties", "error"), [(0, ValueError), (-4, ValueError), (1.5, TypeError), ("3", TypeError), (None, TypeError)]
)
def test_parties_are_a_whole_number(server: Server, parties: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        RemoteBarrier.create(server.url, parties)
    with pytest.raises(ValueError, match="NaN"):
        RemoteBarrier.create(server.url, 2).wait(float("nan"))
