"""Two commands at nearly the same moment, a thousand times: one of two outcomes, and the same one for everybody."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.clients import create_room, http
from tests.support.running import Server
from trials.hostile.follower import Answer, Event, Follower

N_ROOMS = 40
N_ROUNDS = 25
"""In each room; a thousand in all."""
HEAD_START_S, MOST_HEAD_START_S = 0.01, 2.0
"""Of the other command, in every second round: commands of one address wait for each other, and arrivals for nobody. It
is doubled where the arrival was first, and halved where the command was, so that either is, on any machine."""

End = tuple[str, dict[str, Any]]
"""The type and some fields of the event that tells who was first."""


class Trio:
    """A running hosted room for two parties: the host, Ana who waits, and Ben who is the last to arrive."""

    def __init__(self, url: str, code: str) -> None:
        self.url, self.code = url, code

    async def gather(self, host_key: str) -> "Trio":
        self.host = await (await Follower.connect(self.url)).get_on(self.code, role="host", host_key=host_key)
        assert (await self.host.command("start"))["ok"]
        self.ana, self.ben = [await (await Follower.connect(self.url)).get_on(self.code) for _ in range(2)]
        return self

    async def abort(self, generation: int) -> Answer:
        return await self.host.command("abort", generation=generation)

    async def reset(self, generation: int) -> Answer:
        return await self.host.command("reset", generation=generation)

    async def configure(self, _generation: int) -> Answer:
        return await self.host.command("configure", parties=3, force=True)

    async def leave(self, _generation: int) -> Answer:
        return await self.ana.command("leave")

    async def stay(self, _generation: int) -> None:
        """Nothing needs to be done before the next round."""

    async def mend(self, generation: int) -> None:
        assert (await self.reset(generation))["ok"]

    async def set_parties_again(self, _generation: int) -> None:
        assert (await self.host.command("configure", parties=2))["ok"]

    async def seat_another(self, _generation: int) -> None:
        await self.ana.close()
        self.ana = await (await Follower.connect(self.url)).get_on(self.code)

    async def complete_with_another(self, generation: int) -> None:
        await self.seat_another(generation)
        assert (await self.ana.command("arrive", generation=generation))["index"] == 1


@dataclass(frozen=True)
class Case:
    """Who was first, how the arrival and the other command were answered, and what makes the room ready again."""

    end: Callable[[Trio, int], End]
    arrival: str
    command: str
    settle: Callable[[Trio, int], Awaitable[None]]


def tripped(_trio: Trio, generation: int) -> End:
    return "tripped", {"generation": generation}


def broken(_trio: Trio, generation: int) -> End:
    return "broken", {"generation": generation, "cause": "abort"}


def was_reset(_trio: Trio, generation: int) -> End:
    return "reset", {"generation": generation + 1}


def ana_left(trio: Trio, _generation: int) -> End:
    return "worker_left", {"worker": trio.ana.worker}


RACES: dict[str, tuple[Callable[[Trio, int], Awaitable[Answer]], Case, Case]] = {
    "abort": (
        Trio.abort,
        Case(tripped, "ok", "stale_generation", Trio.stay),
        Case(broken, "barrier_broken", "ok", Trio.mend),
    ),
    "reset": (
        Trio.reset,
        Case(tripped, "ok", "stale_generation", Trio.stay),
        Case(was_reset, "stale_generation", "ok", Trio.stay),
    ),
    "configure": (
        Trio.configure,
        Case(tripped, "ok", "ok", Trio.set_parties_again),
        Case(was_reset, "stale_generation", "ok", Trio.set_parties_again),
    ),
    "leave": (
        Trio.leave,
        Case(tripped, "ok", "ok", Trio.seat_another),
        Case(ana_left, "ok", "ok", Trio.complete_with_another),
    ),
}
"""The command that races with the last arrival; the arrival was first; the command was first."""


@pytest.mark.parametrize("name", RACES)
def test_a_last_arrival_and_another_command_at_once_have_one_outcome(server: Server, name: str) -> None:
    counts = asyncio.run(race(server.url, name))
    assert counts.total() == N_ROOMS * N_ROUNDS
    assert len(counts) == 2, "one of them is always first"


async def race(url: str, name: str) -> Counter[str]:
    rooms = [create_room(url, hosted=True, parties=2, lead_ms=0) for _ in range(N_ROOMS)]
    trios = await asyncio.gather(*(Trio(url, room["code"]).gather(room["host_key"]) for room in rooms))
    outcomes = await asyncio.gather(*(rounds(trio, name) for trio in trios))
    return Counter(outcome for some in outcomes for outcome in some)


async def rounds(trio: Trio, name: str) -> list[str]:
    command, *cases = RACES[name]
    outcomes = []
    head_start_s = HEAD_START_S
    screens = [trio.host, trio.ben]
    for generation in range(N_ROUNDS):
        assert (await trio.ana.command("arrive", generation=generation))["ok"]
        after_s = head_start_s if generation % 2 else None
        arrived, acted = await asyncio.gather(arrive(trio, generation, after_s), command(trio, generation))
        ends = [case.end(trio, generation) for case in cases]
        for screen in screens:
            await screen.until(lambda screen=screen: any(screen.heard(kind, **fields) for kind, fields in ends))  # type: ignore[misc]
        (first,) = {first_of(screen.events, ends) for screen in screens}
        case = cases[first]
        assert (said(arrived), said(acted)) == (case.arrival, case.command), (generation, arrived, acted)
        if after_s is not None:
            head_start_s = min(2 * after_s, MOST_HEAD_START_S) if first == 0 else after_s / 2
        await case.settle(trio, generation)
        outcomes.append(case.end(trio, generation)[0])
    await check_whole(trio)
    await asyncio.gather(*(client.close() for client in (trio.host, trio.ana, trio.ben)))
    return outcomes


async def arrive(trio: Trio, generation: int, after_s: float | None) -> Answer:
    if after_s is not None:
        await asyncio.sleep(after_s)
    return await trio.ben.command("arrive", generation=generation)


def said(answer: Answer) -> str:
    return "ok" if answer["ok"] else str(answer["error"])


def first_of(events: list[Event], ends: list[End]) -> int:
    """Which of the two ends comes first in what a screen heard."""
    return next(nth for event in events for nth, (kind, fields) in enumerate(ends) if is_one(event, kind, fields))


def is_one(event: Event, kind: str, fields: dict[str, Any]) -> bool:
    return event["type"] == kind and fields.items() <= event.items()


async def check_whole(trio: Trio) -> None:
    """Each generation has ended once, everybody has heard the same, and the room agrees."""
    room = (await asyncio.to_thread(http, "GET", f"{trio.url}/api/rooms/{trio.code}"))[1]
    for screen in (trio.host, trio.ana, trio.ben):
        await screen.until(lambda screen=screen: screen.seq == room["seq"])  # type: ignore[misc]
    assert trio.ben.events == trio.host.events[-len(trio.ben.events) :]
    ended = [event["generation"] for event in trio.host.events if event["type"] == "tripped"]
    ended += [event["generation"] - 1 for event in trio.host.events if event["type"] == "reset"]
    assert sorted(ended) == list(range(N_ROUNDS))
    assert (room["barrier"]["generation"], room["barrier"]["waiting"]) == (N_ROUNDS, [])
