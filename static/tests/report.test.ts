import assert from "node:assert/strict";
import { test } from "node:test";
import { animalOf, faceName } from "../src/core/face_names";
import {
  account,
  type Ended,
  firstShown,
  isReporting,
  manyBarriers,
  mostFaster,
  type Report,
  whatIf,
} from "../src/core/report";
import {
  contains,
  facts,
  knownWords,
  latestWords,
  luckWords,
  manyBarriersWords,
  namedScreens,
  outcomeWords,
  stepMs,
  title,
  whatIfWords,
} from "../src/core/report_words";
import { capital, plain } from "../src/core/words";
import { ANIMALS, type Animal, avatarName, COLOURS } from "../src/views/parts/avatars";

const WORKERS: Report["workers"] = {
  1: { name: "Ana", avatar: "fox-peach", kind: "person" },
  2: { name: "Ben", avatar: "octopus-rose", kind: "person" },
  3: { name: "Chloé", avatar: "unicorn-aqua", kind: "person" },
  4: { name: "Dev", avatar: "ladybird-blue", kind: "person" },
  5: { name: "Robot 5", avatar: "hamster-lilac", kind: "robot" },
};
const SINCE_MS = 1_700_000_000_000;

/** Workers 1, 2, 3 … arrive after so many ms; the gate opens 400 ms after the last one. */
function released(after_ms: number[], changed: Partial<Ended> = {}): Ended {
  const last_ms = Math.max(...after_ms);
  return {
    generation: 0,
    round: 1,
    phase: "research",
    next_phase: "write",
    outcome: "released",
    cause: "arrival",
    since_ms: SINCE_MS,
    at_ms: SINCE_MS + last_ms,
    release_at_ms: SINCE_MS + last_ms + 400,
    spans: after_ms.map((ms, i) => ({ worker: i + 1, from_ms: SINCE_MS, arrived_ms: SINCE_MS + ms })),
    spread: null,
    ...changed,
  };
}

const FIVE = account(released([9400, 12_400, 20_100, 31_900, 38_200]), WORKERS, false);

function said(round: typeof FIVE): string[] {
  return facts(round).map(({ number, words }) => `${number} ${plain(words)}`);
}

test("waiting is added up until the gate opens, and missing notes over everybody", () => {
  assert.deepEqual(
    FIVE.came.map((arrival) => [arrival.waited_ms, arrival.missing]),
    [
      [29_200, 4],
      [26_200, 3],
      [18_500, 2],
      [6700, 1],
      [400, 0],
    ],
  );
  assert.deepEqual([FIVE.waited_ms, FIVE.missing, FIVE.n_missing, FIVE.last?.name], [81_000, 10, 4, "Robot 5"]);
});

test("the three facts say what it cost and what it was good for", () => {
  assert.deepEqual(said(FIVE), [
    "81.0 s of waiting, added up over everybody. Ana alone waited 29.2 s.",
    "38.6 s is when the gate opened: the moment Robot 5 arrived (0.4 s pause for the screens). A barrier is as fast as its slowest worker.",
    "10 notes would have been missing. Without the barrier, 4 of 5 would have begun write() with some research() still missing.",
  ]);
});

test("without a lead the gate opens in the moment of the last call", () => {
  const round = account(released([1000, 2000], { release_at_ms: SINCE_MS + 2000 }), WORKERS, false);
  assert.match(said(round)[1] ?? "", /^2\.0 s is when the gate opened: the moment Ben arrived\./);
});

test("who comes in one moment misses nothing of each other", () => {
  const together = account(released([1000, 1000, 5000]), WORKERS, false);
  assert.deepEqual(
    together.came.map((arrival) => arrival.missing),
    [1, 1, 0],
  );
  assert.match(
    said(account(released([3, 3]), WORKERS, false))[2] ?? "",
    /^0 notes would have been missing\. All arrived/,
  );
  assert.match(said(account(released([3]), WORKERS, false))[2] ?? "", /missing\. Nobody else came\./);
});

test("who is alone waits for nobody, or until all others have left", () => {
  const waited = (changed: Partial<Ended>) => said(account(released([1000], changed), WORKERS, false))[0];
  assert.equal(waited({}), "0.4 s between the only call and the gate: a pause for the screens.");
  const left = { cause: "departure", release_at_ms: SINCE_MS + 5300 } as const;
  assert.equal(waited(left), "4.3 s between the only call and the gate: until all others had left.");
});

test("where a departure opened the gate nobody is the slowest", () => {
  const round = account(released([1000, 2000], { cause: "departure" }), WORKERS, false);
  assert.equal(round.last, null);
  assert.match(said(round)[1] ?? "", /the bus got one seat fewer/);
  assert.equal(mostFaster(round), null);
  assert.equal(whatIf(round, 500), null);
});

