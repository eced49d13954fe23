/** What a page does about each refusal of `join`: where it stands then, and when it asks again. */
import type { ErrorCode } from "./protocol";
import type { Life } from "./session";

export interface JoinRefused {
  /** Null: as before, nothing to show. */
  life: Life | null;
  /** "by itself": as after a lost line, later each time. Otherwise a person must act. */
  again: "by itself" | "when the door opens" | "in a second" | null;
}

const stays = (life: Life): JoinRefused => ({ life, again: null });
/** Says what the server says: no person has done anything wrong. */
const A_FAULT: JoinRefused = stays("refused");
const SERVER_IS_ILL: JoinRefused = { life: "refused", again: "by itself" };

const BY_CODE: Readonly<Record<ErrorCode, JoinRefused>> = {
  room_not_found: stays("wrong"),
  room_full: stays("full"),
  room_locked: { life: "locked", again: "when the door opens" },
  kept_out: { life: "kept_out", again: "when the door opens" },
  worker_unknown: stays("dropped"),
  host_required: stays("no_key"),
  unsupported_version: stays("outdated"),
  rate_limited: { life: null, again: "in a second" },
  unavailable: SERVER_IS_ILL,
  internal: SERVER_IS_ILL,
  // No answers to `join`; should one come, it is shown.
  bad_request: A_FAULT,
  unknown_event: A_FAULT,
  not_joined: A_FAULT,
  barrier_broken: A_FAULT,
  stale_generation: A_FAULT,
  future_generation: A_FAULT,
  in_lobby: A_FAULT,
  busy: A_FAULT,
  held: A_FAULT,
  not_asked: A_FAULT,
};

export function joinRefused(error: string): JoinRefused {
  return error in BY_CODE ? BY_CODE[error as ErrorCode] : A_FAULT;
}
