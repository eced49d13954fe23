/**
 * What the views draw: a plain value, derived from the room's state, who you are, and the time on the room clock.
 *
 * The picture lags behind the log on purpose: between the trip and `release_at_ms` it holds, and a released
 * picture stays until the next generation's first arrival, but at least 3 s.
 */
import type { ResetCause, Snapshot } from "./protocol";
import type { BrokenCause, By, Kind, PartiesRule, Release, Waiter, Worker } from "./protocol_room";

/** A released picture is shown at least this long, however early the next one arrives. */
export const RELEASED_AT_LEAST_MS = 3000;

/** The face of somebody who is not named. */
const NOBODYS = "";

/** Connected; silent for less than `gone_after_s`; silent for longer. */
export type Presence = "connected" | "no_signal" | "gone";

export interface Face {
  worker: number;
  name: string;
  avatar: string;
  kind: Kind;
  presence: Presence;
  you: boolean;
}

/** Somebody on the bus: inside `wait()`, or (released, broken) who was inside. */
export interface Aboard extends Face {
  index: number;
  at_ms: number;
}

/** One row of the timeline: work from `from_ms` until `arrived_ms` (null: still working), then waiting until the end. */
export interface Row extends Face {
  from_ms: number;
  arrived_ms: number | null;
}

export type PictureState = "lobby" | "filling" | "hold" | "released" | "broken";

export interface Picture {
  state: PictureState;
  generation: number;
  round: number;
  /** The phase worked on before this barrier, and the one after it: "research", "write". */
  phase: string;
  next_phase: string;
  /** All phases of the loop, in order. */
  phases: string[];
  parties: number;
  parties_rule: PartiesRule;
  /** In order of coming. */
  aboard: Aboard[];
  /** Seated in the room and still working, by worker number. Longer than `parties - aboard.length` when there are more workers than seats. */
  missing: Face[];
  /** Everybody for the timeline, by worker number. */
  rows: Row[];
  /** Begin of the generation. */
  since_ms: number;
  /** The moment the picture stands for: the trip while holding, the release, the break, or now. */
  end_ms: number;
  /** The appointed moment of the release while holding or released. */
  release_at_ms: number | null;
  /** Whose call opened the gate; null when a departure did, or nobody yet. */
  last: Face | null;
  broken: null | { cause: BrokenCause; by: By; by_name: string | null; timeout_s: number | null };
  /** What programs got that waited when the round ended without a release. */
  exception: null | Exception;
  /** The room's time limit ends a wait at this moment; null without a limit or while nobody waits. */
  deadline_ms: number | null;
  /** What `repr(barrier)` says in Python at the moment of this picture: nobody waits any more once the gate has opened. */
  repr: string;
  /** A round has been played. */
  has_release: boolean;
}

export interface Exception {
  cause: BrokenCause | ResetCause;
  n_programs: number;
}

/** What the picture needs and the snapshot has forgotten: those who left after they were in the latest outcome. */
export type History = readonly Worker[];

export function remember(history: History, before: Snapshot, after: Snapshot): History {
  if (before === after) return history;
  const release = after.last_release;
  const in_outcome = new Set([
    ...(release?.order ?? []),
    ...(after.barrier.broken?.waiting ?? []).map((waiter) => waiter.worker),
  ]);
  if (typeof after.barrier.broken?.by === "number") in_outcome.add(after.barrier.broken.by);
  const here = new Set(after.workers.map((seated) => seated.worker));
  const known = new Map([...history, ...before.workers].map((seated) => [seated.worker, seated]));
  return [...known.values()].filter(({ worker }) => in_outcome.has(worker) && !here.has(worker));
}

/** `reset`: what the latest reset did to programs, until somebody waits again. */
export function picture(
  snapshot: Snapshot,
  history: History,
  you: number | null,
  now_ms: number,
  reset: Exception | null = null,
): Picture {
  const { barrier, phases } = snapshot;
  const known = new Map(
    [...history, ...snapshot.workers].map((seated) => [seated.worker, faceOf(seated, snapshot, you, now_ms)]),
  );
  const face = (worker: number): Face => known.get(worker) ?? unknownFace(worker, you);
  const missingFace = (worker: number): Face => withoutName(face(worker), snapshot);
  const released = releasedOnScreen(snapshot, known, now_ms);
  const generation = released ? released.generation : barrier.generation;
  const releases = released ? barrier.releases - 1 : barrier.releases;
  const calls: Waiter[] = released
    ? released.order.map((worker, index) => ({ worker, index, at_ms: released.arrived_ms[index] ?? released.at_ms }))
    : (barrier.broken?.waiting ?? barrier.waiting);
  const called_ms = new Map(calls.map((call) => [call.worker, call.at_ms]));
  const since_ms = released ? released.since_ms : barrier.since_ms;
  const end_ms = released ? endOf(released, now_ms) : (barrier.broken?.at_ms ?? now_ms);
  const here = snapshot.workers.filter((seated) => called_ms.has(seated.worker) || seated.joined_at_ms <= end_ms);
  const in_room = new Set(snapshot.workers.map((seated) => seated.worker));
  const left = calls.filter((call) => !in_room.has(call.worker));
  const rows = [
    ...here.map((seated) => ({ worker: seated.worker, from_ms: Math.max(since_ms, seated.joined_at_ms) })),
    ...left.map((call) => ({ worker: call.worker, from_ms: since_ms })),
  ].sort((a, b) => a.worker - b.worker);
  const state: PictureState = released
    ? now_ms < released.release_at_ms
      ? "hold"
      : "released"
    : snapshot.stage === "lobby"
      ? "lobby"
      : barrier.state === "broken"
        ? "broken"
        : "filling";
  const aboard = calls.map(({ worker, index, at_ms }) => ({ ...face(worker), index, at_ms }));
  return {
    state,
    generation,
    round: roundOf(phases, releases),
    phase: phaseOf(phases, releases),
    next_phase: phaseOf(phases, releases + 1),
    phases,
    parties: released
      ? released.order.length
      : state === "broken"
        ? brokenParties(barrier, rows.length)
        : barrier.parties,
    parties_rule: barrier.parties_rule,
    aboard,
    missing: snapshot.workers
      .filter((seated) => !called_ms.has(seated.worker))
      .map(({ worker }) => missingFace(worker)),
    rows: rows.map(({ worker, from_ms }) => {
      const arrived_ms = called_ms.get(worker) ?? null;
      const seen = arrived_ms === null ? missingFace(worker) : face(worker);
      return { ...seen, from_ms: Math.min(from_ms, arrived_ms ?? from_ms), arrived_ms };
    }),
    since_ms,
    end_ms,
    release_at_ms: released ? released.release_at_ms : null,
    last: released ? lastToCome(released, face) : null,
    broken: brokenPicture(snapshot, face),
    exception: barrier.cause ? exceptionFor(barrier.cause, aboard) : reset,
    deadline_ms: released ? null : barrier.deadline_ms,
    repr: released ? reprWith(0, released.order.length) : reprOf(barrier),
    has_release: snapshot.last_release !== null,
  };
}

