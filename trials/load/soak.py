"""`make soak MINUTES=10`: churn, and whether anything of the server grows with it.

Exit code 1 where something is wrong: a fault, or what the server holds when everybody has gone is more than 10 % above
what it held before.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from tests.support.clients import metrics
from tests.support.running import Server
from trials.load.churn import Churn
from trials.load.crowd import Crowd, now_s
from trials.load.rounds import percentile
from trials.load.table import fit_line, number

N_PEOPLE = 300
WARM_S = 30.0
"""Churn before the first look: a server's memory grows to what its work needs, once."""
FULL_S = 10.0
"""Until all who come have come."""
N_SAMPLES = 120
EMPTY_WITHIN_S = 60.0
MARGIN = 1.1
HELD = {
    "memory, MB": ("process_resident_memory_bytes", 1e-6, 0.0),
    "open files": ("process_open_fds", 1.0, 2.0),
    "greenlets": ("all_aboard_greenlets", 1.0, 2.0),
    "rooms": ("all_aboard_rooms", 1.0, 0.0),
    "connections": ("all_aboard_connections", 1.0, 0.0),
}
"""What the server holds: name in /metrics, factor, and how many more than 10 % are still nothing."""


@dataclass
class Sample:
    at_s: float
    values: dict[str, float]


class Watch:
    """Looks at the server now and then while the churn goes on."""

    def __init__(self, server: Server, churn: Churn, every_s: float) -> None:
        self.samples: list[Sample] = []
        self._server = server
        self._churn = churn
        self._every_s = every_s
        self._lag_s, self._n_lags = 0.0, 0.0
        self._look(is_first=True)

    def _look(self, *, is_first: bool = False) -> None:
        found = metrics(self._server.url)
        lag_s, n_lags = found["all_aboard_loop_lag_seconds_sum"], found["all_aboard_loop_lag_seconds_count"]
        latencies_s, self._churn.latencies_s = self._churn.latencies_s, []
        if not is_first and latencies_s and n_lags > self._n_lags:
            values = held(found)
            values["lag of the loop, ms"] = 1000 * (lag_s - self._lag_s) / (n_lags - self._n_lags)
            values["an arrival's answer, p50, ms"] = 1000 * median(latencies_s)
            values["an arrival's answer, p99, ms"] = 1000 * percentile(latencies_s, 99)
            self.samples.append(Sample(now_s(), values))
        self._lag_s, self._n_lags = lag_s, n_lags
        if not self._churn.is_over:
            self._churn.crowd.at(now_s() + self._every_s, self._look)

    def table(self) -> list[str]:
        """First tenth, last tenth, and the slope of each."""
        tenth = max(1, len(self.samples) // 10)
        lines = ["| during the churn | first tenth | last tenth | an hour |", "| --- | --- | --- | --- |"]
        for name in self.samples[0].values:
            first, last = (
                fmean(sample.values[name] for sample in part) for part in (self.samples[:tenth], self.samples[-tenth:])
            )
            slope = fit_line([(sample.at_s / 3600, sample.values[name]) for sample in self.samples])[0]
            lines.append(f"| {name} | {number(first)} | {number(last)} | {slope:+,.1f} |")
        return lines


def held(found: dict[str, float]) -> dict[str, float]:
    return {name: found[metric] * factor for name, (metric, factor, _) in HELD.items()}


def empty(server: Server, crowd: Crowd) -> dict[str, float]:
    """What the server holds when everybody has gone, and it has noticed."""
    deadline_s = now_s() + EMPTY_WITHIN_S
    found = metrics(server.url)
    while now_s() < deadline_s and (found["all_aboard_connections"] or found["all_aboard_rooms"]):
        crowd.pass_time(1)
        found = metrics(server.url)
    crowd.pass_time(1)
    return held(metrics(server.url))


def soak(server: Server, minutes: float, n_people: int) -> bool:
    """True when nothing has gone wrong."""
    with Crowd(server.url) as crowd:
        warm = Churn(server.url, crowd, n_people)
        crowd.pass_time(WARM_S)
        warm.end()
        before = empty(server, crowd)
        churn = Churn(server.url, crowd, n_people)
        crowd.pass_time(FULL_S)
        watch = Watch(server, churn, max(1.0, minutes * 60 / N_SAMPLES))
        crowd.pass_time(minutes * 60)
        churn.end()
        after = empty(server, crowd)
    print(
        f"{minutes:g} minutes: {churn.n_connects:,} connections, {churn.n_arrivals:,} arrivals and "
        f"{churn.n_releases:,} releases seen by {n_people} people\n"
    )
    print("\n".join(watch.table()))
    print("\n| when everybody has gone | before | after |  |\n| --- | --- | --- | --- |")
    is_well = True
    for name, (_, _, spare) in HELD.items():
        is_back = after[name] <= before[name] * MARGIN + spare
        is_well &= is_back
        print(f"| {name} | {number(before[name])} | {number(after[name])} | {'back' if is_back else '**grown**'} |")
    faults = warm.faults + churn.faults + crowd.faults
    print(f"\n{warm.promises.n_looked_up + churn.promises.n_looked_up} arrivals were looked up in the rooms' logs")
    print(f"{len(faults)} faults" + "".join(f"\n- {fault}" for fault in faults[:20]))
    return is_well and not faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--people", type=int, default=N_PEOPLE)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "soak.sqlite3", Path(folder) / "output", ROOMS_PER_MINUTE="100000")
        server.command = [sys.executable, "-m", "trials.load.forgetful"]
        server.start()
        try:
            is_well = soak(server, chosen.minutes, chosen.people)
        finally:
            server.kill()
        if "Traceback" in server.output:
            is_well = False
            print(server.output[-3000:])
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
