"""CPython's own tests of `asyncio.Barrier`, with ours in its place, and what a cancelled wait leaves behind."""

import asyncio
import functools
import importlib
import importlib.util
import threading
import unittest
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

from app.web import remote_barrier
from app.web.remote_barrier import AsyncRemoteBarrier, BrokenBarrierError, RemoteBarrier
from tests.support.clients import create_room
from tests.support.programs.threads import DEADLINE_S, snapshot_of, until
from tests.support.running import Server, StartServer

HAS_SUITE = importlib.util.find_spec("test.test_asyncio.test_locks") is not None
INSIDE = (
    *("test_repr", "test_draining_state"),
    *("test_reset_barrier_when_tasks_half_draining", "test_reset_barrier_when_tasks_half_draining_half_blocking"),
    *("test_abort_barrier_when_tasks_half_draining_half_blocking", "test_reset_barrier_while_tasks_draining"),
    "test_reset_barrier_while_tasks_waiting_and_waiting_again",
)
"""The last one resets the barrier before its tasks can have reached another computer. The others look at draining task
by task, which asyncio does and a room does not: there all go at one moment."""


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), DEADLINE_S))


@pytest.mark.skipif(not HAS_SUITE, reason="this Python comes without its test suite (Debian: libpython3-testsuite)")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_barrier_passes_the_tests_of_asyncio(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    test_locks = importlib.import_module("test.test_asyncio.test_locks")

    class Barrier(AsyncRemoteBarrier):
        """As asyncio's: made at once, and `async with` waits."""

        def __init__(self, parties: int) -> None:
            super().__init__(RemoteBarrier.create(server.url, parties).url)
            self.n_waits = self.n_ends = 0
            made.append(self)

        async def wait(self, timeout: float | None = None) -> int:
            self.n_waits += 1
            try:
                return await super().wait(timeout)
            finally:
                self.n_waits -= 1

        async def abort(self) -> None:
            await self._end(super().abort())

        async def reset(self) -> None:
            await self._end(super().reset())

        async def _end(self, ended: Coroutine[Any, Any, None]) -> None:
            self.n_ends += 1
            try:
                await ended
            finally:
                self.n_ends -= 1

        @property
        def is_settled(self) -> bool:
            """Whoever calls `wait` waits in the room."""
            return not self.n_ends and self.n_waits == len(snapshot_of(self)["barrier"]["waiting"])

        async def __aenter__(self) -> Any:
            return await self.wait()

        async def __aexit__(self, *_: object) -> None:
            pass

    made: list[Barrier] = []

    async def settle(_s: float) -> None:
        """Stands for `sleep(0)`: until every task has run until it waits."""
        for _ in range(2):  # who has heard of the end of a wait may begin another
            await asyncio.sleep(0.01)
            while not all(barrier.is_settled for barrier in made[-2:]):
                await asyncio.sleep(0.01)

    ours = {"Barrier": Barrier, "BrokenBarrierError": BrokenBarrierError, "sleep": settle}
    monkeypatch.setattr(test_locks, "asyncio", SimpleNamespace(**{**vars(asyncio), **ours}))
    names = unittest.defaultTestLoader.getTestCaseNames(test_locks.BarrierTests)
    assert set(INSIDE) <= set(names)
    suite = unittest.TestSuite(test_locks.BarrierTests(name) for name in names if name not in INSIDE)
    result = unittest.TestResult()
    suite.run(result)
    assert result.testsRun >= 15
    assert not [text for _, text in result.failures + result.errors]


def test_a_cancelled_wait_is_withdrawn_and_the_seat_stays(server: Server) -> None:
    async def story() -> None:
        async with AsyncRemoteBarrier(create_room(server.url, hosted=False)["url"], name="Ana") as ana:
            async with AsyncRemoteBarrier(ana.url, name="Ben") as ben:
                for _ in range(3):
                    with pytest.raises(asyncio.TimeoutError):
                        await asyncio.wait_for(ana.wait(), 0.2)
                    assert (ana.n_waiting, ana.broken) == (0, False)
                assert [worker["name"] for worker in snapshot_of(ana)["workers"]] == ["Ana", "Ben"]
                assert sorted(await asyncio.gather(ana.wait(), ben.wait())) == [0, 1]
            assert [worker["name"] for worker in snapshot_of(ana)["workers"]] == ["Ana"]

    run(story)


async def is_cancelled(waiting: "asyncio.Task[int]") -> None:
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def come_back(server: Server) -> None:
    """The server is there again, and everything that was under way has ended."""
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(until, lambda: not [name for name in thread_names() if name.startswith("remote_barrier.")])


def waiters(barrier: AsyncRemoteBarrier) -> list[int]:
    """In order of coming."""
    return [waiter["worker"] for waiter in snapshot_of(barrier)["barrier"]["waiting"]]


def thread_names() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("had_arrived", [True, False])
def test_a_wait_that_is_cancelled_while_the_server_is_away_is_not_counted(
    start_server: StartServer, had_arrived: bool
) -> None:
    async def story() -> None:
        server = start_server()
        async with AsyncRemoteBarrier(
            create_room(server.url, hosted=False, parties=2, gone="hold")["url"], name="Ana"
        ) as ana:
            if not had_arrived:
                server.kill()
            waiting = asyncio.create_task(ana.wait())
            await asyncio.to_thread(until, lambda: "remote_barrier.perform" in thread_names())
            if had_arrived:
                await asyncio.to_thread(until, lambda: ana.n_waiting == 1)
                server.kill()
            await is_cancelled(waiting)
            await come_back(server)
            assert ana.n_waiting == 0
            async with AsyncRemoteBarrier(ana.url, name="Ben") as ben:
                assert sorted(await asyncio.gather(ana.wait(), ben.wait())) == [0, 1]
                assert [worker["name"] for worker in snapshot_of(ana)["workers"]] == ["Ana", "Ben"]

    run(story)


@pytest.mark.usefixtures("patient")
def test_the_next_wait_withdraws_first_what_was_cancelled(
    start_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_barrier, "AWAY_AFTER_S", 0)  # the server was away for longer than that

    async def story() -> None:
        server = start_server()
        url = create_room(server.url, hosted=False, parties=3, gone="hold")["url"]
        async with AsyncRemoteBarrier(url, name="Ana") as ana, AsyncRemoteBarrier(url, name="Ben") as ben:
            waiting = asyncio.create_task(ana.wait())
            await asyncio.to_thread(until, lambda: ana.n_waiting == 1)
            server.kill()
            await is_cancelled(waiting)
            await come_back(server)
            assert ana.n_waiting == 1
            bens = asyncio.create_task(ben.wait())
            await asyncio.to_thread(until, lambda: ana.n_waiting == 2)
            anas = asyncio.create_task(ana.wait())
            await asyncio.to_thread(until, lambda: waiters(ana) == [2, 1])
            async with AsyncRemoteBarrier(url, name="Chloé") as chloe:
                assert (await chloe.wait(), await bens, await anas) == (2, 0, 1)

    run(story)


def test_a_task_that_is_cancelled_before_it_has_a_seat_leaves_nothing(server: Server) -> None:
    async def story() -> None:
        barrier = await AsyncRemoteBarrier.create(server.url, 2)
        for _ in range(20):
            task = asyncio.create_task(barrier.wait())
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert barrier.n_waiting == 0
        assert sorted(await asyncio.gather(barrier.wait(), barrier.wait())) == [0, 1]
        await barrier.leave()
        assert snapshot_of(barrier)["workers"] == []

    run(story)


def test_more_tasks_wait_than_the_loop_has_threads_and_the_loop_goes_on(server: Server) -> None:
    async def story() -> None:
        barrier = await AsyncRemoteBarrier.create(server.url, 40)
        assert sorted(await asyncio.gather(*[barrier.wait() for _ in range(40)])) == list(range(40))
        waiting = asyncio.create_task(barrier.wait())
        assert await asyncio.to_thread(lambda: "free") == "free"
        await barrier.abort()
        with pytest.raises(BrokenBarrierError):
            await waiting
        assert barrier.broken
        await barrier.reset()
        assert not barrier.broken
        await barrier.leave()

    run(story)


def test_one_name_is_one_worker_whichever_thread_of_the_loop_serves_it(server: Server) -> None:
    async def story() -> None:
        url = create_room(server.url, hosted=False)["url"]
        with RemoteBarrier(url, name="Ana") as ana, RemoteBarrier(url, name="Ben") as ben:
            for _ in range(5):
                waits = [asyncio.to_thread(ana.wait), asyncio.to_thread(ben.wait)]
                assert sorted(await asyncio.gather(*waits)) == [0, 1]
            assert [worker["name"] for worker in snapshot_of(ana)["workers"]] == ["Ana", "Ben"]

    run(story)


def test_asyncio_waits_with_threads(server: Server) -> None:
    async def story() -> None:
        barrier = await AsyncRemoteBarrier.create(server.url, 2)
        with RemoteBarrier(barrier.url) as beside:
            here, there = await asyncio.gather(barrier.wait(), asyncio.to_thread(functools.partial(beside.wait, 30)))
        assert sorted((here, there)) == [0, 1]
        await barrier.leave()

    run(story)
