import assert from "node:assert/strict";
import { test } from "node:test";
import { picture, RELEASED_AT_LEAST_MS, remember } from "../src/core/picture";
import type { RoomEvent } from "../src/core/protocol";
import { reduce } from "../src/core/reduce";
import { arrivalCurve, timeline } from "../src/core/timeline";
import { ANA, arrived, BEN, CHLOE, joined, THREE, TRIP } from "./rooms";

const TRIPPED = reduce(THREE, TRIP);
const RELEASE_MS = 5400;

test("while filling, those aboard stand in order of coming", () => {
  const drawn = picture(reduce(THREE, TRIP.slice(0, 2)), [], CHLOE, 4000);
  assert.equal(drawn.state, "filling");
  assert.deepEqual(
    drawn.aboard.map((face) => [face.worker, face.index, face.you]),
    [
      [BEN, 0, false],
      [CHLOE, 1, true],
    ],
  );
  assert.deepEqual(
    drawn.missing.map((face) => face.name),
    ["Ana"],
  );
  assert.deepEqual([drawn.phase, drawn.next_phase, drawn.round, drawn.end_ms], ["research", "write", 1, 4000]);
});

test("repr is of the moment that the picture shows", () => {
  const dev = reduce(TRIPPED, [joined(4, "Dev", 5300), arrived(BEN, 0, 5500, 1)]);
  assert.equal(picture(dev, [], null, 5600).repr, "<threading.Barrier at 0x…: waiters=0/3>");
  const waiting = picture(reduce(THREE, TRIP.slice(0, 2)), [], null, 4000);
  assert.deepEqual([waiting.repr, waiting.has_release], ["<threading.Barrier at 0x…: waiters=2/3>", false]);
  const held = picture(TRIPPED, [], null, RELEASE_MS - 1);
  assert.deepEqual([held.repr, held.has_release], ["<threading.Barrier at 0x…: waiters=0/3>", true]);
  const aborted: RoomEvent = { type: "broken", at_ms: 4000, generation: 0, cause: "abort", by: ANA, waiting: [] };
  assert.equal(picture(reduce(THREE, [aborted]), [], null, 4000).repr, "<threading.Barrier at 0x…: broken>");
});

test("the picture holds from the trip to the release", () => {
  const held = picture(TRIPPED, [], null, RELEASE_MS - 1);
  assert.deepEqual([held.state, held.generation, held.aboard.length], ["hold", 0, 3]);
  assert.equal(held.end_ms, TRIPPED.last_release?.at_ms); // seconds stop with the last one who came
  const released = picture(TRIPPED, [], null, RELEASE_MS);
  assert.deepEqual([released.state, released.last?.name, released.end_ms], ["released", "Ana", RELEASE_MS]);
});

test("a released picture stays until the next one arrives, and 3 s at least", () => {
  assert.equal(picture(TRIPPED, [], null, RELEASE_MS + 3_600_000).state, "released");
  const next = reduce(TRIPPED, [arrived(BEN, 0, RELEASE_MS + 500, 1)]);
  assert.equal(picture(next, [], null, RELEASE_MS + RELEASED_AT_LEAST_MS - 1).state, "released");
  const filling = picture(next, [], null, RELEASE_MS + RELEASED_AT_LEAST_MS);
  assert.deepEqual([filling.state, filling.generation, filling.phase], ["filling", 1, "write"]);
});

test("a new worker gets to see the new bus", () => {
  const at_ms = RELEASE_MS + RELEASED_AT_LEAST_MS;
  const room = reduce(TRIPPED, [joined(4, "Dev", at_ms)]);
  assert.equal(picture(room, [], null, at_ms).state, "filling");
});

