"""How simultaneous is a release? Six real browser pages with wrong clocks, on lines of 5 to 150 ms each way.

Part of `make bench`; alone: `python -m trials.load.frames`. Every moment is taken on the one clock of this machine.
"""

import argparse
import contextlib
import random
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.support.browser import find_browser
from tests.support.clients import Client, Message, create_room
from tests.support.running import Server
from trials.load.rounds import percentile
from trials.load.screens import Screen, WrongClocks
from trials.load.slow_line import SlowLine

RELEASES = 20
"""Of each of the two halves."""
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
"""Between two rounds: pages show GO! and the screens' reports are sent."""
PHONE: ViewportSize = {"width": 360, "height": 640}

FRAME_MS = 1000 / 60
NEAREST_MEAN_MS = FRAME_MS * 5 / 7
NEAREST_P95_MS = FRAME_MS * 0.937
"""Between the first and the last of six frames that are each the nearest to one moment: 5/7, and 6r⁵ - 5r⁶ = 0.95."""

HOW = f"""\
Without a display Chromium begins the frames of all pages on a machine at the same moments: pages whose clocks agree
change in the same frame, and those that do not, a frame apart. As seen is with the drawing: here the same cores draw
all six pages, and one whose turn comes last is seen a frame later. Displays begin their frames whenever they do, so in
the second half of the releases each page's frames begin at another moment. Six that are each the nearest to one moment
are {NEAREST_MEAN_MS:.1f} ms apart on average and {NEAREST_P95_MS:.1f} ms by p95, however exact the clocks. Acting on
receipt is without the drawing."""


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
    """So many releases with the machine's frames, and as many as on displays with frames of their own."""
    chance = random.Random(releases)
    screens[0].page.wait_for_timeout(SETTLE_MS)
    for generation in range(2 * releases):
        for screen in screens:
            if generation >= releases:
                screen.begins_frames(chance.randint(1, round(FRAME_MS)))
            screen.arrives()
        for screen in screens:
            screen.sees_release(generation)
        screens[0].page.wait_for_timeout(PAUSE_MS)
    for screen in screens:
        screen.read()


