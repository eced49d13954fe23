import assert from "node:assert/strict";
import { test } from "node:test";
import { briefOf, counts } from "../src/core/counts";
import { GO_MS, PHONE_GO_MS } from "../src/core/go_ms";
import type { Brief, RoomEvent } from "../src/core/protocol";
import { reduce } from "../src/core/reduce";
import { canArrive, nextChange, screen } from "../src/core/screen";
import { hasGap, NEW_SESSION, type Session, type SessionEvent } from "../src/core/session";
import { reduceWholeSession as reduceSession } from "../src/core/whole";
import { ANA, arrived, BEN, THREE, TRIP, you } from "./rooms";

const HERE: SessionEvent = { type: "standing", standing: "here" };
const WIDE = play(NEW_SESSION, [
  HERE,
  { type: "synced", ack: { you: you(BEN), now_ms: 1000, snapshot: THREE }, now_ms: 1000 },
]);
const PHONE = play(NEW_SESSION, [
  HERE,
  { type: "synced", ack: { you: you(BEN), now_ms: 1000, brief: briefOf(THREE) }, now_ms: 1000 },
]);

function play(session: Session, events: readonly SessionEvent[]): Session {
  return events.reduce(reduceSession, session);
}

function events(session: Session, list: RoomEvent[], now_ms: number): SessionEvent {
  return { type: "events", seq: (session.snapshot?.seq ?? 0) + list.length, events: list, now_ms };
}

/** The brief of the room after these events. */
function briefAfter(list: RoomEvent[]): Brief {
  return briefOf(reduce(THREE, list));
}

test("a press counts where somebody works, and without the barrier while GO! is shown", () => {
  assert.ok(canArrive("working", false) && canArrive("late", false));
  assert.ok(canArrive("released", true) && !canArrive("released", false));
  assert.ok(!canArrive("sending", true) && !canArrive("held", true));
});

test("before the first word a page is joining, and a dead line goes before all", () => {
  assert.equal(screen(NEW_SESSION, 0), "joining");
  assert.equal(screen(WIDE, 1000), "working");
  assert.equal(screen(reduceSession(WIDE, { type: "standing", standing: "lost" }), 1000), "lost");
});

test("a wide page goes from working to the next phase", () => {
  const sent = reduceSession(WIDE, { type: "arriving", generation: 0, now_ms: 1990 });
  assert.equal(screen(sent, 1990), "sending");
  const waiting = reduceSession(sent, events(sent, TRIP.slice(0, 1), 2000));
  assert.equal(screen(waiting, 2000), "waiting");
  const gone = reduceSession(waiting, events(waiting, TRIP.slice(1), 5001));
  assert.deepEqual(
    [5399, 5400, 5400 + GO_MS].map((at_ms) => screen(gone, at_ms)),
    ["hold", "released", "working"],
  );
  assert.deepEqual([nextChange(gone, 5001), nextChange(gone, 5400)], [5400, 5400 + GO_MS]);
  assert.deepEqual(gone.call, { generation: 0, index: 0, at_ms: 2000, end_ms: 5400, outcome: "released" });
});

test("a phone goes the same way on briefs and its own answer", () => {
  const sent = reduceSession(PHONE, { type: "arriving", generation: 0, now_ms: 2000 });
  const waiting = play(sent, [
    { type: "brief", brief: briefAfter(TRIP.slice(0, 1)), now_ms: 2001 },
    { type: "arrived", generation: 0, index: 0, now_ms: 2002 },
  ]);
  assert.equal(screen(waiting, 2002), "waiting");
  const gone = reduceSession(waiting, { type: "brief", brief: briefAfter(TRIP), now_ms: 5001 });
  assert.deepEqual([screen(gone, 5399), screen(gone, 5400)], ["hold", "released"]);
  assert.ok(gone.brief);
  assert.deepEqual([counts(gone.brief, gone.departed, "released", null).phase, gone.brief.generation], ["research", 1]);
});

