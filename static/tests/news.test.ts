import assert from "node:assert/strict";
import { test } from "node:test";
import { news } from "../src/core/news";
import type { RoomEvent } from "../src/core/protocol";
import { reduce } from "../src/core/reduce";
import { ANA, arrived, BEN, CHLOE, THREE } from "./rooms";

const WAITS = reduce(THREE, [arrived(BEN, 0, 2000)]);

function left(worker: number, reason: "left" | "dropped" | "gone", parties: number): RoomEvent {
  return { type: "worker_left", at_ms: 9000, worker, reason, parties };
}

function newsOf(events: RoomEvent[], room = WAITS): string | undefined {
  return news(room, events)?.replace(/[\u2068\u2069]/g, "");
}

test("a seat that goes is said with the new parties", () => {
  assert.equal(newsOf([left(ANA, "dropped", 2)]), "Ana was let go. Seats: 2.");
  assert.equal(newsOf([left(ANA, "gone", 2)]), "Ana was away too long. Seats: 2.");
  assert.equal(newsOf([left(ANA, "left", 2)]), "Ana left. Seats: 2.");
  assert.equal(newsOf([left(ANA, "dropped", 2), left(CHLOE, "dropped", 1)]), "2 seats were given up. Seats: 1.");
  const fixed = { ...WAITS, barrier: { ...WAITS.barrier, parties_rule: "fixed" as const } };
  assert.equal(newsOf([left(ANA, "dropped", 3)], fixed), "Ana was let go.");
});

test("a reset is news to those who waited only", () => {
  const reset: RoomEvent = { type: "reset", at_ms: 9000, generation: 1, cause: "reset", by: "host", waiting: [BEN] };
  assert.equal(newsOf([reset]), "Reset while 1 was waiting: it got BrokenBarrierError.");
  assert.equal(newsOf([{ ...reset, waiting: [] }]), undefined);
});

test("a lost signal changes nothing, and says so", () => {
  const lost = (worker: number): RoomEvent => ({ type: "presence", at_ms: 9000, worker, connected: false });
  assert.equal(newsOf([lost(BEN)]), "Ben has no signal (still counted).");
  assert.equal(newsOf([lost(ANA)]), "Ana has no signal (still expected).");
  assert.equal(newsOf([arrived(ANA, 1, 9000)]), undefined);
});

test("a rule that changes is said in a sentence, with Python's word where there is one", () => {
  const changed = (fields: object): RoomEvent => ({ type: "configured", at_ms: 9000, parties: 3, ...fields });
  assert.equal(newsOf([changed({ timeout_s: 30 })]), "Time limit: wait(timeout=30) from now on.");
  assert.equal(newsOf([changed({ timeout_s: null })]), "No time limit: wait() waits for ever.");
  assert.equal(
    newsOf([changed({ gone: "let_go", gone_after_s: 10 })]),
    "A seat is given up after 10 s without a signal.",
  );
  assert.equal(
    newsOf([changed({ gone_after_s: 10 })], { ...WAITS, gone: "hold" }),
    "A seat is kept while its phone is away.",
  );
  assert.equal(newsOf([changed({ door: "locked" })]), "The door is locked.");
  assert.equal(newsOf([changed({ names: "hidden" })]), "Names are hidden on every screen.");
  assert.equal(newsOf([changed({ lead_ms: 0 })]), undefined);
});
