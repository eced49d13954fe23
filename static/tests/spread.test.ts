import assert from "node:assert/strict";
import { test } from "node:test";
import type { Spread } from "../src/core/protocol";
import { duration, EXITS, errorWords, exitsAxis, lateWords, spreadWords } from "../src/core/spread";
import { plain } from "../src/core/words";

const SPREAD: Spread = {
  generation: 0,
  parties: 30,
  at_ms: 1000,
  release_at_ms: 1400,
  screens: 30,
  n_changed: 28,
  within_ms: 12,
  changed_ms: [-3.1, 0, 8.9],
  error_ms: 5,
  n_unsure: 0,
  n_late: 2,
  late_ms: [340, 1200],
  n_slow: 0,
  n_silent: 0,
};

function says(changed: Partial<Spread>): string {
  return plain(spreadWords({ ...SPREAD, n_late: 0, late_ms: [], ...changed }));
}

test("how close together screens changed is said in plain words, and nobody is hidden", () => {
  assert.equal(plain(spreadWords(SPREAD)), "28 of 30 screens changed within 12 ms; 2 heard late.");
  assert.equal(says({ n_changed: 30 }), "All 30 screens changed within 12 ms.");
  assert.equal(
    says({ n_changed: 26, n_slow: 1, n_silent: 3 }),
    "26 of 30 screens changed within 12 ms; 1 was slow; 3 did not report.",
  );
  assert.equal(
    says({ n_changed: 1, screens: 3, within_ms: 1, n_slow: 2 }),
    "1 of 3 screens changed in time; 2 were slow.",
  );
  assert.equal(says({ n_changed: 1, screens: 1, within_ms: 1 }), "The only screen changed in time.");
  assert.equal(
    says({ n_changed: 0, screens: 2, within_ms: null, changed_ms: [], n_late: 2 }),
    "0 of 2 screens changed in time; 2 heard late.",
  );
});

test("what is not known about the clocks is said", () => {
  assert.equal(errorWords(SPREAD), "each dot is accurate to ± 5 ms");
  assert.equal(errorWords({ ...SPREAD, n_unsure: 3 }), "25 are accurate to ± 5 ms, 3 to ± ?");
  assert.equal(errorWords({ ...SPREAD, error_ms: null, n_unsure: 28 }), "each dot is accurate to ± ?");
});

test("those that heard late are named with their times", () => {
  assert.equal(lateWords(SPREAD), "2 heard late: 340 ms and 1.2 s");
  assert.equal(lateWords({ ...SPREAD, n_late: 1, late_ms: [90] }), "1 heard late: 90 ms");
  assert.equal(lateWords({ ...SPREAD, n_late: 3, late_ms: [90, 100, 2000] }), "3 heard late: 90 ms, 100 ms and 2.0 s");
  assert.equal(lateWords({ ...SPREAD, n_late: 9, late_ms: [90, 91, 92] }), "9 heard late: 90 ms and more");
  assert.equal(lateWords({ ...SPREAD, n_late: 0, late_ms: [] }), null);
  assert.equal(duration(999), "999 ms");
});

test("screens and threads share one scale, and every dot lies on it", () => {
  for (const first_ms of [-50, -3.1, 0]) {
    const { from_ms, to_ms, ticks_ms } = exitsAxis({ ...SPREAD, changed_ms: [first_ms, 50] });
    assert.ok(from_ms < first_ms && to_ms > 50);
    assert.ok(EXITS.ended_ms.every((ms) => ms < to_ms) && EXITS.began_ms.every((ms) => ms >= 0));
    assert.equal(ticks_ms[0], 0);
  }
});

test("the recorded threads left one after another", () => {
  const { began_ms, ended_ms, work_ms } = EXITS;
  assert.equal(began_ms.length, ended_ms.length);
  assert.deepEqual(
    began_ms,
    [...began_ms].sort((a, b) => a - b),
  );
  assert.ok((ended_ms[ended_ms.length - 1] ?? 0) >= work_ms * began_ms.length);
});
