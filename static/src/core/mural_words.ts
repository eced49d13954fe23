/** The sentences about the mural. Pure; see words.ts for those that every page has. */
import { spreadOf } from "./free_run";
import type { MuralPicture } from "./mural_model";
import { thousands } from "./numbers";
import { CELLS, owners, type Tear } from "./painting";
import type { Face } from "./picture";
import { capital, list, type Part, seconds, type Words } from "./words";

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

/** The headline beside the large number, the number itself, and the line below. */
export interface MuralHead {
  number: string;
  /** Smaller, behind the number: " of 5". */
  of: string;
  headline: string;
  line: Words;
  time: string;
  time_is: string;
  /** For those who hear the page. */
  status: string;
}

const NAMED = 4;

export function muralHead(mural: MuralPicture, parties: number): MuralHead {
  const { n_steps, n_wrong, elapsed_ms, step } = mural;
  const n = mural.owners.length;
  const of = ` of ${n}`;
  const time = seconds(elapsed_ms);
  const at_step = `The picture at step ${step} of ${n_steps}.`;
  const painted = `${at_step} ${mural.n_painted} of ${n} strips are painted.`;
  switch (mural.phase) {
    case "filling":
      return {
        number: `${mural.n_painted}`,
        of: parties < n ? ` of ${parties}` : of,
        headline: mural.n_painted === 1 ? "strip is painted" : "strips are painted",
        line: waitingFor(mural.missing),
        time,
        time_is: "since the step began",
        status: painted,
      };
    case "hold":
      return {
        number: `${n}`,
        of,
        headline: "all strips are painted",
        line: [],
        time,
        time_is: "is when the last one came",
        status: painted,
      };
    case "released":
      return {
        number: `${n}`,
        of,
        headline: `Step ${step}. The whole picture moves.`,
        line: mural.last ? [{ name: mural.last.name }, " came last. That call opened the gate."] : [],
        time,
        time_is: "is when it opened",
        status: at_step,
      };
    case "whole":
      return {
        number: `${step}`,
        of: ` of ${n_steps}`,
        headline: n_wrong === 0 ? "The bus is whole." : "The bus is torn.",
        line: [n === 1 ? "A bus for one needs no barrier." : `${wrongWords(n_wrong)} are wrong.`],
        time,
        time_is: `for ${n_steps} steps`,
        status: `${n_wrong === 0 ? "The bus is whole." : "The bus is torn."} ${wrongWords(n_wrong)} are wrong.`,
      };
    case "broken":
      return {
        number: `${mural.n_painted}`,
        of,
        headline: "The barrier broke. Nothing moves.",
        line: [`The picture stays at step ${step}.`],
        time,
        time_is: "then it broke",
        status: `The barrier broke. The picture stays at step ${step}.`,
      };
    case "free":
      return {
        number: thousands(n_wrong),
        of: "",
        headline: n_wrong === 1 ? "cell is wrong so far" : "cells are wrong so far",
        line: whereAll(mural),
        time,
        time_is: "without the barrier",
        status: `${thousands(n_wrong)} cells are wrong. ${capital(stepsWords(mural.steps))}.`,
      };
    case "over":
      return {
        number: thousands(n_wrong),
        of: "",
        headline: `of ${thousands(CELLS)} cells are wrong`,
        line:
          n === 1
            ? ["A bus for one needs no barrier."]
            : ["Same people, same work. Only ", { code: "wait()" }, " was missing."],
        time: "0",
        time_is: "were wrong with the barrier",
        status: `The end: ${wrongWords(n_wrong)} are wrong.`,
      };
  }
}

function waitingFor(missing: readonly Face[]): Words {
  if (missing.length === 0) return [];
  if (missing.length > NAMED) return [`${missing.length} still paint`];
  return ["Waiting for: ", ...list(missing.map(({ name }) => ({ name })))];
}

