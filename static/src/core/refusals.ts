/** What a page does about each refusal of `join`: where it stands then, and when it asks again. */
import type { ErrorCode } from "./protocol";
import type { Standing } from "./session";

export interface JoinRefused {
  /** Null: as before, nothing to show. */
  standing: Standing | null;
  /** "by itself": as after a lost line, later each time. Otherwise a person must act. */
  again: "by itself" | "when the door opens" | "in a second" | null;
}

const stays = (standing: Standing): JoinRefused => ({ standing, again: null });
/** Says what the server says: no person has done anything wrong. */
const A_FAULT: JoinRefused = stays("refused");
const SERVER_IS_ILL: JoinRefused = { standing: "refused", again: "by itself" };

/** No answers to `join`. Should one come, or a code that is new to this page, it is said what it means. */
type NotOfJoin =
  | "bad_request"
  | "unknown_event"
  | "not_joined"
  | "barrier_broken"
  | "stale_generation"
  | "future_generation"
  | "in_lobby"
  | "busy"
  | "held"
  | "not_asked";

const BY_CODE: Readonly<Record<Exclude<ErrorCode, NotOfJoin>, JoinRefused>> = {
  room_not_found: stays("wrong"),
  room_full: stays("full"),
  room_locked: { standing: "locked", again: "when the door opens" },
  kept_out: { standing: "kept_out", again: "when the door opens" },
  worker_unknown: stays("dropped"),
  host_required: stays("no_key"),
  unsupported_version: stays("outdated"),
  rate_limited: { standing: null, again: "in a second" },
  unavailable: SERVER_IS_ILL,
  internal: SERVER_IS_ILL,
};

/** Has something answered with this status instead of opening a line? Not a server that is about to come back. */
export function isLineRefused(status: unknown): status is number {
  return typeof status === "number" && status >= 400 && status < 500;
}

export function joinRefused(error: string): JoinRefused {
  return (BY_CODE as Record<string, JoinRefused | undefined>)[error] ?? A_FAULT;
}
