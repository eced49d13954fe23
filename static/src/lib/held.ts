/** What this browser holds of rooms, for all its tabs and for tomorrow: the host's keys, and the seats. */
import type { Wish } from "../core/model";
import { load, save } from "./storage";

export const HOST = "all-aboard-host-";
export const SEATS = "all-aboard-seats-";
/** In one room; a browser that opens more tabs than this forgets the oldest. */
const MOST_SEATS = 8;

export interface HeldSeat extends Wish {
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
}

export function letGoOfSeat(code: string, token: string): void {
  keepSeats(code, without(code, token));
}

function without(code: string, token: string): HeldSeat[] {
  return seatsOf(code).filter((seat) => seat.token !== token);
}

function keepSeats(code: string, seats: readonly HeldSeat[]): void {
  save("localStorage", SEATS + code, seats.length > 0 ? JSON.stringify(seats) : null);
}
