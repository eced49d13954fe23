"""A cell of the comparison (one server, one number of clients, one view): its rounds, and the figures made of them."""

import contextlib
import gc
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.support.clients import create_room
from tests.support.running import Server
from trials.load.client import Client
from trials.load.columns import Column
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger
from trials.load.process import memory_bytes, on_core, processor_s
from trials.load.rounds import Round, play

VIEWS = ("full", "brief")
SERVER_CORE, GENERATOR_CORE = 0, 1
SPREAD_S = 2.0
"""A round in which everybody arrives within two seconds."""
BURST_S = 0.2
"""A round in which everybody arrives at once: with the fewest messages for an arrival."""
BURSTS = 3
"""How many of these for one of the others: they are short, and their median is steadier for it."""
WARM_ARRIVALS, WARM_ROUNDS = 3000, 10
"""Arrivals or rounds before measuring, for just-in-time compilers."""
SETTLE_S = 0.3
IDLE_S = 0.4
FEWEST_MORE = 3
"""Messages that a client must get more in the full view than in the brief one, or their cost cannot be told."""
MOST_FOR_TURNS = 300
WAVE = 1000
"""How many connect, and get on, before the next: a connection has ten seconds to get on."""


@dataclass
class Cell:
    """`figures` is what the table shows. Every round with the share of the processor that the idle server takes."""

    column: str
    n_clients: int
    view: str
    connects_per_s: float
    memory_kb: float
    spread: list[Round] = field(default_factory=list)
    burst: list[Round] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)

    def of_all(self, figure: Callable[[Round], float]) -> float:
        """The median over the rounds that are spread."""
        return median(figure(round_) for round_ in self.spread)

    def work_us(self, round_: Round) -> float:
        """Processor time of a round beyond what the idle server takes."""
        return (round_.server_s - median(self.idle) * round_.seconds) * 1e6

    def per_arrival(self, rounds: Sequence[Round]) -> list[tuple[float, float]]:
        """Of each round, the processor time in µs and the messages for one arrival."""
        return [(self.work_us(round_) / round_.n_clients, round_.messages / round_.n_clients) for round_ in rounds]

    def figures(self) -> dict[str, float]:
        return {
            "seen_p50_ms": self.of_all(lambda measured: measured.seen_p50_ms),
            "seen_p99_ms": self.of_all(lambda measured: measured.seen_p99_ms),
            "release_spread_ms": self.of_all(lambda measured: measured.release_spread_ms),
            "connects_per_s": self.connects_per_s,
            "memory_kb": self.memory_kb,
            "round_kb": self.of_all(lambda measured: measured.n_bytes / measured.n_clients / 1000),
            "batches_per_s": self.of_all(lambda measured: measured.batches / measured.seconds),
            "server_load": self.of_all(lambda measured: measured.server_s / measured.seconds),
            "generator_load": self.of_all(lambda measured: measured.generator_s / measured.seconds),
        }


Figures = dict[str, Any]
"""The figures of a cell, with its `column`, `n_clients` and `view`."""


def figures_of(full: Cell, brief: Cell) -> list[Figures]:
    """The figures of both views of one server."""
    costs_us = costs_of(full, brief)
    return [
        {"column": cell.column, "n_clients": cell.n_clients, "view": cell.view, **costs_us, **cell.figures()}
        for cell in (full, brief)
    ]


def costs_of(full: Cell, brief: Cell) -> dict[str, float]:
    """Processor time in µs for a message to one client, and for an arrival with its acknowledgement.

    In both views everybody arrives alike, and different numbers of messages leave: those are what one view costs more
    than the other. Beyond them, where they are few, a round takes what its arrivals take. That depends on how fast they
    come, since a processor that has slept works more slowly: so both kinds of rounds have it. All are NaN where
    the server is in most rounds too slow for more messages in one view than in the other.
    """
    pairs = zip(full.per_arrival(full.spread), brief.per_arrival(brief.spread), strict=True)
    costs = [(full_us - brief_us) / (n - few) for (full_us, n), (brief_us, few) in pairs if n - few >= FEWEST_MORE]
    message_us = median(costs) if 2 * len(costs) > len(full.spread) else math.nan
    return {
        "message_us": message_us,
        "spread_arrival_us": median(work_us - message_us * n for work_us, n in brief.per_arrival(brief.spread)),
        "burst_arrival_us": median(work_us - message_us * n for work_us, n in brief.per_arrival(brief.burst)),
    }


