/**
 * What the views draw: a plain value, derived from the room's state, who you are, and the time on the room clock.
 *
 * The picture lags behind the log on purpose: between the trip and `release_at_ms` it holds, and a released
 * picture stays until the next generation's first arrival, but at least 3 s.
 */
import type { BrokenCause, By, Kind, PartiesRule } from "./protocol";

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
  /** 1, 2, 3 …: how often the loop over the phases has begun. */
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
  /** The moment the picture stands for: the release, the break, or now. */
  end_ms: number;
  /** The appointed moment of the release while holding or released. */
  release_at_ms: number | null;
  /** Whose call opened the gate; null when a departure did, or nobody yet. */
  last: Face | null;
  broken: null | { cause: BrokenCause; by: By; by_name: string | null; timeout_s: number | null };
  /** The room's time limit ends a wait at this moment; null without a limit or while nobody waits. */
  deadline_ms: number | null;
}
