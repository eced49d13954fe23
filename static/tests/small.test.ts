import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { announce, type Scene, SILENCE } from "../src/core/announce";
import { problem, shown, spell } from "../src/core/code";
import { NO_COUNTS } from "../src/core/counts";
import { keyIn, roomPath } from "../src/core/host_link";
import { faceNames, sayAlias } from "../src/core/made_up";
import { spelled, thousands } from "../src/core/numbers";
import { describe } from "../src/core/picture_words";
import type { Snapshot } from "../src/core/protocol";
import type { Worker } from "../src/core/protocol_room";
import { NEW_SESSION } from "../src/core/session";
import { countsStatus } from "../src/core/words";
import { EMPTY, THREE } from "./rooms";

interface Typed {
  why: string;
  typed: string;
  code: string | null;
  host_page?: string;
}

const TYPED = JSON.parse(readFileSync("../tests/recorded/typed_codes.json", "utf8")) as Typed[];

for (const { why, typed, code, host_page } of TYPED) {
  test(`a code is found as the server finds it: ${why}`, () => {
    assert.equal(spell(typed), code);
    assert.equal(problem(typed) === null, code !== null);
  });
  if (code === null) continue;
  test(`a link leads to the host's page with her key, all else to the room's: ${why}`, () => {
    assert.equal(roomPath(code, typed), `/${code}${host_page ?? ""}`);
  });
}

test("a host's key is found whatever stands behind it", () => {
  const key = "qwrtzp-BCDFGH-sdfghj_l";
  for (const behind of ["", ".", ")", "_", "-", "%20", "%E2%80%8B", "&utm_source=x"])
    assert.equal(keyIn(`#${key}${behind}`), key);
  for (const fragment of ["", "#", `#${key.slice(1)}`, "#robots=4", `#seat=${key}`])
    assert.equal(keyIn(fragment), null);
});

test("a made-up name is said in another language, and no other name", () => {
  const german = faceNames({ animals: { octopus: "Krake" }, colours: { rose: "Rosa" }, face: "1 in 2" });
  assert.equal(sayAlias("Rose Octopus 2", german), "Krake in Rosa 2");
  for (const name of ["Rose Smith", "Anna Octopus", "Rose Octopus II", "load.py"])
    assert.equal(sayAlias(name, german), name);
});

test("a long text is soon read", () => {
  const began_ms = performance.now();
  assert.equal(spell("x".repeat(100_000)), null);
  for (const part of ["/host", "/host?", "/", " ", "%20", "/host#x"])
    assert.equal(roomPath("KTRVPD", `/host${part.repeat(100_000 / part.length)}`), "/KTRVPD");
  assert.ok(performance.now() - began_ms < 1000); // ten seconds and more, if it grew with the square
});

test("what is wrong with a code is said, and a good one is shown in two groups", () => {
  assert.equal(shown("KTRVPD"), "KTR VPD");
  assert.equal(problem("ktr vpd"), null);
  for (const typed of ["KTRVPA", "KTRVPY", "KTRVP0"]) {
    assert.equal(problem(typed), "Codes have only letters, no A E I O U Y.");
  }
  assert.equal(problem("KTRVP"), "A code has 6 letters.");
});

function scene(n_waiting: number, parties: number, screen: Scene["screen"] = "working"): Scene {
  const counts = { ...NO_COUNTS, n_waiting, parties, next_phase: "write" };
  return { screen, counts, picture: null, status: countsStatus(counts) };
}

test("counts are said at most every 2 s, with the newest value", () => {
  const first = announce(SILENCE, scene(1, 5), 0);
  assert.equal(first.polite, "1 of 5 waiting.");
  assert.equal(announce(first, scene(2, 5), 1999), first);
  assert.equal(announce(first, scene(3, 5), 2000).polite, "3 of 5 waiting.");
});

test("a large room is said at the quarters and for the last three", () => {
  const said = [1, 10, 11, 20, 30, 36, 37, 39].filter((n) => announce(SILENCE, scene(n, 40), 0) !== SILENCE);
  assert.deepEqual(said, [10, 20, 30, 37, 39]);
});

test("in the lobby it is said who got on, and how many are here", () => {
  const lobby = (room: Snapshot, now_ms: number): Scene => {
    const { picture, status } = describe(NEW_SESSION, { ...room, hosted: true, stage: "lobby" }, null, now_ms);
    return { ...scene(0, room.workers.length, "lobby"), picture, status };
  };
  const empty = announce(SILENCE, lobby(EMPTY, 1000), 0);
  assert.equal(empty.polite, "Nobody here yet.");
  const three = announce(empty, lobby(THREE, 2000), 2000);
  assert.equal(three.polite, "3 here. \u2068Chloé\u2069 got on.");
  assert.equal(announce(three, lobby(THREE, 60_000), 60_000), three);
  const two = { ...THREE, workers: THREE.workers.slice(0, 2) };
  assert.equal(announce(three, lobby(two, 60_000), 60_000).polite, "2 here.");
  const hall = { ...THREE, workers: Array.from({ length: 40 }, () => THREE.workers[2] as Worker) };
  assert.equal(announce(three, lobby(hall, 2000), 60_000).polite, "40 here. \u2068Chloé\u2069 got on.");
});

test("release and break are said at once, and once", () => {
  const gone = announce(announce(SILENCE, scene(4, 5), 0), scene(5, 5, "released"), 10);
  assert.equal(gone.assertive, "Gate open. Start writing.");
  assert.equal(announce(gone, scene(5, 5, "released"), 9000), gone);
  assert.equal(announce(gone, scene(0, 5, "broken"), 9000).assertive, "The barrier broke.");
});

test("numbers up to twelve are spelled, and thousands are grouped", () => {
  assert.deepEqual([0, 2, 12, 13, 1000].map(spelled), ["none", "two", "twelve", "13", "1,000"]);
  assert.deepEqual([999, 44_849, 1_234_567].map(thousands), ["999", "44,849", "1,234,567"]);
});
