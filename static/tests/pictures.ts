/** Whole pictures for the tests, and numbers by which they are compared. */
import { type FreeRun, freeRun, press } from "../src/core/free_run";
import { begin, type Painting, type Picture, paint } from "../src/core/painting";

/** Of n strips, painted one by one in this order. */
export function withoutBarrier(n: number, order: readonly number[]): Painting[] {
  return order.map((strip) => ({ n, strips: [strip] }));
}

export function fold(run: number, paintings: readonly Painting[]): Picture {
  const picture = begin(run);
  for (const painting of paintings) paint(picture, painting);
  return picture;
}

export function freeFold(run: number, n: number, order: readonly number[]): FreeRun {
  const free = freeRun(run, n);
  for (const strip of order) press(free, strip);
  return free;
}

/** FNV-1a, 32 bits. */
export function checksum(cells: Uint8Array): number {
  let value = 2166136261;
  for (const cell of cells) value = Math.imul(value ^ cell, 16777619) >>> 0;
  return value;
}
