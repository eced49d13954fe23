"""How simultaneous is a release? Six real browser pages with wrong clocks, on lines of 5 to 150 ms each way.

Part of `make bench`; alone: `python -m tests.load.frames`. Every moment is taken on the one clock of this machine.
"""

import argparse
import contextlib
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser import find_browser
from tests.browser.conftest import FLAGS
from tests.clients import Client, Message, create_room
from tests.load.rounds import percentile
from tests.load.screens import Screen, WrongClocks
from tests.load.slow_line import SlowLine
from tests.running import Server

RELEASES = 20
DELAYS_MS = (5, 20, 45, 80, 120, 150)
"""Each way, of the six pages."""
DAY_MS = 86_400_000
SPREAD_TO_REACH_MS = 16.7
ROUNDED_TO_MS = 0.1
"""By Chromium, all that a page can know of its frames."""
RATIO_TO_REACH = 20
SETTLE_MS = 4000
"""Pages exchange clocks while they join, and the server tunes its lead to the lines."""
PAUSE_MS = 1000
"""Between two rounds: pages show GO! and the screens' reports are told."""
PHONE: ViewportSize = {"width": 360, "height": 640}

HOW = """\
Acting on receipt is counted without the drawing, as are the frames that changed. As seen is with it: here the same
cores draw all six pages, and one whose turn comes last is seen a frame later."""


def wrong_clocks(i: int) -> WrongClocks:
    """A day wrong, ahead or behind, and up to 50 ppm too fast or too slow."""
    return WrongClocks(
        date_ms=DAY_MS * (-1) ** i, shift_ms=1_000_000 * i, speed=1 + (-1) ** i * 50e-6 * i / len(DELAYS_MS)
    )


@contextlib.contextmanager
def open_screens(server: Server, browser: Browser, code: str, uneven: bool) -> Iterator[list[Screen]]:
    """Six phones in the room. `uneven`: the way back takes all of both delays."""
    with contextlib.ExitStack() as stack:
        screens = []
        for i, delay_ms in enumerate(DELAYS_MS):
            ways = (0, 2 * delay_ms) if uneven else (delay_ms, delay_ms)
            line = stack.enter_context(SlowLine(server.port, *ways))
            context = browser.new_context(viewport=PHONE)
            stack.callback(context.close)
            screens.append(Screen.make(f"phone {i + 1}", line, context, wrong_clocks(i)).open(f"/{code}"))
        yield screens


def play(screens: list[Screen], releases: int) -> None:
    screens[0].page.wait_for_timeout(SETTLE_MS)
    for generation in range(releases):
        for screen in screens:
            screen.arrives()
        for screen in screens:
            screen.sees_release(generation)
        screens[0].page.wait_for_timeout(PAUSE_MS)
    for screen in screens:
        screen.read()


