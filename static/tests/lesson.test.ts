import assert from "node:assert/strict";
import { test } from "node:test";
import { briefOf } from "../src/core/counts";
import { GO_MS } from "../src/core/go_ms";
import { hasHappened } from "../src/core/happened";
import { saw } from "../src/core/lesson_facts";
import { isPainted, stripsLeft } from "../src/core/lesson_mural";
import { lessonScene } from "../src/core/lesson_scene";
import { nextWorld, shownWorld } from "../src/core/lesson_worlds";
import { isNameless, picture } from "../src/core/picture";
import { detail } from "../src/core/picture_words";
import type { Snapshot } from "../src/core/protocol";
import type { Asking, StepId } from "../src/core/protocol_lesson";
import { reduce } from "../src/core/reduce";
import { askedBy, isShown, remote } from "../src/core/remote";
import { screen } from "../src/core/screen";
import { NEW_SESSION } from "../src/core/session";
import type { WorldId } from "../src/core/what_if";
import { latestRound } from "../src/core/what_if_round";
import { reduceWholeSession as reduceSession } from "../src/core/whole";
import { plain } from "../src/core/words";
import { ANA, arrived, BEN, CHLOE, THREE, TRIP, you } from "./rooms";

function inStep(step: StepId, room: Snapshot): Snapshot {
  return { ...room, hosted: true, lesson: { step, began_ms: 0, since_ms: 0, free: false } };
}

const PLAYED = inStep("what_if", reduce(THREE, TRIP));

function mainButton(room: Snapshot, world: WorldId | null) {
  const choices = { deal_to: "robot", world: world && { scene: "what_if" as const, id: world } } as const;
  return remote(room, 9000, choices, latestRound(room, []))?.main;
}

test("one button leads through the worlds, and then on", () => {
  const labels = ([null, "more", "timeout", "drop"] as const).map((world) => mainButton(PLAYED, world)?.label);
  assert.deepEqual(labels, ["Next: Barrier(4)", "Next: Limit 1 s", "Exit ticket", "Exit ticket"]);
  assert.deepEqual(mainButton(PLAYED, null)?.does, { world: "more" });
});

test("without a round there is no other world to lead through", () => {
  assert.equal(mainButton(inStep("what_if", THREE), null)?.label, "Exit ticket");
});

test("a world that was chosen in one step is not shown in another", () => {
  assert.equal(shownWorld("without", null), "none");
  assert.equal(shownWorld("what_if", { scene: "without", id: "lock" }), "fewer");
  assert.deepEqual([nextWorld("fewer"), nextWorld("timeout"), nextWorld("lock")], ["more", null, null]);
});

test("a phone leaves GO! when the lesson asks something", () => {
  const phone = reduceSession(reduceSession(NEW_SESSION, { type: "standing", standing: "here" }), {
    type: "synced",
    ack: {
      you: { ...you(BEN), last: { generation: 0, index: 0, outcome: "released", waited_ms: 3400 } },
      now_ms: 5400,
      brief: { ...briefOf(reduce(THREE, TRIP)), held: "asking" },
    },
    now_ms: 5400,
  });
  assert.equal(screen(phone, 5400 + GO_MS - 1, 15_000), "released");
  assert.equal(screen(phone, 5400 + GO_MS, 15_000), "held");
});

test("a worker who crashed in one deal has nothing to do with the next", () => {
  const brief = { ...briefOf(THREE), cards: 1, deal: 1 };
  const joined = reduceSession(reduceSession(NEW_SESSION, { type: "standing", standing: "here" }), {
    type: "synced",
    ack: { you: you(BEN), now_ms: 0, brief },
    now_ms: 0,
  });
  const crashed = reduceSession(joined, { type: "mine", mine: { card: { card: "crash", deal: 1 } } });
  assert.equal(lessonScene(crashed, "working")?.name, "card");
  const again = reduceSession(crashed, { type: "brief", brief: { ...brief, deal: 2 }, now_ms: 1 });
  assert.equal(lessonScene(again, "working"), null);
});

test("while a card may be a person's, nobody who is missing is called by name", () => {
  const room: Snapshot = { ...reduce(THREE, TRIP.slice(0, 2)), cards: 1, deal: 1, cards_to: "person" };
  const shown = picture(room, [], null, 4000);
  assert.deepEqual(plain(detail(shown)), "Waiting for: somebody");
  assert.deepEqual([isNameless(shown, ANA), isNameless(shown, BEN)], [true, false]);
  assert.deepEqual(
    shown.rows.map(({ name }) => name),
    ["somebody", "Ben", "Chloé"],
  );
  assert.deepEqual(plain(detail(picture(reduce(THREE, TRIP.slice(0, 2)), [], null, 4000))), "Waiting for: Ana");
});