/** "Nobody waits. Ana is at step 9, Dev at step 2." */
function whereAll({ owners: faces, steps }: MuralPicture): Words {
  const { least, most } = spreadOf(steps);
  if (least === most) return ["Nobody waits."];
  if (faces.length > 12) return [`Nobody waits: steps ${least} to ${most}, side by side.`];
  const name = (step: number) => faces[steps.indexOf(step)]?.name ?? "";
  return ["Nobody waits. ", { name: name(most) }, ` is at step ${most}, `, { name: name(least) }, ` at step ${least}.`];
}

/** In plain words, for the card beside the picture. */
export function muralNote(mural: MuralPicture): { heading: string; words: Words } {
  const n = mural.owners.length;
  const plainly = "In plain words";
  switch (mural.phase) {
    case "filling":
    case "hold": {
      const { n_painted } = mural;
      if (n_painted === 0)
        return { heading: plainly, words: ["Everybody paints a strip, and reads the edges of the strips around it."] };
      const many = n_painted === 1 ? "1 has" : `${n_painted} have`;
      return {
        heading: plainly,
        words: [
          `${many} painted and `,
          { strong: "stopped" },
          ". Their neighbours still read the old edges, so nothing may change yet.",
        ],
      };
    }
    case "released":
      return {
        heading: "What just happened",
        words: ["All strips change at once. ", { strong: "Each was painted from the same step of its neighbours." }],
      };
    case "whole":
      return {
        heading: "What just happened",
        words: [
          `${n === 1 ? "One worker" : `${n} workers`}, twelve steps, one picture. It did not matter who was fast.`,
        ],
      };
    case "broken":
      return {
        heading: "What just happened",
        words: [
          "Everybody who waited got ",
          { code: "BrokenBarrierError" },
          ". Nobody can go on painting until a reset.",
        ],
      };
    default:
      return { heading: plainly, words: oldEdge(mural) };
  }
}

/** Whose edge is the oldest now, and who takes it. */
function oldEdge({ owners: faces, steps }: MuralPicture): Words {
  let worst: { reader: number; owner: number; old: number } | null = null;
  if (faces.length <= 12) {
    for (let strip = 0; strip + 1 < steps.length; strip++) {
      const old = Math.abs((steps[strip] ?? 0) - (steps[strip + 1] ?? 0));
      const is_upper_ahead = (steps[strip] ?? 0) > (steps[strip + 1] ?? 0);
      const [reader, owner] = is_upper_ahead ? [strip, strip + 1] : [strip + 1, strip];
      if (old > (worst?.old ?? 1)) worst = { reader, owner, old };
    }
  }
  const tears: Part = { strong: "Old edges in a new picture: the bus tears." };
  if (worst === null) return ["Fast workers take old edges from slow ones. ", tears];
  const name = (strip: number) => ({ name: faces[strip]?.name ?? "" });
  return [
    name(worst.reader),
    " takes ",
    name(worst.owner),
    "’s edge as it is now: it is ",
    { strong: `${worst.old} steps old` },
    ". ",
    tears,
  ];
}

/** How many strips are still to be painted until all are at the last step. */
export function stripsToPaint({ steps, n_steps }: MuralPicture): number {
  return steps.reduce((sum, step) => sum + Math.max(0, n_steps - step), 0);
}

/** A strip of the table that says what the picture shows. */
export interface StripRow {
  face: Face;
  step: number;
  state: string;
  n_wrong: number;
}

export function rowsOf(mural: MuralPicture): StripRow[] {
  const wrong = wrongByStrip(mural.owners.length, mural.wrong);
  const painted = mural.gate === "none" ? "done" : "painted, waits";
  return mural.owners.map((face, strip) => {
    const state = face.presence === "gone" ? "gone" : mural.painted[strip] ? painted : "paints";
    return { face, step: mural.steps[strip] ?? 0, state, n_wrong: wrong[strip] ?? 0 };
  });
}
