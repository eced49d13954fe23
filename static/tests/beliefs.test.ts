import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beliefs,
  beliefsCsv,
  beliefsSvg,
  beliefsTold,
  changed,
  fileRows,
  shareWords,
  talkAgain,
} from "../src/core/beliefs";
import { playedCards } from "../src/core/card_words";
import type { ToldQuestion } from "../src/core/protocol_lesson";

const TOLD: ToldQuestion[] = [
  { at_ms: 1, form: "guess", question: "again", counts: [9, 10, 8], before: null },
  { at_ms: 2, form: "wrong", question: "wrong", counts: [20, 4, 3], before: null },
  { at_ms: 3, form: "guess", question: "surplus", counts: [5, 10, 13], before: null },
  { at_ms: 4, form: "guess", question: "again", counts: [27, 0, 0], before: null },
  { at_ms: 5, form: "ticket", question: "surplus.after", counts: [2, 24, 1], before: [5, 10, 13] },
  { at_ms: 5, form: "ticket", question: "again.after", counts: [1, 25, 1], before: [9, 10, 8] },
  { at_ms: 5, form: "ticket", question: "dies.after", counts: [4, 4, 19], before: null },
];

test("each belief has who was right before and after, in the order of asking", () => {
  const found = beliefs(TOLD).map(({ id, before, after }) => [id, shareWords(before), shareWords(after)]);
  assert.deepEqual(found, [
    ["again", "9 of 27", "25 of 27"],
    ["surplus", "13 of 28", "24 of 27"],
    ["dies", "not asked", "19 of 27"],
  ]);
});

test("the class result has the order in which the questions were asked, and then those that were not", () => {
  const counts = [1, 2, 3];
  const results = [
    { question: "surplus.after", counts, before: counts },
    { question: "again.after", counts, before: counts },
    { question: "dies.after", counts },
  ];
  const questions = results.map(({ question }) => question);
  const told = { stage: "told", since_ms: 1, generation: null, guessed: 6, people: 6 } as const;
  assert.deepEqual(
    beliefsTold({ form: "ticket", ...told, questions, results }).map(({ id }) => id),
    ["again", "surplus", "dies"],
  );
});

test("one sentence says what changed, and one what to talk about again", () => {
  assert.equal(changed(beliefs(TOLD)), "Before, 40% of the answers were right. Now it is 91%.");
  assert.equal(changed(beliefs(TOLD.slice(0, 3))), null);
  assert.deepEqual(talkAgain(beliefs(TOLD)), ["A barrier cannot see who died. Eight of 27 chose something else."]);
});

test("the files say the same, and a spreadsheet reads them", () => {
  const csv = beliefsCsv(fileRows(beliefs(TOLD), []));
  assert.ok(csv.startsWith("\ufeffquestion,true_sentence,"));
  assert.ok(csv.includes('again,"A barrier works again and again.",9,27,25,27\r\n'));
  assert.ok(csv.includes('dies,"A barrier cannot see who died.",,,19,27\r\n'));
  const svg = beliefsSvg(beliefs(TOLD), "Before & after");
  assert.ok(svg.includes("Before &amp; after") && svg.includes("25 of 27") && svg.includes("not asked"));
});

test("cards that were turned stand in the files with those who found out, and without a person's name", () => {
  const cards = playedCards(
    [
      { at_ms: 3, card: "crash", to: "robot", name: "Robot 2" },
      { at_ms: 4, card: "action", to: "person", name: null },
    ],
    TOLD,
  );
  assert.deepEqual(
    cards.map(({ holder, found }) => [holder, found]),
    [
      ["Robot 2", { right: 20, all: 27 }],
      ["a phone", null],
    ],
  );
  const csv = beliefsCsv(fileRows([], cards));
  assert.ok(csv.includes('card.crash,"The card was “Crash”. It never called wait().",20,27,,\r\n'));
  assert.ok(
    csv.includes('card.action,"The card was “Action fails”. The last call ran an action, and it raised.",,,,\r\n'),
  );
});

test("a class that gave no answer has changed nothing", () => {
  const none = beliefs([{ at_ms: 1, form: "ticket", question: "dies.after", counts: [0, 0, 0], before: null }]);
  assert.deepEqual([changed(none), talkAgain(none), shareWords(none[0]?.after ?? null)], [null, [], "no answers"]);
});
