/** The sentences of the report. Pure; see words.ts for those that every page has. */
import { spelled, thousands } from "./numbers";
import type { Account, Came, Ended, KeptSpread, ManyBarriers, Report, WhatIf } from "./report";
import { duration } from "./spread";
import { brokenCause, call, capital, list, type Part, plain, seconds, type Words } from "./words";

/** Nobody sees a shorter time between the last call and the gate. */
const AT_ONCE_MS = 50;
const MOST_NAMED = 4;
/** Numbers in one sentence. */
const MOST_LUCKY = 6;
const SHORT_MS = 10_000;
const LONG_MS = 120_000;

/** A number, and the sentence that goes with it. */
export interface Fact {
  number: string;
  words: Words;
}

/** "Round 1, research". */
export function title({ round, phase }: Ended): string {
  return `Round ${round}, ${phase}`;
}

export function workersWords(n: number): string {
  return n === 1 ? "1 worker" : `${thousands(n)} workers`;
}

/** What each worker brings to the barrier: from research, notes. */
export function parts(phase: string): { one: string; many: string } {
  return phase === "research" ? { one: "note", many: "notes" } : { one: "part", many: "parts" };
}

export function facts(round: Account): Fact[] {
  return round.ended.outcome === "released"
    ? [waitedFact(round), gateFact(round), missingFact(round)]
    : [waitedFact(round), endFact(round), errorFact(round)];
}

function waitedFact({ ended, came, waited_ms }: Account): Fact {
  const [first] = came;
  if (came.length === 1 && ended.outcome === "released") {
    const why = ended.cause === "arrival" ? "a pause for the screens" : "until all others had left";
    return { number: seconds(waited_ms), words: [`between the only call and the gate: ${why}.`] };
  }
  const alone: Words =
    first && came.length > 1 ? [" ", { name: first.name }, ` alone waited ${seconds(first.waited_ms)}.`] : [];
  return { number: seconds(waited_ms), words: ["of waiting, added up over everybody.", ...alone] };
}

function gateFact({ ended, end_ms, last }: Account): Fact {
  const number = seconds(end_ms - ended.since_ms);
  const slowest: Part = { strong: "A barrier is as fast as its slowest worker." };
  if (last === null) return { number, words: ["is when the gate opened: the bus got one seat fewer. ", slowest] };
  const after_ms = end_ms - last.arrived_ms;
  const pause = after_ms < AT_ONCE_MS ? "" : ` (${seconds(after_ms)} pause for the screens)`;
  return {
    number,
    words: ["is when the gate opened: the moment ", { name: last.name }, ` arrived${pause}. `, slowest],
  };
}

function missingFact({ ended, came, missing, n_missing }: Account): Fact {
  const number = thousands(missing);
  const { one, many } = parts(ended.phase);
  const would = `${missing === 1 ? one : many} would have been missing`;
  if (came.length < 2) return { number, words: [`${would}. Nobody else came.`] };
  if (missing === 0) return { number, words: [`${would}. All arrived at the same moment.`] };
  return {
    number,
    words: [
      `${would}. Without the barrier, ${thousands(n_missing)} of ${thousands(came.length)} would have begun `,
      { code: call(ended.next_phase) },
      " with some ",
      { code: call(ended.phase) },
      " still missing.",
    ],
  };
}

function endFact({ ended, end_ms, absent }: Account): Fact {
  const is_reset = ended.outcome === "reset";
  const who: Words =
    is_reset || absent.length === 0
      ? []
      : absent.length <= MOST_NAMED
        ? [" Still working: ", ...list(absent.map(({ name }) => ({ name }))), "."]
        : [` ${thousands(absent.length)} were still working.`];
  return {
    number: seconds(end_ms - ended.since_ms),
    words: [`is when ${is_reset ? "it was reset" : "it broke"}. ${causeWords(ended)}.`, ...who],
  };
}

function errorFact({ came }: Account): Fact {
  const error: Part = { code: "BrokenBarrierError" };
  if (came.length === 0) return { number: "0", words: ["got ", error, ": nobody was waiting."] };
  return { number: thousands(came.length), words: ["got ", error, ": a loud error beats waiting for ever."] };
}