class Result:
    """`spreads`: the messages `spread` that a viewer of the room heard, by generation. Each is of a release."""

    def __init__(self, screens: list[Screen], leads_ms: list[int], spreads: dict[int, Message]) -> None:
        self.screens = screens
        self.leads_ms = leads_ms
        self.spreads = spreads
        self.on_receipt_ms = _spreads([screen.heard_ms for screen in screens])
        self.clocks_ms = _spreads([_differences(screen.reported_ms, screen.seen_ms) for screen in screens])
        half = len(leads_ms) // 2
        frames_ms = _spreads([screen.drawn_ms for screen in screens])
        self.frames_ms, self.unrelated_frames_ms = frames_ms[:half], frames_ms[half:]
        self.seen_ms = _spreads([screen.seen_ms[:half] for screen in screens])

    def lines(self) -> Iterator[str]:
        leads = " to ".join(f"{lead_ms}" for lead_ms in sorted({min(self.leads_ms), max(self.leads_ms)}))
        yield f"{len(self.leads_ms)} releases on {len(self.screens)} pages, announced {leads} ms ahead."
        yield ""
        yield "| page | there and back, ms | heard after the first, p50 | changed after the first, p50 and most |"
        yield "| --- | --- | --- | --- |"
        for screen in self.screens:
            heard = self._after_first(screen.heard_ms, "heard_ms")
            changed = self._after_first(screen.drawn_ms, "drawn_ms")
            ways = f"{screen.line.there_ms:g} and {screen.line.back_ms:g}"
            after = f"{statistics.median(heard):.1f} | {statistics.median(changed):.1f} and {max(changed):.1f}"
            yield f"| {screen.name} | {ways} | {after} |"
        yield ""
        yield "| spread of a release, ms | mean | p50 | p95 | most |"
        yield "| --- | --- | --- | --- | --- |"
        for title, spreads in (
            ("what the pages take for the same moment", self.clocks_ms),
            ("between the frames that changed", self.frames_ms),
            ("as seen", self.seen_ms),
            ("between the frames that changed, of unrelated displays", self.unrelated_frames_ms),
            ("acting on receipt", self.on_receipt_ms),
        ):
            figures = (statistics.mean(spreads), percentile(spreads, 50), percentile(spreads, 95), max(spreads))
            yield f"| {title} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"
        yield ""
        yield HOW
        of_seen = [spread for generation, spread in self.spreads.items() if generation < len(self.seen_ms)]
        within = [spread["within_ms"] for spread in of_seen if spread["within_ms"] is not None]
        others = sum(spread["n_late"] + spread["n_slow"] for spread in of_seen)
        p50, p95 = percentile(within, 50), percentile(within, 95)
        yield ""
        yield f"By the screens' own reports, seen within {p50:.0f} ms (p50), {p95:.0f} ms (p95); {others} late."

    def _after_first(self, moments: list[float], of: str) -> list[float]:
        first = [min(each) for each in zip(*(getattr(screen, of) for screen in self.screens), strict=True)]
        return _differences(moments, first)

    def verdicts(self) -> Iterator[str]:
        """A spread of at most a frame is asked for, and RATIO_TO_REACH times less than acting on receipt."""
        receipt_mean_ms, receipt_p95_ms = statistics.mean(self.on_receipt_ms), percentile(self.on_receipt_ms, 95)
        for title, spreads in (
            ("the frames that changed", self.frames_ms),
            ("as seen", self.seen_ms),
            ("unrelated displays", self.unrelated_frames_ms),
        ):
            p95_ms = percentile(spreads, 95)
            by_mean = receipt_mean_ms / max(ROUNDED_TO_MS, statistics.mean(spreads))
            by_p95 = receipt_p95_ms / max(ROUNDED_TO_MS, p95_ms)
            yield (
                f"{title}: spread p95 {p95_ms:.1f} ms, to reach {SPREAD_TO_REACH_MS} (a frame): "
                f"{_said(p95_ms <= SPREAD_TO_REACH_MS + ROUNDED_TO_MS)}; closer together than on receipt, to reach "
                f"{RATIO_TO_REACH} ×: {by_mean:.0f} × on average ({_said(by_mean >= RATIO_TO_REACH)}), "
                f"{by_p95:.0f} × by p95 ({_said(by_p95 >= RATIO_TO_REACH)})"
            )
        yield (
            f"A spread of one frame is {receipt_p95_ms / FRAME_MS:.1f} × closer together than on receipt here, and "
            f"{RATIO_TO_REACH} × would be {receipt_p95_ms / RATIO_TO_REACH:.1f} ms: between displays with 60 unrelated "
            "frames a second that cannot be."
        )


def _spreads(of_screens: list[list[float]]) -> list[float]:
    return [max(moments) - min(moments) for moments in zip(*of_screens, strict=True)]


def _differences(moments: list[float], others: list[float]) -> list[float]:
    return [moment - other for moment, other in zip(moments, others, strict=True)]


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
                playwright.chromium.launch(executable_path=executable, args=find_browser.FLAGS) as browser,
                Client(server.url) as viewer,
            ):
                spreads: dict[int, Message] = {}
                viewer.io.on("spread", lambda spread: spreads.update({spread["generation"]: spread}))
                code = str(create_room(server.url, hosted=False)["code"])
                viewer.join(code, role="viewer")
                with open_screens(server, browser, code, uneven) as screens:
                    play(screens, releases)
                trips = [event for event in viewer.events if event["type"] == "tripped"]
                return Result(screens, [trip["release_at_ms"] - trip["at_ms"] for trip in trips], spreads)
        finally:
            server.terminate()


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=RELEASES, help="in each half")
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
