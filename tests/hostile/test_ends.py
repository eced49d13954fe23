"""SIGTERM and kill -9 in the middle of everything: nothing that was acknowledged is lost or counted twice."""

import asyncio
import contextlib
import copy
import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.web.remote_barrier import RemoteBarrier
from tests.support.clients import Client, create_room, http
from tests.support.programs.threads import Threads, until, wait_for_servers_that_start_slowly
from tests.support.running import ALL_WAYS, Server, StartServer
from trials.hostile import budget_rows, history_rows, speed_rows
from trials.hostile.arena import Arena
from trials.hostile.book import Book
from trials.hostile.follower import Follower
from trials.hostile.row import Row
from trials.load.process import queued_s

N_PAIRS = 15
ENOUGH = 1000
"""Acknowledged arrivals before the end comes."""
ENDS = ["kill", "terminate"]
BUSY = (
    *history_rows.ROWS,
    speed_rows.THE_WHOLE,
    speed_rows.ROBOTS_ALONE,
    speed_rows.NEVER_POLLS,
    budget_rows.RESET_OVER_HTTP,
)
OBEYED_WITHIN_S = 5.0
"""Of which the last notice takes one."""


def end(server: Server, how: str) -> None:
    if how == "terminate":
        assert server.terminate() == 0
    else:
        server.kill()


@pytest.mark.parametrize("how", ENDS)
def test_a_server_that_ends_in_a_storm_of_arrivals_keeps_them(start_server: StartServer, how: str) -> None:
    server = start_server()
    book, notices = asyncio.run(storm(server, how))
    assert len(book) >= ENOUGH
    assert notices == ({"server_restarting"} if how == "terminate" else set())
    server.start()
    assert book.compare(server.url) == []
    assert "Traceback" not in server.output
    asyncio.run(go_on(server, book))


async def storm(server: Server, how: str) -> tuple[Book, set[str]]:
    """Pairs keep arriving until the server has ended; what was acknowledged, and the notices that everybody got."""
    book = Book()
    codes = [create_room(server.url, hosted=False, gone="hold", lead_ms=0)["code"] for _ in range(N_PAIRS)]
    pairs = [[await (await Follower.connect(server.url)).get_on(code) for _ in range(2)] for code in codes]

    async def keep_arriving(code: str, client: Follower) -> None:
        generation = 0
        with contextlib.suppress(ConnectionError):
            while True:
                answer = await client.command("arrive", generation=generation)
                if answer.get("error") == "unavailable":  # the store is closed: the end is near
                    await asyncio.sleep(0.05)
                    continue
                book.enter(code, client.worker, answer)
                if len(book) >= ENOUGH:
                    is_enough.set()
                await client.hear("tripped", generation=generation)
                client.events.clear()
                generation += 1

    is_enough = asyncio.Event()
    tasks = [
        asyncio.create_task(keep_arriving(code, client))
        for code, pair in zip(codes, pairs, strict=True)
        for client in pair
    ]
    await asyncio.wait_for(is_enough.wait(), 120)
    await asyncio.to_thread(end, server, how)
    await asyncio.gather(*tasks)
    heard = [{notice["type"] for notice in client.notices} for pair in pairs for client in pair]
    assert all(message == heard[0] for message in heard)
    return book, heard[0]


async def go_on(server: Server, book: Book) -> None:
    """A room that was in the storm makes its next round."""
    code = next(iter(book.acknowledged))
    before = http("GET", f"{server.url}/api/rooms/{code}")[1]["barrier"]
    newcomer = await (await Follower.connect(server.url)).get_on(code)
    answer = await newcomer.command("arrive", generation=before["generation"])
    assert answer["index"] == len(before["waiting"])
    await newcomer.close()