test("a round that broke says who was still working and who got the error", () => {
  const spans = [
    { worker: 1, from_ms: SINCE_MS, arrived_ms: SINCE_MS + 3000 },
    { worker: 2, from_ms: SINCE_MS + 500, arrived_ms: null },
  ];
  const broke = { outcome: "broken", cause: "timeout", at_ms: SINCE_MS + 9000, release_at_ms: null, spans } as const;
  const round = account(released([0], { ...broke, spans: [...spans] }), WORKERS, false);
  assert.deepEqual(said(round), [
    "6.0 s of waiting, added up over everybody.",
    "9.0 s is when it broke. Time ran out. Still working: Ben.",
    "1 got BrokenBarrierError: a loud error beats waiting for ever.",
  ]);
  assert.equal(outcomeWords(round), "broke after 9.0 s");
  assert.deepEqual(
    round.picture.rows.map((row) => [row.name, row.from_ms - SINCE_MS, row.arrived_ms === null]),
    [
      ["Ana", 0, false],
      ["Ben", 500, true],
    ],
  );
  const reset = account(released([0], { ...broke, outcome: "reset", cause: "reset", spans: [] }), WORKERS, false);
  assert.match(said(reset).join(), /it was reset\. Somebody pressed Reset\..*nobody was waiting/);
});

test("work that began before the round counts from its begin, and an early call has no work below zero", () => {
  const early = released([100, 2000], {
    spans: [
      { worker: 1, from_ms: SINCE_MS, arrived_ms: SINCE_MS - 200 },
      { worker: 2, from_ms: SINCE_MS, arrived_ms: SINCE_MS + 2000 },
    ],
  });
  assert.equal(account(early, WORKERS, false).came[0]?.from_ms, SINCE_MS - 200);
});

test("the last one being faster opens the gate earlier until another one is the last", () => {
  assert.equal(mostFaster(FIVE), 38_200);
  const by = (ms: number) => {
    const changed = whatIf(FIVE, ms);
    assert.ok(changed);
    return [changed.opened_ms, changed.waited_ms, changed.pace.name];
  };
  assert.deepEqual(by(0), [38_600, 81_000, "Robot 5"]);
  assert.deepEqual(by(1000), [37_600, 77_000, "Robot 5"]);
  assert.deepEqual(by(9000), [32_300, 58_500, "Dev"]);
  assert.deepEqual(by(6300), [32_300, 55_800, "Dev"]);
});

test("the slider says who sets the pace", () => {
  const { last } = FIVE;
  assert.ok(last);
  const says = (ms: number) => plain(whatIfWords(last, ms, whatIf(FIVE, ms) ?? assert.fail()));
  assert.equal(says(0), "Move it to see when the gate would have opened.");
  assert.equal(
    says(1000),
    "Robot 5 1.0 s faster: the gate opens at 37.6 s, 77.0 s of waiting in all. Robot 5 still sets the pace.",
  );
  assert.equal(
    says(9000),
    "Robot 5 9.0 s faster: the gate opens at 32.3 s, 58.5 s of waiting in all. Now Dev sets the pace: going faster helps nobody any more.",
  );
  assert.deepEqual([9999, 38_200, 200_000].map(stepMs), [100, 500, 1000]);
});

test("what each one would have had is said in numbers", () => {
  assert.deepEqual(
    [0, 3, 4].map((nth) => contains(FIVE, nth)),
    ["1 of 5 notes", "4 of 5 notes", "all 5 notes"],
  );
  assert.equal(contains(account(released([1, 2], { phase: "write" }), WORKERS, false), 0), "1 of 2 parts");
});

test("with names hidden people are called by their faces, and robots as before", () => {
  const names = account(released([1, 2, 3, 4, 5]), WORKERS, true).came.map((arrival) => arrival.name);
  assert.deepEqual(names, ["Peach Fox", "Rose Octopus", "Aqua Unicorn", "Blue Ladybird", "Robot 5"]);
  assert.equal(faceName(""), "");
});

test("each face has a name in the catalogue, and an unknown one keeps that of the wire", () => {
  const colours = COLOURS.map((colour) => faceName(avatarName("fox", colour)));
  assert.deepEqual(
    colours,
    [...COLOURS].map((colour) => `${capital(colour)} Fox`),
  );
  for (const animal of Object.keys(ANIMALS) as Animal[]) {
    assert.equal(faceName(avatarName(animal, "sand")), `Sand ${capital(animal)}`);
  }
  assert.equal(faceName("dodo-puce"), "dodo-puce");
});

