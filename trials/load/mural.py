"""What does it cost when three hundred robots paint without the barrier?

Part of `make bench`; alone: `python -m trials.load.mural`. In one room take turns: rounds without a mural, and a run of
the mural in which nobody waits. Robots arrive or paint at their pace, and so does a phone; a projector follows it all.
Then a real projector's page does.
"""

import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from playwright.sync_api import ViewportSize, sync_playwright

from app.core.mural import N_STEPS
from tests.support.browser import find_browser
from tests.support.clients import Client, Message, create_room
from tests.support.running import Server
from trials.load.process import on_core, processor_s

N_WORKERS = 300
"""The robots, and the phone."""
TURNS = 3
ROUNDS = 5
"""Without a mural, in each turn."""
SERVER_CORE, CLIENT_CORE = 0, 1
MOST_RATIO = 1.1
MOST_PHONE_BYTES, PER_S = 4096, 2.0
AS_SOON_MS = 10
"""Of so few answers p95 is the slowest but few: below this the difference says nothing."""
LOOK_S = 2.0
"""A page asks when it has heard of no painting for so long; see `pages/mural.tsx`."""
MOST_FRAME_MS = 50
BEGIN_MS = 3000
"""In which the page draws everybody for the first time."""
FULL_HD: ViewportSize = {"width": 1920, "height": 1080}
WATCH = """
window.frames_ms = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.frames_ms.push(duration);
}).observe({ type: "long-animation-frame" });
"""


class Projector(Client):
    """The host's connection. Counts what it hears."""

    n_painted = 0
    n_tripped = 0

    def _on_events(self, message: Message) -> None:
        with self._changed:
            for event in message["events"]:
                self.n_tripped += event["type"] == "tripped"
                self.n_painted += len(event.get("strips", ()))
            self._changed.notify_all()


class Phone(Client):
    """Notes when it got how many bytes, as JSON."""

    def __init__(self, url: str) -> None:
        self.got: list[tuple[float, int]] = []
        super().__init__(url)

    def _on_brief(self, message: Message) -> None:
        self.note(message)
        super()._on_brief(message)

    def note(self, message: Message) -> None:
        self.got.append((time.monotonic(), len(msgspec.json.encode(message))))


class Hall:
    """A room of robots, with a projector and a phone that has a seat."""

    def __init__(self, server: Server, host: Projector, phone: Phone) -> None:
        self._server, self._host, self._phone = server, host, phone
        self._generation = 0
        self.answers_ms: dict[str, list[float]] = {"arrival": [], "painting": []}
        """How long the phone waited for each answer."""
        made = create_room(server.url)
        self.code, self.key = str(made["code"]), str(made["host_key"])
        host.join(self.code, role="host", host_key=self.key)
        assert host.command("add_robots", count=N_WORKERS - 1, pace="quick")["ok"]
        phone.join(self.code, name="Ana", view="brief")
        assert host.command("start")["ok"]

    def play(self) -> None:
        """A round without a mural."""
        assert self._timed("arrival", generation=self._generation)["ok"]
        self._generation += 1
        self._host.until(lambda: self._host.n_tripped >= self._generation, "for everybody")

    def arrival_us(self) -> float:
        """The server's processor time for an arrival without a mural."""
        began_s = self._processor_s()
        for _ in range(ROUNDS):
            self.play()
        return (self._processor_s() - began_s) / (ROUNDS * N_WORKERS) * 1e6

    def painting_us(self) -> float:
        """The same for a painting, until everybody has painted all steps."""
        assert self._host.command("mural", gate="none")["ok"]
        n_before, began_s, n_known = self._host.n_painted, self._processor_s(), 0
        for step in range(N_STEPS):
            answer = self._timed("painting", generation=self._generation + step, known=n_known)
            n_known += len(answer["paints"])
            self._phone.note(answer)
            n_due = n_before + (step + 1) * N_WORKERS
            self._host.until(lambda n_due=n_due: self._host.n_painted >= n_due, "for the robots")  # type: ignore[misc]
        used_s = self._processor_s() - began_s
        time.sleep(LOOK_S)
        run = self._phone.briefs[-1]["mural"]["run"]
        self._phone.note(self._phone.call("sync", {"seq": 0, "run": run, "known": n_known}))
        assert self._host.command("mural", gate="off")["ok"]
        return used_s / (N_STEPS * N_WORKERS) * 1e6

    def _timed(self, what: str, **arrive: int) -> Message:
        began_s = time.perf_counter()
        answer = self._phone.command("arrive", **arrive)
        self.answers_ms[what].append((time.perf_counter() - began_s) * 1000)
        return answer

    def _processor_s(self) -> float:
        assert self._server.process is not None
        return processor_s(self._server.process.pid)