class Result:
    """`told`: the messages `spread` that a viewer of the room heard, by generation."""

    def __init__(self, screens: list[Screen], leads_ms: list[int], told: dict[int, Message]) -> None:
        self.screens = screens
        self.leads_ms = leads_ms
        self.told = told
        self.frames_ms = self._spreads([screen.drawn_ms for screen in screens])
        self.spreads_ms = self._spreads([screen.seen_ms for screen in screens])
        self.on_receipt_ms = self._spreads([screen.heard_ms for screen in screens])

    def _spreads(self, of_screens: list[list[float]]) -> list[float]:
        return [max(moments) - min(moments) for moments in zip(*of_screens, strict=True)]

    def ratio(self, reached_ms: list[float]) -> float:
        """Acting on receipt as a multiple of what was reached, on average."""
        return statistics.mean(self.on_receipt_ms) / max(ROUNDED_TO_MS, statistics.mean(reached_ms))

    def lines(self) -> Iterator[str]:
        leads = f"{min(self.leads_ms)} to {max(self.leads_ms)} ms"
        yield f"{len(self.leads_ms)} releases on {len(self.screens)} pages, announced {leads} ahead."
        yield ""
        yield "| page | there and back, ms | heard after the first, ms (p50) | seen after the first, ms (p50, most) |"
        yield "| --- | --- | --- | --- |"
        for screen in self.screens:
            heard = self._after_first(screen.heard_ms, "heard_ms")
            seen = self._after_first(screen.seen_ms, "seen_ms")
            ways = f"{screen.line.there_ms:g} and {screen.line.back_ms:g}"
            after = f"{statistics.median(heard):.1f} | {statistics.median(seen):.1f}, {max(seen):.1f}"
            yield f"| {screen.name} | {ways} | {after} |"
        yield ""
        yield "| spread of a release, ms | mean | p50 | p95 | most |"
        yield "| --- | --- | --- | --- | --- |"
        for title, spreads in (
            ("between the frames that changed", self.frames_ms),
            ("as seen", self.spreads_ms),
            ("acting on receipt", self.on_receipt_ms),
        ):
            figures = (statistics.mean(spreads), percentile(spreads, 50), percentile(spreads, 95), max(spreads))
            yield f"| {title} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"
        yield ""
        yield HOW
        within = [told["within_ms"] for told in self.told.values() if told["within_ms"] is not None]
        others = sum(told["n_late"] + told["n_slow"] for told in self.told.values())
        p50, p95 = percentile(within, 50), percentile(within, 95)
        yield ""
        yield f"By the screens' own reports within {p50:.0f} ms (p50), {p95:.0f} ms (p95); {others} late or slow."

    def _after_first(self, moments: list[float], of: str) -> list[float]:
        first = [min(each) for each in zip(*(getattr(screen, of) for screen in self.screens), strict=True)]
        return [moment - earliest for moment, earliest in zip(moments, first, strict=True)]

    def verdicts(self) -> Iterator[str]:
        for title, spreads in (("the frames that changed", self.frames_ms), ("as seen", self.spreads_ms)):
            p95_ms, ratio = percentile(spreads, 95), self.ratio(spreads)
            is_one_frame = p95_ms <= SPREAD_TO_REACH_MS + ROUNDED_TO_MS
            yield (
                f"{title}: spread p95 {p95_ms:.1f} ms, to reach {SPREAD_TO_REACH_MS} (a frame): {_said(is_one_frame)}; "
                f"{ratio:.0f} × closer together than on receipt, to reach {RATIO_TO_REACH}: "
                f"{_said(ratio >= RATIO_TO_REACH)}"
            )


def _said(is_reached: bool) -> str:
    return "reached" if is_reached else "NOT reached"


def measure(releases: int, uneven: bool) -> Result:
    if not find_browser.FOUND.is_file():
        find_browser.main()
    executable = find_browser.FOUND.read_text().strip()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder, "frames.sqlite3"), Path(folder, "log")).start()
        try:
            with (
                sync_playwright() as playwright,
                playwright.chromium.launch(executable_path=executable, args=FLAGS) as browser,
                Client(server.url) as viewer,
            ):
                told: dict[int, Message] = {}
                viewer.io.on("spread", lambda spread: told.update({spread["generation"]: spread}))
                code = str(create_room(server.url, hosted=False)["code"])
                viewer.join(code, role="viewer")
                with open_screens(server, browser, code, uneven) as screens:
                    play(screens, releases)
                trips = [event for event in viewer.events if event["type"] == "tripped"]
                return Result(screens, [trip["release_at_ms"] - trip["at_ms"] for trip in trips], told)
        finally:
            server.terminate()


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=RELEASES)
    parser.add_argument("--uneven", action="store_true", help="all of the delay is on the way back")
    chosen = parser.parse_args(arguments)
    result = measure(chosen.releases, chosen.uneven)
    print("\n".join(result.lines()))
    if not chosen.uneven:
        print()
        print("\n".join(result.verdicts()))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
