"""Long runs: no acknowledged arrival is lost or counted twice in a million, and after thousands of visits everything is
back as it was.

    python -m trials.hostile.endurance [--arrivals N] [--visits N] [--minutes M]
"""

import argparse
import random
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.clients import create_room
from tests.support.running import Server
from trials.hostile.book import Book
from trials.hostile.vitals import Vitals, settled
from trials.load.client import Answer, Client
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger

WORKERS = 5
"""In each room."""
DOUBLED = 0.1
"""The share of arrivals that are sent twice."""
CUT_OFF = 0.02
"""So many phones are gone before their answer comes, and come back to ask again. The one screen of each room that draws
the whole stays, and checks its order."""
VISITORS_AT_ONCE = 20
N_VISITED_ROOMS = 10
ONCE_AROUND = VISITORS_AT_ONCE * N_VISITED_ROOMS
WARM_UP_VISITS = 5000
"""Until the memory that is used again and again is there: it rises for some ten thousand visits, the last tenth slowly,
and then not at all."""
PAUSE_S = 0.1
"""Between one batch of visitors and the next, in the long run: some hundred connects a second."""
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing says no good-bye (TCP RST)."""


class Rounds:
    """Rooms in which everybody arrives again and again, on a bad network."""

    def __init__(self, url: str, n_rooms: int, seed: int) -> None:
        self.book = Book()
        self.n_cut_off = self.n_doubled = 0
        self._random = random.Random(seed)
        self._crowd = Crowd(url, may_overlap=True)
        self._n_awaited = 0
        self._generation = 0
        self._ledgers = [Ledger(create_room(url, hosted=False, gone="hold", lead_ms=0)["code"]) for _ in range(n_rooms)]
        for ledger in self._ledgers:
            self._crowd.join(self._crowd.connect(WORKERS - 1), ledger, "brief")
            self._crowd.join(self._crowd.connect(1), ledger, "full")

    @property
    def faults(self) -> list[str]:
        return self._crowd.faults + [fault for ledger in self._ledgers for fault in ledger.all_faults()]

    def go(self) -> None:
        """One generation in every room."""
        for ledger in self._ledgers:
            ledger.begin()
        cut_off = []
        for client in list(self._crowd.clients):
            self._arrive(client)
            if self._random.random() < DOUBLED:
                self.n_doubled += 1
                self._arrive(client)
            if client.view == "brief" and self._random.random() < CUT_OFF:
                cut_off.append(client)
        for client in cut_off:
            self._n_awaited -= len(client.answers)
            self._crowd.close([client])
        for client, again in zip(cut_off, self._crowd.connect(len(cut_off)), strict=True):
            self._come_back(client, again)
        self._crowd.run(lambda: self._n_awaited == 0, what="for answers")
        if self._generation:
            self._check(self._generation - 1)  # by now everybody has heard of its end
        self._generation += 1

    def _check(self, generation: int) -> None:
        for ledger in self._ledgers:
            ledger.check_generation(generation, WORKERS)
            ledger.order.pop(generation, None)
            ledger.indices.pop(generation, None)

    def _come_back(self, client: Client, again: Client) -> None:
        """Over a new connection, to the same seat, and with the same arrival."""
        assert client.ledger is not None
        self.n_cut_off += 1
        seats: list[Answer] = []
        self._crowd.enter(again, client.ledger, client.view, seats.append, token=client.token)
        self._crowd.run(lambda: bool(seats), what="for a seat")
        if again.worker != client.worker:
            self._crowd.faults.append(f"worker {client.worker} came back as {again.worker}")
        self._arrive(again)

    def _arrive(self, client: Client) -> None:
        generation, ledger = self._generation, client.ledger
        assert ledger is not None

        def take(answer: Answer) -> None:
            if answer.get("error") == "rate_limited":
                self._crowd.at(now_s() + 0.1, ask)
                return
            self._n_awaited -= 1
            if not answer["ok"]:
                self._crowd.faults.append(f"{ledger.code}: worker {client.worker} was refused: {answer}")
                return
            self.book.enter(ledger.code, client.worker, answer)
            ledger.answered(answer["generation"], answer["index"], client.worker)

        def ask() -> None:
            self._crowd.call(client, "command", {"type": "arrive", "generation": generation}, take)

        self._n_awaited += 1
        ask()

    def close(self) -> None:
        self._crowd.close(self._crowd.clients)


def visit(url: str, codes: list[str], n_visits: int, pause_s: float = 0) -> list[str]:
    """Connect, join, arrive and go this often, half of the time without a word. What went wrong, in sentences."""
    faults: list[str] = []
    for first in range(0, n_visits, VISITORS_AT_ONCE):
        time.sleep(pause_s)
        with Crowd(url, may_overlap=True) as crowd:
            ledger = Ledger(codes[first // VISITORS_AT_ONCE % len(codes)])
            clients = crowd.connect(min(VISITORS_AT_ONCE, n_visits - first))
            crowd.join(clients, ledger, "brief")
            for nth, client in enumerate(clients):
                crowd.call(client, "command", {"type": "arrive", "generation": ledger.generation}, lambda _: None)
                if nth % 2:
                    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            faults += crowd.faults
    return faults


def new_rooms(url: str, count: int) -> list[str]:
    """Codes of rooms that soon give up the seats of those who have gone."""
    return [create_room(url, hosted=False, gone="let_go", gone_after_s=5)["code"] for _ in range(count)]


def check_arrivals(url: str, n_arrivals: int, n_rooms: int) -> tuple[Rounds, list[str]]:
    """Make so many arrivals, and compare what was acknowledged with the server's log."""
    rounds = Rounds(url, n_rooms, seed=1)
    while len(rounds.book) < n_arrivals and not rounds.faults:
        rounds.go()
    rounds.close()
    return rounds, rounds.faults + rounds.book.compare(url)


