/**
 * A drill: where each seat stands, which follows from how many signals each has sent. Pure; `app/core/drill.py` has the
 * rules, and the schedule is that of the page of algorithms.
 */
import { DISSEMINATION } from "./algorithms/dissemination";
import { rounds } from "./algorithms/model";

export interface Standing {
  /** It may tell, stands still until it is told, or has gone on. */
  state: "tell" | "wait" | "go";
  /** From 0; of the last one when it has gone on. */
  round: number;
  n_rounds: number;
  /** In this round: whom it tells, and who tells it. */
  to: number;
  from: number;
  /** Who told it in the round before; null in the first one. */
  told_by: number | null;
  /** By seat: does it know that this one has come? */
  knows: readonly boolean[];
  n_known: number;
}

/** By round, whom a seat tells, and who tells it. */
export function partners(n: number, me: number): { to: number; from: number }[] {
  const found: { to: number; from: number }[] = [];
  let to = me;
  for (const action of DISSEMINATION.script(n, me)) {
    if (action.do === "tell") to = action.to;
    else if (action.do === "await") found.push({ to, from: action.from });
  }
  return found;
}

export function standing(done: readonly number[], me: number): Standing {
  const n = done.length;
  const all = partners(n, me);
  const n_rounds = rounds(n);
  const n_told = done[me] ?? 0;
  const wasTold = (round: number) => (done[all[round]?.from ?? 0] ?? 0) > round;
  const is_told = n_told === 0 || wasTold(n_told - 1);
  const state = !is_told ? "wait" : n_told === n_rounds ? "go" : "tell";
  const round = Math.min(state === "wait" ? n_told - 1 : n_told, n_rounds - 1);
  const n_heard = state === "go" ? n_rounds : round;
  const n_known = n_told === 0 ? 0 : Math.min(n, 2 ** n_heard);
  return {
    state,
    round,
    n_rounds,
    to: all[round]?.to ?? me,
    from: all[round]?.from ?? me,
    told_by: round === 0 ? null : (all[round - 1]?.from ?? null),
    knows: done.map((_, seat) => (me - seat + n) % n < n_known),
    n_known,
  };
}

/** How many signals each seat has sent, from the digits of a brief or from the signals themselves. */
export function doneOf(digits: string): number[] {
  return [...digits].map(Number);
}

export function countBySeat(n: number, signals: readonly (readonly [number, number])[]): number[] {
  const done = new Array<number>(n).fill(0);
  for (const [seat] of signals) done[seat] = (done[seat] ?? 0) + 1;
  return done;
}
