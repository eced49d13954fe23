import assert from "node:assert/strict";
import { test } from "node:test";
import { crowd, densityBoxes, namedSpots, seatBoxes } from "../src/views/scene/layout";

test("every seat has its own window inside the bus", () => {
  for (const n of [1, 2, 5, 8, 9, 12, 13, 30, 60, 149]) {
    const boxes = seatBoxes(n);
    assert.equal(boxes.length, n);
    assert.equal(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size, n);
    assert.ok(boxes.every(({ x, y, w, h }) => x >= 306 && x + w <= 772 && y >= 86 && y + h <= 262));
  }
});

test("windows of a large bus fill one after the other, and never are more than a few", () => {
  for (const n of [150, 500, 1000, 2000]) {
    const boxes = densityBoxes(n, 137);
    assert.ok(boxes.length <= 26);
    assert.equal(
      boxes.reduce((sum, { seats }) => sum + seats, 0),
      n,
    );
    assert.equal(
      boxes.reduce((sum, { taken }) => sum + taken, 0),
      137,
    );
    assert.ok(boxes.filter(({ seats, taken }) => taken > 0 && taken < seats).length <= 1);
  }
});

test("the bus stop draws at most 98 dots, left of its pole", () => {
  for (const count of [5, 24, 25, 60, 98, 99, 500, 2000]) {
    const { spots, unit } = crowd(count);
    assert.ok(spots.length <= 98 && spots.length * unit >= count);
    assert.ok(spots.every(({ x, y, r }) => x - r >= 0 && x + r <= 240 && y > 0));
  }
  assert.equal(namedSpots(0).length, 0);
});
