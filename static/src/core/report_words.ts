/** The sentences of the report. Pure; see words.ts for those that every page has. */
import * as m from "messages";
import { spelled, thousands } from "./numbers";
import { phaseWord } from "./phase_words";
import type { Account, Came, Ended, KeptSpread, ManyBarriers, Report, WhatIf } from "./report";
import { duration } from "./spread";
import {
  brokenCause,
  call,
  capital,
  list,
  type Part,
  type Phrase,
  plain,
  seconds,
  sentences,
  type Words,
} from "./words";

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
  words: Phrase;
}

/** "Round 1, research". */
export function title({ round, phase }: Ended): string {
  return m.report_round({ round, phase: phaseWord(phase) });
}

export function workersWords(n: number): string {
  return m.report_workers({ n, number: thousands(n) });
}

/** What each worker brings to the barrier: from research, notes. */
export function kindOf(phase: string): "note" | "part" {
  return phase === "research" ? "note" : "part";
}

export function facts(round: Account): Fact[] {
  return round.ended.outcome === "released"
    ? [waitedFact(round), gateFact(round), missingFact(round)]
    : [waitedFact(round), endFact(round), errorFact(round)];
}

function waitedFact({ ended, came, waited_ms }: Account): Fact {
  const [first] = came;
  const number = seconds(waited_ms);
  if (came.length === 1 && ended.outcome === "released") {
    return { number, words: ended.cause === "arrival" ? m.report_pause_before : m.report_others_left };
  }
  if (!first || came.length < 2) return { number, words: m.report_waiting_sum };
  const alone = m.report_alone({ name: first.name, time: seconds(first.waited_ms) });
  return { number, words: sentences(m.report_waiting_sum, alone) };
}

function gateFact({ ended, end_ms, last }: Account): Fact {
  const number = seconds(end_ms - ended.since_ms);
  const slowest: Part = { strong: m.report_slowest };
  if (last === null) return { number, words: sentences(m.report_gate_fewer, [slowest]) };
  const after_ms = end_ms - last.arrived_ms;
  const pause = after_ms < AT_ONCE_MS ? "none" : seconds(after_ms);
  return { number, words: sentences(m.report_gate_last({ name: last.name, pause }), [slowest]) };
}

function missingFact({ ended, came, missing, n_missing }: Account): Fact {
  const number = thousands(missing);
  const would = m.report_missing({ n: missing, kind: kindOf(ended.phase) });
  if (came.length < 2) return { number, words: sentences(would, m.report_nobody_else) };
  if (missing === 0) return { number, words: sentences(would, m.report_same_moment) };
  const begun = m.report_would_begin({
    n: thousands(n_missing),
    all: thousands(came.length),
    next: call(ended.next_phase),
    phase: call(ended.phase),
  });
  return { number, words: sentences(would, begun) };
}

function endFact({ ended, end_ms, absent }: Account): Fact {
  const is_reset = ended.outcome === "reset";
  const who: Phrase[] =
    is_reset || absent.length === 0
      ? []
      : absent.length <= MOST_NAMED
        ? [m.report_still_working({ names: list(absent.map(({ name }) => ({ name }))) })]
        : [m.report_n_working({ n: thousands(absent.length) })];
  return {
    number: seconds(end_ms - ended.since_ms),
    words: sentences(is_reset ? m.report_was_reset : m.report_broke, `${causeWords(ended)}.`, ...who),
  };
}

function errorFact({ came }: Account): Fact {
  if (came.length === 0) return { number: "0", words: m.report_error_nobody };
  return { number: thousands(came.length), words: m.report_error_got({ n: came.length }) };
}

function causeWords({ cause }: Ended): string {
  switch (cause) {
    case "abort":
    case "timeout":
    case "action":
      return brokenCause(cause, null);
    case "configure":
      return m.report_seats_changed;
    default:
      return m.report_pressed_reset;
  }
}

/** One line in the list of rounds. */
export function outcomeWords({ ended, end_ms }: Account): string {
  const time = seconds(end_ms - ended.since_ms);
  if (ended.outcome === "released") return m.report_opened_after({ time });
  return ended.outcome === "reset" ? m.report_reset_after({ time }) : m.report_broke_after({ time });
}

/** "Latest 20 of 143 rounds." Null when all are here. */
export function latestWords({ n_ended, generations }: Report): string | null {
  const n = generations.length;
  return n_ended <= n ? null : m.report_latest({ n, all: thousands(n_ended) });
}

/** What more barriers cost: they are not safer, everybody waits more often. */
export function manyBarriersWords({ n, waited_ms, one_ms }: ManyBarriers): string {
  return m.report_many_barriers({ number: capital(spelled(n)), waited: seconds(waited_ms), single: seconds(one_ms) });
}

/** That a round went well without a barrier proves nothing about the next one; null for fewer than two rounds. */
export function luckWords(rounds: readonly Account[]): string | null {
  const missing = rounds
    .filter(({ ended, came }) => ended.outcome === "released" && came.length > 1)
    .slice(-MOST_LUCKY)
    .map((round) => thousands(round.missing));
  return missing.length < 2 ? null : m.report_luck({ numbers: plain(list(missing)) });
}

/** "1 of 5 notes", "all 5 notes". */
export function contains(round: Account, nth: number): string {
  const n = round.came.length;
  const has = n - (round.came[nth]?.missing ?? 0);
  const given = { n, number: thousands(n), kind: kindOf(round.ended.phase) };
  return has === n ? m.report_has_all(given) : m.report_has_some({ ...given, has: thousands(has) });
}

/** How far the slider goes from one place to the next, in ms: a round of robots is short. */
export function stepMs(most_ms: number): number {
  if (most_ms <= SHORT_MS) return 100;
  return most_ms <= LONG_MS ? 500 : 1000;
}

/** When the gate would open if the last one were this much faster. */
export function whatIfWords(last: Came, faster_ms: number, { opened_ms, waited_ms, pace }: WhatIf): Phrase {
  if (faster_ms === 0) return m.report_move_it;
  return sentences(
    m.report_if_faster({
      name: last.name,
      time: seconds(faster_ms),
      opened: seconds(opened_ms),
      waited: seconds(waited_ms),
    }),
    pace.worker === last.worker ? m.report_still_paces({ name: last.name }) : m.report_now_paces({ name: pace.name }),
  );
}

/** How well the screens know when they changed. */
export function knownWords({ error_ms, n_unsure, n_changed }: KeptSpread): string {
  const n_sure = n_changed - n_unsure;
  const unsure = n_unsure === 0 ? "" : m.report_unsure({ n: n_unsure });
  if (n_sure === 0 || error_ms === null) return unsure;
  return n_unsure === 0
    ? m.report_each_knows({ ms: error_ms })
    : m.report_some_know({ n: n_sure, ms: error_ms, unsure });
}

/** The screens that are named: those that heard late, and those marked ±?. */
export function namedScreens(
  { late, unsure }: KeptSpread,
  workers: readonly { worker: number; name: string }[],
): Words[] {
  const names = new Map(workers.map((seated) => [seated.worker, seated.name]));
  const nameOf = (worker: number) => names.get(worker) ?? m.mural_worker({ n: worker });
  return [
    ...late.map(({ worker, off_ms }) => m.report_heard_late({ name: nameOf(worker), time: duration(off_ms) })),
    ...unsure.map((worker): Words => [{ name: nameOf(worker) }, " ±?"]),
  ];
}
