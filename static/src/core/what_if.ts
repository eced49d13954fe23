/**
 * A round's own arrivals in other worlds: another number of seats, a time limit, a latch, a lock, nothing at all. Pure.
 *
 * Same people, same times. What a barrier does is what CPython's `threading.Barrier` does with these calls: tests compare
 * these worlds with the room's own rules and with real threads. Times in ms since the round began.
 */
import type { Face } from "./picture";

export type WorldId = "real" | "none" | "fewer" | "more" | "timeout" | "latch" | "crash" | "drop" | "lock";

/** In the order in which they are offered. */
export const OTHER_WORLDS = ["none", "fewer", "more", "timeout", "latch", "crash", "drop", "lock"] as const;

/** Somebody who called `wait()` in the round, in order of coming. */
export interface Caller extends Pick<Face, "worker" | "name" | "avatar" | "kind"> {
  /** When the work began: later than the round for a latecomer. */
  from_ms: number;
  came_ms: number;
}

export interface PlayedRound {
  callers: readonly Caller[];
  /** From the call that opens the gate to the gate: a room's screens need a moment to hear of it. */
  gate_takes_ms: number;
  /** When the gate really opened. */
  opened_ms: number;
  /** No barrier was used up before it: a latch would still have held. */
  is_first: boolean;
  /** The work before the barrier, and the work after it. */
  phase: string;
  next_phase: string;
}

/** What becomes of one caller. Of `goes_ms`, `error_ms` and `gives_up_ms` at most one is set; none is: waits for ever. */
export interface Fate {
  caller: Caller;
  /** When it calls `wait()`; null for the one that crashes before. */
  calls_ms: number | null;
  goes_ms: number | null;
  error_ms: number | null;
  /** Its seat is given up in this moment, before it comes. */
  gives_up_ms: number | null;
  /** The end of what it does alone, under a lock. */
  leaves_ms: number | null;
  /** How many parts are not there yet when it goes on. */
  missing: number;
}

export interface World {
  id: WorldId;
  fates: readonly Fate[];
  /** When a gate opens, if one does. */
  gate_ms: number | null;
  /** When the barrier breaks, if it does. */
  breaks_ms: number | null;
  /** `timeout` and `lock`: the limit, and how long each holds the lock. */
  limit_ms: number | null;
}

/** Of a lock's holders one follows the other: so much of the round's span has one of them, shared by all. */
const LOCK_SHARE = 0.7;
/** Limits that people use. */
const LIMITS_S = [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];

/** The worlds that this round can be played in: a first round has no latch that was used up before. */
export function worldsOf(round: PlayedRound): WorldId[] {
  return OTHER_WORLDS.filter((id) => id !== "latch" || !round.is_first);
}

export function world(id: WorldId, round: PlayedRound): World {
  const n = round.callers.length;
  switch (id) {
    case "real":
      return {
        ...nothing(id),
        gate_ms: round.opened_ms,
        fates: round.callers.map((caller) => goes(caller, round.opened_ms)),
      };
    case "none":
    case "latch":
      return { ...nothing(id), fates: goAtOnce(round.callers) };
    case "fewer":
      return { ...nothing(id), ...cyclicBarrier(round, n - 1) };
    case "more":
      return { ...nothing(id), ...cyclicBarrier(round, n + 1) };
    case "timeout":
      return withLimit(round, limitOf(round));
    case "crash":
      return withCrash(round, crashes(round));
    case "drop":
      return withoutLast(round);
    case "lock":
      return withLock(round);
  }
}

/** `Barrier(parties)`: each `parties`-th call opens the gate for those who wait, and the next call begins a new round. */
function cyclicBarrier({ callers, gate_takes_ms }: PlayedRound, parties: number): Pick<World, "fates" | "gate_ms"> {
  let gate_ms: number | null = null;
  const fates = callers.map((caller, i) => {
    const opens = callers[Math.floor(i / parties) * parties + parties - 1];
    if (opens === undefined) return waitsForEver(caller);
    const opens_ms = opens.came_ms + gate_takes_ms;
    gate_ms ??= opens_ms;
    return goes(caller, opens_ms);
  });
  return { fates, gate_ms };
}

/** `wait(timeout)`: the first to come is the first whose time runs out, and that breaks the barrier for all. */
function withLimit(round: PlayedRound, limit_ms: number): World {
  const { callers, opened_ms, gate_takes_ms } = round;
  const breaks_ms = firstOf(callers).came_ms + limit_ms;
  if (opened_ms - gate_takes_ms <= breaks_ms) {
    const fates = callers.map((caller) => goes(caller, opened_ms));
    return { ...nothing("timeout"), fates, gate_ms: opened_ms, limit_ms };
  }
  const fates = callers.map((caller) => ({ ...waitsForEver(caller), error_ms: Math.max(breaks_ms, caller.came_ms) }));
  return { ...nothing("timeout"), fates, breaks_ms, limit_ms };
}

function withCrash({ callers }: PlayedRound, crashed: number): World {
  const fates = callers.map((caller, i) => ({ ...waitsForEver(caller), ...(i === crashed ? { calls_ms: null } : {}) }));
  return { ...nothing("crash"), fates };
}

/** Java's Phaser: the last one's seat is given up when it is the only one missing. */
function withoutLast({ callers, gate_takes_ms }: PlayedRound): World {
  const others = callers.slice(0, -1);
  const gives_up_ms = lastOf(others).came_ms;
  const gate_ms = gives_up_ms + gate_takes_ms;
  const last = { ...waitsForEver(lastOf(callers)), calls_ms: null, gives_up_ms };
  return { ...nothing("drop"), fates: [...others.map((caller) => goes(caller, gate_ms)), last], gate_ms };
}

