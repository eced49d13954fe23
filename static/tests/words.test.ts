import assert from "node:assert/strict";
import { test } from "node:test";
import type { Counts, Model } from "../src/core/model";
import { OUTSIDE_TITLES } from "../src/core/outside_titles";
import type { Aboard, Face, Picture } from "../src/core/picture";
import * as picture_words from "../src/core/picture_words";
import type { Brief } from "../src/core/protocol";
import * as every_page from "../src/core/words";
import { initials } from "../src/views/parts/avatars";

const words = { ...every_page, ...picture_words };

const NAMES = ["Ana", "Ben", "Chloé", "Dev", "Ela", "Femi", "Gus"];
const YOU = 2;

function face(worker: number): Face {
  const name = NAMES[worker - 1] ?? `Worker ${worker}`;
  return { worker, name, avatar: "fox-peach", kind: "person", presence: "connected", you: worker === YOU };
}

function aboard(...workers: number[]): Aboard[] {
  return workers.map((worker, index) => ({ ...face(worker), index, at_ms: 1000 * index }));
}

function picture(changes: Partial<Picture>): Picture {
  return {
    state: "filling",
    generation: 0,
    round: 1,
    phase: "research",
    next_phase: "write",
    phases: ["research", "write"],
    parties: 5,
    parties_rule: "everyone",
    aboard: aboard(1, 2, 3),
    missing: [face(4), face(5)],
    rows: [],
    since_ms: 0,
    end_ms: 10_000,
    release_at_ms: null,
    last: null,
    broken: null,
    exception: null,
    deadline_ms: null,
    repr: "",
    has_release: false,
    ...changes,
  };
}

const COUNTS: Counts = {
  n_waiting: 3,
  parties: 5,
  parties_rule: "everyone",
  workers: 5,
  people: 5,
  faces: [],
  phase: "research",
  next_phase: "write",
  phases: ["research", "write"],
  generation: 0,
  round: 1,
  deadline_ms: null,
  why_broken: null,
};

function model(screen: Model["screen"], changes: Partial<Model> = {}): Model {
  const you = {
    worker: YOU,
    token: null,
    role: "worker",
    name: "Ben",
    avatar: null,
    waiting: null,
    last: null,
  } as const;
  return { screen, counts: COUNTS, you, call: null, ...changes } as Model;
}

const detail = (changes: Partial<Picture>) => words.plain(words.detail(picture(changes)));

test("seconds have one digit after the point, and turn to minutes after two", () => {
  assert.equal(words.seconds(12_440), "12.4 s");
  assert.equal(words.seconds(-5), "0.0 s");
  assert.equal(words.seconds(16_150), "16.2 s"); // toFixed says 16.1
  assert.equal(words.seconds(125_900), "2:05 min");
});

