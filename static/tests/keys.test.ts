import assert from "node:assert/strict";
import { test } from "node:test";
import { letterOf } from "../src/core/keys";

function pressed(key: string, code: string, shiftKey = false): string {
  return letterOf({ key, code, shiftKey });
}

test("a Latin letter is itself, wherever it stands, and Caps Lock is no Shift", () => {
  assert.equal(pressed("a", "KeyQ"), "a"); // French
  assert.equal(pressed("N", "KeyN"), "n");
  assert.equal(pressed("a", "KeyA", true), "A");
  assert.equal(pressed("?", "Minus", true), "?"); // German
  assert.equal(pressed("+", "BracketRight"), "+");
});

test("a letter of another alphabet is the one on the same key of a Latin keyboard", () => {
  const same_key: [string, string, string][] = [
    ["т", "KeyN", "n"], // Russian
    ["Т", "KeyN", "n"],
    ["ν", "KeyN", "n"], // Greek
    ["מ", "KeyN", "n"], // Hebrew
    ["ى", "KeyN", "n"], // Arabic
    ["ㅜ", "KeyN", "n"], // Korean
    ["к", "KeyR", "r"],
    ["д", "KeyL", "l"],
    ["и", "KeyB", "b"],
    ["о", "KeyJ", "j"],
    ["я", "KeyZ", "z"],
    ["'", "KeyW", "w"], // Hebrew
    ["لا", "KeyB", "b"], // Arabic: two letters on one key
  ];
  for (const [key, code, letter] of same_key) assert.equal(pressed(key, code), letter, key);
  assert.equal(pressed("Ф", "KeyA", true), "A");
  assert.equal(pressed("؟", "Slash", true), "?");
  assert.equal(pressed("'", "KeyQ"), "'"); // Dvorak
});

test("a digit is the one on the key, also where it needs Shift or is of another script", () => {
  assert.equal(pressed("1", "Digit1", true), "1"); // French
  for (const [key, code, digit] of [
    ["&", "Digit1", "1"], // French
    ["é", "Digit2", "2"],
    ["۳", "Digit3", "3"], // Persian
    ["+", "Digit1", "+"], // Czech
  ] as const)
    assert.equal(pressed(key, code), digit, key);
  assert.equal(pressed("!", "Digit1", true), "!");
});

test("keys with a name are themselves", () => {
  for (const name of ["Escape", "PageDown", "F1", "Dead"]) assert.equal(pressed(name, name, true), name);
});
