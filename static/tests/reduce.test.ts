import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { RoomEvent, Snapshot } from "../src/core/protocol";
import { reduce } from "../src/core/reduce";
import { ANA, arrived, BEN, CHLOE, EMPTY, joined, THREE, TRIP } from "./rooms";

test("the first to join begins the generation", () => {
  const room = reduce(EMPTY, [joined(ANA, "Ana", 7000), joined(BEN, "Ben", 8000)]);
  assert.equal(room.barrier.since_ms, 7000);
  assert.deepEqual(
    room.workers.map((seated) => seated.name),
    ["Ana", "Ben"],
  );
});

test("every event counts, also one that is not known", () => {
  const unknown = { type: "sang", at_ms: 1 } as unknown as RoomEvent;
  assert.equal(reduce(THREE, [unknown]).seq, THREE.seq + 1);
});

test("a trip begins the next generation at the release", () => {
  const room = reduce(THREE, TRIP);
  assert.deepEqual(room.barrier.waiting, []);
  assert.equal(room.barrier.generation, 1);
  assert.equal(room.barrier.since_ms, 5400);
  assert.deepEqual(room.last_release, {
    generation: 0,
    order: [BEN, CHLOE, ANA],
    arrived_ms: [2000, 3000, 5000],
    since_ms: 1000,
    at_ms: 5000,
    release_at_ms: 5400,
  });
});

test("those behind a worker who leaves move up", () => {
  const left: RoomEvent = { type: "worker_left", at_ms: 3500, worker: BEN, reason: "left", parties: 2 };
  const room = reduce(THREE, [...TRIP.slice(0, 2), left]);
  assert.deepEqual(room.barrier.waiting, [{ worker: CHLOE, index: 0, at_ms: 3000 }]);
  assert.equal(room.barrier.parties, 2);
});

test("a broken barrier keeps who waited, and a reset forgets them", () => {
  const broken: RoomEvent = { type: "broken", at_ms: 3000, generation: 0, cause: "abort", by: ANA, waiting: [BEN] };
  const room = reduce(THREE, [arrived(BEN, 0, 2000), broken]);
  assert.equal(room.barrier.state, "broken");
  assert.deepEqual(room.barrier.broken, { by: ANA, at_ms: 3000, waiting: [{ worker: BEN, index: 0, at_ms: 2000 }] });
  const reset: RoomEvent = { type: "reset", at_ms: 4000, generation: 1, cause: "reset", by: ANA, waiting: [] };
  const again = reduce(room, [reset]).barrier;
  assert.deepEqual(
    [again.state, again.generation, again.since_ms, again.cause, again.broken],
    ["filling", 1, 4000, null, null],
  );
});

test("presence, names and rules follow their events", () => {
  const room = reduce(THREE, [
    { type: "presence", at_ms: 2000, worker: BEN, connected: false },
    { type: "worker_renamed", at_ms: 2000, worker: ANA, name: "Anna", avatar: "A" },
    { type: "configured", at_ms: 2500, parties: 5, parties_rule: "fixed", timeout_s: 30, door: "locked" },
    { type: "acting", at_ms: 2600, worker: ANA, generation: 0 },
  ]);
  assert.deepEqual(
    room.workers.map((seated) => [seated.name, seated.connected, seated.away_since_ms]),
    [
      ["Anna", true, null],
      ["Ben", false, 2000],
      ["Chloé", true, null],
    ],
  );
  assert.deepEqual([room.timeout_s, room.timeout_set_at_ms, room.door], [30, 2500, "locked"]);
  assert.deepEqual([room.barrier.parties, room.barrier.parties_rule, room.barrier.state], [5, "fixed", "acting"]);
  assert.ok(!("parties" in room));
});

/** Written by the server's tests; each holds what the server made of the same events. Tables of cases lie beside them. */
const RECORDED = pathToFileURL(`${process.cwd()}/../tests/recorded/`);

for (const name of existsSync(RECORDED) ? readdirSync(RECORDED).filter((file) => file.endsWith(".json")) : []) {
  const recorded = JSON.parse(readFileSync(new URL(name, RECORDED), "utf8")) as {
    before: Snapshot;
    events: RoomEvent[];
    after: Snapshot;
  };
  if (Array.isArray(recorded)) continue;
  test(`the server and this page fold ${name} to the same`, () => {
    const after = reduce(recorded.before, recorded.events);
    assert.deepEqual({ ...after, now_ms: 0 }, { ...recorded.after, now_ms: 0 });
  });
}
