"""Two processes on one Redis, a hall of people in one room spread over both, and what became of it after a fault."""

import contextlib
import itertools
import math
import signal
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.clients import create_room, http
from tests.support.redis_server import RedisServer
from tests.support.running import Server, free_port
from trials.faults.walker import Hall, Walker
from trials.load.crowd import Crowd, now_s
from trials.load.slow_line import SlowLine

CALM_S = 4.0
"""Of rounds before the fault."""
AFTER_S = 14.0
"""From its end: a process is known to have ended after eight, and timers have looked by then."""
LAGGING = ("future_generation",)
"""What an honest client hears only from a process that lags behind."""
Event = dict[str, object]


@dataclass
class Scene:
    """`ways` lead each process to Redis."""

    redis: RedisServer
    port: int
    servers: list[Server]
    ways: list[SlowLine]
    hall: Hall
    walkers: list[Walker]

    def pass_time(self, seconds: float) -> None:
        self.hall.crowds[0].pass_time(seconds)

    def freeze(self, nth: int, seconds: float) -> None:
        process = self.servers[nth].process
        assert process is not None
        process.send_signal(signal.SIGSTOP)
        self.pass_time(seconds)
        process.send_signal(signal.SIGCONT)


def end(server: Server) -> None:
    if server.process is not None:
        server.kill()


