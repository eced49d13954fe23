"""What CPython's suite leaves out."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from threading import BrokenBarrierError

import pytest

from app.web import remote_barrier
from app.web.remote_barrier import AddressError, RefusedError, RemoteBarrier, SeatGivenUpError, ServerGoneError
from tests.support.clients import Client, create_room
from tests.support.programs.proxy import Proxy
from tests.support.programs.threads import DEADLINE_S, Threads, snapshot_of, until, wait_for_servers_that_start_slowly
from tests.support.running import ROOT, Server, StartServer, reserve_port


def is_broken(result: object) -> bool:
    return type(result) is BrokenBarrierError


def names(barrier: RemoteBarrier) -> list[str]:
    """The names of those who are in the barrier's room."""
    return [worker["name"] for worker in snapshot_of(barrier)["workers"]]


def test_the_action_runs_once_before_anybody_goes_and_in_the_last_arriver(server: Server) -> None:
    ran: list[tuple[str, int]] = []
    went_on: list[tuple[int, str]] = []
    name = threading.current_thread
    barrier = RemoteBarrier.create(server.url, 3, action=lambda: ran.append((name().name, len(went_on))))
    Threads(*[lambda: went_on.append((barrier.wait(), name().name))] * 3).results()
    last = max(went_on)
    assert (sorted(index for index, _ in went_on), last[0]) == ([0, 1, 2], 2)
    assert ran == [(last[1], 0)]


def test_who_runs_the_action_sees_its_error_and_the_others_a_broken_barrier(server: Server) -> None:
    def action() -> None:
        raise ZeroDivisionError("in the action")

    barrier = RemoteBarrier.create(server.url, 3, action=action)
    results = Threads(*[barrier.wait] * 3).results()
    assert sorted(type(result).__name__ for result in results) == ["BrokenBarrierError"] * 2 + ["ZeroDivisionError"]
    assert barrier.broken


def test_a_wait_of_no_time_succeeds_for_the_last_one_alone(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 2)
    with pytest.raises(BrokenBarrierError):
        barrier.wait(0)
    assert barrier.broken
    barrier.reset()
    threads = Threads(barrier.wait)
    until(lambda: barrier.n_waiting == 1)
    assert barrier.wait(0) == 1
    assert threads.results() == [0]


def test_one_limit_breaks_the_barrier_for_all(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 5)
    patient = Threads(*[barrier.wait] * 3)
    until(lambda: barrier.n_waiting == 3)
    started_s = time.monotonic()
    with pytest.raises(BrokenBarrierError):
        barrier.wait(0.3)
    assert time.monotonic() - started_s >= 0.3
    assert all(map(is_broken, patient.results()))
    with pytest.raises(BrokenBarrierError):
        barrier.wait()


def test_indices_are_distinct_and_in_order_of_coming(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 5)
    threads = []
    for place in range(5):
        threads.append(Threads(barrier.wait))
        if place < 4:
            until(lambda: barrier.n_waiting == place + 1)
    assert [thread.results()[0] for thread in threads] == [0, 1, 2, 3, 4]


def test_of_seven_threads_on_three_parties_one_waits_on(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 3)
    threads = Threads(*[barrier.wait] * 7)
    until(lambda: threads.n_done == 6 and barrier.n_waiting == 1)
    assert (barrier.parties, barrier.broken) == (3, False)
    barrier.abort()
    results = threads.results()
    assert sum(map(is_broken, results)) == 1
    assert sorted(result for result in results if isinstance(result, int)) == [0, 0, 1, 1, 2, 2]


def test_a_reset_of_an_empty_barrier_changes_nothing(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 2)
    barrier.reset()
    assert (barrier.n_waiting, barrier.broken) == (0, False)
    assert sorted(Threads(*[barrier.wait] * 2).results()) == [0, 1]


def test_abort_twice_is_abort_once(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 2)
    barrier.abort()
    barrier.abort()
    assert barrier.broken
    barrier.reset()
    assert sorted(Threads(*[barrier.wait] * 2).results()) == [0, 1]


def test_each_thread_is_a_worker_named_after_itself_until_the_block_ends(server: Server) -> None:
    with RemoteBarrier.create(server.url, 3) as barrier:
        assert names(barrier) == []
        Threads(*[barrier.wait] * 3).results()
        assert sorted(names(barrier)) == ["Worker-0", "Worker-1", "Worker-2"]
    assert names(barrier) == []


