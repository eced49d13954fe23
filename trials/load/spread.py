"""Two processes on one Redis: many small rooms beside one large one, and more people than one process is for.
`python -m trials.load.spread`."""

import contextlib
import functools
import random
from collections.abc import Sequence
from statistics import median

from tests.support.clients import create_room
from tests.support.redis_server import LEFT_OUT, PROGRAM
from trials.load.client import Answer, Client
from trials.load.crowd import Crowd, now_s
from trials.load.ledger import Ledger
from trials.load.rounds import arrive, percentile
from trials.load.stores import Column, start

N_CLIENTS, N_ROOMS = 1000, 500
FULL_ROOM = 2000
ROUNDS = 5
SPREAD_S = 2.0
FULL_SPREAD_S = 4.0
Group = tuple[Ledger, list[Client]]


def seat(column: Column, crowds: Sequence[Crowd], n_clients: int) -> Group:
    """A new room, with as many clients at each process."""
    ledger = Ledger(str(create_room(column.servers[0].url, hosted=False)["code"]))
    return ledger, [client for crowd in crowds for client in crowd.get_on(n_clients // len(crowds), ledger, "brief")]


def play(crowd: Crowd, groups: Sequence[Group], spread_s: float) -> list[float]:
    """A round in all rooms at once; how long each arrival took to be answered, in ms."""
    took_ms: list[float] = []
    began_s = now_s()
    generations = {ledger.code: ledger.generation for ledger, _ in groups}

    def answered(sent_s: float, _answer: Answer) -> None:
        took_ms.append((now_s() - sent_s) * 1000)

    n_clients = 0
    for ledger, clients in groups:
        ledger.begin()
        n_clients += len(clients)
        for client in clients:
            due_s = began_s + random.uniform(0, spread_s)
            generation = generations[ledger.code]
            crowd.at(due_s, functools.partial(arrive, crowd, client, ledger, generation, answered))

    def is_over() -> bool:
        return len(took_ms) == n_clients and all(
            ledger.n_released[generations[ledger.code]] == len(clients) for ledger, clients in groups
        )

    crowd.run(is_over, what="for the rounds of all rooms")
    for ledger, clients in groups:
        ledger.check_generation(generations[ledger.code], len(clients))
    return took_ms


def cost_us(column: Column, groups: Sequence[Group]) -> float:
    """Of processor for an arrival, beyond what the idle servers take."""
    before_s, began_s = column.processor_s(), now_s()
    took_ms = play(column.crowds[0], groups, SPREAD_S)
    return (column.processor_s() - before_s - column.idle * (now_s() - began_s)) * 1e6 / len(took_ms)


def main() -> None:
    if PROGRAM is None:
        print(LEFT_OUT)
        return
    with contextlib.ExitStack() as stack:
        column = start(stack, "", 2, is_shared=True)
        beside: Crowd | None = None
        for server in column.servers:
            beside = stack.enter_context(Crowd(server.url, may_overlap=True, beside=beside))
            column.crowds.append(beside)
        one = [seat(column, column.crowds, N_CLIENTS)]
        many = [seat(column, column.crowds, 2) for _ in range(N_ROOMS)]
        column.look_at_idle()
        costs = [(cost_us(column, one), cost_us(column, many)) for _ in range(ROUNDS)]
        of_one, of_many = (median(cost) for cost in zip(*costs, strict=True))
        print(f"one room {of_one:.0f} µs for an arrival, {N_ROOMS} rooms {of_many:.0f} ({of_many / of_one:.2f} ×)")
        full = [seat(column, column.crowds, FULL_ROOM) for _ in range(2)]
        for groups in (full[:1], full):
            took_ms = [ms for _ in range(ROUNDS) for ms in play(column.crowds[0], groups, FULL_SPREAD_S)]
            figures = f"p50 {percentile(took_ms, 50):.1f} ms, p99 {percentile(took_ms, 99):.1f} ms"
            print(f"{len(groups)} of {FULL_ROOM:,} at two processes, an arrival answered: {figures}")
        faults = [fault for crowd in column.crowds for fault in crowd.faults]
        faults += [fault for ledger, _ in (*one, *many, *full) for fault in ledger.all_faults()]
        assert not faults, faults[:5]


if __name__ == "__main__":
    main()
