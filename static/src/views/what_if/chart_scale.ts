/** What all pictures of one round share: the same time at the same place, whatever world it is. */
import { type Axis, axis } from "../../core/timeline";
import type { PlayedRound } from "../../core/what_if";

/** Room for what comes after the gate, so that one sees who has gone on. */
const AFTER_GATE = 1.15;

export function axisOf(round: PlayedRound): Axis {
  return axis({ since_ms: 0, end_ms: round.opened_ms * AFTER_GATE });
}

export interface ChartProps {
  /** In px of the drawing. */
  width: number;
  height: number;
  axis: Axis;
  /** What comes after this moment is dimmed; null shows the whole round. */
  cut_ms: number | null;
  /** One of nine: faces and no words. */
  is_small?: boolean;
}

/** From ms to px, within the drawing. */
export function placeOn({ to_ms }: Axis, left: number, right: number): (ms: number) => number {
  return (ms) => left + ((right - left) * Math.max(0, Math.min(ms, to_ms))) / to_ms;
}

/** Does this text fit into this many px? Letters are a little more than half as wide as high. */
export function fits(text: string, letter_px: number, room_px: number): boolean {
  return text.length * letter_px * 0.56 <= room_px;
}
