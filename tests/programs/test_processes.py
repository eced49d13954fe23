"""Processes as workers."""

import multiprocessing
import signal
import subprocess
import sys
from typing import Any

import pytest

from app.web.remote_barrier import RemoteBarrier
from tests.support.programs import CHILD
from tests.support.programs.threads import snapshot_of, until
from tests.support.running import ROOT, Server

SCRIPT = ROOT / "app" / "web" / "remote_barrier.py"
ROUNDS = 1000


def child(barrier: RemoteBarrier, name: str, rounds: int) -> "subprocess.Popen[str]":
    """A process that has got on."""
    process = subprocess.Popen(
        [sys.executable, str(CHILD), barrier.url, name, str(rounds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def workers(barrier: RemoteBarrier) -> list[str]:
    return [worker["name"] for worker in snapshot_of(barrier)["workers"]]


def test_five_processes_go_through_many_generations_in_step(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 5)
    processes = [child(barrier, f"P{number}", ROUNDS) for number in range(5)]
    printed = [process.communicate(timeout=900)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * 5
    wrong = [indices for indices in zip(*printed, strict=True) if sorted(indices) != ["0", "1", "2", "3", "4"]]
    assert not wrong, wrong[:3]
    assert [len(lines) for lines in printed] == [ROUNDS] * 5
    snapshot = snapshot_of(barrier)
    assert (snapshot["barrier"]["generation"], snapshot["workers"]) == (ROUNDS, [])


def waits_and_gets(sent: signal.Signals, barrier: RemoteBarrier) -> None:
    """Ana's program, which waits when the signal comes, and has ended."""
    process = child(barrier, "Ana", 1)
    until(lambda: barrier.n_waiting == 1)
    process.send_signal(sent)
    process.communicate()


def test_a_waiter_that_is_killed_stays_counted(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 2)
    waits_and_gets(signal.SIGKILL, barrier)
    assert barrier.n_waiting == 1
    assert barrier.wait() == 1
    assert "Ana" in workers(barrier)
    barrier.leave()


def test_a_process_that_ends_gives_its_seat_back(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 1)
    source = (
        "import sys; sys.path.insert(0, 'app/web'); from remote_barrier import *; RemoteBarrier(sys.argv[1]).wait()"
    )
    subprocess.run([sys.executable, "-c", source, barrier.url], check=True, timeout=120)
    assert workers(barrier) == []


def script(barrier: RemoteBarrier) -> "subprocess.Popen[str]":
    """`python3 remote_barrier.py Ana`, whose output is a pipe; it waits."""
    command = [sys.executable, str(SCRIPT), "Ana", barrier.url]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, text=True, **pipes)  # type: ignore[call-overload]
    until(lambda: barrier.n_waiting == 1)
    return process  # type: ignore[no-any-return]


def test_ctrl_c_ends_the_script_with_one_line(server: Server) -> None:
    process = script(barrier := RemoteBarrier.create(server.url, 2))
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert (len(said.splitlines()), process.returncode) == (1, 130)
    assert "I wait." in printed
    assert workers(barrier) == []


def test_what_the_script_prints_is_there_while_it_waits(server: Server) -> None:
    process = script(barrier := RemoteBarrier.create(server.url, 2))
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)][1] == "I wait.\n"
    barrier.wait()
    assert "I was number 0" in process.communicate(timeout=60)[0]
    barrier.leave()


def test_ctrl_c_withdraws_the_arrival(server: Server) -> None:
    barrier = RemoteBarrier.create(server.url, 2)
    waits_and_gets(signal.SIGINT, barrier)
    assert (barrier.n_waiting, workers(barrier)) == (0, [])


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Using fork:DeprecationWarning")  # by eventlet, when a test before has imported it
def test_other_processes_share_no_seat(server: Server, method: str) -> None:
    barrier = RemoteBarrier.create(server.url, 1)
    barrier.wait()
    assert workers(barrier) == ["MainThread"]
    context: Any = multiprocessing.get_context(method)
    process = context.Process(target=_wait_beside, args=(barrier,))
    process.start()
    process.join(120)
    assert process.exitcode == 0
    assert workers(barrier) == ["MainThread"]
    barrier.leave()


def _wait_beside(barrier: RemoteBarrier) -> None:
    barrier.wait()
    assert workers(barrier) == ["MainThread", "MainThread 2"]
