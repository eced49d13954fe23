import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { arrivals } from "../src/core/algorithms/arrivals";
import { COUNTER_AND_FLAG } from "../src/core/algorithms/counter";
import { DISSEMINATION } from "../src/core/algorithms/dissemination";
import { growth } from "../src/core/algorithms/gallery";
import { LEAKY_STORY, leaky, leakyAt, start } from "../src/core/algorithms/leaky";
import {
  type Algorithm,
  busiest,
  criticalPath,
  knowsOf,
  play,
  type Run,
  rounds,
  stepsAfterLast,
} from "../src/core/algorithms/model";
import { TOURNAMENT } from "../src/core/algorithms/tournament";
import { depth, TREE } from "../src/core/algorithms/tree";
import { chance } from "./chance";
import { allWorking, explore, senseReversing } from "./every_order";

const ALGORITHMS = { counter: COUNTER_AND_FLAG, tree: TREE, tournament: TOURNAMENT, dissemination: DISSEMINATION };
const KINDS = Object.entries(ALGORITHMS);
const N_SCHEDULES = 10_000;
const MOST_WORKERS = 64;

const atOnce = (n: number) => Array.from({ length: n }, () => 0);

function check(algorithm: Algorithm, run: Run): void {
  const n = run.arrives.length;
  assert.equal(run.signals.length, algorithm.signals(n));
  assert.ok(Math.min(...run.released) >= Math.max(...run.arrives), "somebody went before the last one came");
  assert.ok(
    run.released.every((step, me) => knowsOf(run, me, step) === n),
    "somebody went on without knowing of everybody",
  );
  for (const { at, from } of run.signals) assert.ok(from < 0 || at >= (run.arrives[from] ?? 0), "told before it came");
}

for (const [kind, algorithm] of KINDS) {
  test(`${kind}: nobody goes on without knowing of everybody, in ${N_SCHEDULES} random schedules`, () => {
    const random = chance(kind.length);
    for (let i = 0; i < N_SCHEDULES; i++) {
      const n = 2 + random(1 + random(MOST_WORKERS - 1)); // few workers more often than many
      const spread = 1 + random(3 * n);
      const arrives = atOnce(n).map(() => random(spread));
      const often = 1 + random(4);
      check(algorithm, play(algorithm, arrives, often === 1 ? undefined : () => random(often) > 0));
    }
  });

  test(`${kind}: signals and steps are those of the theory`, () => {
    for (let n = 2; n <= MOST_WORKERS; n++) {
      const run = play(algorithm, atOnce(n));
      check(algorithm, run);
      assert.ok(run.end <= algorithm.most_steps(n), `${n} workers took ${run.end} steps`);
    }
  });
}

test("the counter takes n + 1 steps, pass it on ⌈log2 n⌉, the tree at most three a level", () => {
  for (let n = 2; n <= MOST_WORKERS; n++) {
    const [counter, tree, tournament, dissemination] = KINDS.map(([, algorithm]) => play(algorithm, atOnce(n)));
    assert.equal(counter?.end, n + 1);
    assert.ok((tree?.end ?? 99) <= 3 * depth(n) && busiest(tree as Run) <= 3);
    assert.equal(busiest(tournament as Run), rounds(n));
    if (2 ** rounds(n) === n) assert.equal(tournament?.end, 2 * rounds(n));
    assert.deepEqual(
      dissemination?.released,
      atOnce(n).map(() => rounds(n)),
    );
  }
});

test("in pass it on knowledge doubles with each round", () => {
  for (const n of [2, 3, 8, 13, 64]) {
    const run = play(DISSEMINATION, atOnce(n));
    for (let round = 0; round <= rounds(n); round++) assert.equal(knowsOf(run, n - 1, round), Math.min(n, 2 ** round));
  }
});

/** The table of the design: steps all at once, steps with one late at the worst place, signals. */
const COSTS: [keyof typeof ALGORITHMS, number, number, number, number][] = [
  ["counter", 2, 3, 2, 3],
  ["counter", 8, 9, 2, 15],
  ["counter", 64, 65, 2, 127],
  ["tree", 2, 2, 2, 2],
  ["tree", 8, 7, 7, 14],
  ["tree", 30, 11, 11, 58],
  ["tree", 64, 16, 16, 126],
  ["tournament", 8, 6, 6, 14],
  ["tournament", 30, 9, 9, 58],
  ["tournament", 64, 12, 12, 126],
  ["dissemination", 2, 1, 1, 2],
  ["dissemination", 8, 3, 3, 24],
  ["dissemination", 30, 5, 5, 150],
  ["dissemination", 64, 6, 6, 384],
];

for (const [kind, n, at_once, one_late, signals] of COSTS) {
  test(`${kind}, ${n} workers: ${signals} signals, ${at_once} steps, ${one_late} after one who is late`, () => {
    const algorithm = ALGORITHMS[kind];
    const run = play(algorithm, atOnce(n));
    const late = atOnce(n).map((_, late) =>
      play(
        algorithm,
        atOnce(n).map((_, me) => (me === late ? 3 * n : 0)),
      ),
    );
    assert.deepEqual([run.end, run.signals.length], [at_once, signals]);
    assert.equal(Math.max(...late.map(stepsAfterLast)), one_late);
  });
}

test("trying every order finds how the leaky one fails, with two workers and with three", () => {
  assert.deepEqual(explore(leaky, start(2), 2), { found: "early", schedule: [0, 1, 0, 0, 0, 0, 0] });
  assert.deepEqual(explore(leaky, start(3), 2), { found: "early", schedule: [0, 1, 2, 0, 0, 0, 0, 0] });
});

test("trying every order finds nothing against a flag with a colour for each round", () => {
  assert.deepEqual(explore(senseReversing, allWorking(2), 4), { found: "nothing" });
  assert.deepEqual(explore(senseReversing, allWorking(3), 3), { found: "nothing" });
});

test("the leaky one's story is the failure that was found", () => {
  const schedule = LEAKY_STORY.flatMap(({ moves }) => moves);
  assert.deepEqual({ found: "early", schedule }, explore(leaky, start(3), 2));
  assert.deepEqual(
    LEAKY_STORY.map((_, step) => [leakyAt(step).count, leakyAt(step).flag]),
    [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 1],
      [2, 1],
      [2, 1],
      [3, 1],
      [2, 1],
    ],
  );
});

interface Recorded {
  arrives: number[];
  signals: [number, number, number, string][];
  released: number[];
  knows: [number, number][][];
  path: [number, number, number][];
}

for (const [kind, algorithm] of KINDS) {
  test(`${kind}: the runs recorded in Python are played alike`, () => {
    const file = new URL(`${kind}.json`, pathToFileURL(`${process.cwd()}/../tests/recorded/algorithms/`));
    for (const recorded of JSON.parse(readFileSync(file, "utf8")) as Recorded[]) {
      const run = play(algorithm, recorded.arrives);
      assert.deepEqual(
        {
          arrives: run.arrives,
          signals: run.signals.map(({ at, from, to, what }) => [at, from, to, what]),
          released: run.released,
          knows: run.knows.map((known) => known.map(({ at, of }) => [at, of])),
          path: criticalPath(run).map(({ at, from, to }) => [at, from, to]),
        },
        recorded,
      );
    }
  });
}

test("how the machines grow is worked out in 200 ms", () => {
  const took_ms = Array.from({ length: 3 }, () => {
    const began_ms = performance.now();
    growth((n) => arrivals("at_once", n));
    return performance.now() - began_ms;
  });
  assert.ok(Math.min(...took_ms) <= 200, `${took_ms}`);
});
