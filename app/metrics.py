"""What the server counts, as a page for Prometheus. No rooms, no people: only how many."""

import gc
import time
from collections.abc import Callable, Iterator

from greenlet import greenlet
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import Metric

from app.core.apply import Applied
from app.core.events import Arrived, Tripped
from app.core.room import Room
from app.rooms.listener import RoomListener
from app.rooms.live_room import LiveRoom
from app.wire.messages import CLIENT_EVENTS, ERROR_CODES

UNKNOWN = "unknown"
"""Messages whose event is not of the contract."""
COUNT_EVERY_S = 1.0
"""How often greenlets are counted at most, however often the page is asked for."""
LAG_EVERY_S = 0.25
"""How often the server's lateness is measured."""
LAGS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
BROADCASTS_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25)
SPREADS_S = (0.004, 0.008, 0.0167, 0.033, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""A screen draws 60 frames a second: the third bound is one frame."""

disable_created_metrics()  # type: ignore[no-untyped-call]


class Count:
    """Of what happens with every message. It only adds, without a lock: with threads, two may count at once, and one in
    vain. The library's counter gets the sum when the page is asked for."""

    __slots__ = ("_counter", "_n")

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._n = 0

    def inc(self) -> None:
        self._n += 1

    def hand_over(self) -> None:
        n, self._n = self._n, 0
        self._counter.inc(n)


class OfProcess(CollectorRegistry):
    """Numbers that name their process. Several may answer behind one address, each with its own."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def collect(self) -> Iterator[Metric]:
        for metric in super().collect():
            metric.samples = [
                sample._replace(labels={**sample.labels, "process": self._process}) for sample in metric.samples
            ]
            yield metric


class Metrics(RoomListener):
    """The numbers of one application. What is callable is asked when the page is."""

    hears_of = (Arrived, Tripped)

    def __init__(
        self,
        process: str,
        *,
        n_rooms: Callable[[], int],
        n_connections: Callable[[], int],
        is_serving: Callable[[], bool],
    ) -> None:
        self._registry = registry = OfProcess(process)
        messages = Counter("all_aboard_messages", "Messages from clients", ["event"], registry=registry)
        refusals = Counter("all_aboard_refusals", "Refusals", ["code"], registry=registry)
        self.messages = {event: Count(messages.labels(event)) for event in (*CLIENT_EVENTS, UNKNOWN)}
        """By event; a client cannot make up a new one."""
        self.refusals: dict[str, Counter] = {code: refusals.labels(code) for code in ERROR_CODES}
        """By error code."""
        self.fast_path = Count(
            Counter("all_aboard_fast_path", "Messages answered in the event loop", registry=registry)
        )
        self._arrivals = Count(Counter("all_aboard_arrivals", "Arrivals at barriers", registry=registry))
        self._counts = (*self.messages.values(), self.fast_path, self._arrivals)
        self._releases = Counter("all_aboard_releases", "Generations released", registry=registry)
        self.broadcast_s = Histogram(
            "all_aboard_broadcast_seconds",
            "Processor time of a broadcast to the whole room",
            registry=registry,
            buckets=BROADCASTS_S,
        )
        self.release_spread_s = Histogram(
            "all_aboard_release_spread_seconds",
            "Between the first and the last screen that showed a release, by their own reports",
            registry=registry,
            buckets=SPREADS_S,
        )
        self.loop_lag_s = Histogram(
            "all_aboard_loop_lag_seconds",
            "How late the server does what is due",
            registry=registry,
            buckets=LAGS_S,
        )
        Gauge("all_aboard_rooms", "Rooms in memory", registry=registry).set_function(n_rooms)
        Gauge("all_aboard_connections", "Connections of Socket.IO", registry=registry).set_function(n_connections)
        Gauge("all_aboard_serving", "1 while the health check says ok, else 0", registry=registry).set_function(
            is_serving
        )
        greenlets = Gauge("all_aboard_greenlets", "Greenlets that have not ended", registry=registry)
        greenlets.set_function(self._count_greenlets)
        self._n_greenlets = 0
        self._count_at_s = 0.0
        ProcessCollector(registry=registry)

    def on_change(self, _live: LiveRoom, _before: Room, applied: Applied) -> None:
        """A room has changed."""
        for event in applied.events:
            if isinstance(event, Arrived):
                self._arrivals.inc()
            elif isinstance(event, Tripped):
                self._releases.inc()

    def watch_lag(self, sleep: Callable[[float], object]) -> None:
        """Measure for ever how much longer `sleep` takes than it should."""
        while True:
            began_s = time.monotonic()
            sleep(LAG_EVERY_S)
            self.loop_lag_s.observe(max(0.0, time.monotonic() - began_s - LAG_EVERY_S))

    def page(self) -> bytes:
        """All numbers in Prometheus' text format."""
        for count in self._counts:
            count.hand_over()
        return generate_latest(self._registry)

    def _count_greenlets(self) -> int:
        if time.monotonic() >= self._count_at_s:
            self._n_greenlets = n_greenlets()
            self._count_at_s = time.monotonic() + COUNT_EVERY_S
        return self._n_greenlets


def n_greenlets() -> int:
    """Greenlets that have begun and not ended. Looks through all objects: some 10 ms with two thousand connections."""
    objects = gc.get_objects()
    kinds = {kind for kind in set(map(type, objects)) if issubclass(kind, greenlet)}
    return sum(bool(found) for found in objects if type(found) in kinds)
