import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnAddress, place } from "../src/core/address";
import { BINS, flood } from "../src/core/flood";
import { type HostLocalState, hostModel } from "../src/core/host_model";
import {
  clock,
  enoughSeats,
  hostHeadline,
  isFew,
  mainButton,
  note,
  presenceWords,
  robotsWords,
  seatWords,
  withoutOne,
} from "../src/core/host_words";
import { onLines } from "../src/core/picture_words";
import type { RoomEvent, Snapshot } from "../src/core/protocol";
import { reduce } from "../src/core/reduce";
import { NEW_SESSION, type Session } from "../src/core/session";
import { reduceWholeSession as reduceSession } from "../src/core/whole";
import { plain } from "../src/core/words";
import { ANA, arrived, BEN, CHLOE, EMPTY, joined, THREE, TRIP } from "./rooms";

const LOCAL: HostLocalState = {
  code: "KTRVPD",
  join_url: "http://bus.example/KTRVPD",
  host_at: null,
  own_at: null,
  retry_at_ms: null,
  polling: false,
  toast: null,
  sound: false,
  sound_asked: true,
  theme: "light",
  panel: null,
  confirming: null,
  back_row: false,
  bar_hidden: false,
  crossed: false,
  keys_on: true,
  robots: { count: 1, pace: "steady" },
  seen: null,
  ours_until_ms: 0,
  deal_to: "robot",
  world: null,
  thrown: null,
};
const YOU = { worker: null, token: null, role: "host", name: null, avatar: null, waiting: null, last: null } as const;

function atSync(snapshot: Snapshot): Session {
  const here = reduceSession(NEW_SESSION, { type: "standing", standing: "here" });
  return reduceSession(here, {
    type: "synced",
    ack: { snapshot: { ...snapshot, hosted: true }, you: YOU, now_ms: 0 },
    now_ms: 0,
  });
}

function at(now_ms: number, snapshot: Snapshot, local: Partial<HostLocalState> = {}) {
  const model = hostModel(atSync(snapshot), { ...LOCAL, ...local }, now_ms, 0);
  assert.ok(model.picture);
  return { model, picture: model.picture };
}

const LOBBY: Snapshot = { ...THREE, stage: "lobby" };

test("the main button is a button only where there is something to press", () => {
  assert.deepEqual(mainButton(at(2000, LOBBY).model), { label: "Start the trip", key: "Space" });
  const one_waits = reduce(THREE, [arrived(BEN, 0, 2000)]);
  assert.deepEqual(mainButton(at(3000, one_waits).model), { label: "Waiting for 2 more", key: null });
  const gone = reduce(THREE, TRIP);
  assert.deepEqual(mainButton(at(5100, gone).model), { label: "All aboard", key: null });
  assert.deepEqual(mainButton(at(6000, gone).model), { label: "Next round", key: "N" });
  const broken: RoomEvent = { type: "broken", at_ms: 3000, generation: 0, cause: "abort", by: "host", waiting: [BEN] };
  assert.deepEqual(mainButton(at(4000, reduce(one_waits, [broken])).model), { label: "Reset the bus", key: "R" });
});

test("the host may send the picture of a bus that left away, and no other one", () => {
  const gone = reduce(THREE, TRIP);
  assert.equal(at(6000, gone).picture.state, "released");
  assert.equal(at(6000, gone, { seen: 0 }).picture.state, "filling");
  assert.equal(at(5100, gone, { seen: 0 }).picture.state, "hold");
  assert.equal(at(6000, gone, { seen: 4 }).picture.state, "released");
});

test("without a line the last picture stays, and the screen says so", () => {
  const lost = reduceSession(atSync(THREE), { type: "standing", standing: "lost" });
  const model = hostModel(lost, { ...LOCAL, retry_at_ms: 2500 }, 3000, 0);
  assert.equal(model.screen, "lost");
  assert.equal(model.picture?.state, "filling");
  assert.equal(model.retry_s, 3);
});

test("the seconds on the right say what they are", () => {
  const waits = reduce(THREE, [{ ...arrived(BEN, 0, 2000), deadline_ms: 32_000 }]);
  const since = THREE.barrier.since_ms;
  assert.deepEqual(clock(at(since + 5000, THREE).picture, null), { time: "5.0 s", says: "since the round began" });
  assert.equal(clock(at(since + 5000, THREE).picture, 30).says, "limit 30 s, from the first arrival");
  const left = { time: "20.0 s", says: "left, from the first arrival", is_limit: true };
  assert.deepEqual(clock(at(12_000, waits).picture, 30), left);
  assert.equal(clock(at(9000, reduce(THREE, TRIP)).picture, null).says, "is when it opened");
  const limited = { ...THREE, timeout_s: 30 };
  const broken = (at_ms: number) =>
    reduce(limited, [{ type: "broken", at_ms, generation: 0, cause: "timeout", by: null, waiting: [] }]);
  assert.equal(clock(at(90_000, broken(since + 30_010)).picture, null).says, "was the time limit");
  assert.equal(clock(at(90_000, broken(since + 38_200)).picture, null).says, "is when time ran out");
});

test("a departure that opens the gate is named as one", () => {
  const left: RoomEvent[] = [
    arrived(BEN, 0, 2000),
    arrived(CHLOE, 1, 3000),
    { type: "worker_left", at_ms: 6000, worker: ANA, reason: "dropped", parties: 2 },
    { type: "tripped", at_ms: 6000, generation: 0, order: [BEN, CHLOE], release_at_ms: 6400, cause: "departure" },
  ];
  const told_departure = plain(note(at(7000, reduce(THREE, left)).picture).words);
  assert.match(told_departure, /one seat fewer/);
  assert.match(plain(note(at(7000, reduce(THREE, TRIP)).picture).words), /The last wait\(\) call/);
});