const ASKED = {
  form: "guess",
  stage: "running",
  since_ms: 0,
  generation: 0,
  guessed: 0,
  people: 3,
  results: null,
} as const;
const PAINTING = { run: 0, n_steps: 12, since_ms: 0, painted_ms: null, owners: [], paints: [] };

test("the mural stands behind the lesson, and leads through two guesses back to its result", () => {
  const label = (room: Snapshot) => remote(room, 9000, { deal_to: "robot", world: null }, null)?.main.label;
  const ticket: Snapshot["asking"] = { ...ASKED, form: "ticket", questions: ["dies.after"], stage: "told" };
  const ended = remote({ ...inStep("result", THREE), asking: ticket }, 0, { deal_to: "robot", world: null }, null);
  assert.deepEqual(ended?.more?.does, [{ type: "lesson", step: "mural" }]);
  const mural = inStep("mural", THREE);
  assert.equal(label(mural), "Paint together");
  assert.equal(label({ ...mural, mural: { ...PAINTING, gate: "barrier" } }), "Waiting for 3 more");
  assert.equal(label({ ...mural, mural: { ...PAINTING, gate: "barrier", paints: Array(12).fill(3) } }), "Guess first");
  const told = (question: string): Snapshot => ({
    ...mural,
    asking: { ...ASKED, questions: [question], stage: "told" },
  });
  assert.equal(label(told("torn")), "Guess again");
  assert.deepEqual(remote(told("turns"), 0, { deal_to: "robot", world: null }, null)?.main.does, [
    { type: "lesson", step: "result" },
  ]);
});

test("a second press does what the first one asked about, and no other thing that the button has come to mean", () => {
  const asks = (room: Snapshot) => {
    const main = remote(room, 9000, { deal_to: "robot", world: null }, null)?.main;
    assert.notEqual(main?.asks, undefined);
    return main && askedBy(main);
  };
  const round = inStep("round", THREE);
  const running: Snapshot = { ...round, asking: { ...ASKED, questions: ["dies"] } };
  const mural: Snapshot = { ...inStep("mural", THREE), mural: { ...PAINTING, gate: "barrier" } };
  assert.equal(new Set([round, running, mural].map(asks)).size, 3);
  assert.equal(asks(round), asks(reduce(round, [arrived(ANA, 0, 2000)])));
});

test("nobody is told that it happened before all have stood still for a while", () => {
  for (const [question, parties, n_come, enough_ms] of [
    ["dies", 3, 2, 10_000],
    ["parties", 4, 3, 5_000],
  ] as const) {
    const came = [ANA, BEN, CHLOE].slice(0, n_come).map((worker, i) => arrived(worker, i, 2000));
    const played = reduce({ ...THREE, barrier: { ...THREE.barrier, parties } }, came);
    for (const [still_ms, is_seen] of [
      [enough_ms - 1, false],
      [enough_ms, true],
    ] as const) {
      const running: Snapshot = { ...played, asking: { ...ASKED, since_ms: 1000, questions: [question] } };
      assert.equal(isShown(running, 2000 + still_ms), is_seen);
      const room: Snapshot = {
        ...played,
        asking: { ...ASKED, stage: "told", since_ms: 2000 + still_ms, questions: [question] },
      };
      assert.equal(/not seen/.test(plain(saw(question, room, null))), !is_seen);
      const session = { ...NEW_SESSION, standing: "here" as const, brief: briefOf(room), you: you(BEN) };
      const scene = lessonScene(session, "held");
      assert.deepEqual(scene?.name === "told" && scene.happened, is_seen);
    }
  }
});

test("a second round has been seen where somebody waits in it, or all have gone through it, too", () => {
  const asking = { questions: ["again"], stage: "running", since_ms: 0, generation: 4 } as unknown as Asking;
  const of = (generation: number, n_waiting: number) =>
    hasHappened(asking, { generation, n_waiting, parties: 1, workers: 1, is_broken: false, still_ms: 0 });
  assert.deepEqual([of(4, 0), of(5, 0), of(5, 1), of(6, 0)], [false, false, true, true]);
});

test("nobody waits for the slow robot of a mural, and everybody for robots that paint alone", () => {
  const robot = { ...(THREE.workers[0] as Snapshot["workers"][number]), worker: 4, kind: "robot" as const };
  const room = (question: string, owners: number[], paints: number[]): Snapshot => ({
    ...THREE,
    workers: [...THREE.workers, robot],
    asking: { ...ASKED, questions: [question] },
    mural: { ...PAINTING, gate: "none", owners, paints },
  });
  const all = Array.from({ length: 12 }, () => [0, 1, 2]).flat();
  assert.equal(stripsLeft(room("torn", [ANA, BEN, 3, 4], all.slice(0, -1))), 1);
  assert.equal(isPainted(room("torn", [ANA, BEN, 3, 4], all)), true);
  assert.equal(stripsLeft(room("turns", [4], Array(11).fill(0))), 1);
  assert.equal(stripsLeft(room("again", [4], [])), null);
});
