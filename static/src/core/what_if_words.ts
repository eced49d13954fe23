/** What differs in another world, in one sentence and one more; all other words of "What if?". Pure. */
import { spelled } from "./numbers";
import { parts } from "./report_words";
import { type Fate, limitOf, type PlayedRound, type Tally, type World, type WorldId, waitedMs } from "./what_if";
import { capital, ordinal, seconds } from "./words";

export interface WorldWords {
  /** The world's name, and the code that makes it. */
  name: string;
  code: string;
  /** What differs, and what that means. */
  headline: string;
  below: string;
}

const ORDINALS = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/** From this much waiting on, minutes say it better. */
const MINUTES_FROM_MS = 10 * 60_000;

/** The name on the world's button. */
export function shortName(id: WorldId, round: PlayedRound): string {
  const n = round.callers.length;
  const names: Record<WorldId, string> = {
    real: "As it was",
    none: "No barrier",
    fewer: `Barrier(${n - 1})`,
    more: `Barrier(${n + 1})`,
    timeout: `Limit ${secondsShort(limitOf(round))}`,
    latch: "Latch",
    crash: "One crashes",
    drop: "Let go",
    lock: "A lock",
  };
  return names[id];
}

export function worldWords(world: World, round: PlayedRound): WorldWords {
  const { callers } = round;
  const n = callers.length;
  const earlier = seconds(round.opened_ms - (world.gate_ms ?? round.opened_ms));
  const { one, many } = parts(round.phase);
  const n_missing = world.fates.filter(({ missing }) => missing > 0).length;
  const begin = n_missing === 1 ? "begins" : "begin";
  switch (world.id) {
    case "real":
      return {
        name: "As it was",
        code: `Barrier(${n})`,
        headline: `The gate opened at ${seconds(round.opened_ms)}, for all ${spelled(n)}.`,
        below: "This is what really happened.",
      };
    case "none":
      return {
        name: "No barrier",
        code: "no wait()",
        headline:
          n_missing === 0
            ? "Nobody waits. All came at the same moment, so nothing is missing."
            : `Nobody waits. ${capital(spelled(n_missing))} of ${spelled(n)} ${begin} with ${many} missing.`,
        below: `Without a barrier you read a ${one} before it is there.`,
      };
    case "fewer":
      return {
        name: "One seat fewer",
        code: `Barrier(${n - 1})`,
        headline:
          n === 2
            ? "Barrier(1) stops nobody: each call opens it."
            : `${capital(spelled(n - 1))} go ${earlier} earlier. The ${nth(n)} call waits alone.`,
        below: n === 2 ? "A barrier for one is no barrier." : "It waits for the next round, and nobody comes.",
      };
    case "more":
      return {
        name: "One seat too many",
        code: `Barrier(${n + 1})`,
        headline: `Nobody goes on. It waits for ${article(n + 1)} ${nth(n + 1)} call.`,
        below: "Everybody is here. The barrier does not know that.",
      };
    case "timeout":
      return limitWords(world, n);
    case "latch":
      return {
        name: "Latch, used before",
        code: "CountDownLatch",
        headline: "The latch is still open. In this round nobody waits.",
        below: "In the first round it did the same as a barrier. A latch works only once.",
      };
    case "crash":
      return {
        name: "One crashes",
        code: "raise",
        headline: `One never calls. The other ${n === 2 ? "one waits" : `${spelled(n - 1)} wait`} for ever.`,
        below: "No error, no end: a barrier waits for calls.",
      };
    case "drop":
      return {
        name: "Let the last one go",
        code: "Phaser",
        headline: `One seat is given up. ${capital(spelled(n - 1))} ${n === 2 ? "goes" : "go"} ${earlier} earlier.`,
        below: "Java’s Phaser can do that. Python’s Barrier cannot.",
      };
    case "lock":
      return {
        name: "A lock by mistake",
        code: "with lock:",
        headline: "A lock lets in one at a time. It waits for nobody.",
        below:
          n_missing === 0
            ? "Here nothing is missing, by luck."
            : `${capital(spelled(n_missing))} ${begin} with ${many} missing, as without a barrier.`,
      };
  }
}

function limitWords({ breaks_ms, fates, limit_ms }: World, n: number): WorldWords {
  const limit = secondsShort(limit_ms ?? 0);
  const named = { name: `Time limit ${limit}`, code: `timeout=${limit.split(" ")[0]}` };
  if (breaks_ms === null) {
    return {
      ...named,
      headline: "The same: nobody had to wait that long.",
      below: "A limit costs nothing until it runs out.",
    };
  }
  const n_waited = fates.filter(({ caller }) => caller.came_ms <= breaks_ms).length;
  const headline =
    n_waited === 1
      ? "The first one ran out of time, and gets the error."
      : `One ran out of time. ${n_waited === 2 ? "Both" : `All ${spelled(n_waited)} waiting`} get the error.`;
  const below =
    n_waited === n ? "It stays broken until reset()." : "Anyone who calls later gets it immediately: it stays broken.";
  return { ...named, headline, below };
}

/** "28.2 s of waiting, added up"; "for ever". */
export function waitingWords(world: World): { strong: string; rest: string } {
  const waited_ms = waitedMs(world);
  if (waited_ms === null) return { strong: "for ever", rest: "of waiting" };
  if (waited_ms < 50) return { strong: "no waiting", rest: "" };
  const strong = waited_ms >= MINUTES_FROM_MS ? `${Math.round(waited_ms / 60_000)} min` : seconds(waited_ms);
  return { strong, rest: "of waiting, added up" };
}

/** What the scrubber counts: the kind of state, how many, and the word for it. */
export function tallyWords(tally: Tally, has_errors: boolean): { state: keyof Tally; n: number; word: string }[] {
  const { work, wait, gone, error } = tally;
  return [
    { state: "work", n: work, word: work === 1 ? "works" : "work" },
    { state: "wait", n: wait, word: wait === 1 ? "waits" : "wait" },
    { state: "gone", n: gone, word: "gone on" },
    ...(has_errors ? [{ state: "error" as const, n: error, word: error === 1 ? "error" : "errors" }] : []),
  ];
}

/** A sentence for a screen reader: what the picture of this world shows, without the picture. */
export function pictureWords(world: World, words: WorldWords): string {
  const { strong, rest } = waitingWords(world);
  return `${words.name}: ${words.headline} ${strong} ${rest}`.trim();
}

/** What becomes of one caller, in the table. */
export function outcomeWords(fate: Fate | undefined): string {
  if (fate === undefined) return "";
  const { calls_ms, goes_ms, error_ms, gives_up_ms, missing } = fate;
  if (gives_up_ms !== null) return `seat given up at ${seconds(gives_up_ms)}`;
  if (calls_ms === null) return "crashed, never called";
  if (error_ms !== null) return `error at ${seconds(error_ms)}`;
  if (goes_ms === null) return "waits for ever";
  const waited = goes_ms > calls_ms ? `, waited ${seconds(goes_ms - calls_ms)}` : "";
  return `went on at ${seconds(goes_ms)}${waited}${missing > 0 ? `, ${missing} missing` : ""}`;
}

function secondsShort(ms: number): string {
  return `${ms / 1000} s`;
}

function nth(n: number): string {
  return ORDINALS[n] ?? ordinal(n);
}

/** "an eighth", "an 11th", "an 80th". */
function article(n: number): string {
  return /^(8|11|18)$|^8\d/.test(String(n)) ? "an" : "a";
}
