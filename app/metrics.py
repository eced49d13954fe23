"""What the server counts, as a page for Prometheus. Where something happens a plain number grows; the client library
reads the numbers when the page is asked for. No rooms, no people: only how many.

Under ASYNC_MODE=threading two threads may count at once, and one of them in vain.
"""

import gc
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from greenlet import greenlet
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

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
"""How often it is measured how late the server does what is due."""
LAGS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
BROADCASTS_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25)
SPREADS_S = (0.004, 0.008, 0.0167, 0.033, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""A screen draws 60 frames a second: the third bound is one frame."""


class Histogram:
    """How many values were at most each bound; the last count is for those beyond all bounds."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, int]]:
        """Each bound with how many values were at most so much."""
        so_far, found = 0, []
        for bound, count in zip((*map(str, self.bounds), "+Inf"), self.counts, strict=True):
            so_far += count
            found.append((bound, so_far))
        return found


class Metrics(RoomListener):
    """The numbers of one application. `n_rooms` and `n_connections` are asked when the page is."""

    hears_of = (Arrived, Tripped)

    def __init__(self, n_rooms: Callable[[], int], n_connections: Callable[[], int]) -> None:
        self.messages = dict.fromkeys((*CLIENT_EVENTS, UNKNOWN), 0)
        """By event; a client cannot make up a new one."""
        self.refusals: dict[str, int] = dict.fromkeys(ERROR_CODES, 0)
        """By error code."""
        self.n_fast = 0
        """Messages that were answered on the fast path, in the event loop."""
        self.n_arrivals = 0
        self.n_releases = 0
        self.broadcast_s = Histogram(BROADCASTS_S)
        """Processor time of one broadcast to the whole room."""
        self.release_spread_s = Histogram(SPREADS_S)
        """Between the first and the last screen that showed a release, by their own reports."""
        self.loop_lag_s = Histogram(LAGS_S)
        """How late the server does what is due."""
        self._n_greenlets = 0
        self._count_at_s = 0.0
        self._n_rooms = n_rooms
        self._n_connections = n_connections
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def on_change(self, _live: LiveRoom, _before: Room, applied: Applied) -> None:
        """A room has changed."""
        for event in applied.events:
            if isinstance(event, Arrived):
                self.n_arrivals += 1
            elif isinstance(event, Tripped):
                self.n_releases += 1

    def watch_lag(self, sleep: Callable[[float], object]) -> None:
        """Measure for ever how much longer `sleep` takes than it should."""
        while True:
            began_s = time.monotonic()
            sleep(LAG_EVERY_S)
            self.loop_lag_s.observe(max(0.0, time.monotonic() - began_s - LAG_EVERY_S))

    def page(self) -> bytes:
        """All numbers in Prometheus' text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """The client library asks for the numbers."""
        if time.monotonic() >= self._count_at_s:
            self._n_greenlets = n_greenlets()
            self._count_at_s = time.monotonic() + COUNT_EVERY_S
        yield GaugeMetricFamily("all_aboard_rooms", "Rooms in memory", self._n_rooms())
        yield GaugeMetricFamily("all_aboard_connections", "Connections of Socket.IO", self._n_connections())
        yield GaugeMetricFamily("all_aboard_greenlets", "Greenlets that have not ended", self._n_greenlets)
        yield _counters("all_aboard_messages", "Messages from clients", "event", self.messages)
        yield _counters("all_aboard_refusals", "Refusals", "code", self.refusals)
        yield CounterMetricFamily("all_aboard_fast_path", "Messages answered in the event loop", self.n_fast)
        yield CounterMetricFamily("all_aboard_arrivals", "Arrivals at barriers", self.n_arrivals)
        yield CounterMetricFamily("all_aboard_releases", "Generations released", self.n_releases)
        yield _histogram("all_aboard_broadcast_seconds", "Processor time of a broadcast", self.broadcast_s)
        yield _histogram(
            "all_aboard_release_spread_seconds",
            "Between the first and the last screen that showed a release",
            self.release_spread_s,
        )
        yield _histogram("all_aboard_loop_lag_seconds", "How late the server does what is due", self.loop_lag_s)


def _counters(name: str, sentence: str, label: str, counts: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, sentence, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family


def _histogram(name: str, sentence: str, histogram: Histogram) -> HistogramMetricFamily:
    return HistogramMetricFamily(name, sentence, buckets=histogram.buckets(), sum_value=histogram.total)


def n_greenlets() -> int:
    """Greenlets that have begun and not ended. Looks through all objects: some 10 ms with two thousand connections."""
    objects = gc.get_objects()
    kinds = {kind for kind in set(map(type, objects)) if issubclass(kind, greenlet)}
    return sum(bool(one) for one in objects if type(one) in kinds)
