/** The sentences about the mural. Pure; see words.ts for those that every page has. */
import * as m from "messages";
import { spreadOf } from "./free_run";
import type { MuralPicture } from "./mural_model";
import { thousands } from "./numbers";
import { CELLS, owners, type Tear } from "./painting";
import type { Face } from "./picture";
import { capital, list, type Phrase, seconds, type Words } from "./words";

/** "step 4", "steps 5 to 12". */
export function stepsWords(steps: readonly number[]): string {
  const { least, most } = spreadOf(steps);
  return least === most ? m.mural_step({ n: least }) : m.mural_steps({ least, most });
}

/** "12 of 9,216 cells are wrong." */
export function wrongSays(n_wrong: number): string {
  return m.mural_wrong_of({ wrong: thousands(n_wrong), cells: thousands(CELLS) });
}

/** "Ben painted step 1 and needed Ana's edge of step 0. It was already at step 1." */
export function tearWords(tear: Tear, name: (strip: number) => string): Words {
  const needed = tear.step - 1;
  return m.mural_tear({
    reader: name(tear.strip),
    owner: name(tear.neighbour),
    step: tear.step,
    needed,
    is_ahead: tear.found > needed,
    found: tear.found,
  });
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
  line: Phrase;
  time: string;
  time_is: string;
  /** For those who hear the page. */
  status: string;
}

const NAMED = 4;

export function muralHead(mural: MuralPicture, parties: number): MuralHead {
  const { n_steps, n_wrong, elapsed_ms, step } = mural;
  const n = mural.owners.length;
  const of = m.of_n({ n });
  const time = seconds(elapsed_ms);
  const at_step = m.mural_at_step({ step, n: n_steps });
  const painted = `${at_step} ${m.mural_painted_of({ painted: mural.n_painted, n })}`;
  switch (mural.phase) {
    case "filling":
      return {
        number: `${mural.n_painted}`,
        of: parties < n ? m.of_n({ n: parties }) : of,
        headline: m.mural_strips_painted({ n: mural.n_painted }),
        line: waitingFor(mural.missing),
        time,
        time_is: m.mural_since,
        status: painted,
      };
    case "hold":
      return {
        number: `${n}`,
        of,
        headline: m.mural_all_painted,
        line: [],
        time,
        time_is: m.mural_last_came,
        status: painted,
      };
    case "released":
      return {
        number: `${n}`,
        of,
        headline: m.mural_moves({ step }),
        line: mural.last ? m.came_last({ name: mural.last.name }) : [],
        time,
        time_is: m.mural_when_opened,
        status: at_step,
      };
    case "whole":
      return {
        number: `${step}`,
        of: m.of_n({ n: n_steps }),
        headline: wholeOrTorn(n_wrong),
        line: n === 1 ? m.mural_for_one : wrongSays(n_wrong),
        time,
        time_is: m.mural_for_steps({ n: n_steps }),
        status: `${wholeOrTorn(n_wrong)} ${wrongSays(n_wrong)}`,
      };
    case "broken":
      return {
        number: `${mural.n_painted}`,
        of,
        headline: m.mural_broke,
        line: m.mural_stays({ step }),
        time,
        time_is: m.mural_then_broke,
        status: `${m.barrier_broke}. ${m.mural_stays({ step })}`,
      };
    case "free":
      return {
        number: thousands(n_wrong),
        of: "",
        headline: m.mural_wrong_so_far({ n: n_wrong }),
        line: whereAll(mural),
        time,
        time_is: m.mural_without,
        status: `${m.mural_n_wrong({ n: thousands(n_wrong) })} ${capital(stepsWords(mural.steps))}.`,
      };
    case "over":
      return {
        number: thousands(n_wrong),
        of: "",
        headline: m.mural_of_cells({ cells: thousands(CELLS) }),
        line: n === 1 ? m.mural_for_one : m.mural_only_missing,
        time: "0",
        time_is: m.mural_were_wrong,
        status: m.mural_end({ says: wrongSays(n_wrong) }),
      };
  }
}

function wholeOrTorn(n_wrong: number): string {
  return `${n_wrong === 0 ? m.mural_is_whole : m.mural_is_torn}.`;
}

function waitingFor(missing: readonly Face[]): Phrase {
  if (missing.length === 0) return [];
  if (missing.length > NAMED) return m.mural_still_paint({ n: missing.length });
  return m.waiting_for({ names: list(missing.map(({ name }) => ({ name }))) });
}

/** "Nobody waits. Ana is at step 9, Dev at step 2." */
function whereAll({ owners: faces, steps }: MuralPicture): Phrase {
  const { least, most } = spreadOf(steps);
  if (least === most) return m.mural_nobody_waits;
  if (faces.length > 12) return m.mural_side_by_side({ least, most });
  const name = (step: number) => faces[steps.indexOf(step)]?.name ?? "";
  return m.mural_from_to({ first: name(most), most, last: name(least), least });
}

/** In plain words, for the card beside the picture. */
export function muralNote(mural: MuralPicture): { heading: string; words: Phrase } {
  const n = mural.owners.length;
  const plainly = m.plain_words;
  switch (mural.phase) {
    case "filling":
    case "hold": {
      const { n_painted } = mural;
      if (n_painted === 0) return { heading: plainly, words: m.mural_everybody_paints };
      return { heading: plainly, words: m.mural_stopped({ n: n_painted }) };
    }
    case "released":
      return { heading: m.just_happened, words: m.mural_all_change };
    case "whole":
      return { heading: m.just_happened, words: m.mural_twelve({ n }) };
    case "broken":
      return { heading: m.just_happened, words: m.mural_all_got };
    default:
      return { heading: plainly, words: oldEdge(mural) };
  }
}

/** Whose edge is the oldest now, and who takes it. */
function oldEdge({ owners: faces, steps }: MuralPicture): Phrase {
  let worst: { reader: number; owner: number; old: number } | null = null;
  if (faces.length <= 12) {
    for (let strip = 0; strip + 1 < steps.length; strip++) {
      const old = Math.abs((steps[strip] ?? 0) - (steps[strip + 1] ?? 0));
      const is_upper_ahead = (steps[strip] ?? 0) > (steps[strip + 1] ?? 0);
      const [reader, owner] = is_upper_ahead ? [strip, strip + 1] : [strip + 1, strip];
      if (old > (worst?.old ?? 1)) worst = { reader, owner, old };
    }
  }
  if (worst === null) return m.mural_fast;
  const name = (strip: number) => faces[strip]?.name ?? "";
  return m.mural_takes({ reader: name(worst.reader), owner: name(worst.owner), old: worst.old });
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
  const painted = mural.gate === "none" ? m.mural_row_done : m.mural_row_waits;
  return mural.owners.map((face, strip) => {
    const state = face.presence === "gone" ? m.mural_row_gone : mural.painted[strip] ? painted : m.mural_row_paints;
    return { face, step: mural.steps[strip] ?? 0, state, n_wrong: wrong[strip] ?? 0 };
  });
}
