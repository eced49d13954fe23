"""Somebody in a churning hall: arrives in round after round, and comes and goes as people and networks do."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from trials.load.client import Answer, Client
from trials.load.crowd import now_s
from trials.load.ledger import Ledger

if TYPE_CHECKING:
    from trials.load.churn import Churn

THINK_S = (0.5, 2.5)
"""From the beginning of a round until a person arrives."""
LOOK_S = 0.2
DEED_EVERY_S = 15.0
"""On average, until a person does something else than arriving."""
AWAY_S = (0.0, 4.0)
LATE = frozenset({"stale_generation", "barrier_broken", "not_joined", "worker_unknown", "busy", "rate_limited"})
"""Refusals that are no fault: somebody else was quicker."""


class Person:
    """One place in the hall, with a connection or between two."""

    def __init__(self, churn: "Churn") -> None:
        self.churn = churn
        self.crowd = churn.crowd
        self.ledger: Ledger = churn.pick_room()
        self.client: Client | None = None
        self.token: str | None = None
        self.arrived_in = -1
        self.deeds: list[tuple[int, Callable[[], None]]] = [
            (4, self.drop_and_return),
            (3, self.leave),
            (2, self.open_twice),
            (2, self.hang_up_for_good),
            (1, self.sync),
            (1, self.rename),
            (1, self.abort),
            (1, self.drop_somebody),
            (1, self.add_robot),
            (1, self.connect_and_say_nothing),
        ]

    def come(self) -> None:
        """Connect, and join: with a token the old seat, without one a new seat in a room of the moment."""
        if self.churn.is_over:
            return
        if self.token is None or self.ledger not in self.churn.open_rooms:
            self.token, self.arrived_in, self.ledger = None, -1, self.churn.pick_room()
        client = self.client = self.crowd.open()
        self.churn.n_connects += 1
        client.on_lost = lambda: self.lost(client)
        client.on_open = lambda: self.join(client)

    def join(self, client: Client) -> None:
        fields = {"token": self.token} if self.token else {}
        view = random.choice(("full", "brief"))
        self.crowd.enter(client, self.ledger, view, lambda answer: self.joined(client, answer), **fields)

    def joined(self, client: Client, answer: Answer) -> None:
        if client is not self.client:
            return
        if not answer["ok"]:
            self.churn.fault(f"cannot join: {answer}")
            return
        self.token = client.token
        waiting = answer["you"]["waiting"]
        self.arrived_in = waiting["generation"] if waiting else -1
        self.later(LOOK_S, self.look)
        self.later(random.expovariate(1 / DEED_EVERY_S), self.do_something)

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """After this many seconds, if this connection still is this person's then."""
        client = self.client

        def then() -> None:
            if client is self.client and not self.churn.is_over:
                call()

        self.crowd.at(now_s() + seconds, then)

    def lost(self, client: Client) -> None:
        """The server has hung up: right for one that it told why, or that was the older of two."""
        if client is self.client:
            if "superseded" not in client.notices:
                self.churn.fault(f"{self.ledger.code}: worker {client.worker} was disconnected after {client.notices}")
            self.client = None
            self.crowd.at(now_s() + 1, self.come)

    # In the round

    def look(self) -> None:
        """Arrive, some time after the round has begun, once in it."""
        assert self.client is not None
        if self.ledger not in self.churn.open_rooms or "dropped" in self.client.notices:
            self.hang_up_for_good()
        elif self.arrived_in < self.ledger.generation:
            self.later(random.uniform(*THINK_S), self.arrive)
        else:
            self.later(LOOK_S, self.look)

    def arrive(self) -> None:
        client, ledger, generation, sent_s = self.client, self.ledger, self.ledger.generation, now_s()
        assert client is not None

        def answered(answer: Answer) -> None:
            if answer["ok"]:
                self.churn.latencies_s.append(now_s() - sent_s)
                self.churn.acknowledged(ledger, client.worker, answer)
            else:
                self.refused(client, answer)
            if client is self.client:
                self.arrived_in = max(self.arrived_in, generation if answer["ok"] else -1)
                self.later(LOOK_S, self.look)

        self.crowd.call(client, "command", {"type": "arrive", "generation": generation}, answered)

    def refused(self, client: Client, answer: Answer) -> None:
        code = answer["error"]
        if code == "barrier_broken":
            if client is self.client:
                self.command({"type": "reset", "generation": self.ledger.generation})
        elif code not in LATE:
            self.churn.fault(f"{self.ledger.code}: {answer}")
        if "snapshot" in answer or "brief" in answer:
            client.know(answer)

    def command(self, payload: Answer) -> None:
        client = self.client
        assert client is not None

        def answered(answer: Answer) -> None:
            if not answer["ok"]:
                self.refused(client, answer)

        self.crowd.call(client, "command", payload, answered)

    # Deeds

    def do_something(self) -> None:
        weights, deeds = zip(*self.deeds, strict=True)
        client = self.client
        random.choices(deeds, weights)[0]()
        if client is self.client:
            self.later(random.expovariate(1 / DEED_EVERY_S), self.do_something)

    def hang_up(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            self.crowd.close([client])

    def drop_and_return(self) -> None:
        """The network fails; the same seat soon after."""
        self.hang_up()
        self.crowd.at(now_s() + random.uniform(*AWAY_S), self.come)

    def hang_up_for_good(self) -> None:
        """The tab is closed; somebody else comes."""
        self.token = None
        self.drop_and_return()

    def leave(self) -> None:
        """Give the seat up, then go."""
        self.command({"type": "leave"})
        self.token = None
        self.later(LOOK_S, self.hang_up_for_good)

    def open_twice(self) -> None:
        """Take the seat over with a new connection, while the old one is open: the server hangs up on that one."""
        old = self.client
        if self.token is None or self.ledger not in self.churn.open_rooms:
            return  # this person goes elsewhere, and would leave the old connection behind
        self.come()
        if old is not None:
            old.on_lost = lambda: None

    def sync(self) -> None:
        client = self.client
        assert client is not None
        view = "brief" if client.view == "full" else "full"
        client.forget_room(view)
        self.crowd.call(client, "sync", {"seq": 0, "view": view}, lambda answer: self.synced(client, answer))

    def synced(self, client: Client, answer: Answer) -> None:
        if answer["ok"]:
            client.know(answer)
        else:
            self.refused(client, answer)

    def rename(self) -> None:
        self.command({"type": "rename", "name": random.choice(("Ana", "Ben", "Chloé", "Đuro"))})

    def abort(self) -> None:
        self.command({"type": "abort", "generation": self.ledger.generation})

    def drop_somebody(self) -> None:
        if len(self.ledger.fold.waiting) > 1:
            self.command({"type": "drop", "worker": random.choice(self.ledger.fold.waiting)})

    def add_robot(self) -> None:
        self.command({"type": "add_robots", "count": 1, "pace": "quick"})

    def connect_and_say_nothing(self) -> None:
        """The server closes it when its time to join is over."""
        silent = self.crowd.open()
        silent.on_lost = lambda: None