/** One at a time, first come first served. (Python's `Lock` promises no order.) */
function withLock({ callers }: PlayedRound): World {
  const span_ms = lastOf(callers).came_ms - firstOf(callers).came_ms;
  const holds_ms = Math.max(1, Math.round((span_ms / callers.length) * LOCK_SHARE));
  let free_ms = 0;
  const fates = callers.map((caller) => {
    const goes_ms = Math.max(caller.came_ms, free_ms);
    free_ms = goes_ms + holds_ms;
    return { ...goes(caller, goes_ms), leaves_ms: free_ms, missing: missingAt(callers, goes_ms) };
  });
  return { ...nothing("lock"), fates, limit_ms: holds_ms };
}

function goAtOnce(callers: readonly Caller[]): Fate[] {
  return callers.map((caller) => ({ ...goes(caller, caller.came_ms), missing: missingAt(callers, caller.came_ms) }));
}

/** Half of the longest wait, as a limit that people use. */
export function limitOf({ callers }: PlayedRound): number {
  const half_s = (lastOf(callers).came_ms - firstOf(callers).came_ms) / 2000;
  const near = (a: number, b: number) => (Math.abs(a - half_s) <= Math.abs(b - half_s) ? a : b);
  return LIMITS_S.reduce(near) * 1000;
}

/** Whose thread dies: a robot's where there is one, else one in the middle. Its place in coming. */
function crashes({ callers }: PlayedRound): number {
  const robot = callers.findIndex(({ kind }) => kind === "robot");
  return robot >= 0 ? robot : Math.floor(callers.length / 2);
}

/** How many come after this moment: their parts are missing. */
function missingAt(callers: readonly Caller[], at_ms: number): number {
  let [low, high] = [0, callers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((callers[middle]?.came_ms ?? 0) <= at_ms) low = middle + 1;
    else high = middle;
  }
  return callers.length - low;
}

function goes(caller: Caller, goes_ms: number): Fate {
  return { ...waitsForEver(caller), goes_ms };
}

function waitsForEver(caller: Caller): Fate {
  return {
    caller,
    calls_ms: caller.came_ms,
    goes_ms: null,
    error_ms: null,
    gives_up_ms: null,
    leaves_ms: null,
    missing: 0,
  };
}

function nothing(id: WorldId): Omit<World, "fates"> {
  return { id, gate_ms: null, breaks_ms: null, limit_ms: null };
}

function firstOf(callers: readonly Caller[]): Caller {
  return callers[0] as Caller;
}

function lastOf(callers: readonly Caller[]): Caller {
  return callers[callers.length - 1] as Caller;
}

/** Waiting, added up; null when somebody waits for ever. */
export function waitedMs({ fates }: World): number | null {
  let sum = 0;
  for (const { calls_ms, goes_ms, error_ms } of fates) {
    if (calls_ms === null) continue;
    const ends_ms = goes_ms ?? error_ms;
    if (ends_ms === null) return null;
    sum += Math.max(0, ends_ms - calls_ms);
  }
  return sum;
}

/** How many are where, in one moment. Whose seat was given up is nowhere. */
export interface Tally {
  work: number;
  wait: number;
  gone: number;
  error: number;
}

export function tallyAt({ fates }: World, at_ms: number): Tally {
  const tally = { work: 0, wait: 0, gone: 0, error: 0 };
  for (const fate of fates) {
    const state = stateAt(fate, at_ms);
    if (state !== null) tally[state] += 1;
  }
  return tally;
}

function stateAt({ caller, calls_ms, goes_ms, error_ms, gives_up_ms }: Fate, at_ms: number): keyof Tally | null {
  if (gives_up_ms !== null && gives_up_ms <= at_ms) return null;
  if (calls_ms === null) return caller.came_ms <= at_ms && gives_up_ms === null ? null : "work";
  if (calls_ms > at_ms) return "work";
  if (error_ms !== null && error_ms <= at_ms) return "error";
  return goes_ms !== null && goes_ms <= at_ms ? "gone" : "wait";
}

/** One corner of the flow: how many were where from this moment on. */
export interface FlowPoint extends Tally {
  at_ms: number;
}

/** How the numbers change over time, at each moment in which one does: for rounds of hundreds. */
export function flow({ fates }: World, until_ms: number): FlowPoint[] {
  const changes = new Map<number, Tally>();
  const add = (at_ms: number | null, what: keyof Tally, by: 1 | -1) => {
    if (at_ms === null || at_ms > until_ms) return;
    const change = changes.get(at_ms) ?? { work: 0, wait: 0, gone: 0, error: 0 };
    change[what] += by;
    changes.set(at_ms, change);
  };
  for (const { caller, calls_ms, goes_ms, error_ms, gives_up_ms } of fates) {
    if (calls_ms === null) {
      add(gives_up_ms ?? caller.came_ms, "work", -1);
      continue;
    }
    add(calls_ms, "work", -1);
    add(calls_ms, "wait", 1);
    const ends_ms = goes_ms ?? error_ms;
    add(ends_ms, "wait", -1);
    add(ends_ms, goes_ms === null ? "error" : "gone", 1);
  }
  const points: FlowPoint[] = [{ at_ms: 0, work: fates.length, wait: 0, gone: 0, error: 0 }];
  for (const [at_ms, change] of [...changes].sort(([a], [b]) => a - b)) {
    const before = points[points.length - 1] as FlowPoint;
    points.push({
      at_ms,
      work: before.work + change.work,
      wait: before.wait + change.wait,
      gone: before.gone + change.gone,
      error: before.error + change.error,
    });
  }
  return points;
}
