/** The release as an exact function of time: a late screen draws the current frame, never a stale one. */

const LEAN_MS = 180;
const LEAN = 8;
const GATE_MS = 420;
const GATE_DEGREES = 78;
const DRIVE_MS = 1400;
const DRIVE = 790;
const CAMERA_FROM_MS = 320;
const CAMERA_MS = 1260;
const CAMERA = 625;
const LINES_MS = 400;

/** From here on nothing moves any more. */
export const RELEASE_MS = CAMERA_FROM_MS + CAMERA_MS;

export interface Frame {
  gate_degrees: number;
  bus_x: number;
  camera_x: number;
  /** Speed lines behind the bus, 0 to 1. */
  lines: number;
  /** How far the painted code has moved on, 0 to 1. */
  road: number;
}

export const AT_REST: Frame = { gate_degrees: 0, bus_x: 0, camera_x: 0, lines: 0, road: 0 };

/** `t_ms` counts from `release_at_ms`. */
export function releaseFrame(t_ms: number): Frame {
  const lean = t_ms < LEAN_MS ? -LEAN * Math.sin(Math.PI * clamp(t_ms / LEAN_MS)) : 0;
  const camera = easeInOut(clamp((t_ms - CAMERA_FROM_MS) / CAMERA_MS));
  return {
    gate_degrees: GATE_DEGREES * overshoot(clamp(t_ms / GATE_MS)),
    bus_x: lean + DRIVE * easeInOut(clamp((t_ms - LEAN_MS) / DRIVE_MS)),
    camera_x: CAMERA * camera,
    lines: clamp((t_ms - LEAN_MS) / LINES_MS),
    road: camera,
  };
}

function clamp(x: number): number {
  return Math.max(0, Math.min(1, x));
}

function easeInOut(x: number): number {
  return x < 0.5 ? 4 * x ** 3 : 1 - (2 - 2 * x) ** 3 / 2;
}

function overshoot(x: number): number {
  return 1 + 2.4 * (x - 1) ** 3 + 1.4 * (x - 1) ** 2;
}
