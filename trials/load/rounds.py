"""One round: everybody arrives, everybody is released. And what it took."""

import functools
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from trials.load.client import Answer, Client
from trials.load.crowd import DEADLINE_S, Crowd, now_s
from trials.load.ledger import Ledger
from trials.load.process import processor_s

SAMPLED_RECEIPTS = 50
"""How many receipts of each message are looked at."""


@dataclass
class Round:
    """What one round took. `messages` were delivered, in `batches` that were each sent to everybody."""

    n_clients: int
    seconds: float
    server_s: float
    generator_s: float
    messages: int
    batches: int
    n_bytes: int
    seen_ms: list[float]
    """From sending an arrival until another client heard of it: a sample of all pairs."""
    release_spread_ms: float
    """Between the first and the last client that heard of the release."""

    @property
    def seen_p50_ms(self) -> float:
        return percentile(self.seen_ms, 50)

    @property
    def seen_p99_ms(self) -> float:
        return percentile(self.seen_ms, 99)


def percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def arrive(
    crowd: Crowd, client: Client, ledger: Ledger, generation: int, then: Callable[[float, Answer], object]
) -> None:
    """`then` gets the moment of sending and the answer, if it is a good one; another one is a fault."""
    sent_s = now_s()

    def answered(answer: Answer) -> None:
        if not answer["ok"]:
            ledger.faults.append(f"worker {client.worker} could not arrive: {answer}")
            return
        ledger.answered(answer["generation"], answer["index"], client.worker)
        then(sent_s, answer)

    crowd.call(client, "command", {"type": "arrive", "generation": generation}, answered)


def play(
    crowd: Crowd,
    ledger: Ledger,
    clients: Sequence[Client],
    spread_s: float,
    *,
    server_pid: int | None = None,
    within_s: float = DEADLINE_S,
) -> Round:
    """Let all of them arrive in the next `spread_s` seconds, in any order, and wait until all have been released."""
    generation = ledger.generation
    ledger.begin()
    for client in clients:
        client.n_bytes = client.n_messages = 0
    arrivals: list[tuple[float, int]] = []
    server_s, generator_s, started_s = processor_s(server_pid), processor_s(os.getpid()), now_s()

    def answered(sent_s: float, answer: Answer) -> None:
        arrivals.append((sent_s, answer["seq"]))

    in_any_order = random.sample(clients, len(clients))
    for nth, client in enumerate(in_any_order):
        due_s = started_s + spread_s * nth / len(clients)
        crowd.at(due_s, functools.partial(arrive, crowd, client, ledger, generation, answered))
    n = len(clients)
    crowd.run(lambda: ledger.n_released[generation] >= n and len(arrivals) >= n, within_s, f"for release {generation}")
    ended_s = now_s()
    server_s, generator_s = processor_s(server_pid) - server_s, processor_s(os.getpid()) - generator_s
    ledger.check_generation(generation, n)
    batches = [message for message in ledger.messages.values() if message.event in ("events", "brief")]
    release = [at_s for message in batches if message.tripped == generation for at_s in message.receipts_s]
    return Round(
        n_clients=n,
        seconds=ended_s - started_s,
        server_s=server_s,
        generator_s=generator_s,
        messages=sum(client.n_messages for client in clients),
        batches=len(batches),
        n_bytes=sum(client.n_bytes for client in clients),
        seen_ms=seen_ms(ledger, arrivals),
        release_spread_ms=(max(release) - min(release)) * 1000 if release else 0.0,
    )


def seen_ms(ledger: Ledger, arrivals: list[tuple[float, int]]) -> list[float]:
    """For a sample of the pairs of an arrival and a client: how long until the client heard of it. An arrival is in the
    first message whose number is not below that of its acknowledgement."""
    batches = sorted(ledger.messages.values(), key=lambda message: message.seq)
    waiting = sorted(arrivals, key=lambda arrival: -arrival[1])
    delays: list[float] = []
    for message in batches:
        step = max(1, len(message.receipts_s) // SAMPLED_RECEIPTS)
        while waiting and waiting[-1][1] <= message.seq:
            sent_s, _ = waiting.pop()
            delays += [(at_s - sent_s) * 1000 for at_s in message.receipts_s[::step]]
    return delays or [0.0]
