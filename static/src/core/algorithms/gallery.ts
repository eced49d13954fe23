/** The five cards of the gallery: what each machine is called, and what it costs. Pure. */
import * as m from "messages";
import { COUNTER_AND_FLAG } from "./counter";
import { DISSEMINATION } from "./dissemination";
import { type Algorithm, busiest, play, type Run, stepsAfterLast } from "./model";
import { TOURNAMENT } from "./tournament";
import { TREE } from "./tree";

export type RightKind = "counter" | "tree" | "tournament" | "dissemination";
export type Kind = RightKind | "leaky";

export const FEWEST_WORKERS = 2;
/** More of them no picture can show. */
export const MOST_WORKERS = 64;

export const ALGORITHMS: Readonly<Record<RightKind, Algorithm>> = {
  counter: COUNTER_AND_FLAG,
  tree: TREE,
  tournament: TOURNAMENT,
  dissemination: DISSEMINATION,
};

export const RIGHT_KINDS: readonly RightKind[] = ["counter", "tree", "tournament", "dissemination"];
export const KINDS: readonly Kind[] = [...RIGHT_KINDS, "leaky"];

interface Card {
  name: string;
  idea: string;
  /** What books call it. */
  term: string;
}

export const CARDS: Readonly<Record<Kind, Card>> = {
  counter: { name: m.drill_one_counter, idea: m.algorithms_counter_idea, term: m.algorithms_counter_term },
  tree: { name: m.algorithms_tree, idea: m.algorithms_tree_idea, term: m.algorithms_tree_term },
  tournament: { name: m.algorithms_knock_out, idea: m.algorithms_knock_out_idea, term: m.algorithms_knock_out_term },
  dissemination: { name: m.drill_pass_it_on, idea: m.algorithms_pass_idea, term: m.algorithms_pass_term },
  leaky: { name: m.algorithms_leaky, idea: m.algorithms_leaky_idea, term: m.algorithms_leaky_term },
};

/** What the theory counts, in formulas: no language writes them otherwise. */
interface Theory {
  signals: string;
  steps: string;
  /** `steps` is a bound. */
  at_most: boolean;
}

export const THEORY: Readonly<Record<RightKind, Theory>> = {
  counter: { signals: "2n − 1", steps: "n + 1", at_most: false },
  tree: { signals: "2(n − 1)", steps: "3⌊log₂ n⌋", at_most: true },
  tournament: { signals: "2(n − 1)", steps: "2⌈log₂ n⌉", at_most: true },
  dissemination: { signals: "n⌈log₂ n⌉", steps: "⌈log₂ n⌉", at_most: false },
};

export interface Cost {
  signals: number;
  /** From the last arrival to the last release. */
  steps: number;
  /** How many signals go to the place that gets most. */
  at_one_place: number;
}

export type Mark = "best" | "worst" | null;
export type Marks = Readonly<Record<keyof Cost, Mark>>;

export function costOf(run: Run): Cost {
  return { signals: run.signals.length, steps: stepsAfterLast(run), at_one_place: busiest(run) };
}

/** What each costs with these arrivals, and where it is best or worst of the four. */
export function compare(arrives: readonly number[]): Record<RightKind, Cost & { marks: Marks }> {
  const costs = RIGHT_KINDS.map((kind) => [kind, costOf(play(ALGORITHMS[kind], arrives))] as const);
  const mark = (what: keyof Cost, value: number): Mark => {
    const all = costs.map(([, cost]) => cost[what]);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    if (least === most) return null;
    return value === least ? "best" : value === most ? "worst" : null;
  };
  const marked = costs.map(([kind, cost]) => {
    const { signals, steps, at_one_place } = cost;
    const marks = {
      signals: mark("signals", signals),
      steps: mark("steps", steps),
      at_one_place: mark("at_one_place", at_one_place),
    };
    return [kind, { ...cost, marks }] as const;
  });
  return Object.fromEntries(marked) as Record<RightKind, Cost & { marks: Marks }>;
}

/** Sizes that the curves are drawn through. */
export const GROWTH_SIZES = [2, 3, 4, 6, 8, 11, 16, 22, 32, 45, 64] as const;

/** What each costs for few and for many, by the kind of arrivals. */
export function growth(arrivals: (n: number) => number[]): Record<RightKind, Cost[]> {
  const curves = RIGHT_KINDS.map((kind) => [
    kind,
    GROWTH_SIZES.map((n) => costOf(play(ALGORITHMS[kind], arrivals(n)))),
  ]);
  return Object.fromEntries(curves) as Record<RightKind, Cost[]>;
}