@pytest.mark.parametrize("how", ENDS)
def test_everybody_waits_on_through_the_end_of_the_server(
    start_server: StartServer, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_servers_that_start_slowly(monkeypatch)
    server = start_server()
    code = create_room(server.url, hosted=False, gone="hold", parties=6, lead_ms=0)["code"]
    room_url = f"{server.url}/api/rooms/{code}"

    def waiting() -> list[dict[str, int]]:
        return [dict(waiter) for waiter in http("GET", room_url)[1]["barrier"]["waiting"]]

    def connected(stack: contextlib.ExitStack) -> list[Client]:
        return [stack.enter_context(Client(server.url, transport=transport)) for transport in ("websocket", "polling")]

    tokens = []
    with contextlib.ExitStack() as stack:
        phones = connected(stack)
        for nth, phone in enumerate(phones):
            phone.join(code)
            tokens.append(phone.token)
            assert phone.arrive()["index"] == nth
        programs = Threads(*[RemoteBarrier(f"{server.url}/{code}").wait] * 3)
        until(lambda: len(waiting()) == 5)
        before = waiting()

        end(server, how)
        for phone in phones:
            phone.until(lambda phone=phone: not phone.io.connected)  # type: ignore[misc]
    server.start()

    assert waiting() == before
    with contextlib.ExitStack() as stack:
        again = connected(stack)
        for nth, (phone, token) in enumerate(zip(again, tokens, strict=True)):
            assert phone.join(code, token=token)["you"]["waiting"]["index"] == nth
        assert programs.n_done == 0
        last = stack.enter_context(Client(server.url))
        last.join(code)
        assert last.arrive()["index"] == 5
        orders = {tuple(phone.hear("tripped")["order"]) for phone in (*again, last)}
    assert orders == {(*(waiter["worker"] for waiter in before), last.worker)}
    assert sorted(programs.results()) == [2, 3, 4]


def terminated_after_s(server: Server) -> float:
    """Of its own time, which is none while others run on its core: the machine may be busy."""
    assert server.process is not None
    pid, began_s = server.process.pid, time.monotonic()
    queued_before_s = queued_after_s = queued_s(pid)
    with ThreadPoolExecutor(1) as executor:
        end = executor.submit(server.terminate)
        while not end.done():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                queued_after_s = queued_s(pid)
            time.sleep(0.01)
    assert end.result() == 0
    return time.monotonic() - began_s - (queued_after_s - queued_before_s)


class Attacker:
    """Does what a row says again and again, until the server has gone. What fails beside all the others is tried again.
    `codes` are the rooms that it has made."""

    def __init__(self, row: Row, arena: Arena) -> None:
        self.codes: list[str] = []
        self._row, self._arena = row, copy.copy(arena)
        self._arena.new_room = self._new_room  # type: ignore[method-assign]
        self._make_room = arena.new_room

    def _new_room(self, **fields: object) -> str:
        self.codes.append(self._make_room(**fields))
        return self.codes[-1]

    def attack(self, is_over: threading.Event) -> None:
        while not is_over.is_set():
            with contextlib.suppress(Exception):
                list(self._row.attack(self._arena))

    def has_begun(self) -> bool:
        """Somebody has come into its first room."""
        room = f"{self._arena.url}/api/rooms"
        return any(http("GET", f"{room}/{code}")[1]["workers"] for code in self.codes[:1])


# Of attackers, whose server has gone: they fail, and leave sockets behind.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("way", ALL_WAYS)
def test_sigterm_is_obeyed_in_the_middle_of_all_attacks(tmp_path: Path, way: str) -> None:
    """Those that keep a server busy, all at once."""
    arena = Arena(tmp_path, [], 1, **ALL_WAYS[way])
    arena.server.start()
    is_over, attackers = threading.Event(), [Attacker(row, arena) for row in BUSY]
    with ThreadPoolExecutor(len(BUSY)) as executor:
        for attacker in attackers:
            executor.submit(attacker.attack, is_over)
        try:
            for attacker in attackers:
                until(attacker.has_begun)
            took_s = terminated_after_s(arena.server)
        finally:
            is_over.set()
            if arena.server.process is not None:
                arena.server.kill()
    gc.collect()  # or their sockets would be the next test's
    assert took_s < OBEYED_WITHIN_S
    assert "Traceback" not in arena.server.output, arena.server.output
