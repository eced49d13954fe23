/** The sentences of the host's page. Pure; see words.ts for those that every page has. */
import * as m from "messages";
import type { HostModel } from "./host_model";
import type { Face, Picture } from "./picture";
import { missingCalls, NAMED_MISSING, tip, whoGoes } from "./picture_words";
import type { Worker } from "./protocol_room";
import { seconds, type Words } from "./words";

/** What stands in the place of the main button, and whether it is one. */
export function mainButton(model: HostModel): { label: string; key: string | null } {
  const { picture } = model;
  switch (picture?.state) {
    case "lobby":
      return { label: m.host_start_trip, key: "Space" };
    case "released":
      return { label: m.next_round, key: "N" };
    case "broken":
      return { label: m.host_reset_bus, key: "R" };
    case "filling":
      return { label: m.waiting_for_more({ n: missingCalls(picture) }), key: null };
    case "hold":
      return { label: m.all_are_aboard, key: null };
    default:
      return { label: m.a_moment, key: null };
  }
}

/** The large headline beside the number. */
export function hostHeadline(picture: Picture): string {
  switch (picture.state) {
    case "released":
      return m.host_gate_opened({ who: whoGoes(picture) });
    case "broken":
      return m.host_barrier_broke;
    case "hold":
      return m.host_all_aboard;
    default:
      return m.waiting_at_barrier;
  }
}

/** The seconds on the right, and what they are. A limit that runs is what everybody wants to see. */
export function clock(picture: Picture, limit_s: number | null): { time: string; says: string; is_limit?: true } {
  const time = seconds(picture.end_ms - picture.since_ms);
  switch (picture.state) {
    case "released":
      return { time, says: m.host_clock_opened };
    case "broken":
      return { time, says: whenItBroke(picture) };
    case "hold":
      return { time, says: picture.last ? m.host_clock_last : m.host_clock_full };
    default: {
      if (picture.deadline_ms !== null) {
        const left_ms = picture.deadline_ms - picture.end_ms;
        return { time: seconds(left_ms), says: m.host_clock_left, is_limit: true };
      }
      if (limit_s === null) return { time, says: m.host_clock_since };
      return { time, says: m.host_clock_limit({ s: limit_s }) };
    }
  }
}

/** A limit that was set during the round runs from then on, and not from the round's beginning. */
function whenItBroke({ broken, end_ms, since_ms }: Picture): string {
  if (broken?.cause !== "timeout") return m.host_clock_broke;
  const is_limit = seconds(end_ms - since_ms) === seconds(1000 * (broken.timeout_s ?? 0));
  return is_limit ? m.host_clock_was_limit : m.host_clock_ran_out;
}

export function note(picture: Picture): { heading: string; words: Words } {
  const { state, last } = picture;
  const heading = state === "released" || state === "broken" ? m.just_happened : m.plain_words;
  if (state !== "released") return { heading, words: tip(picture, false) };
  const opened = last ? m.host_last_call : [m.one_seat_fewer_opened];
  return { heading, words: [...opened, " ", ...tip(picture, false)] };
}

/** May the host settle it name by name? */
export function isFew(picture: Picture): boolean {
  return picture.state === "filling" && picture.missing.length > 0 && picture.missing.length <= NAMED_MISSING;
}

/** With how many seats the bus could leave, where those who are here are too few for it; null where they are not. */
export function enoughSeats(picture: Picture): number | null {
  const here = picture.aboard.length + picture.missing.length;
  return picture.state === "filling" && here > 0 && here < picture.parties ? here : null;
}

/** Of those the bus waits for, who has no signal. */
export function silent(picture: Picture): readonly Face[] {
  return picture.state === "filling" || picture.state === "lobby"
    ? picture.missing.filter((face) => face.presence !== "connected")
    : [];
}

/** Does a nudge reach anybody? */
export function canHear(face: Face): boolean {
  return face.kind === "person" && face.presence === "connected";
}

/** How long nothing was heard of a worker, in ms; null while it is connected. */
export function silence(worker: Worker | undefined, now_ms: number): number | null {
  if (worker === undefined || worker.connected || worker.away_since_ms === null) return null;
  return Math.max(0, now_ms - worker.away_since_ms);
}

/** Whole seconds, as in "no signal for 12 s". */
export function presenceWords(face: Face, silent_ms: number | null): string {
  if (face.presence === "connected" || silent_ms === null) return m.host_connected;
  const s = Math.floor(silent_ms / 1000);
  const time = s < 120 ? m.seconds({ s }) : m.minutes({ time: Math.floor(s / 60) });
  return m.host_silent({ gone: face.presence === "gone", time });
}

/** What becomes of the seat of somebody who is silent. */
export function seatWords(model: HostModel, face: Face, silent_ms: number | null): string {
  const { gone, gone_after_s } = model.rules;
  if (face.presence === "connected" || silent_ms === null) return "";
  if (gone === "hold") return face.presence === "gone" ? m.host_seat_kept_decide : m.host_seat_kept;
  const left_s = Math.max(0, Math.ceil(gone_after_s - silent_ms / 1000));
  return m.host_seat_goes_in({ s: left_s });
}

/** How many seats there are when one goes, and how many of them are taken. */
export function withoutOne(picture: Picture, worker: number): { k: number; n: number } {
  const waits = picture.aboard.some((face) => face.worker === worker);
  const n = picture.parties_rule === "everyone" ? Math.max(1, picture.parties - 1) : picture.parties;
  return { k: picture.aboard.length - (waits ? 1 : 0), n };
}

/** What more robots do to the bus. */
export function robotsWords(picture: Picture, count: number): string {
  const n = picture.parties;
  const waiting = picture.aboard.length;
  if (picture.parties_rule === "fixed") return m.host_keeps_seats({ n });
  if (picture.rows.length === 0) return m.host_gets_seats({ n: count });
  const grows = m.host_bus_grows({ n, to: n + count });
  return picture.state === "filling" && waiting > 0 ? `${grows} ${m.host_go_on_waiting({ n: waiting })}` : grows;
}

/** Beside "9 here": "the bus will have 9 seats, one each". Null while there is nothing to say. */
export function lobbySeats(picture: Picture): Words | null {
  const n = picture.parties;
  const is_fixed = picture.parties_rule === "fixed";
  if (picture.missing.length === 0 && !is_fixed) return null;
  return m.host_lobby_seats({ n, one_each: !is_fixed && n > 1 });
}

/** "9 here", "Nobody here yet". */
export function hereWords(n: number): string {
  return m.n_here({ n });
}