test("a phone keeps GO! until its person goes on, or until the room has news", () => {
  const gone = reduceSession(reduceSession(PHONE, { type: "arrived", generation: 0, index: 0, now_ms: 2000 }), {
    type: "brief",
    brief: briefAfter(TRIP),
    now_ms: 5001,
  });
  const at = (session: Session, at_ms: number) => screen(session, at_ms, PHONE_GO_MS);
  assert.deepEqual(
    [5400 + GO_MS, 5399 + PHONE_GO_MS, 5400 + PHONE_GO_MS].map((at_ms) => at(gone, at_ms)),
    ["released", "released", "working"],
  );
  assert.equal(nextChange(gone, 5400, PHONE_GO_MS), 5400 + GO_MS);
  assert.equal(at(reduceSession(gone, { type: "went_on" }), 5500), "working");
  const brief = briefAfter(TRIP);
  assert.ok(brief.last);
  const next = { ...brief, last: { ...brief.last, generation: brief.last.generation + 1 } };
  const behind = reduceSession(gone, { type: "brief", brief: next, now_ms: 6000 });
  assert.equal(at(behind, 5399 + PHONE_GO_MS), "released", "a bus without this worker is no news for it");
  const broken: RoomEvent = { type: "broken", at_ms: 6000, generation: 1, cause: "abort", by: ANA, waiting: [] };
  const after = reduceSession(gone, { type: "brief", brief: briefAfter([...TRIP, broken]), now_ms: 6000 });
  assert.deepEqual(
    [5399 + GO_MS, 5400 + GO_MS].map((at_ms) => at(after, at_ms)),
    ["released", "broken"],
  );
});

test("GO! that gave way to a question does not come back when the next round runs", () => {
  const brief = briefAfter(TRIP);
  const gone = play(PHONE, [
    { type: "arrived", generation: 0, index: 0, now_ms: 2000 },
    { type: "brief", brief, now_ms: 5001 },
    { type: "brief", brief: { ...brief, held: "asking" }, now_ms: 6000 },
  ]);
  const asked_ms = 5400 + GO_MS;
  assert.equal(screen(gone, asked_ms, PHONE_GO_MS), "held");
  const run = reduceSession(gone, { type: "brief", brief, now_ms: asked_ms });
  assert.equal(screen(run, asked_ms, PHONE_GO_MS), "working");
});

test("the last to arrive may hear of the trip before its own answer", () => {
  const gone = play(PHONE, [
    { type: "arriving", generation: 0, now_ms: 5000 },
    { type: "brief", brief: briefAfter(TRIP), now_ms: 5001 },
    { type: "arrived", generation: 0, index: 2, now_ms: 5002 },
  ]);
  assert.equal(screen(gone, 5002), "hold");
  assert.deepEqual([gone.call?.index, gone.call?.end_ms, gone.left_behind], [2, 5400, null]);
});

test("a release heard late was missed, until its worker goes on", () => {
  const waiting = reduceSession(WIDE, events(WIDE, TRIP.slice(0, 1), 2000));
  const late = reduceSession(waiting, events(waiting, TRIP.slice(1), 8000));
  assert.equal(screen(late, 60_000), "missed");
  assert.deepEqual(late.missed, { generation: 0, late_ms: 2600 });
  assert.equal(screen(reduceSession(late, { type: "went_on" }), 60_000), "working");
});

test("a phone that comes back after the release missed it, too", () => {
  const waiting = reduceSession(PHONE, { type: "arrived", generation: 0, index: 0, now_ms: 2000 });
  const last = { generation: 0, index: 0, outcome: "released", waited_ms: 3400 } as const;
  const ack = { you: { ...you(BEN), last }, now_ms: 9000, brief: briefAfter(TRIP) };
  const back = play(waiting, [{ type: "standing", standing: "lost" }, HERE, { type: "synced", ack, now_ms: 9000 }]);
  assert.equal(screen(back, 9000), "missed");
  assert.deepEqual(back.missed, { generation: 0, late_ms: 3600 });
  assert.deepEqual([back.call?.at_ms, back.call?.end_ms], [2000, 5400]);
});

test("a page that is opened after a release has missed nothing", () => {
  const last = { generation: 0, index: 0, outcome: "released", waited_ms: 3400 } as const;
  const ack = { you: { ...you(BEN), last }, now_ms: 9000, snapshot: reduce(THREE, TRIP) };
  const opened = play(NEW_SESSION, [HERE, { type: "synced", ack, now_ms: 9000 }]);
  assert.equal(screen(opened, 9000), "working");
});

test("broken is for all, and a reset ends the wait", () => {
  const broken: RoomEvent = { type: "broken", at_ms: 3000, generation: 0, cause: "abort", by: ANA, waiting: [BEN] };
  const session = reduceSession(WIDE, events(WIDE, [arrived(BEN, 0, 2000), broken], 3000));
  assert.deepEqual([screen(session, 3000), session.call?.outcome], ["broken", "broken"]);
  const waiting = reduceSession(WIDE, events(WIDE, [arrived(BEN, 0, 2000)], 2000));
  const reset: RoomEvent = { type: "reset", at_ms: 3000, generation: 1, cause: "reset", by: ANA, waiting: [BEN] };
  const again = reduceSession(waiting, events(waiting, [reset], 3000));
  assert.deepEqual([screen(again, 3000), again.call?.outcome, again.call?.end_ms], ["working", "reset", 3000]);
});

