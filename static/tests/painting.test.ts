import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { pressesWithout, wrongIn } from "../src/core/free_run";
import {
  begin,
  CELLS,
  cut,
  N_STEPS,
  owners,
  type Paint,
  paint,
  seen,
  truth,
  withBarrier,
  wrongCells,
} from "../src/core/painting";
import { checksum, fold, freeFold, withoutBarrier } from "./pictures";

const RECORDED = pathToFileURL(`${process.cwd()}/../tests/recorded/mural/`);

interface Recorded {
  gate: "barrier" | "none";
  run: number;
  n: number;
  paints: (Paint | number)[];
  seen: number;
  ages: number;
  work_ms?: number[][];
  wrong: number;
  first_tear: [number, number, number, number] | null;
}

const names = readdirSync(RECORDED).sort();

test("there are 50 recorded logs", () => {
  assert.equal(names.length, 50);
});

for (const name of names) {
  test(`Python and this page paint ${name} alike`, () => {
    const recorded = JSON.parse(readFileSync(new URL(name, RECORDED), "utf8")) as Recorded;
    const { gate, run, n, paints } = recorded;
    const order = paints as number[];
    const picture = fold(run, gate === "barrier" ? withBarrier(paints) : withoutBarrier(n, order));
    assert.equal(checksum(seen(picture)), recorded.seen);
    assert.equal(checksum(picture.age), recorded.ages);
    assert.equal(wrongCells(picture).length, recorded.wrong);
    if (gate === "barrier") return;
    if (recorded.work_ms) {
      const presses = pressesWithout(recorded.work_ms).map((press) => press.strip);
      assert.deepEqual(presses.slice(0, order.length), order);
    }
    const free = freeFold(run, n, order);
    assert.equal(wrongIn(free), recorded.wrong);
    const { first_tear: tear } = free;
    assert.deepEqual(tear && [tear.strip, tear.step, tear.neighbour, tear.found], recorded.first_tear);
  });
}

test("every cell is in exactly one strip", () => {
  for (const n of [...Array(130).keys()].slice(1).concat(300, 599, 600, 601, 1200, 2000)) {
    const strips = cut(n);
    assert.equal(strips.length, n);
    const sizes = strips.map((strip) => (strip.right - strip.left) * (strip.bottom - strip.top));
    assert.ok(Math.min(...sizes) > 0);
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      CELLS,
    );
    assert.ok(!owners(n).includes(-1));
  }
});

test("moving step by step is the closed form, in each run", () => {
  for (const run of [0, 1, 7]) {
    const picture = begin(run);
    for (let step = 0; step <= N_STEPS; step++) {
      assert.deepEqual(seen(picture), truth(run, step));
      paint(picture, { n: 5, strips: [3, 1, 0, 4, 2] });
    }
  }
});

test("the same working times give the same order, and of two at one moment the upper strip comes first", () => {
  const presses = pressesWithout([
    [2000, 2000],
    [1000, 1000],
    [4000, 1],
  ]);
  assert.deepEqual(
    presses.map((press) => [press.at_ms, press.strip]),
    [
      [1000, 1],
      [2000, 0],
      [2000, 1],
      [4000, 0],
      [4000, 2],
      [4001, 2],
    ],
  );
});

test("five who take turns from top to bottom without a barrier tear the picture all the same", () => {
  const turns = Array.from({ length: 5 * N_STEPS }, (_, i) => i % 5);
  assert.equal(wrongIn(freeFold(0, 5, turns)), 468);
});
