import assert from "node:assert/strict";
import { test } from "node:test";
import { type Clock, errorOf, knownTime, observe, roomTime, SETTLED, SLEW } from "../src/core/clock";

const HISTORIES = 300;
const DAY_MS = 86_400_000;

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Seen {
  clock: Clock;
  here_ms: number;
  /** The server's own clock at `here_ms`. */
  true_ms: number;
  shortest_ms: number;
}

/** Exchanges over some minutes with a server whose clock is days off and runs up to 80 ppm faster or slower. */
function* history(seed: number): Generator<Seen> {
  const random = randomFrom(seed);
  const offset_ms = (random() - 0.5) * 4 * DAY_MS;
  const speed = 1 + (random() - 0.5) * 160e-6;
  const there_ms = random() * 150;
  const back_ms = random() * 150;
  const roomAt = (here_ms: number) => offset_ms + here_ms * speed;
  let clock: Clock | null = null;
  let here_ms = random() * 10_000;
  let shortest_ms = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 40; i++) {
    const sent_ms = here_ms;
    const read_ms = sent_ms + there_ms + random() ** 3 * 400;
    const received_ms = read_ms + back_ms + random() ** 3 * 400;
    const tick = (ms: number) => Math.floor(ms * 10) / 10;
    clock = observe(clock, { sent_ms: tick(sent_ms), received_ms: tick(received_ms), room_ms: roomAt(read_ms) });
    shortest_ms = Math.min(shortest_ms, received_ms - sent_ms);
    yield { clock, here_ms: received_ms, true_ms: roomAt(received_ms), shortest_ms };
    here_ms = received_ms + (i < 8 ? 200 : 15_000);
  }
}

test("the room clock is known to within the error it reports, whatever the line does", () => {
  for (let seed = 0; seed < HISTORIES; seed++) {
    for (const { clock, here_ms, true_ms } of history(seed)) {
      const error_ms = (clock.high_ms - clock.low_ms) / 2;
      assert.ok(Math.abs(knownTime(clock, here_ms) - true_ms) <= error_ms + 1e-3, `history ${seed}`);
      assert.equal(errorOf(clock), clock.exchanges < SETTLED ? null : error_ms);
    }
  }
});

test("the error is at most half of the shortest round trip, as long as it is fresh", () => {
  for (let seed = 0; seed < HISTORIES; seed++) {
    let exchanges = 0;
    for (const { clock, shortest_ms } of history(seed)) {
      if (++exchanges > 8) break;
      assert.ok(clock.high_ms - clock.low_ms <= shortest_ms + 3, `history ${seed}`);
    }
  }
});

test("a line that is as slow there as back tells the clock exactly", () => {
  let clock: Clock | null = null;
  for (const delay_ms of [150, 5, 80]) {
    clock = observe(clock, { sent_ms: 0, received_ms: 2 * delay_ms, room_ms: 5000 + delay_ms });
  }
  assert.ok(clock && Math.abs(knownTime(clock, 0) - 5000) < 1);
});

test("the shortest way there and the shortest way back need not be of one exchange", () => {
  const late_back = observe(null, { sent_ms: 0, received_ms: 110, room_ms: 1010 });
  const both = observe(late_back, { sent_ms: 200, received_ms: 310, room_ms: 1300 });
  assert.ok(Math.abs(knownTime(both, 0) - 1000) < 0.1);
  assert.ok(both.high_ms - both.low_ms < 23);
});

test("shown time never runs backwards, and never jumps", () => {
  for (let seed = 0; seed < HISTORIES; seed++) {
    let before: Seen | null = null;
    for (const seen of history(seed)) {
      if (before && before.clock.exchanges >= SETTLED) {
        const { clock, here_ms } = before;
        const step_ms = (seen.here_ms - here_ms) / 8;
        const shown = Array.from({ length: 8 }, (_, i) => roomTime(clock, here_ms + i * step_ms));
        // The last one after the next exchange was heard.
        shown.push(roomTime(seen.clock, seen.here_ms));
        for (let i = 1; i < shown.length; i++) {
          const ran_ms = (shown[i] ?? 0) - (shown[i - 1] ?? 0);
          assert.ok(Math.abs(ran_ms - step_ms) <= step_ms * SLEW + 1e-3, `history ${seed}`);
        }
      }
      before = seen;
    }
  }
});

test("shown time reaches what is known", () => {
  let clock = settled(0);
  clock = observe(clock, { sent_ms: 3000, received_ms: 3000, room_ms: 8040 });
  assert.equal(roomTime(clock, 3000), 8000);
  assert.equal(roomTime(clock, 3200), 8220);
  assert.equal(roomTime(clock, 4000), knownTime(clock, 4000));
});

test("a computer that slept is set right at once", () => {
  const slept = observe(settled(0), { sent_ms: 3000, received_ms: 3040, room_ms: 8020 + 3_600_000 });
  assert.equal(roomTime(slept, 3040), 8040 + 3_600_000);
});

test("the first exchanges set the clock at once", () => {
  const slow = observe(null, { sent_ms: 0, received_ms: 300, room_ms: 5290 });
  const quick = observe(slow, { sent_ms: 400, received_ms: 402, room_ms: 5401 });
  assert.equal(roomTime(quick, 500), 5500);
});

/** Three exchanges without a delay: the room clock is 5000 ms ahead. */
function settled(from_ms: number): Clock {
  let clock: Clock | null = null;
  for (const at_ms of [from_ms, from_ms + 1, from_ms + 2]) {
    clock = observe(clock, { sent_ms: at_ms, received_ms: at_ms, room_ms: at_ms + 5000 });
  }
  return clock as unknown as Clock;
}
