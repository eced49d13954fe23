import assert from "node:assert/strict";
import { test } from "node:test";
import { isAllDone, nextPress } from "../src/core/free_paints";
import { muralPicture } from "../src/core/mural_model";
import { phoneMural } from "../src/core/mural_phone";
import { muralHead, muralNote, rowsOf, stripsToPaint } from "../src/core/mural_words";
import { truth } from "../src/core/painting";
import type { Brief, RoomEvent, Snapshot, You } from "../src/core/protocol";
import type { MuralBrief } from "../src/core/protocol_lesson";
import { reduce } from "../src/core/reduce";
import { NEW_SESSION, reduceSession, type Session } from "../src/core/session";
import { plain } from "../src/core/words";
import { ANA, arrived, BEN, CHLOE, THREE, TRIP, you } from "./rooms";

const BEGUN: RoomEvent = { type: "mural", at_ms: 1500, run: 0, gate: "barrier", owners: [] };
const FREE: RoomEvent = { type: "mural", at_ms: 6000, run: 1, gate: "none", owners: [ANA, BEN, CHLOE] };

function painted(...strips: number[]): RoomEvent {
  return { type: "painted", at_ms: 7000, strips };
}

function shown(room: Snapshot, now_ms: number) {
  const mural = muralPicture(room, BEN, now_ms);
  assert.ok(mural);
  return mural;
}

test("nothing changes before the gate opens, and then everything at once", () => {
  const filling = reduce(THREE, [BEGUN, ...TRIP.slice(0, 2)]);
  const before = shown(filling, 4000);
  assert.deepEqual([before.phase, before.step, before.n_painted], ["filling", 0, 2]);
  assert.equal(muralHead(before, 3).status, "The picture at step 0 of 12. 2 of 3 strips are painted.");
  const room = reduce(filling, TRIP.slice(2));
  const held = shown(room, 5399);
  assert.deepEqual([held.phase, held.step], ["hold", 0]);
  assert.deepEqual(held.cells, before.cells);
  const open = shown(room, 5400);
  assert.deepEqual([open.phase, open.step, open.last?.name], ["released", 1, "Ana"]);
  assert.deepEqual(open.cells, truth(0, 1));
  assert.equal(shown(room, 6600).phase, "filling");
});

test("the picture stays the same value while nothing is painted", () => {
  const room = reduce(THREE, [BEGUN, ...TRIP]);
  assert.equal(shown(room, 8000).cells, shown(reduce(room, [arrived(ANA, 0, 8100, 1)]), 8200).cells);
});

test("a broken barrier leaves the picture as it is", () => {
  const broken: RoomEvent = { type: "broken", at_ms: 9000, generation: 1, cause: "abort", by: ANA, waiting: [] };
  const mural = shown(reduce(THREE, [BEGUN, ...TRIP, broken]), 9500);
  assert.deepEqual([mural.phase, mural.step], ["broken", 1]);
  assert.match(plain(muralHead(mural, 3).line), /stays at step 1/);
});

test("without the barrier each strip has its own step, and the first tear is known", () => {
  const mural = shown(reduce(THREE, [FREE, painted(0, 0), painted(1)]), 9000);
  assert.deepEqual([mural.phase, [...mural.steps], mural.n_wrong > 0], ["free", [2, 1, 0], true]);
  assert.deepEqual(mural.first_tear, { strip: 0, step: 2, neighbour: 1, found: 0 });
  assert.equal(plain(muralHead(mural, 3).line), "Nobody waits. Ana is at step 2, Chloé at step 0.");
  assert.match(plain(muralNote({ ...mural, steps: [5, 0, 0] }).words), /Ana takes Ben’s edge.*5 steps old/);
  assert.equal(stripsToPaint(mural), 33);
  assert.deepEqual(
    rowsOf(mural).map((row) => [row.face.name, row.step, row.state]),
    [
      ["Ana", 2, "paints"],
      ["Ben", 1, "paints"],
      ["Chloé", 0, "paints"],
    ],
  );
});

