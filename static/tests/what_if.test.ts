import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Snapshot } from "../src/core/protocol";
import { account, type Ended } from "../src/core/report";
import {
  type Fate,
  flow,
  limitOf,
  OTHER_WORLDS,
  type PlayedRound,
  tallyAt,
  type WorldId,
  waitedMs,
  world,
  worldsOf,
} from "../src/core/what_if";
import { latestRound, roundOfAccount } from "../src/core/what_if_round";
import { shortName, tallyWords, waitingWords, worldWords } from "../src/core/what_if_words";
import { plain } from "../src/core/words";

function round(came_ms: readonly number[], changed: Partial<PlayedRound> = {}): PlayedRound {
  const gate_takes_ms = changed.gate_takes_ms ?? 0;
  return {
    callers: came_ms.map((ms, i) => ({
      worker: i + 1,
      name: `W${i}`,
      avatar: "",
      kind: "person",
      from_ms: 0,
      came_ms: ms,
    })),
    gate_takes_ms,
    opened_ms: Math.max(...came_ms) + gate_takes_ms,
    is_first: false,
    phase: "research",
    next_phase: "write",
    ...changed,
  };
}

const FIVE_MS = [9400, 12_400, 20_100, 31_900, 38_200];
const FIVE = round(FIVE_MS);

function outcome({ calls_ms, goes_ms, error_ms }: Fate): [string, number | null] {
  if (calls_ms === null) return ["never calls", null];
  if (goes_ms !== null) return ["goes", goes_ms];
  return error_ms === null ? ["waits", null] : ["error", error_ms];
}

interface Recorded {
  came_ms: number[];
  gate_takes_ms: number;
  limit_s: number;
  worlds: Record<string, [string, number | null][]>;
}

/** Written by the server's tests: what the room's rules make of the same arrivals. */
const RECORDED = pathToFileURL(`${process.cwd()}/../tests/recorded/what_if/`);

for (const name of readdirSync(RECORDED)) {
  test(`other worlds of ${name} are what the room's own rules make of them`, () => {
    const { came_ms, gate_takes_ms, limit_s, worlds } = JSON.parse(
      readFileSync(new URL(name, RECORDED), "utf8"),
    ) as Recorded;
    const played = round(came_ms, { gate_takes_ms });
    assert.equal(limitOf(played), limit_s * 1000);
    for (const [id, outcomes] of Object.entries(worlds)) {
      assert.deepEqual(world(id as WorldId, played).fates.map(outcome), outcomes, id);
    }
  });
}

function said(id: WorldId, played = FIVE): [string, string] {
  const { headline, below } = worldWords(world(id, played), played);
  return [plain(headline), plain(below)];
}

test("one sentence says what differs", () => {
  assert.deepEqual(said("none"), [
    "Nobody waits. Four of five begin with notes missing.",
    "Without a barrier you read a note before it is there.",
  ]);
  assert.deepEqual(said("fewer"), [
    "Four go 6.3 s earlier. The fifth call waits alone.",
    "It waits for the next round, and nobody comes.",
  ]);
  assert.deepEqual(said("more"), [
    "Nobody goes on. It waits for a sixth call.",
    "Everybody is here. The barrier does not know that.",
  ]);
  assert.deepEqual(said("timeout"), [
    "One ran out of time. All three waiting get the error.",
    "Anyone who calls later gets it immediately: it stays broken.",
  ]);
  assert.deepEqual(said("crash"), [
    "One never calls. The other four wait for ever.",
    "No error, no end: a barrier waits for calls.",
  ]);
  assert.deepEqual(said("drop"), [
    "One seat is given up. Four go 6.3 s earlier.",
    "Java’s Phaser can do that. Python’s Barrier cannot.",
  ]);
  assert.deepEqual(said("lock"), [
    "A lock lets in one at a time. It waits for nobody.",
    "Four begin with notes missing, as without a barrier.",
  ]);
  assert.equal(said("latch")[0], "The latch is still open. In this round nobody waits.");
  assert.equal(said("real")[0], "The gate opened at 38.2 s, for all five.");
});

test("the sentences hold for two, and for many", () => {
  const two = round([1000, 9000]);
  assert.deepEqual(
    [said("fewer", two)[0], said("crash", two)[0], said("drop", two)[0], said("none", two)[0]],
    [
      "Barrier(1) stops nobody: each call opens it.",
      "One never calls. The other one waits for ever.",
      "One seat is given up. One goes 8.0 s earlier.",
      "Nobody waits. One of two begins with notes missing.",
    ],
  );
  const many = round(Array.from({ length: 300 }, (_, i) => 10_000 + i * 100));
  assert.equal(said("more", many)[0], "Nobody goes on. It waits for a 301st call.");
  assert.equal(said("timeout", many)[0], "One ran out of time. All 151 waiting get the error.");
  assert.equal(said("more", round([1, 2, 3, 4, 5, 6, 7]))[0], "Nobody goes on. It waits for an eighth call.");
});

test("a limit that nobody reaches changes nothing, and one that only the first reaches says so", () => {
  assert.equal(said("timeout", round([1000, 1000, 1000]))[0], "The same: nobody had to wait that long.");
  assert.equal(said("timeout", round([0, 500, 20_000]))[0], "One ran out of time. Both get the error.");
  assert.equal(said("timeout", round([0, 19_000, 20_000]))[0], "The first one ran out of time, and gets the error.");
});

test("a robot's thread dies rather than a person's", () => {
  const [first, second, ...rest] = FIVE.callers;
  assert.ok(first && second);
  const mixed = { ...FIVE, callers: [first, { ...second, kind: "robot" as const }, ...rest] };
  assert.deepEqual(
    world("crash", mixed).fates.map(({ calls_ms }) => calls_ms === null),
    [false, true, false, false, false],
  );
});