test("the latest release is shown first, else the latest round, and how many there were is said", () => {
  const report = (...generations: Ended[]): Report => ({
    code: "KTRVPD",
    hosted: false,
    names: "shown",
    now_ms: SINCE_MS,
    n_ended: 143,
    generations,
    workers: {},
  });
  const broken = (generation: number) => released([1], { generation, outcome: "broken", cause: "abort" });
  assert.equal(firstShown(report(released([1]), released([1], { generation: 1 }), broken(2))), 1);
  assert.equal(firstShown(report(broken(0), broken(2))), 2);
  assert.equal(firstShown(report()), null);
  assert.equal(latestWords(report(broken(0), broken(1))), "Latest 2 of 143 rounds. The CSV has them all.");
  assert.equal(latestWords({ ...report(broken(0)), n_ended: 1 }), null);
  assert.equal(title(broken(3)), "Round 1, research");
});

test("for a moment after a release the screens are still reporting", () => {
  const round = released([1000]);
  assert.ok(isReporting(round, SINCE_MS + 2000));
  assert.ok(!isReporting(round, SINCE_MS + 3000));
  assert.ok(!isReporting(released([1000], { outcome: "broken", release_at_ms: null }), SINCE_MS + 1000));
});

test("screens that heard late are named, and those that cannot tell are marked", () => {
  const spread = {
    screens: 30,
    n_changed: 28,
    within_ms: 12,
    n_late: 2,
    n_slow: 0,
    n_silent: 0,
    error_ms: 5,
    n_unsure: 1,
    late: [{ worker: 2, off_ms: 340 }],
    unsure: [4, 9],
  };
  const rows = FIVE.picture.rows;
  assert.deepEqual(namedScreens(spread, rows).map(plain), ["Ben heard late: 340 ms", "Dev ±?", "Worker 9 ±?"]);
  assert.equal(knownWords(spread), "27 know the moment to ± 5 ms, 1 cannot tell (±?).");
  assert.equal(knownWords({ ...spread, n_unsure: 0 }), "Each knows the moment to ± 5 ms.");
  assert.equal(knownWords({ ...spread, n_unsure: 28, error_ms: null }), "28 cannot tell (±?).");
  assert.equal(knownWords({ ...spread, n_changed: 0, n_unsure: 0, error_ms: null }), "");
});

/** Rounds one after another: how long each worker works in each. */
function played(works_ms: number[][]): (typeof FIVE)[] {
  let since_ms = SINCE_MS;
  return works_ms.map((works, generation) => {
    const [arrived, from_ms] = [works.map((ms) => since_ms + ms), since_ms];
    const at_ms = Math.max(...arrived);
    since_ms = at_ms + 400;
    const spans = works
      .map((_, i) => ({ worker: i + 1, from_ms, arrived_ms: arrived[i] ?? 0 }))
      .sort((a, b) => a.arrived_ms - b.arrived_ms);
    return account(
      released([0], { generation, since_ms: from_ms, at_ms, release_at_ms: since_ms, spans }),
      WORKERS,
      false,
    );
  });
}

test("more barriers cost more waiting than one at the end", () => {
  const rounds = played([
    [1000, 5000],
    [6000, 2000],
  ]);
  const cost = manyBarriers(rounds);
  assert.deepEqual(cost, { n: 2, waited_ms: 9600, one_ms: 800 });
  assert.ok(cost);
  assert.equal(
    manyBarriersWords(cost),
    "Two barriers: 9.6 s of waiting. The same work with one barrier at the end: 0.8 s. " +
      "Every barrier costs waiting, so put one only where you need what the others have done.",
  );
  assert.equal(manyBarriers(rounds.slice(1)), null);
  const [first, second] = rounds;
  const broke = account(
    released([1000, 2000], { outcome: "broken", cause: "abort", release_at_ms: null }),
    WORKERS,
    false,
  );
  assert.equal(manyBarriers([first, broke, second].filter((round) => round !== undefined)), null);
  assert.equal(manyBarriers([...played([[1, 2, 3]]), ...rounds.slice(1)]), null, "another class");
});

test("that one round went well proves nothing about the next", () => {
  const rounds = played([
    [5000, 5000, 5000],
    [5000, 5000, 5001],
  ]);
  assert.equal(
    luckWords(rounds),
    "Without the barrier, luck decides each round anew: 0 and 2 parts would have been missing.",
  );
  assert.equal(luckWords(rounds.slice(1)), null);
});

test("a made-up name is shortened to its animal, wherever that stands", () => {
  assert.equal(animalOf("Rose Octopus", "octopus-rose"), "Octopus");
  assert.equal(animalOf("Octopus in Rosa 3", "octopus-rose"), "Octopus 3");
  assert.equal(animalOf("Wolfgang Amadeus", "octopus-rose"), null);
  assert.equal(animalOf("Ben", null), null);
});
