import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { schedule } from "../src/lib/schedule";

/** How late a timer of a browser comes, in ms. */
const TIMER_LATE_MS = 3;

/** A browser whose time moves from one timer or frame to the next. */
class FakeBrowser {
  now_ms = 0;
  hidden = false;
  private n_frames = 0;
  private last_id = 0;
  private readonly due = new Map<number, { at_ms: number; call: (at_ms: number) => void }>();
  constructor(readonly frame_ms: number) {}

  after(delay_ms: number, call: () => void): number {
    this.due.set(++this.last_id, { at_ms: this.now_ms + delay_ms + TIMER_LATE_MS, call });
    return this.last_id;
  }

  onFrame(call: (at_ms: number) => void): number {
    while (this.n_frames * this.frame_ms <= this.now_ms) this.n_frames += 1;
    this.due.set(++this.last_id, { at_ms: this.n_frames * this.frame_ms, call });
    return this.last_id;
  }

  cancel = (id: number) => void this.due.delete(id);

  run(): void {
    while (this.due.size) {
      const [id, next] = [...this.due].reduce((soonest, entry) =>
        entry[1].at_ms < soonest[1].at_ms ? entry : soonest,
      );
      this.due.delete(id);
      this.now_ms = next.at_ms;
      next.call(next.at_ms);
    }
  }
}

const NAMES = ["window", "document", "performance", "setTimeout", "clearTimeout", "requestAnimationFrame"] as const;
const here = globalThis as unknown as Record<string, unknown>;
let kept: [string, PropertyDescriptor | undefined][] = [];

beforeEach(() => {
  kept = [...NAMES, "cancelAnimationFrame"].map((name) => [name, Object.getOwnPropertyDescriptor(here, name)]);
});

afterEach(() => {
  for (const [name, before] of kept) {
    if (before) Object.defineProperty(here, name, before);
    else delete here[name];
  }
});

/** When what `schedule` does is seen: at the end of the frame in which it is done. */
function seenAt(at_ms: number, browser: FakeBrowser): number {
  const fakes = {
    document: browser,
    performance: { now: () => browser.now_ms },
    setTimeout: (call: () => void, delay_ms: number) => browser.after(delay_ms, call),
    clearTimeout: browser.cancel,
    requestAnimationFrame: (call: (at_ms: number) => void) => browser.onFrame(call),
    cancelAnimationFrame: browser.cancel,
  };
  for (const [name, value] of Object.entries({ ...fakes, window: fakes })) {
    Object.defineProperty(here, name, { value, configurable: true, writable: true });
  }
  let seen_ms: number | null = null;
  schedule(
    at_ms,
    () => browser.now_ms,
    () => {
      assert.equal(seen_ms, null, "once");
      seen_ms = browser.hidden ? browser.now_ms : browser.now_ms + browser.frame_ms;
    },
  );
  browser.run();
  assert.ok(seen_ms !== null);
  return seen_ms;
}

for (const frame_ms of [1000 / 144, 1000 / 120, 1000 / 60, 1000 / 30]) {
  test(`It is seen within half a frame of the moment, with frames of ${frame_ms.toFixed(1)} ms`, () => {
    for (let at_ms = 300; at_ms < 300 + 2 * frame_ms; at_ms += 0.7) {
      const off_ms = seenAt(at_ms, new FakeBrowser(frame_ms)) - at_ms;
      assert.ok(Math.abs(off_ms) <= frame_ms / 2 + 1e-6, `${off_ms} ms off`);
    }
  });
}

test("A hidden tab has no frames: a timer does it, not before the moment", () => {
  const browser = new FakeBrowser(1000 / 60);
  browser.hidden = true;
  const off_ms = seenAt(400, browser) - 400;
  assert.ok(off_ms >= 0 && off_ms <= 2 * TIMER_LATE_MS, `${off_ms} ms off`);
});

test("What is past is done at once", () => {
  assert.equal(seenAt(-5, new FakeBrowser(16)), 16);
});
