/** What differs in another world, in one sentence and one more; all other words of "What if?". Pure. */
import * as m from "messages";
import { spelled, thousands } from "./numbers";
import { kindOf } from "./report_words";
import { type Fate, limitOf, type PlayedRound, type Tally, type World, type WorldId, waitedMs } from "./what_if";
import { capital, type Phrase, plain, seconds } from "./words";

export interface WorldWords {
  /** The world's name, and the code that makes it. */
  name: string;
  code: string;
  /** What differs, and what that means. */
  headline: Phrase;
  below: Phrase;
}

/** From this much waiting on, minutes say it better. */
const MINUTES_FROM_MS = 10 * 60_000;

/** The name on the world's button. */
export function shortName(id: WorldId, round: PlayedRound): string {
  const n = round.callers.length;
  const names: Record<WorldId, string> = {
    real: m.what_if_real,
    none: m.what_if_none,
    fewer: `Barrier(${n - 1})`,
    more: `Barrier(${n + 1})`,
    timeout: m.what_if_limit_short({ limit: secondsShort(limitOf(round)) }),
    latch: m.what_if_latch_short,
    crash: m.what_if_crash,
    drop: m.what_if_drop_short,
    lock: m.what_if_lock_short,
  };
  return names[id];
}

export function worldWords(world: World, round: PlayedRound): WorldWords {
  const { callers } = round;
  const n = callers.length;
  const earlier = seconds(round.opened_ms - (world.gate_ms ?? round.opened_ms));
  const kind = kindOf(round.phase);
  const n_missing = world.fates.filter(({ missing }) => missing > 0).length;
  const missing = { n: n_missing, number: capital(spelled(n_missing)), kind };
  switch (world.id) {
    case "real":
      return {
        name: m.what_if_real,
        code: `Barrier(${n})`,
        headline: m.what_if_real_says({ time: seconds(round.opened_ms), number: spelled(n) }),
        below: m.report_really,
      };
    case "none":
      return {
        name: m.what_if_none,
        code: m.what_if_none_code,
        headline: n_missing === 0 ? m.what_if_none_luck : m.what_if_none_says({ ...missing, all: spelled(n) }),
        below: m.what_if_none_below({ kind }),
      };
    case "fewer":
      return {
        name: m.what_if_fewer,
        code: `Barrier(${n - 1})`,
        headline:
          n === 2
            ? m.what_if_stops_nobody
            : m.what_if_fewer_says({ number: capital(spelled(n - 1)), time: earlier, n }),
        below: n === 2 ? m.what_if_for_one : m.what_if_nobody_comes,
      };
    case "more":
      return {
        name: m.what_if_more,
        code: `Barrier(${n + 1})`,
        headline: m.what_if_more_says({ n: n + 1 }),
        below: m.what_if_more_below,
      };
    case "timeout":
      return limitWords(world, n);
    case "latch":
      return {
        name: m.what_if_latch,
        code: "CountDownLatch",
        headline: m.what_if_latch_says,
        below: m.what_if_latch_below,
      };
    case "crash":
      return {
        name: m.what_if_crash,
        code: "raise",
        headline: m.what_if_crash_says({ n: n - 1, number: spelled(n - 1) }),
        below: m.what_if_crash_below,
      };
    case "drop":
      return {
        name: m.what_if_drop,
        code: "Phaser",
        headline: m.what_if_drop_says({ n: n - 1, number: capital(spelled(n - 1)), time: earlier }),
        below: m.what_if_drop_below,
      };
    case "lock":
      return {
        name: m.what_if_lock,
        code: "with lock:",
        headline: m.what_if_lock_says,
        below: n_missing === 0 ? m.what_if_lock_luck : m.what_if_lock_below(missing),
      };
  }
}

function limitWords({ breaks_ms, fates, limit_ms }: World, n: number): WorldWords {
  const limit = secondsShort(limit_ms ?? 0);
  const named = { name: m.what_if_limit({ limit }), code: `timeout=${(limit_ms ?? 0) / 1000}` };
  if (breaks_ms === null) {
    return {
      ...named,
      headline: m.what_if_limit_same,
      below: m.what_if_limit_free,
    };
  }
  const n_waited = fates.filter(({ caller }) => caller.came_ms <= breaks_ms).length;
  const headline =
    n_waited === 1 ? m.what_if_limit_first : m.what_if_limit_all({ n: n_waited, number: spelled(n_waited) });
  const below = n_waited === n ? m.what_if_stays_broken : m.what_if_later_too;
  return { ...named, headline, below };
}

/** "28.2 s of waiting, added up"; "for ever". */
export function waitingWords(world: World): { strong: string; rest: string } {
  const waited_ms = waitedMs(world);
  if (waited_ms === null) return { strong: m.what_if_for_ever, rest: m.what_if_of_waiting };
  if (waited_ms < 50) return { strong: m.what_if_no_waiting, rest: "" };
  const strong =
    waited_ms >= MINUTES_FROM_MS ? m.minutes({ time: Math.round(waited_ms / 60_000) }) : seconds(waited_ms);
  return { strong, rest: m.what_if_added_up };
}

/** What the scrubber counts: the kind of state, how many, and the word for it. */
export function tallyWords(tally: Tally, has_errors: boolean): { state: keyof Tally; n: number; word: string }[] {
  const { work, wait, gone, error } = tally;
  return [
    { state: "work", n: work, word: m.what_if_works({ n: work }) },
    { state: "wait", n: wait, word: m.what_if_waits({ n: wait }) },
    { state: "gone", n: gone, word: m.what_if_gone_on },
    ...(has_errors ? [{ state: "error" as const, n: error, word: m.what_if_errors({ n: error }) }] : []),
  ];
}

/** A sentence for a screen reader: what the picture of this world shows, without the picture. */
export function pictureWords(world: World, words: WorldWords): string {
  const { strong, rest } = waitingWords(world);
  return `${words.name}: ${plain(words.headline)} ${strong} ${rest}`.trim();
}

/** What becomes of one caller, in the table. */
export function outcomeWords(fate: Fate | undefined): string {
  if (fate === undefined) return "";
  const { calls_ms, goes_ms, error_ms, gives_up_ms, missing } = fate;
  if (gives_up_ms !== null) return m.what_if_given_up_at({ time: seconds(gives_up_ms) });
  if (calls_ms === null) return m.what_if_never_called;
  if (error_ms !== null) return m.what_if_error_at({ time: seconds(error_ms) });
  if (goes_ms === null) return m.what_if_waits_for_ever;
  const waited = goes_ms > calls_ms ? seconds(goes_ms - calls_ms) : "none";
  return m.what_if_went({ time: seconds(goes_ms), waited, missing });
}

function secondsShort(ms: number): string {
  return m.seconds({ s: thousands(ms / 1000) });
}