function causeWords({ cause }: Ended): string {
  switch (cause) {
    case "abort":
    case "timeout":
    case "action":
      return brokenCause(cause, null);
    case "configure":
      return "The seats were changed, which builds a new barrier";
    default:
      return "Somebody pressed Reset";
  }
}

/** One line in the list of rounds. */
export function outcomeWords({ ended, end_ms }: Account): string {
  const after = seconds(end_ms - ended.since_ms);
  if (ended.outcome === "released") return `opened after ${after}`;
  return `${ended.outcome === "reset" ? "reset" : "broke"} after ${after}`;
}

/** "Latest 20 of 143 rounds." Null when all are here. */
export function latestWords({ n_ended, generations }: Report): string | null {
  const n = generations.length;
  if (n_ended <= n) return null;
  return `Latest${n === 1 ? "" : ` ${n}`} of ${thousands(n_ended)} rounds. The CSV has them all.`;
}

/** What more barriers cost: they are not safer, everybody waits more often. */
export function manyBarriersWords({ n, waited_ms, one_ms }: ManyBarriers): string {
  return (
    `${capital(spelled(n))} barriers: ${seconds(waited_ms)} of waiting. The same work with one barrier at the end: ` +
    `${seconds(one_ms)}. Every barrier costs waiting, so put one only where you need what the others have done.`
  );
}

/** That a round went well without a barrier proves nothing about the next one; null for fewer than two rounds. */
export function luckWords(rounds: readonly Account[]): string | null {
  const missing = rounds
    .filter(({ ended, came }) => ended.outcome === "released" && came.length > 1)
    .slice(-MOST_LUCKY)
    .map((round) => thousands(round.missing));
  if (missing.length < 2) return null;
  return `Without the barrier, luck decides each round anew: ${plain(list(missing))} parts would have been missing.`;
}

/** "1 of 5 notes", "all 5 notes". */
export function contains(round: Account, nth: number): string {
  const n = round.came.length;
  const has = n - (round.came[nth]?.missing ?? 0);
  const { one, many } = parts(round.ended.phase);
  return `${has === n ? "all " : `${thousands(has)} of `}${thousands(n)} ${n === 1 ? one : many}`;
}

/** How far the slider goes from one place to the next, in ms: a round of robots is short. */
export function stepMs(most_ms: number): number {
  if (most_ms <= SHORT_MS) return 100;
  return most_ms <= LONG_MS ? 500 : 1000;
}

/** When the gate would open if the last one were this much faster. */
export function whatIfWords(last: Came, faster_ms: number, { opened_ms, waited_ms, pace }: WhatIf): Words {
  if (faster_ms === 0) return ["Move it to see when the gate would have opened."];
  const set: Words =
    pace.worker === last.worker
      ? [{ name: last.name }, " still sets the pace."]
      : ["Now ", { name: pace.name }, " sets the pace: going faster helps nobody any more."];
  return [
    { name: last.name },
    ` ${seconds(faster_ms)} faster: the gate opens at `,
    { strong: seconds(opened_ms) },
    `, ${seconds(waited_ms)} of waiting in all. `,
    ...set,
  ];
}

/** How well the screens know when they changed. */
export function knownWords({ error_ms, n_unsure, n_changed }: KeptSpread): string {
  const n_sure = n_changed - n_unsure;
  const unsure = n_unsure === 0 ? "" : `${n_unsure} cannot tell (±?).`;
  if (n_sure === 0 || error_ms === null) return unsure;
  if (n_unsure === 0) return `Each knows the moment to ± ${error_ms} ms.`;
  return `${n_sure === 1 ? "1 knows" : `${n_sure} know`} the moment to ± ${error_ms} ms, ${unsure}`;
}

/** The screens that are named: those that heard late, and those marked ±?. */
export function namedScreens(
  { late, unsure }: KeptSpread,
  workers: readonly { worker: number; name: string }[],
): Words[] {
  const names = new Map(workers.map((seated) => [seated.worker, seated.name]));
  const named = (worker: number, says: string): Words => [{ name: names.get(worker) ?? `Worker ${worker}` }, says];
  return [
    ...late.map(({ worker, off_ms }) => named(worker, ` heard late: ${duration(off_ms)}`)),
    ...unsure.map((worker) => named(worker, " ±?")),
  ];
}
