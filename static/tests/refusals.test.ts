import assert from "node:assert/strict";
import { test } from "node:test";
import { lineRefused, newRoomRefused, refusalWords } from "../src/core/refusal_words";
import { isLineRefused } from "../src/core/refusals";

test("an answer that is no line says what it is, and silence is no refusal", () => {
  const origin = lineRefused(400, '"Not an accepted origin."', "bus.example");
  assert.match(origin, /does not accept pages from bus\.example\..*PUBLIC_URL/);
  assert.match(lineRefused(404, "<html>", "bus.example"), /status 404/);
  for (const status of [400, 403, 404]) assert.ok(isLineRefused(status));
  for (const status of [0, 502, 503, undefined]) assert.ok(!isLineRefused(status));
});

test("what is refused is said in the page's language, a fault in the server's words", () => {
  assert.equal(refusalWords({ error: "rate_limited", message: "…" }), "Too fast. Wait a moment, then try again.");
  assert.equal(refusalWords({ error: "bad_request", message: "A code has six letters." }), "A code has six letters.");
  assert.equal(refusalWords({}), "No answer from the server. Try again.");
});

test("a command says more exactly what was refused", () => {
  const says = (error: string, command: Parameters<typeof refusalWords>[1]) =>
    refusalWords({ error, message: "…" }, command);
  assert.match(says("bad_request", "rename"), /^This name/);
  assert.match(says("rate_limited", "add_robots"), /robots/);
  assert.match(says("held", "arrive"), /big screen/);
  assert.match(says("held", "drill"), /^Go on/);
  assert.match(says("not_joined", "guess"), /no seat/);
  assert.equal(says("bad_request", "abort"), "…");
});

test("who brings no key to a report is not its host", () => {
  assert.match(refusalWords({ error: "not_joined", message: "…" }), /^Only the host/);
});

test("a new room that was refused says what to do", () => {
  assert.match(newRoomRefused({ error: "rate_limited", message: "…" }), /^Too many new rooms from here/);
  assert.match(newRoomRefused({ error: "unavailable" }), /^The server cannot do that right now/);
  assert.match(newRoomRefused({ error: "bad_request", message: "…" }), /room/);
});