test("few are settled by name, many are counted", () => {
  assert.equal(isFew(at(2000, THREE).picture), true);
  const six = reduce(
    EMPTY,
    [1, 2, 3, 4, 5, 6].map((worker) => joined(worker, `W${worker}`)),
  );
  assert.equal(isFew(at(2000, six).picture), false);
  assert.equal(isFew(at(2000, LOBBY).picture), false);
});

test("silence is given in seconds, and the fate of the seat", () => {
  const silent = reduce(THREE, [{ type: "presence", at_ms: 2000, worker: ANA, connected: false }]);
  const hold = at(14_000, { ...silent, gone: "hold" });
  const ana = hold.picture.missing.find((face) => face.worker === ANA);
  assert.ok(ana);
  assert.equal(presenceWords(ana, 12_000), "no signal for 12 s");
  assert.equal(seatWords(hold.model, ana, 12_000), "seat is kept");
  assert.equal(presenceWords({ ...ana, presence: "gone" }, 130_000), "gone for 2 min");
  assert.equal(seatWords(hold.model, { ...ana, presence: "gone" }, 41_000), "seat is kept, you decide");
  assert.equal(seatWords(at(14_000, { ...silent, gone: "let_go" }).model, ana, 12_000), "let go in 18 s");
  assert.equal(presenceWords({ ...ana, presence: "connected" }, null), "connected");
});

test("the count is shown before a seat goes, and before robots come", () => {
  const { picture } = at(3000, reduce(THREE, [arrived(BEN, 0, 2000)]));
  assert.deepEqual(withoutOne(picture, BEN), { k: 0, n: 2 });
  assert.deepEqual(withoutOne(picture, ANA), { k: 1, n: 2 });
  assert.deepEqual(withoutOne({ ...picture, parties_rule: "fixed" }, ANA), { k: 1, n: 3 });
  assert.equal(robotsWords(picture, 4), "The bus grows from 3 seats to 7. The one who waits goes on waiting.");
  assert.equal(robotsWords({ ...picture, parties_rule: "fixed" }, 4), "The bus keeps its 3 seats.");
});

test("newcomers of a trip under way are counted, the class and robots are not", () => {
  const now_ms = 100_000;
  const strangers = Array.from({ length: 12 }, (_, i) => joined(i + 4, `S${i}`, now_ms - 40_000 + i * 3000));
  const robot: RoomEvent = { ...joined(40, "Robot", now_ms), kind: "robot" } as RoomEvent;
  const { workers } = reduce(THREE, [...strangers, robot]);
  const found = flood(workers, 0, now_ms);
  assert.equal(found.late, 12);
  assert.equal(found.very_late, 8);
  assert.equal(found.is_many, true);
  assert.equal(found.bins.length, BINS);
  assert.equal(
    found.bins.reduce((sum, n) => sum + n),
    15,
  );
  assert.equal(flood(workers, now_ms - 1000, now_ms).late, 0);
});

test("before the trip and in its first round everybody is the class", () => {
  assert.equal(at(2000, LOBBY).model.ours_until_ms, Number.POSITIVE_INFINITY);
  const started = reduce(LOBBY, [{ type: "started", at_ms: 9000 }]);
  assert.equal(at(10_000, started).model.ours_until_ms, 9000);
});

test("addresses by which a computer means itself are not for phones", () => {
  for (const own of ["http://127.0.0.1:8000/KTRVPD", "http://localhost/K", "http://[::1]:8000/K", "http://0.0.0.0/K"]) {
    assert.equal(isOwnAddress(own), true, own);
  }
  for (const other of ["http://192.168.1.7:8000/KTRVPD", "https://bus.example/K", "http://127.example/K"]) {
    assert.equal(isOwnAddress(other), false, other);
  }
  assert.equal(place("http://192.168.1.7:8000/KTRVPD"), "192.168.1.7:8000");
});

test("more seats than workers: the number with which the bus could leave", () => {
  const fixed = { ...THREE, barrier: { ...THREE.barrier, parties: 6, parties_rule: "fixed" as const } };
  assert.equal(enoughSeats(at(2000, fixed).picture), 3);
  assert.equal(enoughSeats(at(2000, THREE).picture), null);
  assert.equal(enoughSeats(at(2000, { ...fixed, workers: [] }).picture), null);
  assert.equal(enoughSeats(at(2000, { ...fixed, stage: "lobby" }).picture), null);
});

test("the clock of the hold stops with the last arrival, and those left out stay", () => {
  const held = at(5300, reduce(THREE, TRIP)).picture;
  assert.deepEqual([held.state, clock(held, null).time], ["hold", clock({ ...held, end_ms: 5000 }, null).time]);
  assert.deepEqual(onLines(held), { work: 0, wait: 3, go: 0 });
  const gone = at(5500, reduce(THREE, TRIP)).picture;
  assert.equal(hostHeadline(gone), "The gate opened. Everyone goes.");
  const left_out = { ...gone.rows[0], worker: 9, arrived_ms: null } as (typeof gone.rows)[number];
  assert.equal(hostHeadline({ ...gone, rows: [...gone.rows, left_out] }), "The gate opened. 3 go on.");
  assert.deepEqual(onLines({ ...gone, rows: [...gone.rows, left_out] }), { work: 1, wait: 0, go: 3 });
  assert.equal(hostHeadline({ ...gone, missing: [left_out] }), "The gate opened. Everyone goes.", "came later");
});
