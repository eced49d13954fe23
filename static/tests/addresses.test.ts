import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isOwnAddress, place } from "../src/core/address";
import { spell } from "../src/core/code";
import { curlLines, fiveLines, source } from "../src/core/program";
import { at } from "../src/lib/base";

interface Address {
  why: string;
  home: string | null;
  base: string;
}

const CODE = "KTRVPD";
const ADDRESSES = JSON.parse(readFileSync("../tests/recorded/addresses.json", "utf8")) as Address[];

for (const { why, home, base } of ADDRESSES) {
  if (home === null) continue;
  test(`a page asks, and leads others, where the server says that it is: ${why}`, () => {
    const join_url = `${home}/${CODE}`;
    globalThis.document = { body: { dataset: { base } } } as unknown as Document;
    assert.equal(at(`/${CODE}`), new URL(join_url).pathname);
    assert.equal(place(join_url), home.replace(/^https?:\/\//, ""));
    assert.equal(spell(join_url), CODE);
    assert.match(source(fiveLines(join_url, "read", "write")), new RegExp(`RemoteBarrier\\("${literally(join_url)}"`));
    const asked = source(curlLines(join_url, CODE)).match(/https?:[^\s"']+/g);
    assert.deepEqual(asked, [`${home}/api/rooms/${CODE}/workers`, `${home}/api/rooms/${CODE}/wait`]);
    assert.equal(isOwnAddress(join_url), /\/\/(localhost|127\.|\[::1\])/.test(home));
  });
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
