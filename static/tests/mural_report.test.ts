import assert from "node:assert/strict";
import { test } from "node:test";
import { wrongIn } from "../src/core/free_run";
import { doneMs, Player, replayOf } from "../src/core/mural_report";
import { stepsWords, tearWords, wrongByStrip, wrongSays } from "../src/core/mural_words";
import { wrongCells } from "../src/core/painting";
import { account, type Ended, type Report } from "../src/core/report";
import { plain } from "../src/core/words";
import { freeFold } from "./pictures";

const WORKERS: Report["workers"] = {
  1: { name: "Ana", avatar: "fox-peach", kind: "person" },
  2: { name: "Ben", avatar: "octopus-rose", kind: "person" },
  3: { name: "Chloé", avatar: "unicorn-aqua", kind: "person" },
};

/** One after another; how many ms each worker of a round works. The gate opens 400 ms after the last one. */
function played(...rounds: Record<number, number>[]) {
  let since_ms = 1_700_000_000_000;
  return rounds.map((work_ms, generation) => {
    const came = Object.entries(work_ms).sort((a, b) => a[1] - b[1]);
    const last_ms = Math.max(...Object.values(work_ms));
    const ended: Ended = {
      generation,
      round: 1,
      phase: "research",
      next_phase: "write",
      outcome: "released",
      cause: "arrival",
      since_ms,
      at_ms: since_ms + last_ms,
      release_at_ms: since_ms + last_ms + 400,
      spans: came.map(([worker, ms]) => ({ worker: Number(worker), from_ms: since_ms, arrived_ms: since_ms + ms })),
      spread: null,
    };
    since_ms = ended.release_at_ms ?? 0;
    return account(ended, WORKERS, false);
  });
}

const ROUND = { 3: 3000, 1: 1000, 2: 2000 };

test("three rounds of two who came in each are enough, and fewer are not", () => {
  assert.equal(replayOf(played(ROUND, ROUND)), null);
  assert.equal(replayOf(played({ 1: 5 }, { 1: 5 }, { 1: 5 })), null);
  const replay = replayOf(played(ROUND, ROUND, ROUND));
  assert.deepEqual(
    replay?.owners.map((owner) => owner.name),
    ["Ana", "Ben", "Chloé"],
  );
  assert.deepEqual(replay?.gates_ms, [3400, 6800, 10_200]);
});

test("only the latest twelve releases count, and who missed one of them has no strip", () => {
  const rounds = played(...Array.from({ length: 14 }, (_, i) => (i === 3 ? { 1: 1000, 2: 2000 } : ROUND)));
  const broken = rounds[13];
  assert.ok(broken);
  const replay = replayOf([...rounds, { ...broken, ended: { ...broken.ended, outcome: "broken" } }]);
  assert.equal(replay?.n_rounds, 12);
  assert.deepEqual(
    replay?.owners.map((owner) => owner.name),
    ["Ana", "Ben"],
  );
});

test("without waiting each step ends when its own work does, in the order of the moments", () => {
  const replay = replayOf(played(ROUND, ROUND, ROUND));
  assert.ok(replay);
  assert.deepEqual(
    replay.presses.map((press) => [press.at_ms, press.strip]),
    [
      [1000, 0],
      [2000, 0],
      [2000, 1],
      [3000, 0],
      [3000, 2],
      [4000, 1],
      [6000, 1],
      [6000, 2],
      [9000, 2],
    ],
  );
  assert.deepEqual(doneMs(replay), { with_ms: 10_200, without_ms: 9000 });
});

test("a moment shows both worlds, also when the player goes back", () => {
  const replay = replayOf(played(ROUND, ROUND, ROUND));
  assert.ok(replay);
  const player = new Player(replay);
  assert.deepEqual(player.at(4000).free.steps, [3, 2, 1]);
  assert.equal(player.at(4000).step, 1);
  assert.deepEqual(player.at(2000).free.steps, [2, 1, 0]);
  const end = player.at(10_200);
  const order = replay.presses.map((press) => press.strip);
  assert.equal(end.n_wrong, wrongIn(freeFold(0, 3, order)));
  assert.ok(end.n_wrong > 0);
  const tear = end.free.first_tear;
  assert.ok(tear);
  const name = (strip: number) => replay.owners[strip]?.name ?? "";
  assert.equal(
    plain(tearWords(tear, name)),
    "Ana painted step 2 and needed Ben’s edge of step 1. It was still at step 0.",
  );
});

test("wrong cells are counted in all and by strip", () => {
  const { picture } = freeFold(0, 3, [1, 1, 1, 1, 0, 2, 2]);
  const wrong = wrongCells(picture);
  assert.equal(
    wrongByStrip(3, wrong).reduce((sum, n) => sum + n),
    wrong.length,
  );
  assert.equal(wrongSays(2287), "2,287 of 9,216 cells are wrong.");
  assert.equal(stepsWords([4, 9, 12]), "steps 4 to 12");
  assert.equal(stepsWords([4, 4]), "step 4");
});

test("an edge that is ahead is named as such", () => {
  const words = plain(tearWords({ strip: 1, step: 1, neighbour: 0, found: 1 }, (strip) => ["Ana", "Ben"][strip] ?? ""));
  assert.equal(words, "Ben painted step 1 and needed Ana’s edge of step 0. It was already at step 1.");
});