test("under a lock one follows the other, and nobody waits for those who come later", () => {
  const { fates, limit_ms } = world("lock", round([0, 0, 0, 40_000]));
  assert.equal(limit_ms, 7000);
  assert.deepEqual(
    fates.map(({ goes_ms, leaves_ms, missing }) => [goes_ms, leaves_ms, missing]),
    [
      [0, 7000, 1],
      [7000, 14_000, 1],
      [14_000, 21_000, 1],
      [40_000, 47_000, 0],
    ],
  );
});

test("waiting is added up, or lasts for ever", () => {
  assert.deepEqual(
    ["real", "none", "fewer", "timeout", "drop"].map((id) => waitedMs(world(id as WorldId, FIVE))),
    [79_000, 0, null, 31_300, 53_800],
  );
  assert.deepEqual(waitingWords(world("real", FIVE)), { strong: "79.0 s", rest: "of waiting, added up" });
  assert.deepEqual(waitingWords(world("more", FIVE)), { strong: "for ever", rest: "of waiting" });
  assert.deepEqual(waitingWords(world("none", FIVE)), { strong: "no waiting", rest: "" });
});

test("the scrubber counts who works, waits, has gone on and got the error", () => {
  assert.deepEqual(tallyAt(world("real", FIVE), 27_600), { work: 2, wait: 3, gone: 0, error: 0 });
  assert.deepEqual(tallyAt(world("timeout", FIVE), 27_600), { work: 2, wait: 0, gone: 0, error: 3 });
  assert.deepEqual(tallyAt(world("drop", FIVE), 35_000), { work: 0, wait: 0, gone: 4, error: 0 });
  assert.deepEqual(
    tallyWords(tallyAt(world("timeout", FIVE), 27_600), true).map(({ n, word }) => `${n} ${word}`),
    ["2 work", "0 wait", "0 gone on", "3 errors"],
  );
});

test("the flow of every world counts as the scrubber does", () => {
  const played = round(Array.from({ length: 40 }, (_, i) => 1000 + ((i * 7919) % 977) * 40).sort((a, b) => a - b));
  for (const id of ["real", ...OTHER_WORLDS] as const) {
    const shown = world(id, played);
    for (const { at_ms, ...tally } of flow(shown, 60_000))
      assert.deepEqual(tally, tallyAt(shown, at_ms), `${id} ${at_ms}`);
  }
});

test("all worlds of five hundred are worked out within 100 ms", () => {
  const played = round(Array.from({ length: 500 }, (_, i) => 1000 + i * 90));
  const times = Array.from({ length: 5 }, () => {
    const began = process.cpuUsage();
    for (const id of ["real", ...OTHER_WORLDS] as const) {
      const shown = world(id, played);
      worldWords(shown, played);
      waitingWords(shown);
      flow(shown, 60_000);
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  });
  assert.ok(Math.min(...times) < 100, `took ${times.map((ms) => ms.toFixed(1))} ms`);
});

test("the names on the buttons", () => {
  assert.deepEqual(
    worldsOf(FIVE).map((id) => shortName(id, FIVE)),
    ["No barrier", "Barrier(4)", "Barrier(6)", "Limit 15 s", "Latch", "One crashes", "Let go", "A lock"],
  );
  assert.ok(!worldsOf({ ...FIVE, is_first: true }).includes("latch"));
});

const ENDED: Ended = {
  generation: 3,
  round: 2,
  phase: "write",
  next_phase: "research",
  outcome: "released",
  cause: "arrival",
  since_ms: 100_000,
  at_ms: 108_000,
  release_at_ms: 108_400,
  spans: [
    { worker: 2, from_ms: 100_000, arrived_ms: 103_000 },
    { worker: 1, from_ms: 101_000, arrived_ms: 108_000 },
  ],
  spread: null,
};

test("a report's round and the projector's latest round are played alike", () => {
  const workers = {
    1: { name: "Ana", avatar: "fox-peach", kind: "person" as const },
    2: { name: "Ben", avatar: "owl-mint", kind: "robot" as const },
  };
  const names = "shown" as const;
  const report = { code: "KTRVPD", hosted: false, names, now_ms: 0, n_ended: 1, generations: [ENDED], workers };
  const of_report = roundOfAccount(account(ENDED, workers, false), report);
  const snapshot = {
    phases: ["research", "write"],
    barrier: { releases: 4 },
    last_release: {
      generation: 3,
      order: [2, 1],
      arrived_ms: [103_000, 108_000],
      since_ms: 100_000,
      at_ms: 108_000,
      release_at_ms: 108_400,
    },
    workers: [{ worker: 1, ...workers[1], joined_at_ms: 101_000 }],
  } as unknown as Snapshot;
  const left = [{ worker: 2, ...workers[2], joined_at_ms: 5000 }] as unknown as Snapshot["workers"];
  assert.deepEqual(latestRound(snapshot, left), of_report);
  assert.deepEqual(of_report?.callers[1], {
    worker: 1,
    name: "Ana",
    avatar: "fox-peach",
    kind: "person",
    from_ms: 1000,
    came_ms: 8000,
  });
  assert.deepEqual([of_report?.opened_ms, of_report?.gate_takes_ms, of_report?.is_first], [8400, 400, false]);
  assert.equal(roundOfAccount(account({ ...ENDED, outcome: "broken" }, workers, false), report), null);
  assert.equal(latestRound({ ...snapshot, last_release: null }, []), null);
});
