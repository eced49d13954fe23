/** A room on the wire: its barrier, its workers and its rules; see protocol.ts. */

export type Kind = "person" | "robot" | "program";
export type Stage = "lobby" | "running";
export type Door = "open" | "locked";
export type Gone = "hold" | "let_go";
export type Names = "shown" | "hidden";
export type BarrierState = "filling" | "acting" | "broken";
export type PartiesRule = "everyone" | "fixed";
export type BrokenCause = "abort" | "timeout" | "action";
export type By = number | "host" | null;

/** One who stands inside `wait()`: place in coming (0 is first) and the moment of the call. */
export interface Waiter {
  worker: number;
  index: number;
  at_ms: number;
}

export interface Worker {
  worker: number;
  name: string;
  avatar: string;
  kind: Kind;
  connected: boolean;
  joined_at_ms: number;
  /** When the connection was lost; null while connected. */
  away_since_ms: number | null;
}

/** The rules of a room, as they are in force; `parties_rule` stands in the barrier. */
export interface Rules {
  timeout_s: number | null;
  phases: string[];
  door: Door;
  lead_ms: number;
  /** Does the lead follow the round trips that screens report? */
  lead_is_auto: boolean;
  gone: Gone;
  gone_after_s: number;
  names: Names;
  /** In BCP 47: that of the projector. */
  language: string;
}

/** Of an open room for which nothing was set. */
export const DEFAULT_RULES: Rules = {
  timeout_s: null,
  phases: ["research", "write"],
  door: "open",
  lead_ms: 400,
  lead_is_auto: true,
  gone: "let_go",
  gone_after_s: 30,
  names: "shown",
  language: "en",
};

/** The rules that a host asks for. */
export type RuleChanges = Partial<Omit<Rules, "lead_ms" | "lead_is_auto">> & { lead_ms?: number | "auto" };

/** How a generation was broken, and who got the error. */
export interface Broken {
  by: By;
  at_ms: number;
  waiting: Waiter[];
}

export interface Barrier {
  parties: number;
  parties_rule: PartiesRule;
  generation: number;
  /** How many generations ended with a release; gives the phase, which a break or a reset does not move on. */
  releases: number;
  /** When this generation began: the release before it, or the reset. */
  since_ms: number;
  /** When the first of those who wait reaches its limit, be it the room's or a program's own; null without one. */
  deadline_ms: number | null;
  state: BarrierState;
  cause: BrokenCause | null;
  waiting: Waiter[];
  broken: Broken | null;
}

export interface Release {
  generation: number;
  /** Workers by index. */
  order: number[];
  /** The moments of their calls, by index. */
  arrived_ms: number[];
  since_ms: number;
  /** The trip. */
  at_ms: number;
  release_at_ms: number;
}
