"""How late does a slow phone show a release, a slow wide page, and a slow projector's? Real pages at a sixth of this
machine's speed.

`python -m trials.load.slow_phone`

A change is taken as seen when the first task after its frame runs, by the clock of this machine. A frame counts as long
from 50 ms on, as browsers have it.
"""

import functools
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import find_browser
from tests.support.browser.people import PHONE, WIDE, People, Size
from tests.support.clients import Client, create_room
from tests.support.running import Server
from trials.load.rounds import percentile

SLOWER = 6
PAGES = 4
ROUNDS = 4
NEAR_MS = 500
"""Before and after a release no frame shall be long."""
QUIET_MS = 900
"""Between two presses: what they draw is not of the release."""
AFTER_LAST_MS = 2000
"""From the last arrival until more than NEAR_MS after the release."""
WATCH = """
window.watched = { long: [], seen: [] };
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    watched.long.push([performance.timeOrigin + startTime, duration]);
}).observe({ type: "long-animation-frame", buffered: true });
const RELEASED = ".phone-go, .mine-go, .host-released, .released .ahead, .released .mine-ahead, .released .host";
let is_released = false;
new MutationObserver(() => {
  const was_released = is_released;
  is_released = document.querySelector(RELEASED) !== null;
  if (!is_released || was_released) return;
  requestAnimationFrame(() => setTimeout(() => watched.seen.push(performance.timeOrigin + performance.now())));
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
"""


def play(page: Page, generation: int, *arrivals: Callable[[], object]) -> None:
    """The worker's own arrival, then one after another. Near the release the page is not asked anything: what a
    question takes, its script and each frame in which it looks, would be taken for the page's own."""
    for arrive in arrivals:
        page.wait_for_timeout(QUIET_MS)
        arrive()
    page.wait_for_timeout(AFTER_LAST_MS)
    page.wait_for_function("count => window.watched.seen.length >= count", arg=generation + 1)


def measure(browser: Browser, url: str, size: Size, *, as_host: bool = False) -> tuple[list[float], list[float]]:
    """How long after each release one page showed it, and the longest frame near each; in ms. A host's page has one
    worker more, who is a program, too."""
    made = create_room(url, hosted=as_host)
    code = str(made["code"])
    people = People(browser, url)
    ana = people("Ana", size)
    ana.context.add_init_script(WATCH)
    ana.open(f"/{code}/host#{made['host_key']}" if as_host else f"/{code}")
    ana.context.new_cdp_session(ana.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    with Client(url) as ben, Client(url) as chloe:
        ben.join(code)
        if as_host:
            chloe.join(code)
            ana.button("Start the trip").click()
        for generation in range(ROUNDS):
            if not as_host:
                ana.works()
            first = functools.partial(chloe.arrive, generation) if as_host else ana.arrives
            play(ana.page, generation, first, functools.partial(ben.arrive, generation))
    watched = ana.page.evaluate("window.watched")
    people.close()
    opened_ms = [float(event["release_at_ms"]) for event in ben.events if event["type"] == "tripped"]
    after_ms = [seen_ms - at_ms for seen_ms, at_ms in zip(watched["seen"], opened_ms, strict=True)]
    longest_ms = [
        max(
            (length for begin, length in watched["long"] if begin < at + NEAR_MS and begin + length > at - NEAR_MS),
            default=0.0,
        )
        for at in opened_ms
    ]
    return after_ms, longest_ms


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    server = Server(folder / "rooms.sqlite3", folder / "output").start()
    try:
        with sync_playwright() as playwright:
            path = find_browser.FOUND.read_text().strip()
            browser = playwright.chromium.launch(executable_path=path, args=find_browser.FLAGS)
            for title, size, as_host in (
                ("a phone", PHONE, False),
                ("a wide page", WIDE, False),
                ("a projector's page", WIDE, True),
            ):
                report(title, [measure(browser, server.url, size, as_host=as_host) for _ in range(PAGES)])
            browser.close()
    finally:
        server.terminate()


def report(title: str, pages: list[tuple[list[float], list[float]]]) -> None:
    """What `measure` has found."""
    print(f"{title}:")
    first = [after_ms[0] for after_ms, _ in pages]
    later = [ms for after_ms, _ in pages for ms in after_ms[1:]]
    longest = [ms for _, longest_ms in pages for ms in longest_ms]
    print(f"first release:  {', '.join(f'{ms:.0f}' for ms in first)} ms after its moment")
    median_ms, p95_ms = statistics.median(later), percentile(later, 95)
    print(f"later releases: median {median_ms:.0f} ms, p95 {p95_ms:.0f} ms, {len(later)} in all")
    n_long = sum(ms > 0 for ms in longest)
    print(f"long frames:    near {n_long} of {len(longest)} releases, at most {max(longest):.0f} ms")


if __name__ == "__main__":
    main()