def test_a_thread_that_has_ended_leaves_its_seat(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 1)
    Threads(barrier.wait).results()
    Threads(barrier.wait).results()
    barrier.wait()
    assert names(barrier) == ["MainThread"]
    barrier.leave()


def test_nobody_waits_for_a_thread_that_has_ended(server: Server) -> None:
    url = create_room(server.url, hosted=False)["url"]
    with RemoteBarrier(url, name="Ana") as ana, RemoteBarrier(url, name="Ben") as ben, RemoteBarrier(url) as beside:
        threads = Threads(*[beside.wait] * 2)
        until(lambda: ana.n_waiting == 2)
        assert sorted(Threads(ana.wait, ben.wait).results() + threads.results()) == [0, 1, 2, 3]
        until(lambda: names(ana) == ["Ana", "Ben"])
        assert sorted(Threads(ana.wait, ben.wait).results()) == [0, 1]


def test_a_barrier_stays_broken_when_its_threads_have_ended(server: Server) -> None:
    """In an open room, which starts over when it is deserted."""

    def work() -> None:
        with contextlib.suppress(BrokenBarrierError):
            barrier.wait(0.1)

    with RemoteBarrier(create_room(server.url, hosted=False)["url"], parties=2) as barrier:
        Threads(work).results()
        barrier._room.give_back_awaited()
        assert barrier.broken
        barrier.reset()
        barrier._room.give_back_awaited()
        assert names(barrier) == []


def test_a_program_that_ends_with_its_threads_gives_their_seats_back(server: Server) -> None:
    """It does not end before the server has heard of that."""
    source = (
        "import sys, threading; sys.path.insert(0, 'app/web'); from remote_barrier import *;"
        "barrier = RemoteBarrier(sys.argv[1]); threading.Thread(target=barrier.wait).start()"
    )
    with RemoteBarrier(create_room(server.url, hosted=False)["url"], name="Ana") as ana:
        for _ in range(3):
            waiting = Threads(ana.wait)
            until(lambda: ana.n_waiting == 1)
            command = [sys.executable, "-W", "error", "-c", source, ana.url]
            subprocess.run(command, cwd=ROOT, check=True, timeout=DEADLINE_S)
            assert (waiting.results(), names(ana)) == ([0], ["Ana"])


def test_wait_starts_no_thread(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 3)
    before = set(threading.enumerate())
    waiting = Threads(*[barrier.wait] * 2)
    until(lambda: barrier.n_waiting == 2)
    assert set(threading.enumerate()) - before == set(waiting.threads)
    barrier.wait()
    waiting.results()
    assert set(threading.enumerate()) <= before
    barrier.leave()


def test_with_a_name_the_worker_gets_on_at_once(server: Server) -> None:
    url = create_room(server.url, hosted=False)["url"]
    with RemoteBarrier(url, name="Ana") as ana, RemoteBarrier(url, name="Ben") as ben:
        assert names(ana) == ["Ana", "Ben"]
        threads = Threads(ben.wait)
        until(lambda: ana.n_waiting == 1)
        assert (ana.wait(), threads.results()) == (1, [0])


def test_it_goes_on_at_the_moment_of_the_screens(server: Server) -> None:
    made = create_room(server.url, hosted=False, lead_ms=700)
    with Client(server.url) as ben, RemoteBarrier(made["url"], name="Ana") as ana:
        ben.join(made["code"])
        threads = Threads(ana.wait, lambda: 0)
        until(lambda: ana.n_waiting == 1)
        ben.arrive()
        release = ben.hear("tripped")
        threads.results()
        now_ms = snapshot_of(ana)["now_ms"]
        assert release["release_at_ms"] <= now_ms < release["release_at_ms"] + 5000


def test_it_shows_itself_as_a_barrier_of_threading(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 3)
    assert repr(barrier) == f"<threading.Barrier at {id(barrier):#x}: waiters=0/3>"
    barrier.abort()
    assert repr(barrier) == f"<threading.Barrier at {id(barrier):#x}: broken>"


@contextlib.contextmanager
def ana_in_a_hosted_room(server: Server) -> Iterator[tuple[Client, RemoteBarrier]]:
    """The trip has started; Ana is worker 1, and alone."""
    made = create_room(server.url)
    with Client(server.url) as host, RemoteBarrier(made["url"], name="Ana") as ana:
        host.join(made["code"], role="host", host_key=made["host_key"])
        host.command("start")
        yield host, ana