def check_visits(
    url: str, n_visits: int, minutes: float = 0, n_warm_up: int = WARM_UP_VISITS
) -> tuple[Vitals, Vitals, list[str]]:
    """So many visits, and more until the minutes are over: the vitals before and after, and what went wrong."""
    codes = new_rooms(url, N_VISITED_ROOMS)
    faults = visit(url, codes, n_warm_up)
    before = settled(url)
    until_s = time.monotonic() + 60 * minutes
    faults += visit(url, codes, n_visits)
    while time.monotonic() < until_s:
        faults += visit(url, codes, ONCE_AROUND, PAUSE_S)
    after = settled(url, before)
    return before, after, faults + after.grown(before)


@contextmanager
def running() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "rooms.sqlite3", Path(folder) / "output", ROOMS_PER_MINUTE="100000")
        yield server.start()
        server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arrivals", type=int, default=1_000_000)
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--visits", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=15)
    wanted = parser.parse_args()

    with running() as server:
        started_s = time.monotonic()
        rounds, faults = check_arrivals(server.url, wanted.arrivals, wanted.rooms)
        took_s = time.monotonic() - started_s
        print(
            f"{len(rounds.book):,} arrivals acknowledged in {took_s:,.0f} s, {rounds.n_doubled:,} of them sent twice,"
        )
        print(f"{rounds.n_cut_off:,} cut off and sent again: {len(faults)} lost, counted twice, or otherwise wrong")
    with running() as server:
        started_s = time.monotonic()
        before, after, more = check_visits(server.url, wanted.visits, wanted.minutes)
        print(f"visits for {time.monotonic() - started_s:,.0f} s")
        print(f"{'':12} {'before':>8} {'after':>8}")
        for name, value in vars(before).items():
            print(f"{name:12} {value:8.1f} {getattr(after, name):8.1f}")
    for fault in (faults + more)[:20]:
        print(fault)
    sys.exit(bool(faults or more))


if __name__ == "__main__":
    main()