/** The phase worked on after so many releases: a break or a reset does not move it on. */
export function phaseOf(phases: readonly string[], releases: number): string {
  return phases[releases % phases.length] ?? "";
}

/** 1, 2, 3 …: how often the loop over the phases has begun. */
export function roundOf(phases: readonly string[], releases: number): number {
  return Math.floor(releases / phases.length) + 1;
}

/** The release that still stands on screen: held until its moment, then until the next generation shows life. */
function releasedOnScreen(snapshot: Snapshot, known: ReadonlyMap<number, Face>, now_ms: number): Release | null {
  const { barrier, last_release: release } = snapshot;
  if (!release || release.generation !== barrier.generation - 1) return null;
  if (release.order.some((worker) => !known.has(worker))) return null; // left before this page was opened
  if (barrier.since_ms > release.release_at_ms) return null; // arrivals were held, and count from then on
  if (now_ms < release.release_at_ms) return release;
  if (barrier.state === "broken") return null;
  if (now_ms < release.release_at_ms + RELEASED_AT_LEAST_MS) return release;
  const somebody_came = snapshot.workers.some((seated) => seated.joined_at_ms > release.release_at_ms);
  return somebody_came || barrier.waiting.length > 0 ? null : release;
}

/** While the gate is held nothing counts on: all stands as it was when the last one came. */
function endOf({ at_ms, release_at_ms }: Release, now_ms: number): number {
  return now_ms < release_at_ms ? at_ms : release_at_ms;
}

/** A departure trips after the last call; the last call trips in its own moment. */
function lastToCome(release: Release, face: (worker: number) => Face): Face | null {
  const last = release.order.length - 1;
  const worker = release.order[last];
  return worker !== undefined && release.arrived_ms[last] === release.at_ms ? face(worker) : null;
}

/** How many seats the bus had when it broke: a program that gets the error often ends, and leaves at once. */
function brokenParties({ parties, parties_rule }: Snapshot["barrier"], here: number): number {
  return parties_rule === "everyone" ? Math.max(parties, here) : parties;
}

/** CPython, threading.Barrier.__repr__. */
function reprOf({ state, waiting, parties }: Snapshot["barrier"]): string {
  return state === "broken" ? "<threading.Barrier at 0x…: broken>" : reprWith(waiting.length, parties);
}

function reprWith(n_waiting: number, parties: number): string {
  return `<threading.Barrier at 0x…: waiters=${n_waiting}/${parties}>`;
}

/** Null if none of these is a program. */
export function exceptionFor(cause: Exception["cause"], waited: readonly { kind: Kind }[]): Exception | null {
  const n_programs = waited.filter((seated) => seated.kind === "program").length;
  return n_programs > 0 ? { cause, n_programs } : null;
}

function brokenPicture(snapshot: Snapshot, face: (worker: number) => Face): Picture["broken"] {
  const { cause, broken } = snapshot.barrier;
  if (!cause || !broken) return null;
  const by_name = typeof broken.by === "number" ? face(broken.by).name : null;
  return { cause, by: broken.by, by_name, timeout_s: snapshot.timeout_s };
}

function faceOf(worker: Worker, snapshot: Snapshot, you: number | null, now_ms: number): Face {
  const { name, avatar, kind, away_since_ms } = worker;
  const is_gone = away_since_ms !== null && now_ms - away_since_ms >= snapshot.gone_after_s * 1000;
  const presence = worker.connected ? "connected" : is_gone ? "gone" : "no_signal";
  return { worker: worker.worker, name, avatar, kind, presence, you: worker.worker === you };
}

/** While a secret card may be a person's, nobody who is missing is called by name: the card does it, not the person. */
function withoutName(face: Face, { cards_to, turned }: Snapshot): Face {
  if ((cards_to !== "person" && turned?.to !== "person") || face.kind !== "person" || face.you) return face;
  return { ...face, name: "somebody", avatar: NOBODYS };
}

/** Nothing can be pressed that would say who it is. */
export function isNameless({ missing }: Picture, worker: number): boolean {
  return missing.some((face) => face.worker === worker && face.avatar === NOBODYS);
}

function unknownFace(worker: number, you: number | null): Face {
  return { worker, name: `Worker ${worker}`, avatar: "", kind: "person", presence: "gone", you: worker === you };
}