@contextmanager
def scene(n_people: int, **options: str) -> Iterator[Scene]:
    """All are seated, and go through rounds."""
    with contextlib.ExitStack() as stack:
        port = free_port()
        redis = RedisServer(**{"port": str(port), "appendfsync": "always", **options})
        stack.callback(redis.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers, ways = [], []
        for nth in range(2):
            ways.append(stack.enter_context(SlowLine(port, 0, 0)))
            url = ways[nth].url.replace("http://", "redis://")
            servers.append(Server(":memory:", folder / f"{nth}", REDIS_URL=url, ROOMS_PER_MINUTE="1000"))
            servers[nth].start()
            stack.callback(end, servers[nth])
        code = str(create_room(servers[0].url, hosted=False)["code"])
        first = stack.enter_context(Crowd(servers[0].url, may_overlap=True))
        hall = Hall(code, [first, stack.enter_context(Crowd(servers[1].url, may_overlap=True, beside=first))])
        walkers = [Walker(hall, nth % 2) for nth in range(n_people)]
        for nth, walker in enumerate(walkers):
            first.at(now_s() + nth * 0.02, walker.come)
        first.run(lambda: all(walker.worker for walker in walkers), what="for seats")
        first.run(lambda: hall.ledger.generation > 1, what="for rounds")
        yield Scene(redis, port, servers, ways, hall, walkers)


@dataclass
class Verdict:
    missing: int
    wrong: int
    bad_trips: int
    lagging: int
    away: int
    """Of those who are connected, as any living process shows them."""
    on_after_s: float
    """From the end of the fault to the first arrival that was answered after it."""
    longest_s: float
    """Between two answers, from the beginning of the fault."""
    told_after_s: float
    """From the end of the fault until the last of all was told: by the end of the connection, or by the room anew."""
    n_again: int
    """Arrivals that were lost, and acknowledged once more with another index."""
    n_rounds: int
    longer_s: float
    """The longest round from the beginning of the fault on, beyond the longest before."""
    connects_per_s: int
    """The most that came in one second, from the beginning of the fault on."""
    others: dict[str, int]

    def __str__(self) -> str:
        return (
            f"missing {self.missing}, wrong {self.wrong}, bad trips {self.bad_trips}, lagging {self.lagging}, "
            f"away {self.away}, on after {self.on_after_s:.2f} s, longest gap {self.longest_s:.1f} s, "
            f"{f'all told after {self.told_after_s:.1f} s, {self.n_again} arrivals again, ' if self.n_again else ''}"
            f"{self.n_rounds} rounds, the longest {self.longer_s:+.1f} s, {self.connects_per_s} connects a second, "
            f"refused {self.others or 'nobody'}"
        )


def judge(stage: Scene, began_s: float, ended_s: float) -> Verdict:
    """When all is calm: what was answered, beside what the log says."""
    hall = stage.hall
    alive = [server for server in stage.servers if server.process is not None]
    room_urls = [f"{server.url}/api/rooms/{hall.code}" for server in alive]
    shown = [http("GET", url)[1]["workers"] for url in room_urls]
    here = {walker.worker for walker in stage.walkers if walker.client is not None and walker.client.is_open}
    away = sum(worker["worker"] in here and not worker["connected"] for workers in shown for worker in workers)
    answers = [http("GET", f"{url}/log.json")[1] for url in room_urls]
    assert all("events" in answer for answer in answers), (answers, [server.output[-3000:] for server in alive])
    logs, is_shortened = [answer["events"] for answer in answers], answers[0]["events_left_out"] > 0
    shortest = min(map(len, logs))
    wrong = len(hall.wrong) + sum(log[:shortest] != logs[0][:shortest] for log in logs)
    first = first_generation(logs[0]) if is_shortened else 0
    indices, bad_trips = places(logs[0], first)
    acknowledged = {place: index for place, index in hall.acknowledged.items() if place[0] >= first}
    missing = sum(place not in indices for place in acknowledged)
    wrong += sum(indices.get(place, index) != index for place, index in acknowledged.items())
    later = [at_s for at_s in hall.answered_s if at_s >= ended_s]
    come = [at_s for at_s in hall.connects_s if at_s >= began_s]
    times = [began_s, *(at_s for at_s in hall.answered_s if at_s > began_s)]
    return Verdict(
        missing,
        wrong,
        bad_trips,
        sum(hall.refused[code] for code in LAGGING),
        away,
        later[0] - ended_s if later else math.inf,
        max((after - before for before, after in itertools.pairwise(times)), default=math.inf),
        max((told_after_s(walker, began_s, ended_s) for walker in stage.walkers), default=math.inf),
        len(hall.again),
        hall.ledger.generation,
        longer_s(hall, began_s),
        max((sum(at_s <= other_s < at_s + 1 for other_s in come) for at_s in come), default=0),
        {code: n for code, n in hall.refused.items() if code not in LAGGING},
    )


def longer_s(hall: Hall, began_s: float) -> float:
    ends = [hall.ended_s[generation] for generation in sorted(hall.ended_s)]
    lasted = [(end_s, end_s - before_s) for before_s, end_s in itertools.pairwise(ends)]
    before = max((s for end_s, s in lasted if end_s < began_s), default=math.inf)
    return max((s for end_s, s in lasted if end_s >= began_s), default=math.inf) - before


def told_after_s(walker: Walker, began_s: float, ended_s: float) -> float:
    return next((at_s - ended_s for at_s in walker.told_s if at_s >= began_s), math.inf)


def first_generation(log: list[Event]) -> int:
    """The first one that is whole in a log without its beginning."""
    return next(int(str(event["generation"])) + 1 for event in log if event["type"] == "tripped")


def places(log: list[Event], first: int = 0) -> tuple[dict[tuple[int, int], int], int]:
    """Generation and worker -> index of all arrivals in the log, and how many trips were wrong: without somebody who
    waited, with somebody who did not, or twice. Of the generations from the `first` on."""
    indices: dict[tuple[int, int], int] = {}
    waiting: dict[int, list[int]] = defaultdict(list)
    tripped: set[int] = set()
    bad = 0
    for event in log:
        generation, worker = event.get("generation"), event.get("worker")
        if isinstance(generation, int) and generation < first:
            continue
        if event["type"] == "arrived":
            assert isinstance(generation, int) and isinstance(worker, int)
            indices[generation, worker] = int(str(event["index"]))
            waiting[generation].append(worker)
        elif event["type"] in ("left", "worker_left"):
            for workers in waiting.values():
                if worker in workers and generation not in tripped:
                    workers.remove(worker)
        elif event["type"] == "tripped":
            assert isinstance(generation, int)
            bad += generation in tripped or waiting[generation] != event["order"]
            tripped.add(generation)
    return indices, bad