test("a bus that left without a seated worker is late for that worker", () => {
  const others: RoomEvent[] = [
    { type: "configured", at_ms: 1500, parties: 1, parties_rule: "fixed" },
    arrived(ANA, 0, 2000),
    { type: "tripped", at_ms: 2000, generation: 0, order: [ANA], release_at_ms: 2400, cause: "arrival" },
  ];
  const session = reduceSession(WIDE, events(WIDE, others, 2000));
  assert.deepEqual([screen(session, 2000), screen(session, 2400 + GO_MS)], ["late", "working"]);
});

test("a hole is seen, and what is known already is not applied twice", () => {
  assert.ok(hasGap(WIDE, THREE.seq + 2, 1));
  assert.ok(!hasGap(WIDE, THREE.seq + 1, 1));
  const once = reduceSession(WIDE, events(WIDE, TRIP.slice(0, 1), 2000));
  const twice = reduceSession(once, { type: "events", seq: THREE.seq + 2, events: TRIP.slice(0, 2), now_ms: 3000 });
  assert.equal(twice.snapshot?.barrier.waiting.length, 2);
  assert.equal(
    reduceSession(twice, { type: "events", seq: THREE.seq + 1, events: TRIP.slice(0, 1), now_ms: 3000 }),
    twice,
  );
});

test("a phone whose place may have changed asks", () => {
  const second = play(PHONE, [
    { type: "brief", brief: briefAfter(TRIP.slice(0, 2)), now_ms: 3000 },
    { type: "arrived", generation: 0, index: 1, now_ms: 3000 },
  ]);
  const left: RoomEvent = { type: "worker_left", at_ms: 3500, worker: BEN, reason: "left", parties: 2 };
  const asks = reduceSession(second, { type: "brief", brief: briefAfter([...TRIP.slice(0, 2), left]), now_ms: 3500 });
  assert.deepEqual([second.is_stale, asks.is_stale], [false, true]);
});

test("another epoch is another room: nothing stays", () => {
  const waiting = reduceSession(WIDE, events(WIDE, TRIP.slice(0, 1), 2000));
  const fresh = { ...THREE, epoch: 2, seq: 0 };
  const session = reduceSession(waiting, {
    type: "synced",
    ack: { you: you(1), now_ms: 1, snapshot: fresh },
    now_ms: 1,
  });
  assert.deepEqual([session.call, session.snapshot?.epoch, session.standing], [null, 2, "here"]);
});

test("what a reset did to programs is shown until somebody waits again", () => {
  const program: RoomEvent = {
    type: "worker_joined",
    at_ms: 1500,
    worker: 4,
    name: "load.py",
    avatar: "p",
    kind: "program",
    parties: 4,
  };
  const reset = (generation: number, waiting: number[]): RoomEvent => ({
    type: "reset",
    at_ms: 3000,
    generation,
    cause: "reset",
    by: null,
    waiting,
  });
  const after = (...list: RoomEvent[]) => play(WIDE, [events(WIDE, [program, ...list], 3000)]);
  const waited = [arrived(ANA, 0, 2000), arrived(4, 1, 2500), reset(1, [ANA, 4])];
  assert.deepEqual(after(...waited).reset, { cause: "reset", n_programs: 1 });
  assert.equal(after(arrived(ANA, 0, 2000), reset(1, [ANA])).reset, null, "nobody but people waited");
  assert.equal(after(...waited, arrived(ANA, 0, 4000, 1)).reset, null);
  assert.equal(after(...waited, reset(2, [])).reset, null);
});

test("the page of a program asks the server with each news, because the program calls by itself", () => {
  const start = reduceSession(NEW_SESSION, { type: "standing", standing: "here" });
  const page = (kind?: "program") =>
    reduceSession(start, {
      type: "synced",
      ack: { you: { ...you(BEN), ...(kind ? { kind } : {}) }, now_ms: 0, brief: briefOf(THREE) },
      now_ms: 0,
    });
  const news = { type: "brief", brief: { ...briefOf(THREE), seq: THREE.seq + 1, n_waiting: 1 }, now_ms: 1 } as const;
  assert.equal(reduceSession(page("program"), news).is_stale, true);
  assert.equal(reduceSession(page(), news).is_stale, false);
});