test("the run is over when all who are here are done, and who has left keeps a name", () => {
  const twelve = Array.from({ length: 24 }, (_, i) => i % 2);
  const before = reduce(THREE, [FREE, painted(...twelve)]);
  assert.equal(shown(before, 9000).phase, "free");
  const left: RoomEvent = { type: "worker_left", at_ms: 8000, worker: CHLOE, reason: "left", parties: 2 };
  const mural = shown(reduce(before, [left]), 9000);
  assert.deepEqual([mural.phase, mural.owners[2]?.name, mural.owners[2]?.presence], ["over", "Chloé", "gone"]);
});

const BRIEF = { generation: 4, workers: 3, seq: 9, n_waiting: 0, last: null, faces: [] } as unknown as Brief;
const MURAL: MuralBrief = { run: 1, gate: "none", n: 3, deal: 0, painted_ms: null, done: "0" };

function phone(mural: MuralBrief, strip: You["strip"]): Session {
  const ack = { brief: { ...BRIEF, mural }, you: { ...you(BEN), ...(strip === undefined ? {} : { strip }) } };
  return reduceSession({ ...NEW_SESSION, standing: "here" }, { type: "synced", ack, now_ms: 0 });
}

test("a phone's press names its own step, and its answer brings what others have painted", () => {
  let session = phone({ ...MURAL, paints: [0, 1, 0] }, { index: 1, n: 3, deal: 0, near: [] });
  assert.deepEqual(nextPress(session), { generation: 5, known: 3 });
  session = reduceSession(session, { type: "painted", known: 3, paints: [2, 1] });
  assert.deepEqual(nextPress(session), { generation: 6, known: 5 });
  const mural = phoneMural(session, 0);
  assert.deepEqual([mural?.step, mural?.strip, mural?.is_over], [2, 1, false]);
  assert.equal(nextPress(phone({ ...MURAL, gate: "barrier", paints: [] }, null)), null);
});

test("a phone that asks hears what comes after the paintings that it knows, and forgets them with their picture", () => {
  let session = phone({ ...MURAL, paints: [0, 1, 0] }, { index: 1, n: 3, deal: 0, near: [] });
  const asked = (mural: MuralBrief): Session =>
    reduceSession(session, { type: "synced", ack: { brief: { ...BRIEF, mural } }, now_ms: 0 });
  session = asked({ ...MURAL, known: 3, paints: [1] });
  assert.deepEqual(session.painted, [0, 1, 0, 1]);
  assert.deepEqual(asked({ ...MURAL, known: 3, paints: [] }).painted, [0, 1, 0, 1], "an older answer");
  assert.deepEqual(asked({ ...MURAL, known: 5, paints: [2] }).painted, [0, 1, 0, 1], "an answer after a hole");
  assert.deepEqual(asked({ ...MURAL, run: 2, paints: [2] }).painted, [2]);
  const next = reduceSession(session, { type: "brief", brief: { ...BRIEF, mural: { ...MURAL, run: 2 } }, now_ms: 0 });
  assert.deepEqual(next.painted, []);
});

test("a phone sees how far its neighbours are", () => {
  const near = [{ strip: 0, name: "Ana", avatar: "", kind: "person" as const }];
  const free = phoneMural(phone({ ...MURAL, paints: [0, 0, 1] }, { index: 1, n: 3, deal: 0, near }), 0);
  assert.equal(free?.near[0]?.ahead, 1);
  const barrier: MuralBrief = { ...MURAL, run: 2, gate: "barrier", done: "8", paints: [3] };
  const mural = phoneMural(phone(barrier, { index: 1, n: 3, deal: 0, near }), 0);
  assert.deepEqual([mural?.near[0]?.is_painted, mural?.step], [true, 1]);
});

test("a phone asks again when the server deals anew", () => {
  const before = phone({ ...MURAL, paints: [] }, { index: 1, n: 3, deal: 0, near: [] });
  const heard = (mural: MuralBrief) =>
    reduceSession(before, { type: "brief", brief: { ...BRIEF, seq: 10, mural }, now_ms: 0 });
  assert.ok(!heard({ ...MURAL, done: "8" }).is_stale);
  assert.ok(heard({ ...MURAL, deal: 1 }).is_stale);
  assert.ok(isAllDone(6, "fc"));
  assert.ok(!isAllDone(6, "f8"));
});
