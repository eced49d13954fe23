"""What an arrival costs where the rooms are in Redis, beside SQLite: servers and Redis together, in turn on the same
cores. `python -m trials.load.stores`; `make bench` runs it, too."""

import contextlib
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.support.clients import create_room
from tests.support.redis_server import LEFT_OUT, PROGRAM, RedisServer
from tests.support.running import Server
from trials.load.client import Answer, Client
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger
from trials.load.process import processor_s
from trials.load.rounds import percentile, play
from trials.load.table import number

N_CLIENTS = 1000
ROUNDS = 5
WARM_ROUNDS = 2
SPREAD_S, BURST_S = 2.0, 0.2
IDLE_S = 1.0
SINGLE_ARRIVALS = 200
ARRIVALS_PER_S = 500


@dataclass
class Column:
    title: str
    servers: list[Server]
    redis: RedisServer | None
    ledger: Ledger = field(init=False)
    crowds: list[Crowd] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    idle: float = 0.0
    spaced_us: list[float] = field(default_factory=list)
    burst_us: list[float] = field(default_factory=list)
    ack_ms: list[float] = field(default_factory=list)

    def processor_s(self) -> float:
        pids = [server.process.pid for server in self.servers if server.process is not None]
        return sum(map(processor_s, pids)) + (processor_s(self.redis.pid) if self.redis is not None else 0.0)

    def look_at_idle(self) -> None:
        before_s = self.processor_s()
        self.crowds[0].pass_time(IDLE_S)
        self.idle = (self.processor_s() - before_s) / IDLE_S

    def measure(self, spread_s: float) -> float:
        """µs of processor for an arrival, beyond what the idle servers take."""
        before_s, began_s = self.processor_s(), now_s()
        play(self.crowds[0], self.ledger, self.clients, spread_s)
        spent_s = self.processor_s() - before_s - self.idle * (now_s() - began_s)
        return spent_s * 1e6 / len(self.clients)

    def measure_acks(self) -> None:
        """How long one arrival takes, when five hundred come in a second, by chance."""
        generation, crowd = self.ledger.generation, self.crowds[0]
        for client in self.clients[:SINGLE_ARRIVALS]:
            due_s = now_s() + random.expovariate(ARRIVALS_PER_S)
            sent_s, answers = now_s(), list[Answer]()
            crowd.call(client, "command", {"type": "arrive", "generation": generation}, answers.append)
            crowd.run(lambda answers=answers: bool(answers), what="for an answer")  # type: ignore[misc]
            self.ack_ms.append((now_s() - sent_s) * 1000)
            crowd.pass_time(max(0.0, due_s - now_s()))

    @property
    def figures(self) -> tuple[float, float, float]:
        return median(self.spaced_us), median(self.burst_us), percentile(self.ack_ms, 50)


def start(stack: contextlib.ExitStack, title: str, n_processes: int, *, is_shared: bool) -> Column:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    redis = RedisServer() if is_shared else None
    environ = {"ROOMS_PER_MINUTE": "1000", **({"REDIS_URL": redis.url} if redis is not None else {})}
    servers = [Server(folder / "bench.sqlite3", folder / f"{nth}", **environ) for nth in range(n_processes)]
    if redis is not None:
        stack.callback(redis.close)
    for server in servers:
        server.start()
        stack.callback(server.kill)
    return Column(title, servers, redis)


def get_on(column: Column, crowds: Sequence[Crowd], n_clients: int) -> None:
    column.crowds = list(crowds)
    column.ledger = Ledger(str(create_room(column.servers[0].url, hosted=False)["code"]))
    for crowd in crowds:
        column.clients += crowd.get_on(n_clients // len(crowds), column.ledger, "brief")


def compare(n_clients: int = N_CLIENTS, n_rounds: int = ROUNDS) -> list[Column]:
    with contextlib.ExitStack() as stack:
        columns = [
            start(stack, "SQLite, one process", 1, is_shared=False),
            start(stack, "Redis, one process", 1, is_shared=True),
            start(stack, "Redis, two processes", 2, is_shared=True),
        ]
        beside: Crowd | None = None
        for column in columns:
            crowds = []
            for server in column.servers:
                beside = stack.enter_context(Crowd(server.url, may_overlap=True, beside=beside))
                crowds.append(beside)
            get_on(column, crowds, n_clients)
            for _ in range(WARM_ROUNDS):
                play(crowds[0], column.ledger, column.clients, BURST_S)
        for column in columns:
            column.look_at_idle()
        for _ in range(n_rounds):
            for column in columns:
                column.spaced_us.append(column.measure(SPREAD_S))
            for column in columns:
                column.burst_us.append(column.measure(BURST_S))
        for column in columns:
            column.measure_acks()
        faults = [fault for column in columns for crowd in column.crowds for fault in crowd.faults]
        assert not faults, faults[:5]
        return columns


def lines(columns: Sequence[Column]) -> list[str]:
    base = columns[0].figures
    rows = ["| rooms in | spaced, µs | at once, µs | acknowledged after, ms |", "| --- | --- | --- | --- |"]
    for column in columns:
        pairs = zip(column.figures, base, strict=True)
        cells = [f"{number(figure)} ({figure / of_base:.2f} ×)" for figure, of_base in pairs]
        rows.append(f"| {column.title} | {' | '.join(cells)} |")
    return rows


def main() -> None:
    if PROGRAM is None:
        print(LEFT_OUT)
        return
    print("\n".join(lines(compare())))


if __name__ == "__main__":
    main()
