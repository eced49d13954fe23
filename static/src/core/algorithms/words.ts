/** The gallery's sentences. Pure. */
import type { Part, Words } from "../words";
import type { Pattern, Player } from "./arrivals";
import type { RightKind } from "./gallery";
import { COUNTER, type Run, rounds, type Signal, stepsAfterLast } from "./model";

interface Scene {
  kind: RightKind;
  pattern: Pattern;
  players: readonly Player[];
  run: Run;
}

/** What happens in this step, or how it ended. */
export function sentence(scene: Scene, step: number): Words {
  const { kind, run } = scene;
  if (step >= run.end) return ending(scene);
  const now = run.signals.filter(({ at }) => at === step);
  if (now.length === 0) return nothingSaid(run, step);
  if (kind === "counter") return counting(scene, step, now);
  return kind === "dissemination" ? passing(scene, step, now) : climbing(scene, now);
}

/** "Step 5 of 9", "All go". */
export function stepWords(run: Run, step: number): { step: string; of: string } {
  return step >= run.end ? { step: "All go", of: "" } : { step: `Step ${step + 1}`, of: ` of ${run.end}` };
}

function nothingSaid(run: Run, step: number): Words {
  const n_working = run.arrives.filter((arrives) => arrives > step).length;
  if (n_working === run.arrives.length) return ["Still working. Nobody has anything to say yet."];
  if (n_working === 0) return ["All are here. Nothing is said in this step."];
  return ["Nobody can go on: ", { strong: `${n_working} still ${n_working === 1 ? "works" : "work"}` }, "."];
}

function counting({ players, run }: Scene, step: number, now: readonly Signal[]): Words {
  const counted = now.find(({ to }) => to === COUNTER);
  if (counted === undefined) return ["The last one turns the flag. ", { strong: "All see it at once." }];
  const n_counted = run.signals.filter(({ to, at }) => to === COUNTER && at <= step).length;
  const n_here = run.arrives.filter((arrives) => arrives <= step).length;
  const n_waiting = n_here - n_counted;
  const says: Words = [{ name: nameOf(players, counted.from) }, ` is counted: ${n_counted} of ${players.length}.`];
  if (n_waiting === 0) return says;
  const line = `${n_waiting} ${n_waiting === 1 ? "stands" : "stand"} in line`;
  return [...says, " ", { strong: line }, ": one counter serves one at a time."];
}

function passing({ pattern, players, run }: Scene, step: number, now: readonly Signal[]): Words {
  const n = players.length;
  if (pattern === "at_once") {
    const distance = 1 << step;
    return [
      `Round ${step + 1} of ${rounds(n)}: everybody tells the one `,
      { strong: `${distance} ${distance === 1 ? "seat" : "seats"} on` },
      `. After it each knows of ${Math.min(n, 2 * distance)}.`,
    ];
  }
  const senders = unique(now.map(({ from }) => from));
  const few = senders.length === 1;
  const waiting = run.arrives.filter((arrives) => arrives > step).length;
  const rest = waiting === 0 ? "" : ` ${waiting} still ${waiting === 1 ? "works" : "work"}.`;
  return [...who(players, senders), ` ${few ? "passes" : "pass"} on who is here, as far as known.${rest}`];
}

function climbing({ kind, players }: Scene, now: readonly Signal[]): Words {
  const here = unique(now.filter(({ what }) => what === "here").map(({ from }) => from));
  const go = unique(now.filter(({ what }) => what === "go").map(({ from }) => from));
  const branch = kind === "tree" ? " for a whole branch" : "";
  const up: Words = here.length === 0 ? [] : [...who(players, here), says(here), { strong: "“here”" }, `${branch}.`];
  const down: Words = go.length === 0 ? [] : [...who(players, go), says(go), { strong: "“go”" }, "."];
  return up.length > 0 && down.length > 0 ? [...up, " ", ...down] : [...up, ...down];
}

function ending(scene: Scene): Words {
  const { kind, pattern, players, run } = scene;
  if (pattern === "one_late") return lateEnding(scene);
  const n = players.length;
  const n_signals = run.signals.length;
  switch (kind) {
    case "counter":
      return [
        `All ${n} see the flag and go. `,
        { strong: `${n} of ${n_signals} signals went to one place` },
        ", one after the other.",
      ];
    case "tree":
      return [
        "The news has come down to the last leaf. ",
        { strong: `${n_signals} signals, and nobody heard more than three.` },
      ];
    case "tournament":
      return [
        "All are awake. ",
        { strong: `${n_signals} signals` },
        ": all but the winner were beaten once and woken once.",
      ];
    case "dissemination": {
      const n_rounds = rounds(n);
      const after = `Everybody knows of everybody after ${n_rounds} ${n_rounds === 1 ? "round" : "rounds"}.`;
      return [{ strong: after }, " Nobody had to say “go”."];
    }
  }
}

function lateEnding({ kind, players, run }: Scene): Words {
  const steps = stepsAfterLast(run);
  const late = run.arrives.indexOf(Math.max(...run.arrives));
  const after = `${steps} ${steps === 1 ? "step" : "steps"} after `;
  const begin: Words = ["All went ", { strong: after }, { name: nameOf(players, late) }, " came. "];
  const nobody = "When one is late, nobody stands in line";
  if (kind !== "counter") return [...begin, `The counter needs 2: ${nobody.toLowerCase()} there.`];
  return [...begin, players.length > 4 ? `${nobody}: the counter is the quickest.` : `${nobody}.`];
}

/** "Ana", "Ana and Ben", "Ana and 3 more". */
function who(players: readonly Player[], those: readonly number[]): Words {
  const [first = 0, second] = those;
  const named: Part = { name: nameOf(players, first) };
  if (second === undefined) return [named];
  if (those.length === 2) return [named, " and ", { name: nameOf(players, second) }];
  return [named, ` and ${those.length - 1} more`];
}

function says(those: readonly number[]): string {
  return those.length === 1 ? " says " : " say ";
}

function nameOf(players: readonly Player[], me: number): string {
  return players[me]?.name ?? "";
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}

/** What stands in the table for a signal's ends and its meaning. */
export function signalWords(players: readonly Player[], { from, to, what }: Signal): [string, string, string] {
  const place = (me: number) => (me === COUNTER ? "the counter" : nameOf(players, me));
  const says = what === "flag" ? "the flag has turned" : what === "here" || what === "go" ? `“${what}”` : "who is here";
  return [place(from), to === COUNTER ? place(to) : nameOf(players, to), says];
}

/** The story of the leaky one, a sentence for each step. */
export function leakySentence(step: number, [ana, ben, chloe]: readonly [string, string, string]): Words {
  const story: Words[] = [
    ["Three workers, an empty counter, a shut gate."],
    [{ name: ana }, " comes. The counter says 1."],
    [{ name: ben }, " comes: 2."],
    [{ name: chloe }, " comes: 3. The gate opens."],
    [{ name: ana }, " goes through: 2. ", { name: ben }, " and ", { name: chloe }, " have not looked up yet."],
    [{ name: ana }, " is quick: the work of round 2 is done."],
    [{ name: ana }, " comes again. The counter says 3 once more, and the gate is still open."],
    [{ name: ana }, " walks straight through, ", { strong: "without waiting for anybody." }],
  ];
  return story[step] ?? [];
}
