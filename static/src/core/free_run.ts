/** A run without the barrier, press by press: how far each strip is, which seams are torn, and what tore first. */
import { begin, N_STEPS, type Picture, paint, type Tear, tornBy, wrongCells } from "./painting";

/** Changed in place by `press`. */
export interface FreeRun {
  n: number;
  picture: Picture;
  /** By strip. */
  steps: number[];
  /** Seams that a strip has read at another age, as "upper-lower". */
  torn: Set<string>;
  first_tear: Tear | null;
  n_presses: number;
}

/** A press as it would have come, had nobody waited. */
export interface Press {
  at_ms: number;
  strip: number;
}

export function freeRun(run: number, n: number): FreeRun {
  const steps = new Array<number>(n).fill(0);
  return { n, picture: begin(run), steps, torn: new Set(), first_tear: null, n_presses: 0 };
}

/** The strip is painted from whatever its neighbours hold at this moment. */
export function press(run: FreeRun, strip: number): void {
  const step = (run.steps[strip] ?? 0) + 1;
  for (const neighbour of tornBy(run.picture, run.n, strip)) {
    run.torn.add(seam(strip, neighbour));
    run.first_tear ??= { strip, step, neighbour, found: run.steps[neighbour] ?? 0 };
  }
  paint(run.picture, { n: run.n, strips: [strip] });
  run.steps[strip] = step;
  run.n_presses += 1;
}

export function seam(strip: number, other: number): string {
  return `${Math.min(strip, other)}-${Math.max(strip, other)}`;
}

export function wrongIn(run: FreeRun): number {
  return wrongCells(run.picture).length;
}

/** The order in which the same people at the same speeds would have painted; of two at one moment the upper strip. */
export function pressesWithout(work_ms: readonly (readonly number[])[]): Press[] {
  const presses = work_ms.flatMap((times_ms, strip) => {
    let at_ms = 0;
    return times_ms.map((ms) => {
      at_ms += ms;
      return { at_ms, strip };
    });
  });
  return presses.sort((a, b) => a.at_ms - b.at_ms || a.strip - b.strip);
}

/** The least and the most of the strips' steps. */
export function spreadOf(steps: readonly number[]): { least: number; most: number } {
  return { least: Math.min(...steps), most: Math.max(...steps) };
}

/** Has each strip been painted so often? */
export function isDone(steps: readonly number[], n_steps = N_STEPS): boolean {
  return steps.every((step) => step >= n_steps);
}
