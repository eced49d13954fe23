/**
 * What the room clock says, seen from here.
 *
 * `here_ms` is `performance.now()`: it never jumps when somebody sets the computer's clock. The server read its clock
 * between the sending and the hearing of an exchange, so each one proves bounds of the offset (Cristian's algorithm),
 * and all together prove the narrowest (Marzullo's): the shortest way there and the shortest way back decide. Bounds
 * grow with their age, because two crystals never run alike.
 *
 * What is shown follows a better estimate slowly, so that shown time neither jumps nor runs backwards.
 */

/** Difference in speed between two ordinary crystals: 100 parts per million, in ms per ms. */
const DRIFT = 1e-4;
/** Browsers round `performance.now()` to a millisecond at most. */
const RESOLUTION_MS = 1;
/** Shown time runs at most this much faster or slower than this computer's, in ms per ms. */
export const SLEW = 0.1;
/** Nobody could follow a slower correction: a computer slept, or the server was restarted. */
const STEP_MS = 500;
/** Before this many exchanges nothing is shown that could jump, and no screen says how well it knows the time. */
export const SETTLED = 3;

export interface Exchange {
  sent_ms: number;
  received_ms: number;
  room_ms: number;
}

export interface Clock {
  /** The offset of the room clock lies between these, as of `at_ms`. */
  low_ms: number;
  high_ms: number;
  at_ms: number;
  /** The offset that was shown at `at_ms`; it moves on towards the middle of the bounds. */
  shown_ms: number;
  exchanges: number;
}

export function observe(clock: Clock | null, { sent_ms, received_ms, room_ms }: Exchange): Clock {
  const fresh = { low_ms: room_ms - received_ms - RESOLUTION_MS, high_ms: room_ms - sent_ms + RESOLUTION_MS };
  const at_ms = received_ms;
  if (!clock) return { ...fresh, at_ms, shown_ms: middle(fresh), exchanges: 1 };
  const aged_ms = (at_ms - clock.at_ms) * DRIFT;
  const both = {
    low_ms: Math.max(fresh.low_ms, clock.low_ms - aged_ms),
    high_ms: Math.min(fresh.high_ms, clock.high_ms + aged_ms),
  };
  // Without any offset that agrees with both, one of the clocks stood still, as in a computer that slept.
  const bounds = both.low_ms > both.high_ms ? fresh : both;
  const shown_ms = roomTime(clock, at_ms) - at_ms;
  const steps = clock.exchanges < SETTLED || Math.abs(middle(bounds) - shown_ms) > STEP_MS;
  return { ...bounds, at_ms, shown_ms: steps ? middle(bounds) : shown_ms, exchanges: clock.exchanges + 1 };
}

/** What is shown: never backwards, and never by a jump, but for a clock that stood still. */
export function roomTime(clock: Clock, here_ms: number): number {
  const most_ms = (here_ms - clock.at_ms) * SLEW;
  const wanted_ms = middle(clock) - clock.shown_ms;
  return here_ms + clock.shown_ms + Math.max(-most_ms, Math.min(most_ms, wanted_ms));
}

/** What is known: the estimate itself, right to within `errorOf` of the clock. */
export function knownTime(clock: Clock, here_ms: number): number {
  return here_ms + middle(clock);
}

/** Half the distance between the bounds; null while too few exchanges stand behind it. */
export function errorOf(clock: Clock): number | null {
  return clock.exchanges < SETTLED ? null : (clock.high_ms - clock.low_ms) / 2;
}

function middle({ low_ms, high_ms }: Pick<Clock, "low_ms" | "high_ms">): number {
  return (low_ms + high_ms) / 2;
}
