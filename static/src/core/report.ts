/** What a round has cost in waiting, and what it would have cost without the barrier. Pure; times in ms. */
import * as m from "messages";
import { faceName, sayName } from "./face_names";
import type { Face, Picture } from "./picture";
import type { ResetCause } from "./protocol";
import type { CardFaceUp, ToldQuestion } from "./protocol_lesson";
import type { BrokenCause, Kind, Names } from "./protocol_room";
import type { SpreadCounts } from "./spread";

/** The server gathers the screens' reports for almost this long after the moment. */
export const REPORTED_AFTER_MS = 1500;

/** The answer of GET /api/rooms/<CODE>/report.json. */
export interface Report {
  code: string;
  hosted: boolean;
  names: Names;
  now_ms: number;
  /** How many generations have ended; the latest of them are here, in order. */
  n_ended: number;
  generations: Ended[];
  /** Names and faces, by worker number. */
  workers: Readonly<Record<string, { name: string; avatar: string; kind: Kind }>>;
  /** The questions of a lesson whose answers were shown, in that order. */
  told?: ToldQuestion[];
  /** Its secret cards, once they were turned face up. */
  turned?: CardFaceUp[];
}

/** One use of the barrier that is over. */
export interface Ended {
  generation: number;
  round: number;
  phase: string;
  next_phase: string;
  outcome: "released" | "broken" | "reset";
  cause: "arrival" | "departure" | BrokenCause | ResetCause;
  since_ms: number;
  at_ms: number;
  release_at_ms: number | null;
  /** In order of coming, then those who did not come. */
  spans: { worker: number; from_ms: number; arrived_ms: number | null }[];
  spread: KeptSpread | null;
  /** How long it was paused; left out of all times. */
  paused_ms?: number;
}

/** How simultaneous a release was; `late` and `unsure` name some of the workers whose screens these are. */
export interface KeptSpread extends SpreadCounts {
  error_ms: number | null;
  n_unsure: number;
  late: { worker: number; off_ms: number }[];
  unsure: number[];
}

export interface Came extends Face {
  from_ms: number;
  arrived_ms: number;
  waited_ms: number;
  /** How many came later: the number of notes this worker would have begun without. */
  missing: number;
}

/** One round, worked out. */
export interface Account {
  ended: Ended;
  /** In order of coming. */
  came: Came[];
  absent: Face[];
  /** The release, the break or the reset. */
  end_ms: number;
  waited_ms: number;
  /** Notes that would have been missing, added up, and how many workers would have missed some. */
  missing: number;
  n_missing: number;
  /** Whose call opened the gate; null where none did. */
  last: Came | null;
  picture: Picture;
}

/** What shorter work of the last one would have changed. */
export interface WhatIf {
  opened_ms: number;
  waited_ms: number;
  /** Who would have come last then. */
  pace: Came;
}

/** The generation that a reader wants first: the latest release, else the latest; null when none has ended. */
export function firstShown({ generations }: Report): number | null {
  const latest = (those: Ended[]) => those[those.length - 1]?.generation ?? null;
  return latest(generations.filter((ended) => ended.outcome === "released")) ?? latest(generations);
}

/** The report with the names as this page says them. */
export function withOurNames(report: Report): Report {
  const workers = Object.entries(report.workers).map(([worker, face]) => {
    return [worker, { ...face, name: sayName(face.name, face.kind, report.names) }] as const;
  });
  const turned = report.turned?.map((card) => ({ ...card, name: card.name && sayName(card.name, "robot", "shown") }));
  return { ...report, workers: Object.fromEntries(workers), ...(turned && { turned }) };
}

/** `hide_names`: people and programs are called by their faces. */
export function account(ended: Ended, workers: Report["workers"], hide_names: boolean): Account {
  const face = (worker: number) => faceOf(worker, workers, hide_names);
  const end_ms = ended.release_at_ms ?? ended.at_ms;
  const arrived = ended.spans.flatMap(({ arrived_ms }) => (arrived_ms === null ? [] : [arrived_ms]));
  const came = ended.spans.flatMap(({ worker, from_ms, arrived_ms }) => {
    if (arrived_ms === null) return [];
    const missing = arrived.length - upTo(arrived, arrived_ms);
    const waited_ms = Math.max(0, end_ms - arrived_ms);
    return [{ ...face(worker), from_ms: Math.min(from_ms, arrived_ms), arrived_ms, waited_ms, missing }];
  });
  const absent = ended.spans.filter((span) => span.arrived_ms === null).map(({ worker }) => face(worker));
  const last = ended.cause === "arrival" ? (came[came.length - 1] ?? null) : null;
  return {
    ended,
    came,
    absent,
    end_ms,
    waited_ms: sum(came.map((arrival) => arrival.waited_ms)),
    missing: sum(came.map((arrival) => arrival.missing)),
    n_missing: came.filter((arrival) => arrival.missing > 0).length,
    last,
    picture: pictureOf(ended, came, absent, end_ms, last),
  };
}

