import assert from "node:assert/strict";
import { test } from "node:test";
import { lineRefused } from "../src/core/refusals";

test("an answer that is no line says what it is, and silence is no refusal", () => {
  const origin = lineRefused(400, '"Not an accepted origin."', "bus.example");
  assert.match(origin ?? "", /does not accept pages from bus\.example\..*PUBLIC_URL/);
  assert.match(lineRefused(404, "<html>", "bus.example") ?? "", /status 404/);
  assert.match(lineRefused(403, "", "bus.example") ?? "", /status 403/);
  for (const status of [0, 502, 503, undefined]) assert.equal(lineRefused(status, "", "bus.example"), null);
});
