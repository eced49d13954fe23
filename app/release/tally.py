"""What the screens of a room say about one release: how close together they changed, and which heard late.

Reports are what a screen claims, so they are checked. One that cannot be true is no report.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from app.core.spread import LateScreen, Spread
from app.rooms.here import Shown

IN_TIME_MS = 50
"""Three frames: a screen that changed so close to the moment changed with the others. One that knows the moment less
well cannot tell."""
WITHIN_MS = 10_000
"""Screens that changed later are ignored."""
CLOCK_MARGIN_MS = 1000
"""A screen may know the room clock this badly and still be believed."""
TAKEN_FOR_MS = WITHIN_MS + CLOCK_MARGIN_MS
"""After the moment, by the server's clock: no report counts any more, whatever it claims."""
MOST_DOTS = 60
MOST_LATE_SENT = 8
"""A message to a projector stays below 1 KiB, however many screens there are."""
MOST_NAMED = 8
"""Screens that heard late, and as many that cannot tell: a release is a short line in the room's log."""


class Report(NamedTuple):
    """`off_ms` is when the screen changed, counted from the moment; `error_ms` how well it knows the moment, None when
    it cannot tell; `heard_late` when the news came after the moment."""

    off_ms: float
    error_ms: float | None
    heard_late: bool

    @property
    def known_to_ms(self) -> float | None:
        """How well it knows the moment; None when that is too badly to say anything."""
        return self.error_ms if self.error_ms is not None and self.error_ms <= IN_TIME_MS else None


@dataclass
class Tally:
    """Of one release of `parties` workers. `screens` are the connections that were there when it tripped."""

    generation: int
    parties: int
    at_ms: int
    release_at_ms: int
    screens: frozenset[str]
    reports: dict[str, Report] = field(default_factory=dict)
    is_due: bool = True
    """A `spread` message is due, with all reports until then."""
    is_full: bool = False
    """All screens on usual lines have had the time to report."""
    is_closed: bool = False
    """It is in the room's log, and counts nothing more."""

    def add(self, screen: str, at_ms: float, heard_at_ms: float | None, error_ms: float | None, now_ms: float) -> bool:
        """Counts a report, one from each screen; False when it counts for nothing.

        A screen changes after the trip and before it says so, and never far ahead of the moment.
        """
        off_ms = at_ms - self.release_at_ms
        is_true = -IN_TIME_MS <= off_ms <= WITHIN_MS and at_ms <= now_ms + CLOCK_MARGIN_MS
        is_over = self.is_closed or now_ms > self.release_at_ms + TAKEN_FOR_MS
        if is_over or screen in self.reports or not is_true:
            return False
        heard_late = heard_at_ms is None or heard_at_ms >= self.release_at_ms
        self.reports[screen] = Report(off_ms, error_ms, heard_late)
        return True

    def shown(self, seated: Mapping[int, str]) -> Shown:
        """What other processes may know of it. `seated` says which screen is that of which worker."""
        worker_of = {screen: worker for worker, screen in seated.items()}
        return Shown(
            generation=self.generation,
            n_silent=len(self.screens - self.reports.keys()),
            reports=tuple(
                (round(report.off_ms, 1), report.error_ms, report.heard_late, worker_of.get(screen))
                for screen, report in self.reports.items()
            ),
        )

    def with_others(self, others: Iterable[Shown], seated: Mapping[int, str]) -> tuple["Tally", Mapping[int, str]]:
        """What all processes know of this release, and which screens are whose."""
        reports, screens, seats = dict(self.reports), set(self.screens), dict(seated)
        for nth, shown in enumerate(others):
            if shown.generation != self.generation:
                continue
            screens |= {f"{nth} silent {number}" for number in range(shown.n_silent)}
            for number, (off_ms, error_ms, heard_late, worker) in enumerate(shown.reports):
                screen = f"{nth} {number}"
                screens.add(screen)
                reports[screen] = Report(off_ms, error_ms, heard_late)
                if worker is not None:
                    seats[worker] = screen
        return replace(self, reports=reports, screens=frozenset(screens)), seats

    def spread_ms(self) -> float | None:
        """From the first to the last screen that has changed, those that heard late too; None for fewer than two."""
        offs_ms = [report.off_ms for report in self.reports.values()]
        return max(offs_ms) - min(offs_ms) if len(offs_ms) > 1 else None

    def spread(self, seated: Mapping[int, str]) -> Spread:
        """What is kept. `seated` says which screen is that of which worker."""
        in_time = {screen: report for screen, report in self.reports.items() if report.off_ms <= IN_TIME_MS}
        others = {screen: report for screen, report in self.reports.items() if report.off_ms > IN_TIME_MS}
        changed_ms = [report.off_ms for report in in_time.values()]
        errors_ms = [error_ms for report in in_time.values() if (error_ms := report.known_to_ms) is not None]
        late = sorted((report.off_ms, screen) for screen, report in others.items() if report.heard_late)
        unsure = [screen for screen, report in in_time.items() if report.known_to_ms is None]
        named = {screen for _, screen in late[:MOST_NAMED]} | set(unsure[:MOST_NAMED])
        worker_of = {screen: worker for worker, screen in seated.items() if screen in named} if named else {}
        return Spread(
            generation=self.generation,
            screens=len(self.screens | self.reports.keys()),
            n_changed=len(in_time),
            within_ms=max(1, math.ceil(max(changed_ms) - min(changed_ms))) if changed_ms else None,
            error_ms=math.ceil(max(errors_ms)) if errors_ms else None,
            n_unsure=len(unsure),
            n_late=len(late),
            n_slow=len(others) - len(late),
            n_silent=len(self.screens - self.reports.keys()),
            late=tuple(
                LateScreen(worker_of[screen], round(off_ms))
                for off_ms, screen in late[:MOST_NAMED]
                if screen in worker_of
            ),
            unsure=tuple(worker_of[screen] for screen in unsure[:MOST_NAMED] if screen in worker_of),
        )

    def message(self) -> dict[str, Any]:
        """The message `spread`. Times in ms: `changed_ms` of at most MOST_DOTS screens that changed in time, from the
        first to the last and counted from `release_at_ms`; `late_ms` of the first that heard late."""
        spread = self.spread({})
        changed_ms = sorted(report.off_ms for report in self.reports.values() if report.off_ms <= IN_TIME_MS)
        late_ms = sorted(
            report.off_ms for report in self.reports.values() if report.off_ms > IN_TIME_MS and report.heard_late
        )
        return {
            "generation": spread.generation,
            "parties": self.parties,
            "at_ms": self.at_ms,
            "release_at_ms": self.release_at_ms,
            "screens": spread.screens,
            "n_changed": spread.n_changed,
            "within_ms": spread.within_ms,
            "changed_ms": [round(off_ms, 1) for off_ms in _thinned(changed_ms)],
            "error_ms": spread.error_ms,
            "n_unsure": spread.n_unsure,
            "n_late": spread.n_late,
            "late_ms": [round(off_ms) for off_ms in late_ms[:MOST_LATE_SENT]],
            "n_slow": spread.n_slow,
            "n_silent": spread.n_silent,
        }


def _thinned(ordered: list[float]) -> list[float]:
    """At most MOST_DOTS of them, evenly chosen, with the first and the last."""
    if len(ordered) <= MOST_DOTS:
        return ordered
    return [ordered[round(i * (len(ordered) - 1) / (MOST_DOTS - 1))] for i in range(MOST_DOTS)]
