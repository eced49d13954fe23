/** The sentences about the mural. Pure; see words.ts for those that every page has. */
import { spreadOf } from "./free_run";
import { CELLS, owners, type Tear } from "./painting";
import type { Words } from "./words";

const NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

export function thousands(n: number): string {
  return n.toLocaleString("en-GB");
}

/** "Twelve". */
export function capitalNumber(n: number): string {
  const word = NUMBERS[n] ?? `${n}`;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** "step 4", "steps 5 to 12". */
export function stepsWords(steps: readonly number[]): string {
  const { least, most } = spreadOf(steps);
  return least === most ? `step ${least}` : `steps ${least} to ${most}`;
}

export function wrongWords(n_wrong: number): string {
  return `${thousands(n_wrong)} of ${thousands(CELLS)} cells`;
}

/** "Ben painted step 1 and needed Ana's edge of step 0. It was already at step 1." */
export function tearWords(tear: Tear, name: (strip: number) => string): Words {
  const needed = tear.step - 1;
  return [
    { name: name(tear.strip) },
    ` painted step ${tear.step} and needed `,
    { name: name(tear.neighbour) },
    `’s edge of step ${needed}. It was ${tear.found > needed ? "already" : "still"} at step ${tear.found}.`,
  ];
}

/** Of each of n strips, how many of these cells it has. */
export function wrongByStrip(n: number, wrong: readonly number[]): number[] {
  const owner = owners(n);
  const counts = new Array<number>(n).fill(0);
  for (const cell of wrong) {
    const strip = owner[cell] as number;
    counts[strip] = (counts[strip] ?? 0) + 1;
  }
  return counts;
}
