import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRound, madeUp, type Pattern } from "../src/core/algorithms/arrivals";
import { ALGORITHMS, compare, growth, type RightKind } from "../src/core/algorithms/gallery";
import { play } from "../src/core/algorithms/model";
import { leakySentence, sentence, signalWords, stepWords } from "../src/core/algorithms/words";
import type { Came } from "../src/core/report";
import { plain } from "../src/core/words";

function said(kind: RightKind, pattern: Exclude<Pattern, "room">, n: number, step: number): string {
  const players = madeUp(pattern, n);
  const run = play(
    ALGORITHMS[kind],
    players.map(({ arrives }) => arrives),
  );
  return plain(sentence({ kind, pattern, players, run }, step));
}

test("each machine says what it does", () => {
  assert.equal(
    said("counter", "at_once", 8, 4),
    "Ela is counted: 5 of 8. 3 stand in line: one counter serves one at a time.",
  );
  assert.equal(said("counter", "at_once", 8, 8), "The last one turns the flag. All see it at once.");
  assert.equal(
    said("dissemination", "at_once", 8, 1),
    "Round 2 of 3: everybody tells the one 2 seats on. After it each knows of 4.",
  );
  assert.equal(said("tournament", "at_once", 8, 5), "Ana and 3 more say “go”.");
  assert.equal(said("tree", "at_once", 4, 1), "Ben says “here” for a whole branch.");
  assert.equal(said("tree", "one_late", 8, 5), "Nobody can go on: 1 still works.");
});

test("each machine says how it ended", () => {
  assert.equal(
    said("counter", "at_once", 8, 9),
    "All 8 see the flag and go. 8 of 15 signals went to one place, one after the other.",
  );
  assert.equal(
    said("tree", "at_once", 8, 99),
    "The news has come down to the last leaf. 14 signals, and nobody heard more than three.",
  );
  assert.equal(
    said("dissemination", "class", 8, 99),
    "Everybody knows of everybody after 3 rounds. Nobody had to say “go”.",
  );
  assert.equal(
    said("counter", "one_late", 8, 99),
    "All went 2 steps after Ela came. When one is late, nobody stands in line: the counter is the quickest.",
  );
  assert.equal(
    said("tree", "one_late", 8, 99),
    "All went 6 steps after Ela came. The counter needs 2: when one is late, nobody stands in line there.",
  );
});

test("every step of every picture has a sentence", () => {
  for (const kind of Object.keys(ALGORITHMS) as RightKind[]) {
    for (const pattern of ["at_once", "class", "one_late"] as const) {
      for (const n of [2, 3, 5, 8, 13, 33, 64]) {
        const run = play(
          ALGORITHMS[kind],
          madeUp(pattern, n).map(({ arrives }) => arrives),
        );
        for (let step = 0; step <= run.end; step++) assert.match(said(kind, pattern, n, step), /^[A-Z].*\.$/);
      }
    }
  }
});

test("the cards mark the best and the worst, and nobody when all are alike", () => {
  const at_once = compare([0, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(at_once.counter, {
    signals: 15,
    steps: 9,
    at_one_place: 8,
    marks: { signals: null, steps: "worst", at_one_place: "worst" },
  });
  assert.deepEqual(at_once.dissemination.marks, { signals: "worst", steps: "best", at_one_place: "best" });
  assert.equal(compare([0, 0]).tree.marks.at_one_place, "best");
  const one_late = compare(madeUp("one_late", 64).map(({ arrives }) => arrives));
  assert.deepEqual([one_late.counter.steps, one_late.counter.marks.steps], [2, "best"]);
});

test("the counter grows with the class, the others by a step or three when it doubles", () => {
  const curves = growth((n) => Array.from({ length: n }, () => 0));
  assert.deepEqual(
    Object.entries(curves).map(([kind, costs]) => [kind, costs[0]?.steps, costs[costs.length - 1]?.steps]),
    [
      ["counter", 3, 65],
      ["tree", 2, 16],
      ["tournament", 2, 12],
      ["dissemination", 1, 6],
    ],
  );
});

function came(n: number): { came: Came[] } {
  const face = (i: number) => ({ worker: i + 1, name: `W${i}`, avatar: "", kind: "person", presence: "connected" });
  return {
    came: Array.from({ length: n }, (_, i) => ({
      ...(face(i) as Came),
      you: false,
      from_ms: 0,
      arrived_ms: 5000 + i * 1000,
      waited_ms: 0,
      missing: 0,
    })),
  };
}

test("a room's round is played in its order of coming, the last one in step 12", () => {
  assert.deepEqual(
    fromRound(came(5)).map(({ name, arrives }) => [name, arrives]),
    [
      ["W0", 0],
      ["W1", 3],
      ["W2", 6],
      ["W3", 9],
      ["W4", 12],
    ],
  );
});

test("of a large room every so many are played, and always the last one", () => {
  const shown = fromRound(came(300));
  assert.deepEqual([shown.length, shown[0]?.name, shown[59]?.name, shown[59]?.arrives], [60, "W4", "W299", 12]);
  assert.equal(fromRound(came(64)).length, 64);
});

test("the table names both ends of a signal, and the steps are counted from one", () => {
  const players = madeUp("at_once", 3);
  const run = play(ALGORITHMS.counter, [0, 0, 0]);
  assert.deepEqual(signalWords(players, run.signals[0] as never), ["Ana", "the counter", "“here”"]);
  assert.deepEqual(signalWords(players, run.signals[3] as never), ["the counter", "Ana", "the flag has turned"]);
  assert.equal(plain(stepWords(run, 0)), "Step 1 of 4");
  assert.equal(plain(stepWords(run, 4)), "All go");
});

test("the leaky one's story ends with somebody who did not wait", () => {
  assert.equal(
    plain(leakySentence(7, ["Ana", "Ben", "Chloé"])),
    "Ana walks straight through, without waiting for anybody.",
  );
});