class Hall:
    """One of the servers, its room, and everybody in it."""

    def __init__(self, column: Column, server: Server, crowd: Crowd, n_clients: int) -> None:
        assert server.process is not None
        self._column, self._server, self._crowd = column, server, crowd
        self._pid = pid = server.process.pid
        code = str(create_room(server.url, hosted=False)["code"]) if column.is_product else "BRRRRR"
        self._ledger = Ledger(code)
        self._clients: list[Client] = []
        before_bytes, connecting_s = memory_bytes(pid), 0.0
        for first in range(0, n_clients, WAVE):
            started_s = now_s()
            wave = crowd.connect(min(WAVE, n_clients - first))
            connecting_s += now_s() - started_s
            crowd.join(wave, self._ledger, "brief")  # as phones do; a thousand snapshots would be what is measured
            self._clients += wave
        crowd.pass_time(SETTLE_S)
        memory_kb = (memory_bytes(pid) - before_bytes) / 1000 / n_clients
        self.cells = {view: Cell(column.name, n_clients, view, n_clients / connecting_s, memory_kb) for view in VIEWS}

    def see(self, view: str) -> None:
        """Let everybody change to this view; the first time with rounds that are not measured."""
        self._crowd.see(self._clients, view)
        if view == "brief":
            self._ledger.look_away()
        if not self.cells[view].spread:
            for _ in range(min(WARM_ROUNDS, WARM_ARRIVALS // len(self._clients))):
                self._play(BURST_S)

    def measure(self, view: str, spread_s: float) -> None:
        """Play one round, and look at the idle server before it."""
        cell = self.cells[view]
        self._crowd.pass_time(SETTLE_S)
        idle_s = processor_s(self._pid)
        self._crowd.pass_time(IDLE_S)
        cell.idle.append((processor_s(self._pid) - idle_s) / IDLE_S)
        (cell.spread if spread_s == SPREAD_S else cell.burst).append(self._play(spread_s))

    def _play(self, spread_s: float) -> Round:
        return play(self._crowd, self._ledger, self._clients, spread_s, server_pid=self._pid)

    def figures(self) -> list[Figures]:
        """Of both views.

        Raises:
            AssertionError: the clients have found a fault.
        """
        faults = self._crowd.faults + self._ledger.all_faults()
        who = f"{self._column.title}, {len(self._clients)} clients"
        assert not faults, f"{who}: {faults[:5]}\n{self._server.output[-2000:]}"
        return figures_of(self.cells["full"], self.cells["brief"])


def measure(columns: Sequence[Column], n_clients: int, n_rounds: int, costs_us: Mapping[str, float]) -> list[Figures]:
    """Both views of all these servers. They take turns with every round, and so do the views but in the largest rooms,
    where a change of the view sends everybody the whole room: so what else the machine does slows all alike. `costs_us`
    is what a message has cost each with fewer clients.

    Raises:
        AssertionError: a server has not done what it must, or the clients have found a fault.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(on_core(GENERATOR_CORE))
        halls: list[Hall] = []
        crowd: Crowd | None = None
        for column in columns:
            server = column.make(Path(stack.enter_context(tempfile.TemporaryDirectory())), costs_us.get(column.name, 0))
            with on_core(SERVER_CORE):
                server.start()
            stack.callback(server.kill)
            crowd = stack.enter_context(Crowd(server.url, may_overlap=not column.is_product, beside=crowd))
            halls.append(Hall(column, server, crowd, n_clients))
        n_turns = n_rounds if n_clients <= MOST_FOR_TURNS else 1
        for view in VIEWS * n_turns:
            for hall in halls:
                hall.see(view)
            gc.collect()
            gc.freeze()  # what the clients are made of stays; looking through it would take milliseconds
            for spread_s in (SPREAD_S, *[BURST_S] * BURSTS) * (n_rounds // n_turns):
                for hall in halls:
                    hall.measure(view, spread_s)
        return [figures for hall in halls for figures in hall.figures()]