def waits_and_is_dropped(host: Client, ana: RemoteBarrier) -> object:
    """What Ana's `wait` ends with when the host lets her go."""
    host.command("configure", parties=2)
    threads = Threads(ana.wait)
    until(lambda: ana.n_waiting == 1)
    host.command("drop", worker=1)
    return threads.results()[0]


def test_a_worker_whose_seat_is_given_up_gets_an_error_of_its_own(server: Server) -> None:
    with ana_in_a_hosted_room(server) as (host, ana):
        assert type(waits_and_is_dropped(host, ana)) is SeatGivenUpError
        with pytest.raises(RefusedError) as refusal:
            ana.abort()
        assert refusal.value.code == "host_required"


def test_a_seat_that_is_given_up_between_two_requests_is_not_taken_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_barrier, "HOLD_S", 0)  # no request is held, so none is answered late
    with ana_in_a_hosted_room(server) as (host, ana):
        assert type(waits_and_is_dropped(host, ana)) is SeatGivenUpError
        assert names(ana) == []


def test_who_lost_the_seat_while_working_gets_on_again(server: Server) -> None:
    with ana_in_a_hosted_room(server) as (host, ana):
        host.command("drop", worker=1)
        assert names(ana) == []
        assert ana.wait() == 0
        assert names(ana) == ["Ana"]


def test_all_of_it_is_what_the_docstring_names() -> None:
    everything: dict[str, object] = {}
    exec("from app.web.remote_barrier import *", everything)  # as a pupil does
    assert sorted(everything.keys() - {"__builtins__"}) == sorted(remote_barrier.__all__)
    assert not [name for name in remote_barrier.__all__ if name not in str(remote_barrier.__doc__)]


def test_a_bad_address_and_an_unknown_room_are_clear_errors(server: Server) -> None:
    with pytest.raises(ValueError, match="not the address of a room"):
        RemoteBarrier(server.url)
    with pytest.raises(ServerGoneError, match="No room"):
        RemoteBarrier(f"{server.url}/ZZZZZZ")


@pytest.mark.parametrize("place", ["127.0.0.1:99999", "127.0.0.1:0", "[::1", "127.0.0.1:port"])
def test_an_address_that_no_computer_can_have_is_said_at_once(place: str) -> None:
    with pytest.raises(AddressError, match="not the address of a room"):
        RemoteBarrier(f"http://{place}/KTRVPD")
    with pytest.raises(AddressError, match="not the address of a server"):
        RemoteBarrier.create(f"http://{place}", 2)


def test_a_server_that_is_gone_is_an_error_within_ten_seconds(start_server: StartServer) -> None:
    server = start_server(ROOMS_PER_MINUTE="1000")
    barrier = RemoteBarrier.create(server.url, 2)
    port, reserved = reserve_port()
    with reserved:
        threads = Threads(barrier.wait, lambda: RemoteBarrier(f"http://127.0.0.1:{port}/KTRVPD"))
        until(lambda: barrier.n_waiting == 1)
        server.kill()
        assert all(isinstance(result, ServerGoneError) for result in threads.results())
    assert remote_barrier.GONE_AFTER_S < 10


def test_four_of_five_wait_through_a_restart(start_server: StartServer, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_servers_that_start_slowly(monkeypatch)
    server = start_server()
    barrier = RemoteBarrier.create(server.url, 5)
    threads = Threads(*[barrier.wait] * 4)
    until(lambda: barrier.n_waiting == 4)
    server.kill()
    server.start()
    assert barrier.n_waiting == 4
    assert barrier.wait() == 4
    assert sorted(threads.results()) == [0, 1, 2, 3]


@pytest.mark.usefixtures("patient")
def test_no_round_goes_wrong_over_a_bad_network(server: Server) -> None:
    def rounds() -> list[int]:
        return [barrier.wait() for _ in range(20)]

    with Proxy(server.port) as proxy:
        barrier = RemoteBarrier.create(proxy.url, 3)
        results = Threads(*[rounds] * 3).results()
        assert [sorted(indices) for indices in zip(*results, strict=True)] == [[0, 1, 2]] * 20
        assert proxy.n_cut > 20
        barrier.abort()
        barrier.reset()
        assert (barrier.n_waiting, barrier.broken) == (0, False)
        barrier.leave()
    snapshot = snapshot_of(RemoteBarrier(barrier.url.replace(proxy.url, server.url)))
    assert (snapshot["workers"], snapshot["barrier"]["generation"]) == ([], 21)
