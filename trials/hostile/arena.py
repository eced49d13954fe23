"""The live server, the honest pair in it, and what is measured while a row is carried out."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.support.clients import create_room, http
from tests.support.running import ROOT, Server
from trials.hostile.row import Row

BASELINE_S = 2.0
SETTLE_S = 15.0
"""Every attacker's connection must be gone by then: a ping that is not answered takes longer, and is too long."""
FEWEST_ECHOES = 5
"""Of a row that is over at once: those soon after it. A figure for the slowest of a hundred needs more."""


@dataclass(frozen=True)
class Measured:
    """What became of the server and of the pair during one row. `rise_mb` None: not to be known on this system."""

    outcomes: frozenset[str]
    took_s: float
    p99_ms: float
    slowest_ms: float
    rise_mb: float | None
    log: tuple[str, ...]
    ghosts: int


class Arena:
    """A server with an open room in which the pair keeps arriving (`code`), for the rows to attack.

    Attackers make rooms of their own, and may watch this one. `baseline_ms` is the slowest echo while nobody attacks.
    `together` are the rows that are all begun with the first of them, because each waits for a time limit. Of each row
    `fewest_echoes` are measured at least.
    """

    def __init__(
        self, folder: Path, together: Sequence[Row] = (), fewest_echoes: int = FEWEST_ECHOES, **environ: str
    ) -> None:
        settings = {"ROOMS_PER_MINUTE": "100000", **environ}
        self.server = Server(folder / "hostile.sqlite3", folder / "hostile.output", **settings)
        self.code = ""
        self.baseline_ms = 0.0
        self._pair: subprocess.Popen[str] | None = None
        self._together = together
        self._fewest_echoes = fewest_echoes
        self._begun: dict[str, Future[list[str]]] = {}

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def port(self) -> int:
        return self.server.port

    def __enter__(self) -> Self:
        self.server.start()
        self.code = str(create_room(self.url, hosted=False, lead_ms=0)["code"])
        self._pair = subprocess.Popen(
            [sys.executable, "-m", "trials.hostile.pair", self.url, self.code],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._wait_for_connections(2)
        time.sleep(BASELINE_S)  # a measurement, no waiting
        self.echoes_ms()  # the first ones are warming up
        time.sleep(BASELINE_S)
        self.baseline_ms = max(self.echoes_ms())
        return self

    def __exit__(self, *_: object) -> None:
        if self._pair is not None:
            self._pair.kill()
            self._pair.communicate()
        if self.server.process is not None:
            self.server.terminate()

    def echoes_ms(self) -> list[float]:
        """How long the pair's arrivals took to be seen, since the last call."""
        assert self._pair is not None
        assert self._pair.stdin is not None
        assert self._pair.stdout is not None
        print(file=self._pair.stdin, flush=True)
        line = self._pair.stdout.readline()
        assert line, "the honest pair has given up"
        echoes_ms: list[float] = json.loads(line)
        return echoes_ms

    def _some_echoes_ms(self) -> list[float]:
        """As `echoes_ms`, enough of them, the quickest first."""
        echoes_ms = self.echoes_ms()
        while len(echoes_ms) < self._fewest_echoes:
            time.sleep(0.1)  # the pair goes on meanwhile
            echoes_ms += self.echoes_ms()
        return sorted(echoes_ms)

    def new_room(self, **fields: object) -> str:
        """The code of another open room."""
        return str(create_room(self.url, **{"hosted": False, **fields})["code"])

    def carry_out(self, row: Row) -> Measured:
        """Do what the row says, and measure until the server is as it was."""
        self.echoes_ms()
        before_kb, lines = self._begin_peak(), len(self.server.output.splitlines())
        started_s = time.monotonic()
        outcomes = frozenset(self._attack(row))
        ghosts = self._wait_for_connections(2)
        peak_kb = self._memory_kb("VmHWM")
        echoes_ms = self._some_echoes_ms()
        return Measured(
            outcomes=outcomes,
            took_s=time.monotonic() - started_s,
            p99_ms=echoes_ms[int(0.99 * len(echoes_ms))],
            slowest_ms=echoes_ms[-1],
            rise_mb=(peak_kb - before_kb) / 1024 if peak_kb and before_kb else None,
            log=tuple(self.server.output.splitlines()[lines:]),
            ghosts=ghosts,
        )

    def _attack(self, row: Row) -> list[str]:
        if row not in self._together:
            return list(row.attack(self))
        if not self._begun:
            executor = ThreadPoolExecutor(len(self._together))
            self._begun = {row.name: executor.submit(list, row.attack(self)) for row in self._together}
        wait(self._begun.values())  # the others have connections, too
        return self._begun[row.name].result()

    def settle(self) -> None:
        """Wait until nobody but the pair is connected."""
        self._wait_for_connections(2)

    def _wait_for_connections(self, wanted: int) -> int:
        """Wait until the server counts this many; returns how many there are too many."""
        deadline_s = time.monotonic() + SETTLE_S
        while (count := int(http("GET", f"{self.url}/healthz")[1].get("connections", -1))) != wanted:
            if time.monotonic() > deadline_s:
                break
            time.sleep(0.02)
        return count - wanted

    def _begin_peak(self) -> int | None:
        """Let the kernel measure the peak anew; the memory now, in kB."""
        try:
            self._proc("clear_refs").write_text("5")
        except OSError:
            return None
        return self._memory_kb("VmRSS")

    @property
    def memory_mb(self) -> float | None:
        """What the server takes now; None where this system does not say."""
        memory_kb = self._memory_kb("VmRSS")
        return None if memory_kb is None else memory_kb / 1024

    def _memory_kb(self, name: str) -> int | None:
        try:
            found = re.search(rf"^{name}:\s+(\d+) kB", self._proc("status").read_text(), re.MULTILINE)
        except OSError:
            return None
        return int(found[1]) if found else None

    def _proc(self, name: str) -> Path:
        """A file of proc(5) about the server."""
        assert self.server.process is not None
        return Path("/proc", str(self.server.process.pid), name)


def failures(row: Row, measured: Measured, baseline_ms: float) -> list[str]:
    """What did not hold, in sentences. The bound on the echo is generous: other tests run beside."""
    slowest_ms = 10_000 + 10 * baseline_ms
    found = []
    if not measured.outcomes:
        found.append("the attack has seen nothing")
    if odd := measured.outcomes - row.outcomes:
        found.append(f"it saw {sorted(odd)}, not only {sorted(row.outcomes)}")
    if measured.slowest_ms > slowest_ms:
        found.append(f"the pair's slowest echo was {measured.slowest_ms:.0f} ms, more than {slowest_ms:.0f}")
    if measured.rise_mb is not None and measured.rise_mb > row.extra_mb:
        found.append(f"the server's memory rose by {measured.rise_mb:.0f} MB, more than {row.extra_mb}")
    if len(measured.log) > 5 + 2 * measured.took_s:
        some = " / ".join(measured.log[:5])
        found.append(f"the server wrote {len(measured.log)} lines in {measured.took_s:.1f} s: {some} …")
    if measured.ghosts:
        found.append(f"{measured.ghosts} connections too many were left")
    return found