def most_bytes(got: Sequence[tuple[float, int]], within_s: float) -> int:
    """The most that came within any time of this length."""
    return max(sum(n for at_s, n in got if from_s <= at_s < from_s + within_s) for from_s, _ in got)


def long_frames_ms(server: Server, hall: Hall) -> list[float]:
    """Of a projector's page during a run of the mural."""
    with sync_playwright() as playwright:
        path = find_browser.FOUND.read_text().strip()
        browser = playwright.chromium.launch(executable_path=path, args=find_browser.FLAGS)
        page = browser.new_page(viewport=FULL_HD)
        page.add_init_script(f"localStorage.setItem('all-aboard-host-{hall.code}', '{hall.key}'); {WATCH}")
        page.goto(f"{server.url}/{hall.code}/host")
        page.wait_for_timeout(BEGIN_MS)
        hall.play()  # then nobody waits
        page.evaluate("window.frames_ms.length = 0")
        hall.painting_us()
        found: list[float] = page.evaluate("window.frames_ms")
        browser.close()
        return found


def said(is_reached: bool) -> str:
    return "reached" if is_reached else "NOT reached"


def report(turns: Sequence[tuple[float, float]], got: Sequence[tuple[float, int]]) -> None:
    for arrival_us, painting_us in turns:
        print(f"an arrival {arrival_us:.0f} µs, a painting {painting_us:.0f} µs: {painting_us / arrival_us:.2f} ×")
    ratio = statistics.median(painting_us / arrival_us for arrival_us, painting_us in turns)
    print(f"processor for a painting: {ratio:.2f} × an arrival (≤ {MOST_RATIO}): {said(ratio <= MOST_RATIO)}")
    n_bytes = most_bytes(got, PER_S)
    few = said(n_bytes <= MOST_PHONE_BYTES)
    print(f"a phone: at most {n_bytes} bytes in {PER_S:g} s (≤ {MOST_PHONE_BYTES}): {few}", flush=True)


def report_answers(answers_ms: Mapping[str, Sequence[float]]) -> None:
    """No press may wait for anything: it is answered as soon as an arrival."""
    arrival_ms, painting_ms = (statistics.quantiles(answers_ms[what], n=20)[-1] for what in ("arrival", "painting"))
    soon = said(painting_ms <= max(arrival_ms, AS_SOON_MS))
    print(f"an answer by p95: an arrival {arrival_ms:.1f} ms, a painting {painting_ms:.1f} ms: {soon}", flush=True)


def report_frames(frames_ms: Sequence[float]) -> None:
    n_long, longest_ms = len(frames_ms), max(frames_ms, default=0.0)
    short = said(longest_ms <= MOST_FRAME_MS)
    print(f"a projector: {n_long} frames of {MOST_FRAME_MS} ms or more, the longest {longest_ms:.0f} ms: {short}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with on_core(SERVER_CORE):
            server = Server(Path(folder, "mural.sqlite3"), Path(folder, "log")).start()
        try:
            with Projector(server.url) as host, Phone(server.url) as phone:
                hall = Hall(server, host, phone)
                with on_core(CLIENT_CORE):
                    turns = [(hall.arrival_us(), hall.painting_us()) for _ in range(TURNS)]
                report(turns, phone.got)
                report_answers(hall.answers_ms)
                report_frames(long_frames_ms(server, hall))
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