test("a departure that trips has no last caller", () => {
  const left: RoomEvent = { type: "worker_left", at_ms: 4000, worker: ANA, reason: "gone", parties: 2 };
  const release_at_ms = 4400;
  const tripped: RoomEvent = {
    type: "tripped",
    at_ms: 4000,
    generation: 0,
    order: [BEN, CHLOE],
    release_at_ms,
    cause: "departure",
  };
  const drawn = picture(reduce(THREE, [...TRIP.slice(0, 2), left, tripped]), [], null, 4500);
  assert.deepEqual([drawn.state, drawn.last, drawn.parties], ["released", null, 2]);
});

test("a worker who left after the release still stands in its picture", () => {
  const left: RoomEvent = { type: "worker_left", at_ms: 6000, worker: BEN, reason: "left", parties: 2 };
  const after = reduce(TRIPPED, [left]);
  assert.equal(picture(after, [], null, 6000).state, "filling", "a page that never knew Ben cannot draw him");
  const drawn = picture(after, remember([], TRIPPED, after), null, 6000);
  assert.deepEqual([drawn.state, drawn.aboard[0]?.name], ["released", "Ben"]);
  assert.equal(drawn.rows.length, 3);
});

test("a broken picture tells who pressed, and who got the error", () => {
  const broken: RoomEvent = { type: "broken", at_ms: 3000, generation: 0, cause: "abort", by: ANA, waiting: [BEN] };
  const drawn = picture(reduce(THREE, [arrived(BEN, 0, 2000), broken]), [], null, 9000);
  assert.deepEqual([drawn.state, drawn.broken?.by_name, drawn.aboard.length, drawn.end_ms], ["broken", "Ana", 1, 3000]);
});

test("work goes on to the next phase with a release only", () => {
  const at = (events: RoomEvent[]) => {
    const drawn = picture(reduce(THREE, events), [], null, 60_000);
    return [drawn.state, drawn.phase, drawn.next_phase, drawn.round];
  };
  const broken: RoomEvent = { type: "broken", at_ms: 3000, generation: 0, cause: "abort", by: ANA, waiting: [BEN] };
  const reset: RoomEvent = { type: "reset", at_ms: 4000, generation: 1, cause: "reset", by: ANA, waiting: [] };
  assert.deepEqual(at([arrived(BEN, 0, 2000), broken, reset]), ["filling", "research", "write", 1]);
  assert.deepEqual(at([...TRIP, arrived(BEN, 0, 9000, 1)]), ["filling", "write", "research", 1]);
});

test("presence fades from no signal to gone, and the time limit has its moment", () => {
  const room = reduce(THREE, [
    { type: "presence", at_ms: 2000, worker: BEN, connected: false },
    { type: "configured", at_ms: 2500, parties: 3, timeout_s: 30 },
    { ...arrived(CHLOE, 0, 2100), deadline_ms: 32_500 },
  ]);
  const faces = (at_ms: number) => picture(room, [], null, at_ms).missing.map((face) => face.presence);
  assert.deepEqual(faces(31_999), ["connected", "no_signal"]);
  assert.deepEqual(faces(32_000), ["connected", "gone"]);
  assert.equal(picture(room, [], null, 3000).deadline_ms, 32_500);
});

test("bars and the curve lie on one axis", () => {
  const drawn = picture(TRIPPED, [], null, 6000);
  const { axis, bars } = timeline(drawn);
  assert.deepEqual([axis.ticks[0]?.label, axis.ticks.at(-1)?.x], ["0 s", 1]);
  assert.equal(axis.to_ms - axis.from_ms, 10_000);
  assert.deepEqual(
    bars.map((bar) => [bar.row.name, bar.waited_s]),
    [
      ["Ana", 0.4],
      ["Ben", 3.4],
      ["Chloé", 2.4],
    ],
  );
  assert.deepEqual([bars[1]?.from_x, bars[1]?.arrived_x, bars[1]?.end_x], [0, 0.1, 0.44]);
  const curve = arrivalCurve(drawn);
  assert.ok(Math.abs(curve.waited_s - 6.2) < 1e-9);
  assert.deepEqual(curve.points.at(-1), { x: 0.44, y: 1 });
});
