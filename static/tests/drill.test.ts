import assert from "node:assert/strict";
import { test } from "node:test";
import { arrivals } from "../src/core/algorithms/arrivals";
import { COUNTER_AND_FLAG } from "../src/core/algorithms/counter";
import { DISSEMINATION } from "../src/core/algorithms/dissemination";
import { play } from "../src/core/algorithms/model";
import { briefOf as briefIn } from "../src/core/counts";
import { countBySeat, doneOf, partners, standing } from "../src/core/drill";
import { counterEnd, drillPicture } from "../src/core/drill_model";
import { drillHead, drillNote, seatWords } from "../src/core/drill_words";
import { lessonScene } from "../src/core/lesson_scene";
import type { RoomEvent, Snapshot } from "../src/core/protocol";
import { reduce } from "../src/core/reduce";
import { NEW_SESSION, reduceSession } from "../src/core/session";
import { isolated, plain } from "../src/core/words";
import { ANA, BEN, EMPTY, joined, you } from "./rooms";

const NAMES = ["Ana", "Ben", "Chloé", "Dev"];
const FOUR = reduce(
  EMPTY,
  NAMES.map((name, i) => joined(i + 1, name)),
);
const BEGUN: RoomEvent = { type: "drill", at_ms: 10_000, run: 0, kind: "dissemination", seats: [1, 2, 3, 4] };
const FACES = NAMES.map((name) => ({ name, avatar: name, kind: "person" as const }));

function signalled(seat: number, k: number, at_ms: number): RoomEvent {
  return { type: "signalled", at_ms, seat, k };
}

/** The last one comes after 5 s; a tap takes 1 s. */
const PASSED: RoomEvent[] = [
  BEGUN,
  signalled(0, 0, 11_000),
  signalled(1, 0, 12_000),
  signalled(2, 0, 12_500),
  signalled(1, 1, 13_000),
  signalled(2, 1, 13_500),
  signalled(3, 0, 15_000),
  signalled(3, 1, 16_000),
  signalled(0, 1, 16_000),
];

test("a seat tells the one 1, then 2, then 4 seats on", () => {
  assert.deepEqual(partners(8, 1), [
    { to: 2, from: 0 },
    { to: 3, from: 7 },
    { to: 5, from: 5 },
  ]);
});

test("whoever knows of everybody goes on, in the steps of the page of algorithms", () => {
  for (const n of [4, 5, 8, 13, 32]) {
    for (const pattern of ["at_once", "class", "one_late"] as const) {
      const run = play(DISSEMINATION, arrivals(pattern, n));
      for (let step = 0; step <= run.end; step++) {
        const sent = run.signals.filter(({ at }) => at < step);
        const done = countBySeat(
          n,
          sent.map(({ from, at }) => [from, at] as const),
        );
        run.released.forEach((released, me) => {
          const { state, n_known } = standing(done, me);
          assert.equal(state === "go", released <= step, `${pattern} ${n}: seat ${me}, step ${step}`);
          if (state === "go") assert.equal(n_known, n);
        });
      }
    }
  }
});

test("a doubled round of digits reads as it was written", () => {
  assert.deepEqual(doneOf("2013"), [2, 0, 1, 3]);
  assert.deepEqual(
    [0, 1, 2, 3].map((me) => standing(doneOf("1010"), me).state),
    ["wait", "tell", "wait", "tell"],
  );
});

test("one counter with the class's own taps ends as the counter that is played does", () => {
  for (const n of [2, 5, 16, 32]) {
    for (const pattern of ["at_once", "class", "one_late"] as const) {
      const arrives = arrivals(pattern, n);
      assert.equal(counterEnd(arrives, 1), play(COUNTER_AND_FLAG, arrives).end, `${pattern} ${n}`);
    }
  }
});

test("the projector follows a class that passes it on, and compares it with one counter", () => {
  const half = drillPicture(reduce(FOUR, PASSED.slice(0, 6)), 14_000);
  assert.ok(half);
  assert.deepEqual([half.n_signals, half.n_in_all, half.n_here, half.is_over], [5, 8, 3, false]);
  assert.equal(plain(drillHead(half).line), "Waiting for: Dev");
  assert.equal(plain(seatWords(half, 0)), "waits for Dev");
  const end = drillPicture(reduce(FOUR, PASSED), 60_000);
  assert.ok(end);
  assert.deepEqual([end.is_over, end.now_s, end.tap_s], [true, 6, 1]);
  assert.deepEqual([end.passed.after_last_s, end.counter.after_last_s], [1, 2]);
  assert.deepEqual([end.passed.signals, end.counter.signals, end.counter.at_one_place], [8, 7, 4]);
  assert.deepEqual(end.path, [{ at: 5, from: 3, to: 0, what: "0" }], "all waited for Dev");
  assert.match(plain(drillNote(end)), /^Pass it on was quicker\./);
});

test("who has left is named, and that some wait for ever", () => {
  const left: RoomEvent = { type: "worker_left", at_ms: 12_100, worker: BEN, reason: "left", parties: 3 };
  const shown = drillPicture(reduce(FOUR, [...PASSED.slice(0, 2), left]), 14_000);
  assert.ok(shown);
  assert.equal(drillHead(shown).headline, "Some wait for ever");
  assert.equal(drillPicture(reduce(FOUR, [...PASSED, left]), 14_000)?.left.length, 0);
});

test("a phone asks for its seat when a drill begins, and is told whom to tell and whom to wait for", () => {
  const before = reduceSession(reduceSession(NEW_SESSION, { type: "standing", standing: "here" }), {
    type: "synced",
    ack: { you: you(BEN), now_ms: 0, brief: briefIn(FOUR) },
    now_ms: 0,
  });
  const drill = (done: string) => ({
    ...briefIn(FOUR),
    held: "looking" as const,
    drill: { run: 0, kind: "dissemination" as const, done },
  });
  const begun = reduceSession(before, { type: "brief", brief: drill("0000"), now_ms: 1 });
  assert.equal(begun.is_stale, true);
  assert.equal(lessonScene(begun, "held")?.name, "drill_watch");
  const seat = { run: 0, index: 1, faces: FACES };
  const at = (done: string) => {
    const ack = { you: { ...you(BEN), seat }, now_ms: 1, brief: drill(done) };
    return lessonScene(reduceSession(begun, { type: "synced", ack, now_ms: 1 }), "held")?.alert;
  };
  assert.deepEqual(["0000", "0100", "1100", "2221", "2222"].map(at), [
    `Tell ${isolated("Chloé")}.`,
    `Wait for ${isolated("Ana")}.`,
    `Tell ${isolated("Dev")}.`,
    `Wait for ${isolated("Dev")}.`,
    "Go! You know of all 4.",
  ]);
});

test("a wide page knows its seat from the room itself", () => {
  const room: Snapshot = { ...reduce(FOUR, [BEGUN, signalled(0, 0, 11_000)]), held: "looking" };
  const session = { ...NEW_SESSION, standing: "here" as const, snapshot: room, brief: briefIn(room), you: you(ANA) };
  assert.equal(lessonScene(session, "held")?.alert, `Wait for ${isolated("Dev")}.`);
  assert.equal(lessonScene({ ...session, you: you(9) }, "held")?.name, "drill_watch");
});
