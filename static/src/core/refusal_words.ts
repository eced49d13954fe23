/** What a page says when the server has refused something, by its code; and what lies between them, by its status. Pure. */
import * as m from "messages";
import type { Command, ErrorCode } from "./protocol";

/** What no page of the server's own version sends: the server's sentence says which part of it was wrong. */
type Fault = "bad_request" | "unknown_event";

const SENTENCES: Readonly<Record<Exclude<ErrorCode, Fault>, string>> = {
  barrier_broken: m.refusal_barrier_broken,
  busy: m.refusal_busy,
  future_generation: m.refusal_future_generation,
  held: m.refusal_held,
  host_required: m.refusal_host_required,
  in_lobby: m.trip_not_started,
  internal: m.refusal_internal,
  kept_out: m.blocked,
  not_asked: m.refusal_not_asked,
  not_joined: m.refusal_not_joined,
  rate_limited: m.refusal_rate_limited,
  room_full: m.full_room,
  room_locked: m.door_locked,
  room_not_found: m.refusal_room_not_found,
  stale_generation: m.refusal_stale_generation,
  unavailable: m.refusal_unavailable,
  unsupported_version: m.outdated,
  worker_unknown: m.refusal_worker_unknown,
};

type Sentences = Readonly<Partial<Record<ErrorCode, string>>>;

/** Where the command says more exactly what it is about. */
const OF_COMMANDS: Readonly<Partial<Record<Command["type"], Sentences>>> = {
  add_robots: { rate_limited: m.refusal_robots, room_full: m.refusal_no_more_robots },
  arrive: { held: m.lesson_look_up, stale_generation: m.bus_left },
  configure: { bad_request: m.refusal_phases },
  guess: { held: m.lesson_look_up },
  mural: { bad_request: m.refusal_nobody_to_paint },
  rename: { bad_request: m.refusal_name },
  signal: { held: m.lesson_look_up },
};

/** By HTTP: who brings no key to a report is not the host. */
const OF_REQUESTS: Sentences = { not_joined: m.refusal_host_required };

/** An answer that is not the one wished for: see "Errors" in docs/protocol.md. */
export interface Refused {
  error?: string;
  message?: string;
}

/** Without a command: by HTTP. The server's own sentence where it has a code that this page does not know. */
export function refusalWords(refused: Refused, command?: Command["type"]): string {
  return known(refused, command) ?? refused.message ?? m.no_answer;
}

/** Of new rooms there may not be many in one minute. */
export function newRoomRefused(refused: Refused): string {
  return refused.error === "rate_limited" ? m.refusal_too_many_rooms : (known(refused) ?? m.no_room_made);
}

function known({ error = "" }: Refused, command?: Command["type"]): string | undefined {
  const exactly = command === undefined ? OF_REQUESTS : OF_COMMANDS[command];
  return exactly?.[error as ErrorCode] ?? (SENTENCES as Sentences)[error as ErrorCode];
}

/** Why there is no line, where something answered with this status instead of opening one. */
export function lineRefused(status: number, text: string, place: string): string {
  return /origin/i.test(text) ? m.refused_origin({ place }) : m.refused_by_way({ status });
}
