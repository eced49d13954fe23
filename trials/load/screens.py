"""Real browser pages with wrong clocks on slow lines, and what they showed when, on the clock of this machine."""

import json
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tests.support.browser.people import GO_ON
from trials.load.slow_line import SlowLine

WATCH = """
(({ date_ms, shift_ms, speed }) => {
  const now = performance.now.bind(performance);
  const requestFrame = requestAnimationFrame.bind(window);
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given) {
      if (given.length) super(...given);
      else super(RealDate.now() + date_ms);
    }
    static now() { return RealDate.now() + date_ms; }
  };
  performance.now = () => shift_ms + speed * now();

  const watched = (window.watched = { phase_ms: 0, heard_ms: {}, drawn_ms: [], seen_ms: [], reported_ms: {} });
  const waiting = new Map();
  let n_requests = 0;
  let frames_left = 0;
  let frame_ms = null;
  const draw = (at_ms) => {
    const acts = [...waiting.values()];
    waiting.clear();
    frame_ms = at_ms;
    for (const act of acts) act(at_ms);
    setTimeout(() => { frame_ms = null; });
  };
  const drawUnlessMissed = (at_ms) => {
    if (now() < at_ms + 1000 / 60) draw(at_ms);
  };
  const tick = (at_ms) => {
    if (watched.phase_ms) setTimeout(drawUnlessMissed, watched.phase_ms, at_ms + watched.phase_ms);
    else draw(at_ms);
    frames_left -= 1;
    if (frames_left > 0) requestFrame(tick);
  };
  const nextFrame = (act) => {
    if (frames_left <= 0) requestFrame(tick);
    frames_left = 10;
    n_requests += 1;
    waiting.set(n_requests, act);
    return n_requests;
  };
  window.requestAnimationFrame = (act) => nextFrame((at_ms) => act(shift_ms + speed * at_ms));
  window.cancelAnimationFrame = (request) => { waiting.delete(request); };

  const hear = (text, at_ms) => {
    if (!text.startsWith('42["brief"')) return;
    const { last } = JSON.parse(text.slice(2))[1];
    if (last?.outcome === "released") watched.heard_ms[last.generation] ??= at_ms;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => hear(data, now()));
    }
    send(data) {
      super.send(data);
      if (typeof data !== "string" || !data.includes('["shown"')) return;
      const { generation, at_ms } = JSON.parse(data.slice(data.indexOf("[")))[1];
      watched.reported_ms[generation] = at_ms;
    }
  };

  let is_released = false;
  new MutationObserver(() => {
    const was_released = is_released;
    is_released = document.querySelector(".phone-go, .released .ahead") !== null;
    if (!is_released || was_released) return;
    watched.drawn_ms.push(frame_ms ?? now());
    nextFrame((at_ms) => watched.seen_ms.push(at_ms));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
})
"""
"""Makes the page's clocks wrong, lets its frames begin `phase_ms` after the machine's, and notes by the true clock when
each release was heard of, in which frame the page changed, and when that was seen: what changed in one frame is on the
screen when the next one begins."""

PATIENCE_MS = 30_000
WORKING = "() => document.querySelector('button.arrive') !== null && !document.querySelector('button.arrive-sent')"


@dataclass(frozen=True)
class WrongClocks:
    """The date is off by `date_ms`; `performance.now()` begins at `shift_ms` and runs at `speed`."""

    date_ms: float
    shift_ms: float
    speed: float


@dataclass
class Screen:
    """One page. After `read`, by generation and in ms of CLOCK_MONOTONIC: when it heard of each release, when the frame
    began in which it changed, and when the change was seen; and when it was seen by the page's own word, in ms of what
    it takes for the room clock."""

    name: str
    line: SlowLine
    page: Page
    heard_ms: list[float] = field(default_factory=list)
    drawn_ms: list[float] = field(default_factory=list)
    seen_ms: list[float] = field(default_factory=list)
    reported_ms: list[float] = field(default_factory=list)

    @classmethod
    def make(cls, name: str, line: SlowLine, context: BrowserContext, clocks: WrongClocks) -> "Screen":
        context.add_init_script(f"({WATCH.strip()})({json.dumps(vars(clocks))})")
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return cls(name, line, page)

    def open(self, path: str) -> "Screen":
        self.page.goto(self.line.url + path)
        return self

    def begins_frames(self, phase_ms: int) -> None:
        """This long after the machine's, as on a display of its own. What is drawn is still seen with the machine's."""
        self.page.evaluate("phase_ms => { window.watched.phase_ms = phase_ms; }", phase_ms)

    def arrives(self) -> None:
        self.page.evaluate(GO_ON)
        self.page.wait_for_function(WORKING)
        self.page.keyboard.press("a")

    def sees_release(self, generation: int) -> None:
        """Wait until the release of this generation was seen here."""
        self.page.wait_for_function("count => window.watched.seen_ms.length > count", arg=generation)

    def read(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable")
        metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
        # Chromium's ticks are CLOCK_MONOTONIC, and performance.now() counts from the beginning of the navigation.
        origin_ms = metrics["NavigationStart"] * 1000
        watched = self.page.evaluate("window.watched")
        self.heard_ms = [origin_ms + at_ms for at_ms in _by_generation(watched["heard_ms"])]
        self.drawn_ms = [origin_ms + at_ms for at_ms in watched["drawn_ms"]]
        self.seen_ms = [origin_ms + at_ms for at_ms in watched["seen_ms"]]
        self.reported_ms = _by_generation(watched["reported_ms"])


def _by_generation(moments_ms: dict[str, float]) -> list[float]:
    return [at_ms for _, at_ms in sorted(moments_ms.items(), key=lambda item: int(item[0]))]
