/** What this browser holds of rooms, for all its tabs and for tomorrow: the host's keys, and the seats. */
import type { Profile } from "../core/model";
import { load, save } from "./storage";

export const HOST = "all-aboard-host-";
export const SEATS = "all-aboard-seats-";
/** When this browser's host opened the room last; GONE where the server had no such room. */
const OPENED = "all-aboard-opened-";
const GONE = "gone";
/** In one room; a browser that opens more tabs than this forgets the oldest. */
const MOST_SEATS = 8;

export interface HeldSeat extends Profile {
  token: string;
  /** When a tab last sat on it, by this computer's clock. */
  at_ms: number;
}

export function hostKeyOf(code: string): string | null {
  return load("localStorage", HOST + code);
}

/** The newest first. */
export function seatsOf(code: string): HeldSeat[] {
  try {
    return (JSON.parse(load("localStorage", SEATS + code) ?? "[]") as HeldSeat[]).filter(({ token }) => token);
  } catch {
    return []; // not ours
  }
}

export function holdSeat(code: string, seat: HeldSeat): void {
  keepSeats(code, [seat, ...without(code, seat.token)].slice(0, MOST_SEATS));
  save("localStorage", OPENED + code, null);
}

export function letGoOfSeat(code: string, token: string): void {
  keepSeats(code, without(code, token));
}

export function noteOpened(code: string): void {
  save("localStorage", OPENED + code, `${Date.now()}`);
}

/** The key and the seats stay: perhaps another server answered, or one that starts over. */
export function noteGone(code: string): void {
  if (hostKeyOf(code) !== null || seatsOf(code).length > 0) save("localStorage", OPENED + code, GONE);
}

/** A room of which this browser holds the host's key, or a seat. */
export interface HeldRoom {
  code: string;
  is_host: boolean;
  /** Who sat there last; null without a seat. */
  name: string | null;
  /** When it was used last, as far as that is known: else 0. */
  at_ms: number;
}

/** The newest first. */
export function heldRooms(): HeldRoom[] {
  const codes = new Set(storedNames().flatMap((name) => /^all-aboard-(?:host|seats)-(\w{6})$/.exec(name)?.[1] ?? []));
  return [...codes].flatMap(heldRoom).sort((a, b) => b.at_ms - a.at_ms);
}

function heldRoom(code: string): HeldRoom[] {
  const opened = load("localStorage", OPENED + code);
  if (opened === GONE) return [];
  const seat = seatsOf(code)[0];
  const at_ms = Math.max(Number(opened), seat?.at_ms ?? 0);
  return [{ code, is_host: hostKeyOf(code) !== null, name: seat?.name ?? null, at_ms }];
}

function storedNames(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function without(code: string, token: string): HeldSeat[] {
  return seatsOf(code).filter((seat) => seat.token !== token);
}

function keepSeats(code: string, seats: readonly HeldSeat[]): void {
  save("localStorage", SEATS + code, seats.length > 0 ? JSON.stringify(seats) : null);
}
