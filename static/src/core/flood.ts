/** Who came in lately: where the class ends and the strangers begin. Pure. */
import type { Worker } from "./protocol_room";

export const BIN_MS = 5000;
/** Three minutes are shown; the last of them is the question. */
export const BINS = 36;
const LATE_MS = 60_000;
const VERY_LATE_MS = 30_000;
/** This many newcomers in a minute, in a trip under way, are worth a question. */
const MANY = 10;

export interface Flood {
  /** Newcomers per five seconds, oldest first. */
  bins: number[];
  /** Those after this moment are the question: the last minute, less what is known to be the class. */
  late_from_ms: number;
  late: number;
  /** In the last half minute. */
  very_late_from_ms: number;
  very_late: number;
  /** Is it worth asking? */
  is_many: boolean;
}

/** Robots are the host's own guests, and not counted; nor is who came until `ours_until_ms`. */
export function flood(workers: readonly Worker[], ours_until_ms: number, now_ms: number): Flood {
  const late_from_ms = Math.max(ours_until_ms, now_ms - LATE_MS);
  const very_late_from_ms = Math.max(ours_until_ms, now_ms - VERY_LATE_MS);
  const bins = new Array<number>(BINS).fill(0);
  let late = 0;
  let very_late = 0;
  for (const seated of workers) {
    if (seated.kind === "robot") continue;
    const bin = BINS - 1 - Math.floor(Math.max(0, now_ms - seated.joined_at_ms) / BIN_MS);
    if (bin >= 0) bins[bin] = (bins[bin] ?? 0) + 1;
    if (seated.joined_at_ms > late_from_ms) late += 1;
    if (seated.joined_at_ms > very_late_from_ms) very_late += 1;
  }
  return { bins, late_from_ms, late, very_late_from_ms, very_late, is_many: late >= MANY };
}
