"""A hall in which nothing stays: people, connections and rooms come and go, and whatever is heard is checked."""

import functools
import random
import threading
import time

from tests.support import clients
from tests.support.clients import create_room, history
from trials.load.client import Answer, Client
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger
from trials.load.person import Person
from trials.load.promises import Promises

N_ROOMS = 12
ROOM_LIFE_S = 120.0
"""A room after another is left by everybody, and a new one begins."""
WATCHED_EVERY_S = 1.0
LAST_NEWS_S = 2.0
"""What has been acknowledged reaches those who draw the whole room."""
N_POLLING = 5
SPREAD_S = 5.0
"""All come within this many seconds."""


class Churn:
    """`n_people` with websockets, and N_POLLING who poll. `latencies_s` are those of arrivals, since last taken."""

    def __init__(self, url: str, crowd: Crowd, n_people: int, spread_s: float = SPREAD_S) -> None:
        self.url = url
        self.crowd = crowd
        self.is_over = False
        self.n_connects = 0
        self.n_arrivals = 0
        self.n_releases = 0
        self.latencies_s: list[float] = []
        self.faults: list[str] = []
        self.promises = Promises(functools.partial(history, url))
        self.open_rooms: list[Ledger] = []
        for _ in range(N_ROOMS):
            self._open_room()
        self.people = [Person(self) for _ in range(n_people)]
        for nth, person in enumerate(self.people):
            crowd.at(now_s() + spread_s * nth / n_people, person.come)
        crowd.at(now_s() + ROOM_LIFE_S / N_ROOMS, self._change_rooms)
        crowd.at(now_s() + WATCHED_EVERY_S, self._watch)
        self._threads = [threading.Thread(target=self._poll, daemon=True) for _ in range(N_POLLING)]
        for thread in self._threads:
            thread.start()

    def fault(self, sentence: str) -> None:
        self.faults.append(sentence)

    def pick_room(self) -> Ledger:
        return random.choice(self.open_rooms)

    def _open_room(self) -> None:
        """A room, and somebody who watches it from the beginning to the end."""
        ledger = Ledger(str(create_room(self.url, hosted=False, gone_after_s=5)["code"]))
        self.open_rooms.append(ledger)
        watcher = self.crowd.open()
        watcher.on_open = lambda: self.crowd.enter(watcher, ledger, "full", check, role="viewer")

        def check(answer: Answer) -> None:
            if not answer["ok"]:
                self.fault(f"nobody can watch: {answer}")

    def _change_rooms(self) -> None:
        if not self.is_over:
            oldest = self.open_rooms.pop(0)
            self._open_room()
            watchers = [client for client in self.crowd.clients if client.ledger is oldest and not client.worker]
            self.crowd.at(now_s() + 5, lambda: self._close_room(oldest, watchers))
            self.crowd.at(now_s() + ROOM_LIFE_S / N_ROOMS, self._change_rooms)

    def _close_room(self, ledger: Ledger, watchers: list[Client]) -> None:
        if not self.is_over:
            self._check(ledger)
            self.crowd.close(watchers)

    def acknowledged(self, ledger: Ledger, worker: int, answer: Answer) -> None:
        """An arrival has been acknowledged; it must be among the room's events."""
        self.n_arrivals += 1
        self.promises.add(ledger, worker, answer)

    def _watch(self) -> None:
        """Look after what was promised, and forget what has been seen."""
        self.faults += self.promises.check()
        for ledger in self.open_rooms:
            ledger.begin()
        if not self.is_over:
            self.crowd.at(now_s() + WATCHED_EVERY_S, self._watch)

    def _check(self, ledger: Ledger) -> None:
        self.n_releases += len(ledger.order)
        self.faults += ledger.all_faults()

    def end(self) -> None:
        """Everybody goes."""
        self.is_over = True
        self.crowd.pass_time(LAST_NEWS_S)
        self.crowd.close(self.crowd.clients)
        self._watch()
        for ledger in self.open_rooms:
            self._check(ledger)
        self.faults += self.promises.untold()
        for thread in self._threads:
            thread.join()

    def _poll(self) -> None:
        """Somebody whose network lets no websocket through: joins, arrives for a while, goes, and comes again."""
        while not self.is_over:
            try:
                with clients.Client(self.url, transport="polling") as client:
                    ledger = self.pick_room()
                    client.join(ledger.code)
                    until_s = time.monotonic() + random.uniform(3, 20)
                    while not self.is_over and time.monotonic() < until_s:
                        client.arrive(ledger.generation)
                        time.sleep(random.uniform(0.5, 2))
                    if random.random() < 0.5:
                        client.command("leave")
                    self.faults += [f"polling: {gap}" for gap in client.gaps]
            except Exception as error:
                if not self.is_over:
                    self.fault(f"polling: {type(error).__name__}: {error}")
