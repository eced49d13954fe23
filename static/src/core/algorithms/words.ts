/** The gallery's sentences. Pure. */
import * as m from "messages";
import { list, type Phrase, sentences, type Words } from "../words";
import type { Pattern, Player } from "./arrivals";
import type { RightKind } from "./gallery";
import { COUNTER, type Run, rounds, type Signal, stepsAfterLast } from "./model";

interface Scene {
  kind: RightKind;
  pattern: Pattern;
  players: readonly Player[];
  run: Run;
}

/** Up to this many workers the counter's line is short for each machine. */
const FEW = 4;

/** What happens in this step, or how it ended. */
export function sentence(scene: Scene, step: number): Phrase {
  const { kind, run } = scene;
  if (step >= run.end) return ending(scene);
  const now = run.signals.filter(({ at }) => at === step);
  if (now.length === 0) return nothingSaid(run, step);
  if (kind === "counter") return counting(scene, step, now);
  return kind === "dissemination" ? passing(scene, step, now) : climbing(scene, now);
}

/** "Step 5 of 9", "All go". */
export function stepWords(run: Run, step: number): Words {
  return step >= run.end ? [{ strong: m.algorithms_all_go }] : m.algorithms_step_of({ step: step + 1, n: run.end });
}

function stillWork({ arrives }: Run, step: number): number {
  return arrives.filter((at) => at > step).length;
}

function nothingSaid(run: Run, step: number): Phrase {
  const n = stillWork(run, step);
  if (n === run.arrives.length) return m.algorithms_nothing_to_say;
  return n === 0 ? m.algorithms_nothing_said : m.algorithms_nobody_can({ n });
}

function counting({ players, run }: Scene, step: number, now: readonly Signal[]): Phrase {
  const counted = now.find(({ to }) => to === COUNTER);
  if (counted === undefined) return m.algorithms_flag_turns;
  const n_counted = run.signals.filter(({ to, at }) => to === COUNTER && at <= step).length;
  const n_here = run.arrives.length - stillWork(run, step);
  const says = m.algorithms_counted({ name: nameOf(players, counted.from), n: n_counted, all: players.length });
  return n_here === n_counted ? says : sentences(says, m.algorithms_in_line({ n: n_here - n_counted }));
}

function passing({ pattern, players, run }: Scene, step: number, now: readonly Signal[]): Phrase {
  const n = players.length;
  if (pattern === "at_once") {
    const distance = 1 << step;
    return m.algorithms_tells_on({
      round: step + 1,
      n: rounds(n),
      seats: m.drill_seats_on({ n: distance, number: distance }),
      knows: Math.min(n, 2 * distance),
    });
  }
  const senders = unique(now.map(({ from }) => from));
  const says = m.algorithms_passes({ n: senders.length, names: who(players, senders) });
  const n_working = stillWork(run, step);
  return n_working === 0 ? says : sentences(says, m.algorithms_still_work({ n: n_working }));
}

function climbing({ kind, players }: Scene, now: readonly Signal[]): Phrase {
  const senders = (said: string) => unique(now.filter(({ what }) => what === said).map(({ from }) => from));
  const [here, go] = [senders("here"), senders("go")];
  const say_here = kind === "tree" ? m.algorithms_say_branch : m.algorithms_say_here;
  return sentences(
    ...(here.length === 0 ? [] : [say_here({ n: here.length, names: who(players, here) })]),
    ...(go.length === 0 ? [] : [m.algorithms_say_go({ n: go.length, names: who(players, go) })]),
  );
}

function ending(scene: Scene): Phrase {
  const { kind, pattern, players, run } = scene;
  if (pattern === "one_late") return lateEnding(scene);
  const n = players.length;
  const signals = run.signals.length;
  switch (kind) {
    case "counter":
      return m.algorithms_end_counter({ n, signals });
    case "tree":
      return m.algorithms_end_tree({ signals });
    case "tournament":
      return m.algorithms_end_tournament({ signals });
    case "dissemination": {
      const n_rounds = rounds(n);
      return sentences([{ strong: m.drill_over({ n: n_rounds, number: n_rounds }) }], m.drill_nobody_said);
    }
  }
}

function lateEnding({ kind, players, run }: Scene): Phrase {
  const late = run.arrives.indexOf(Math.max(...run.arrives));
  const went = m.algorithms_late_went({ n: stepsAfterLast(run), name: nameOf(players, late) });
  if (kind !== "counter") return sentences(went, m.algorithms_late_counter);
  return sentences(went, players.length > FEW ? m.algorithms_late_quickest : m.algorithms_late_no_line);
}

/** "Ana", "Ana and Ben", "Ana and 3 more". */
function who(players: readonly Player[], those: readonly number[]): Words {
  const [first = 0] = those;
  if (those.length <= 2) return list(those.map((me) => ({ name: nameOf(players, me) })));
  return m.algorithms_and_more({ name: nameOf(players, first), n: those.length - 1 });
}

function nameOf(players: readonly Player[], me: number): string {
  return players[me]?.name ?? "";
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}

const SAID: Readonly<Record<string, string>> = {
  flag: m.algorithms_said_flag,
  here: m.algorithms_said_here,
  go: m.algorithms_said_go,
};

/** What stands in the table for a signal's ends and its meaning. */
export function signalWords(players: readonly Player[], { from, to, what }: Signal): [string, string, string] {
  const place = (me: number) => (me === COUNTER ? m.algorithms_the_counter : nameOf(players, me));
  return [place(from), place(to), SAID[what] ?? m.algorithms_said_who];
}

/** The story of the leaky one, a sentence for each step. */
export function leakySentence(step: number, [ana, ben, chloe]: readonly [string, string, string]): Phrase {
  const story: Phrase[] = [
    m.algorithms_leaky_start,
    m.algorithms_leaky_first({ name: ana }),
    m.algorithms_leaky_second({ name: ben }),
    m.algorithms_leaky_third({ name: chloe }),
    m.algorithms_leaky_through({ first: ana, second: ben, third: chloe }),
    m.algorithms_leaky_quick({ name: ana }),
    m.algorithms_leaky_again({ name: ana }),
    m.algorithms_leaky_passes({ name: ana }),
  ];
  return story[step] ?? [];
}