test("ordinals", () => {
  const said = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(words.ordinal);
  assert.deepEqual(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
});

test("a phase becomes a call", () => {
  assert.equal(words.call("final touch"), "final_touch()");
});

test("lists end in and", () => {
  assert.equal(words.plain(words.list([])), "");
  assert.equal(words.plain(words.list(["A"])), "A");
  assert.equal(words.plain(words.list(["A", "B", "C"])), "A, B and C");
});

test("names are parts of their own, so that a view can isolate them", () => {
  assert.deepEqual(words.detail(picture({})), ["Waiting for: ", { name: "Dev" }, " and ", { name: "Ela" }]);
});

test("who is missing: by name up to four, then counted", () => {
  assert.equal(detail({ aboard: aboard(1), missing: [2, 3, 4, 5].map(face) }), "Waiting for: you, Chloé, Dev and Ela");
  assert.equal(detail({ aboard: [], missing: [1, 2, 3, 4, 5].map(face) }), "5 still working");
});

test("more workers than seats: nobody in particular is missing", () => {
  assert.equal(detail({ parties: 4, parties_rule: "fixed" }), "Waiting for 1 more");
});

test("fewer workers than seats: the bus can never leave", () => {
  assert.equal(detail({ parties: 6, parties_rule: "fixed" }), "6 seats, 5 here: this bus can never leave.");
});

test("a lone worker learns how to get company", () => {
  const alone = detail({ parties: 2, aboard: [], missing: [face(YOU)] });
  assert.equal(alone, "A bus for one is no barrier. Open another tab or add a robot.");
  assert.equal(detail({ aboard: [], missing: [], parties: 1 }), "Nobody here yet");
});

test("being last opened the gate", () => {
  const released: Partial<Picture> = { state: "released", aboard: aboard(1, 2, 3, 4, 5), missing: [] };
  assert.equal(detail({ ...released, last: face(5) }), "Ela came last. That call opened the gate.");
  assert.equal(detail({ ...released, last: face(YOU) }), "You came last. Your call opened the gate.");
  assert.equal(detail({ ...released, last: null }), "The bus got one seat fewer, so the gate opened.");
});

test("why it broke", () => {
  const broken = (cause: "abort" | "timeout" | "action", by: number | "host" | null, by_name: string | null) =>
    detail({ state: "broken", broken: { cause, by, by_name, timeout_s: cause === "timeout" ? 30 : null } });
  assert.equal(broken("timeout", null, null), "Time ran out at 30 s. Missing: Dev and Ela");
  assert.equal(broken("abort", 5, "Ela"), "Ela pressed Break it");
  assert.equal(broken("abort", 9, null), "Somebody pressed Break it");
  assert.equal(broken("abort", "host", null), "Your teacher pressed Break it");
  assert.equal(broken("action", 1, "Ana"), "The barrier’s action failed");
});

test("the board tells the state", () => {
  assert.equal(words.board(picture({})), "WAITING · 3 OF 5 ABOARD");
  assert.equal(words.board(picture({ state: "hold", aboard: aboard(1, 2, 3, 4, 5) })), "5 OF 5 · ALL ABOARD");
  assert.equal(words.board(picture({ state: "released" })), "NEXT STOP: WRITE");
  assert.equal(words.board(picture({ state: "broken" })), "OUT OF SERVICE");
});

test("a bus that left has as many seats as were taken, also when the room has grown since", () => {
  const left = picture({ state: "released", aboard: aboard(1, 2, 3), parties: 4 });
  assert.deepEqual(words.tally(left), { k: 3, n: 3 });
});

test("plain words: what wait() did to whom", () => {
  const tip = (changes: Partial<Picture>, seated = true) => words.plain(words.tip(picture(changes), seated));
  assert.equal(tip({}), "You have stopped on the yellow line. You go on when 2 more arrive.");
  assert.equal(
    tip({ aboard: aboard(1, 3), missing: [2, 4, 5].map(face) }),
    "2 called wait() and stopped on that line. Press Arrive and you stop too, until all 5 are here.",
  );
  assert.equal(
    tip({ aboard: aboard(1, 3) }, false),
    "2 called wait() and stopped on that line. They cannot go on until all 5 are here.",
  );
  assert.equal(
    tip({ state: "broken" }),
    "All 3 who waited got BrokenBarrierError. A loud error beats waiting for ever.",
  );
  assert.equal(tip({ state: "released", aboard: aboard(1, 2, 3, 4, 5) }), "Nobody went on before all 5 were here.");
  assert.equal(tip({ state: "released", aboard: aboard(1), parties: 1 }), "Nobody else was expected any more.");
  assert.equal(
    tip({ state: "released", aboard: aboard(1), parties: 1, last: face(1) }),
    "A barrier for one opens with its first call.",
  );
});

test("who was left out does not go", () => {
  const rows = [1, 2, 3, 4].map((worker) => ({ ...face(worker), from_ms: 0, arrived_ms: worker < 4 ? 2000 : null }));
  const left = picture({ state: "released", aboard: aboard(1, 2, 3), parties: 3, rows });
  assert.equal(words.headline(left), "3 go on!");
  assert.equal(words.headline({ ...left, rows: rows.slice(0, 3) }), "Everyone goes!");
});

test("tab titles", () => {
  assert.equal(words.tabTitle(model("waiting")), "(3/5) waiting · Ben");
  assert.equal(words.tabTitle(model("released")), "GO! · Ben");
  assert.equal(words.tabTitle(model("broken")), "Broken · Ben");
  assert.equal(words.tabTitle(model("wrong", { you: null }), OUTSIDE_TITLES), "No such room · All Aboard");
});

test("the scene and the live region say the same as the picture", () => {
  assert.equal(
    words.sceneSentence(picture({})),
    "A bus with 3 of 5 seats taken waits at a closed gate. Waiting for: Dev and Ela.",
  );
  assert.equal(words.status(picture({})), "3 of 5 waiting. Waiting for Dev and Ela.");
  assert.equal(words.releaseAlert("write"), "Gate open. Start writing.");
});

test("a large room is announced at the quarters and near the end", () => {
  const said = Array.from({ length: 41 }, (_, k) => k).filter((k) => words.worthSaying(k, 40));
  assert.deepEqual(said, [10, 20, 30, 37, 38, 39, 40]);
});

test("the phone's own sentences", () => {
  assert.equal(words.alreadyWaiting({ ...COUNTS, n_waiting: 0 }), "Nobody is waiting yet");
  assert.equal(words.alreadyWaiting({ ...COUNTS, n_waiting: 1 }), "1 of 5 already waiting");
  const call = { generation: 0, index: 1, at_ms: 1000, end_ms: 26_800 };
  assert.equal(words.cameAndWaited(model("released", { call })), "You came 2nd and waited 25.8 s.");
  assert.equal(words.untilReset(false), "Wait until somebody resets the bus.");
  assert.equal(words.breakQuestion(3), "Break it for 3 waiting?");
  assert.equal(words.resetQuestion(1), "Reset for 1 waiting?");
});

test("a phone knows who never came, or that its teacher broke the barrier", () => {
  const brief = { hosted: true, cause: "timeout" } as Brief;
  const same = (name: string) => name;
  assert.equal(words.causeOf(brief, same), "Time ran out");
  const named = { ...brief, missing: ["Dev", "Ela"] };
  assert.equal(words.causeOf(named, same), "Time ran out. \u2068Dev\u2069 and \u2068Ela\u2069 never came");
  assert.equal(words.causeOf({ ...brief, cause: "abort" }, same), "Your teacher pressed Break it");
  assert.equal(words.causeOf({ ...brief, cause: "abort", hosted: false }, same), "Somebody pressed Break it");
  assert.equal(words.causeOf({ ...brief, cause: null }, same), null);
});

test("a name is as broad as its letters", () => {
  assert.equal(words.shorten("Wolfgang", 8), "Wolfgang");
  assert.equal(words.shorten("Wolfgangs", 8), "Wolfgan…");
  assert.equal(words.shorten("山田太郎", 8), "山田太郎");
  assert.equal(words.shorten("山田太郎さん", 8), "山田太…");
  assert.equal(words.shorten("👩‍🚀👨‍👩‍👧‍👦👍🏽🇩🇪", 8), "👩‍🚀👨‍👩‍👧‍👦👍🏽🇩🇪");
  assert.equal(words.shorten("👩‍🚀👨‍👩‍👧‍👦👩‍🚀👨‍👩‍👧‍👦👩‍🚀", 8), "👩‍🚀👨‍👩‍👧‍👦👩‍🚀…");
  assert.equal(words.shorten("e\u0301".repeat(9), 8), `${"e\u0301".repeat(7)}…`);
});

test("the first letters of a name are letters as people count them", () => {
  assert.equal(initials("Rose Octopus"), "RO");
  assert.equal(initials("Ben"), "Be");
  assert.equal(initials("👩‍🚀 👨‍👩‍👧‍👦"), "👩‍🚀👨‍👩‍👧‍👦");
  assert.equal(initials("👍🏽👍🏽👍🏽"), "👍🏽👍🏽");
});

test("who stands at the door reads how many are in, and whether all are people", () => {
  const said = [0, 1, 3].map((workers) => words.whoIsIn({ ...COUNTS, workers, people: workers }));
  const each = "The bus has one seat each.";
  assert.deepEqual(said, [`Nobody is in yet. ${each}`, `1 person is in. ${each}`, `3 people are in. ${each}`]);
  const with_robots = { ...COUNTS, workers: 5, people: 1, parties_rule: "fixed" } as const;
  assert.equal(words.whoIsIn(with_robots), "5 are in. The bus has 5 seats.");
});
