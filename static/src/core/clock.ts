/**
 * What the room clock says, seen from here.
 *
 * `here_ms` is `performance.now()`: it never jumps when somebody sets the computer's clock. An exchange bounds the
 * offset to within half its round trip (Cristian's algorithm), so the shortest round trip is the best one. Its error
 * grows with its age, because two crystals never run alike.
 */

/** Difference in speed between two ordinary crystals: 100 parts per million, in ms per ms. */
const DRIFT = 1e-4;

export interface Exchange {
  sent_ms: number;
  received_ms: number;
  room_ms: number;
}

export interface Clock {
  offset_ms: number;
  /** Half of the round trip: the offset is right to within this, when it was measured. */
  error_ms: number;
  measured_ms: number;
}

export function observe(clock: Clock | null, exchange: Exchange): Clock {
  const error_ms = (exchange.received_ms - exchange.sent_ms) / 2;
  const measured_ms = exchange.received_ms;
  const fresh = { offset_ms: exchange.room_ms - (exchange.sent_ms + error_ms), error_ms, measured_ms };
  if (!clock) return fresh;
  const aged_ms = clock.error_ms + (measured_ms - clock.measured_ms) * DRIFT;
  // Beyond both errors one of the clocks stood still, as in a computer that slept.
  const contradicts = Math.abs(fresh.offset_ms - clock.offset_ms) > fresh.error_ms + aged_ms;
  return contradicts || fresh.error_ms <= aged_ms ? fresh : clock;
}

export function roomTime(clock: Clock, here_ms: number): number {
  return here_ms + clock.offset_ms;
}