/** Was this round's release so short a while ago that its screens are still reporting? */
export function isReporting({ release_at_ms, spread }: Ended, now_ms: number): boolean {
  return release_at_ms !== null && spread === null && now_ms < release_at_ms + REPORTED_AFTER_MS;
}

/** The longest time by which the last one could have been faster: its whole work. Null where nobody was the last. */
export function mostFaster({ last, came }: Account): number | null {
  return last === null || came.length < 2 ? null : last.arrived_ms - last.from_ms;
}

/** `faster_ms` of less work by the last one; the gate still takes its time to open. */
export function whatIf({ came, last, end_ms, ended }: Account, faster_ms: number): WhatIf | null {
  if (last === null) return null;
  const gate_ms = end_ms - last.arrived_ms;
  const others = came.slice(0, -1);
  const second = others[others.length - 1];
  const arrived_ms = last.arrived_ms - faster_ms;
  const pace = second !== undefined && second.arrived_ms >= arrived_ms ? second : last;
  const opens_ms = (pace === last ? arrived_ms : pace.arrived_ms) + gate_ms;
  const waited_ms = sum(others.map((other) => opens_ms - other.arrived_ms)) + opens_ms - arrived_ms;
  return { opened_ms: opens_ms - ended.since_ms, waited_ms, pace };
}

/** What several rounds cost in waiting, and what one barrier at their end would have cost. */
export interface ManyBarriers {
  n: number;
  waited_ms: number;
  one_ms: number;
}

/**
 * The latest rounds in a row that the same workers played, all of them there; null for fewer than two. With one barrier at the
 * end everybody does all their work first, and then waits once.
 */
export function manyBarriers(rounds: readonly Account[]): ManyBarriers | null {
  const last = rounds[rounds.length - 1];
  if (last === undefined || !isWhole(last)) return null;
  const crew = crewOf(last);
  let first = rounds.length - 1;
  while (first > 0 && continues(rounds[first - 1], rounds[first], crew)) first -= 1;
  const played = rounds.slice(first);
  if (played.length < 2 || last.came.length < 2) return null;
  const work_ms = new Map<number, number>();
  for (const { came } of played)
    for (const { worker, from_ms, arrived_ms } of came)
      work_ms.set(worker, (work_ms.get(worker) ?? 0) + arrived_ms - from_ms);
  const done_ms = [...work_ms.values()];
  const gate_ms = last.end_ms - (last.last?.arrived_ms ?? last.end_ms);
  const slowest_ms = Math.max(...done_ms);
  return {
    n: played.length,
    waited_ms: sum(played.map((round) => round.waited_ms)),
    one_ms: sum(done_ms.map((ms) => slowest_ms - ms + gate_ms)),
  };
}

function continues(before: Account | undefined, after: Account | undefined, crew: string): boolean {
  if (before === undefined || after === undefined || !isWhole(before)) return false;
  return before.ended.generation === after.ended.generation - 1 && crewOf(before) === crew;
}

/** Everybody came, and the last call opened the gate. */
function isWhole({ ended, absent, last }: Account): boolean {
  return ended.outcome === "released" && last !== null && absent.length === 0;
}

function crewOf({ came }: Account): string {
  return came
    .map(({ worker }) => worker)
    .sort((a, b) => a - b)
    .join();
}

function faceOf(worker: number, workers: Report["workers"], hide_names: boolean): Face {
  const { name, avatar, kind } = workers[worker] ?? {
    name: m.mural_worker({ n: worker }),
    avatar: "",
    kind: "person" as const,
  };
  const shown = hide_names && kind !== "robot" ? faceName(avatar) : name;
  return { worker, name: shown, avatar, kind, presence: "connected", you: false };
}

/** How many of these ordered moments are not after this one. */
function upTo(ordered: number[], at_ms: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? 0) <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(numbers: number[]): number {
  return numbers.reduce((so_far, number) => so_far + number, 0);
}

/** The same picture as on the room's pages, with those who came first above. */
function pictureOf(ended: Ended, came: Came[], absent: Face[], end_ms: number, last: Came | null): Picture {
  const { cause, outcome } = ended;
  const late_ms = new Map(ended.spans.map((span) => [span.worker, span.from_ms]));
  return {
    state: outcome === "released" ? "released" : "broken",
    generation: ended.generation,
    round: ended.round,
    phase: ended.phase,
    next_phase: ended.next_phase,
    phases: [ended.phase, ended.next_phase],
    parties: outcome === "released" ? came.length : came.length + absent.length,
    parties_rule: "everyone",
    aboard: came.map((arrival, index) => ({ ...arrival, index, at_ms: arrival.arrived_ms })),
    missing: absent,
    rows: [
      ...came,
      ...absent.map((face) => ({ ...face, from_ms: late_ms.get(face.worker) ?? ended.since_ms, arrived_ms: null })),
    ],
    since_ms: ended.since_ms,
    end_ms,
    release_at_ms: ended.release_at_ms,
    last,
    broken:
      cause === "abort" || cause === "timeout" || cause === "action"
        ? { cause, by: null, by_name: null, timeout_s: null }
        : null,
    exception: null,
    deadline_ms: null,
    repr: "",
    has_release: outcome === "released",
  };
}
