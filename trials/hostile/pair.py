"""The honest pair: two workers who keep arriving, in a process of their own, and measure how long the other waits to
see it.

    python -m trials.hostile.pair URL CODE

Each line on standard input is answered with one line: the echoes since the line before, in milliseconds, as JSON. An
echo that is still awaited counts with the time that it has taken so far. The first answer comes when both are seated.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from trials.hostile.seat import Seat

PAUSE_S = 0.05
"""Longer than the broadcast gathers events, so that an echo is not its pause; ten messages a second for each."""
GIVE_UP_S = 60.0
"""Far beyond what any row may cause."""


@dataclass
class Worker(Seat):
    """A seat that knows how often it has heard somebody arrive."""

    n_arrived: int = 0
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)

    def _take(self, event: str, payload: dict[str, Any]) -> None:
        if event == "events":
            self.n_arrived += sum(event["type"] == "arrived" for event in payload["events"])
            asyncio.get_running_loop().create_task(self._wake())

    async def _wake(self) -> None:
        async with self.heard:
            self.heard.notify_all()

    async def hear(self, n_arrived: int) -> None:
        async with self.heard:
            await asyncio.wait_for(self.heard.wait_for(lambda: self.n_arrived >= n_arrived), GIVE_UP_S)


class Pair:
    """Keeps arriving in turns; `echoes_ms` are those since they were last taken."""

    def __init__(self) -> None:
        self._echoes_ms: list[float] = []
        self._began_s: float | None = None

    async def run(self, url: str, code: str) -> None:
        ana, ben = [await Worker.take(url, code, "full") for _ in range(2)]
        generation = ana.n_arrived = ben.n_arrived = 0
        n_arrived = 0
        while True:
            for last, other in ((ana, ben), (ben, ana)):
                n_arrived += 1
                self._began_s = time.perf_counter()
                answer, _ = await asyncio.gather(
                    last.call("command", {"type": "arrive", "generation": generation}), other.hear(n_arrived)
                )
                assert answer["ok"], answer
                self._echoes_ms.append(1000 * (time.perf_counter() - self._began_s))
                self._began_s = None
                await asyncio.sleep(PAUSE_S)
            generation += 1

    def take(self) -> list[float]:
        """The echoes since the last call, and the one that is awaited now."""
        echoes_ms, self._echoes_ms = self._echoes_ms, []
        if self._began_s is not None:
            echoes_ms.append(1000 * (time.perf_counter() - self._began_s))
        return echoes_ms

    async def answer(self) -> None:
        """Answer each line of standard input."""
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while await lines.readline():
            print(json.dumps(self.take()), flush=True)


async def main(url: str, code: str) -> None:
    pair = Pair()
    tasks = [asyncio.create_task(pair.run(url, code)), asyncio.create_task(pair.answer())]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
