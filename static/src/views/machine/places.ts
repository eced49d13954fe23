/** Where each worker stands in "Who tells whom", and how large it is drawn; in pixels. */
import type { RightKind } from "../../core/algorithms/gallery";
import { rounds } from "../../core/algorithms/model";
import { loses } from "../../core/algorithms/tournament";
import { depth } from "../../core/algorithms/tree";

export interface Point {
  x: number;
  y: number;
}

/** A smaller circle is a dot in the colour of its state; a face would be a blot. */
export const SMALLEST_FACE = 13;
/** The bracket stands on this line, as a share of the height. */
const BASE = 0.87;

export function placesOf(kind: RightKind, n: number, width: number, height: number): Point[] {
  if (kind === "tree") return treePlaces(n, width, height);
  if (kind === "tournament") {
    return numbers(n).map((i) => ({ x: width * (0.075 + 0.85 * (n === 1 ? 0.5 : i / (n - 1))), y: height * BASE }));
  }
  const margin = n <= 8 ? 46 : n <= 16 ? 34 : 20;
  const radius = Math.min(width, height) / 2 - margin;
  const wide = Math.min(1.28, width / height);
  return numbers(n).map((i) => {
    const angle = (2 * Math.PI * i) / n - Math.PI / 2;
    return { x: width / 2 + radius * Math.cos(angle) * wide, y: height / 2 + radius * Math.sin(angle) };
  });
}

function treePlaces(n: number, width: number, height: number): Point[] {
  const deepest = depth(n);
  return numbers(n).map((i) => {
    const level = depth(i + 1);
    const on_level = 1 << level;
    const place = (i + 1 - on_level + 0.5) / on_level;
    return { x: width * (0.04 + 0.92 * place), y: height * (0.13 + (deepest === 0 ? 0.36 : (0.72 * level) / deepest)) };
  });
}

export function radiusOf(kind: RightKind, n: number, width: number): number {
  if (kind === "tournament") return Math.max(2.6, Math.min(18, (width * 0.85) / Math.max(1, n - 1) / 2 - 6));
  if (kind === "tree") return n <= 8 ? 24 : n <= 15 ? 15 : n <= 32 ? 8 : 4.5;
  return n <= 8 ? 24 : n <= 12 ? 20 : n <= 16 ? 17 : n <= 32 ? 9 : 5.5;
}

/** How high two meet in this round of the knock-out. */
export function matchHeight(n: number, round: number, height: number): number {
  return height * BASE - (height * 0.66 * (round + 1)) / rounds(n) - height * 0.03;
}

/** Everybody's last round in the knock-out: where it loses, or its last match; null where it meets nobody. */
export function lastRoundOf(n: number, me: number): number | null {
  let last: number | null = null;
  for (let round = 0; round < rounds(n); round++) {
    if (loses(me, round)) return round;
    if ((me ^ (1 << round)) < n) last = round;
  }
  return last;
}

export function numbers(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
