/** The axis, bars and arrival curve of a picture, as fractions of the drawing: x from 0 (left) to 1, y from 0 (nobody) to 1. */
import * as m from "messages";
import type { Picture, Row } from "./picture";

/** A shorter axis would make the first seconds of a round race across the drawing. */
const MIN_SPAN_MS = 10_000;
/** Room to the right of "now", so that the axis changes its scale seldom. */
const HEADROOM = 1.15;
const MAX_STEPS = 6;
const STEPS_S = [2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400];

export interface Tick {
  x: number;
  /** "0 s", "10", "20"; from two minutes on "2 min", "4". */
  label: string;
}

export interface Axis {
  from_ms: number;
  to_ms: number;
  ticks: Tick[];
  /** Where the picture's moment stands: now, the release, or the break. */
  end_x: number;
}

/** One worker: work from `from_x` to `arrived_x`, then waiting until `end_x`; still working when `waited_s` is null. */
export interface Bar {
  row: Row;
  from_x: number;
  arrived_x: number;
  end_x: number;
  waited_s: number | null;
}

export interface Timeline {
  axis: Axis;
  bars: Bar[];
}

export interface CurvePoint {
  x: number;
  y: number;
}

export interface ArrivalCurve {
  axis: Axis;
  /** Corners of the step line, from left to right; the area below it is the waiting added up. */
  points: CurvePoint[];
  waited_s: number;
}

export function axis(picture: Pick<Picture, "since_ms" | "end_ms">): Axis {
  const from_ms = picture.since_ms;
  const elapsed_ms = Math.max(0, picture.end_ms - from_ms);
  const wanted_s = Math.max(MIN_SPAN_MS, elapsed_ms * HEADROOM) / 1000;
  const step_s =
    STEPS_S.find((step) => wanted_s / step <= MAX_STEPS) ?? Math.ceil(wanted_s / MAX_STEPS / 86_400) * 86_400;
  const steps = Math.ceil(wanted_s / step_s);
  const [unit_s, zero] =
    step_s >= 3600
      ? [3600, m.chart_hours({ n: 0 })]
      : step_s >= 60
        ? [60, m.minutes({ time: 0 })]
        : [1, m.seconds({ s: 0 })];
  const ticks = Array.from({ length: steps + 1 }, (_, i) => ({
    x: i / steps,
    label: i === 0 ? zero : `${(i * step_s) / unit_s}`,
  }));
  const span_ms = steps * step_s * 1000;
  return { from_ms, to_ms: from_ms + span_ms, ticks, end_x: elapsed_ms / span_ms };
}

export function timeline(picture: Picture): Timeline {
  const scale = axis(picture);
  const bars = picture.rows.map((row) => {
    const arrived_ms = row.arrived_ms ?? picture.end_ms;
    return {
      row,
      from_x: fraction(scale, row.from_ms),
      arrived_x: fraction(scale, arrived_ms),
      end_x: fraction(scale, Math.max(picture.end_ms, row.from_ms)),
      waited_s: row.arrived_ms === null ? null : Math.max(0, picture.end_ms - row.arrived_ms) / 1000,
    };
  });
  return { axis: scale, bars };
}

export function arrivalCurve(picture: Picture): ArrivalCurve {
  const scale = axis(picture);
  const seats = Math.max(picture.parties, picture.aboard.length, 1);
  const points: CurvePoint[] = [{ x: 0, y: 0 }];
  let waited_ms = 0;
  picture.aboard.forEach((face, i) => {
    const x = fraction(scale, face.at_ms);
    points.push({ x, y: i / seats }, { x, y: (i + 1) / seats });
    waited_ms += Math.max(0, picture.end_ms - face.at_ms);
  });
  points.push({ x: scale.end_x, y: picture.aboard.length / seats });
  return { axis: scale, points, waited_s: waited_ms / 1000 };
}

function fraction(scale: Axis, at_ms: number): number {
  const x = (at_ms - scale.from_ms) / (scale.to_ms - scale.from_ms);
  return Math.min(1, Math.max(0, x));
}
