/** How close together screens changed, in words and on an axis; beside it threads that left a barrier of Python's own. */
import * as m from "messages";
import recorded from "./exits.json";
import type { Spread } from "./protocol";
import { list, plain, seconds, type Words } from "./words";

/** Measured by tests/support/record_exits.py: when the work of each thread began and ended, in ms since the last one came. */
export const EXITS = recorded;

const AXIS_LEAST_MS = -5;
const AXIS_MOST_MS = 72;
const TICK_MS = 10;
const LATE_NAMED = 3;

/** How many screens did what; all that a sentence needs. */
export type SpreadCounts = Pick<Spread, "screens" | "n_changed" | "within_ms" | "n_late" | "n_slow" | "n_silent">;

/** "28 of 30 screens changed within 12 ms; 2 heard late." */
export function spreadWords(spread: SpreadCounts): Words {
  const { n_changed, n_late, n_slow, n_silent, within_ms } = spread;
  const others = [
    n_late > 0 && m.spread_late({ n: n_late }),
    n_slow > 0 && m.spread_slow({ n: n_slow }),
    n_silent > 0 && m.spread_silent({ n: n_silent }),
  ].filter(Boolean);
  const rest = `${others.map((what) => m.spread_also({ what: what || "" })).join("")}.`;
  const who = howMany(spread);
  if (n_changed < 2 || within_ms === null) return [m.spread_in_time({ who, rest })];
  return m.spread_within({ who, ms: within_ms, rest });
}

function howMany({ n_changed, screens }: SpreadCounts): string {
  if (screens === 1) return m.spread_only({ n: n_changed });
  return n_changed === screens ? m.spread_all({ n: screens }) : m.spread_some({ n: n_changed, screens });
}

/** "each dot is accurate to ± 5 ms". */
export function errorWords({ error_ms, n_unsure, n_changed }: Spread): string {
  if (error_ms === null) return m.spread_accurate_unknown;
  if (n_unsure === 0) return m.spread_accurate({ ms: error_ms });
  return m.spread_accurate_some({ n: n_changed - n_unsure, ms: error_ms, n_unsure });
}

/** "2 heard late: 340 ms and 1.2 s"; null when nobody did. */
export function lateWords({ n_late, late_ms }: Spread): string | null {
  if (n_late === 0) return null;
  const times = late_ms.map(duration);
  const which = n_late > LATE_NAMED ? m.spread_and_more({ time: times[0] ?? "" }) : plain(list(times));
  return m.spread_late_times({ n: n_late, times: which });
}

/** "340 ms"; from one second on "1.2 s". */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : seconds(ms);
}

/** The same scale for screens and threads, from the first dot of either to the last; ticks at every 10 ms from 0 on. */
export function exitsAxis(spread: Spread): { from_ms: number; to_ms: number; ticks_ms: number[] } {
  const ends_ms = EXITS.ended_ms;
  const from_ms = Math.min(AXIS_LEAST_MS, (spread.changed_ms[0] ?? 0) - 2);
  const to_ms = Math.max(AXIS_MOST_MS, (ends_ms[ends_ms.length - 1] ?? 0) + 2);
  const last = Math.floor((to_ms - 8) / TICK_MS);
  return { from_ms, to_ms, ticks_ms: Array.from({ length: last + 1 }, (_, i) => i * TICK_MS) };
}
