"""Somebody in a hall that must go on: arrives in round after round at either process, and comes back as pages do."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from trials.load.client import Answer, Client
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger

Call = Callable[[], object]
Then = Callable[[Answer], object]

THINK_S = (0.1, 0.8)
ANSWER_WITHIN_S = 5.0
BACK_AFTER_S = (0.5, 1.0)
"""As the pages' first try, whether the connection ended or the room could not be entered. Later tries of a page wait
longer; those who come here do not."""
LOOK_S = 0.1


@dataclass
class Hall:
    """The room and everybody in it; `crowds` are the ways in, one to each process."""

    code: str
    crowds: list[Crowd]
    acknowledged: dict[tuple[int, int], int] = field(default_factory=dict)
    """Generation and worker -> index, as it was answered."""
    wrong: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    answered_s: list[float] = field(default_factory=list)
    ended_s: dict[int, float] = field(default_factory=dict)
    """Generation -> when its last arrival was answered."""
    connects_s: list[float] = field(default_factory=list)
    goes_back: bool = False
    """The store may lose what was acknowledged: the room is an earlier one then, and arrivals count anew."""
    again: set[tuple[int, int]] = field(default_factory=set)
    """Acknowledged once more, with another index."""
    is_balanced: bool = False
    """In front of the processes is a balancer: where one takes no connections, another one gets them."""
    is_over: bool = False

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.code)


class Walker:
    def __init__(self, hall: Hall, home: int) -> None:
        self.hall = hall
        self.way = home
        self.client: Client | None = None
        self.token: str | None = None
        self.worker = 0
        self.generation = -1
        """The latest one in which an arrival was answered."""
        self.asks = 0
        self.told_s: list[float] = []
        """When the server has ended a connection, and when the room was seen anew."""

    @property
    def crowd(self) -> Crowd:
        return self.hall.crowds[self.way]

    def later(self, delay_s: float, call: Call) -> None:
        client = self.client

        def then() -> None:
            if client is self.client and not self.hall.is_over:
                call()

        self.crowd.at(now_s() + delay_s, then)

    def come(self) -> None:
        ways = random.sample(range(len(self.hall.crowds)), len(self.hall.crowds)) if self.hall.is_balanced else []
        client = self.client = self.open(self.way, *ways)
        if client is None:
            self.go_elsewhere()
            return
        self.hall.connects_s.append(now_s())
        client.ledger, client.view = self.hall.ledger, "brief"
        client.on_lost = lambda: self.lost(client)
        client.on_open = self.join
        self.later(ANSWER_WITHIN_S, lambda: None if client.is_open else self.give_up())

    def open(self, *ways: int) -> Client | None:
        """A connection over the first of these ways that is open."""
        for self.way in ways:
            try:
                return self.crowd.open()
            except OSError:
                continue
        return None

    def lost(self, client: Client) -> None:
        if client is self.client:
            self.told_s.append(now_s())
            self.client = None
            self.go_elsewhere()

    def go_elsewhere(self) -> None:
        """A balancer sends whoever comes again anywhere."""
        self.way = random.randrange(len(self.hall.crowds))
        self.later(random.uniform(*BACK_AFTER_S), self.come)

    def give_up(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            client.on_lost = lambda: None
            self.crowd.close([client])
        self.go_elsewhere()

    def ask(self, event: str, payload: Answer, then: Then) -> None:
        assert self.client is not None
        client, self.asks = self.client, self.asks + 1
        number = self.asks

        def answered(answer: Answer) -> None:
            if client is self.client and number == self.asks:
                self.asks += 1
                then(answer)

        self.later(ANSWER_WITHIN_S, lambda: self.give_up() if number == self.asks else None)
        self.crowd.call(client, event, payload, answered)

    def join(self) -> None:
        fields = {"token": self.token, "back": True} if self.token else {}
        payload = {"v": 1, "code": self.hall.code, "role": "worker", "view": "brief", **fields}
        self.ask("join", payload, self.joined)

    def joined(self, answer: Answer) -> None:
        if not answer["ok"]:
            self.hall.refused[f"join {answer['error']}"] += 1
            if answer["error"] == "worker_unknown":
                self.token = None
            self.later(random.uniform(*BACK_AFTER_S), self.join)
            return
        assert self.client is not None
        self.told_s.append(now_s())
        self.token, self.worker = answer["you"]["token"], answer["you"]["worker"]
        self.client.know(answer)
        waiting = answer["you"]["waiting"]
        self.generation = waiting["generation"] if waiting else answer["brief"]["generation"] - 1
        if self.hall.goes_back:
            self.hall.ledger.generation = answer["brief"]["generation"]
        self.hall.ledger.generation = max(self.hall.ledger.generation, answer["brief"]["generation"])
        self.look()

    def look(self) -> None:
        if self.hall.ledger.generation > self.generation:
            self.later(random.uniform(*THINK_S), self.arrive)
        else:
            self.later(LOOK_S, self.look)

    def arrive(self) -> None:
        generation = self.hall.ledger.generation
        self.ask(
            "command", {"type": "arrive", "generation": generation}, lambda answer: self.arrived(generation, answer)
        )

    def arrived(self, generation: int, answer: Answer) -> None:
        hall = self.hall
        if answer["ok"]:
            place = (generation, self.worker)
            if hall.goes_back and hall.acknowledged.get(place, answer["index"]) != answer["index"]:
                hall.acknowledged[place] = answer["index"]
                hall.again.add(place)
            elif hall.acknowledged.setdefault(place, answer["index"]) != answer["index"]:
                hall.wrong.append(
                    f"worker {self.worker} in {generation}: {hall.acknowledged[place]}, {answer['index']}"
                )
            hall.answered_s.append(now_s())
            hall.ended_s[generation] = now_s()
            self.generation = generation
            self.later(LOOK_S, self.look)
            return
        hall.refused[answer["error"]] += 1
        if answer["error"] in ("not_joined", "worker_unknown"):
            self.give_up()
            return
        if answer["error"] == "stale_generation":
            self.generation = generation
        self.later(0.3, self.look)
