/**
 * The sentences that every page makes from state; picture_words.ts has those about the whole room. Pure.
 *
 * Sentences are lists of parts, so that a view can isolate names (they may be right-to-left) and set code as code;
 * `plain` gives the same as text for titles, labels and live regions.
 */
import { shown } from "./code";
import type { Counts, Model } from "./model";
import type { Brief } from "./protocol";
import type { BrokenCause } from "./protocol_room";

export type Part = string | { name: string } | { strong: string } | { code: string };
export type Words = readonly Part[];

/** Up to this many seats every arrival is announced; above, the quarters and the last three. */
const ANNOUNCE_EACH = 12;

export function plain(words: Words): string {
  return words.map(text).join("");
}

function text(part: Part): string {
  if (typeof part === "string") return part;
  if ("name" in part) return part.name;
  return "strong" in part ? part.strong : part.code;
}

/** "12.4 s"; from two minutes on "2:05 min". */
export function seconds(ms: number): string {
  const all_ms = Math.max(0, ms);
  if (all_ms < 120_000) return `${(all_ms / 1000).toFixed(1)} s`;
  const all_s = Math.floor(all_ms / 1000);
  return `${Math.floor(all_s / 60)}:${String(all_s % 60).padStart(2, "0")} min`;
}

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teens ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;
}

/** A phase as the call that stands in the code: "final touch" is `final_touch()`. */
export function call(phase: string): string {
  return `${phase.trim().replace(/\s+/g, "_")}()`;
}

/** "Ana", "Ana and Ben", "Ana, Ben and Chloé". */
export function list(parts: Words): Words {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [i === parts.length - 1 ? " and " : ", ", part]));
}

/** Why nobody passes, as far as a phone knows it; null when the barrier is whole. */
export function causeOf({ cause, missing, hosted }: Brief): string | null {
  if (missing) return `Time ran out. ${plain(list(missing.map(isolated)))} never came`;
  if (hosted && cause === "abort") return "Your teacher pressed Break it";
  return cause && brokenCause(cause, null);
}

/** A name in a text without markup keeps to its own direction: between Unicode's FSI and PDI. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

export function brokenCause(cause: BrokenCause, timeout_s: number | null): string {
  if (cause === "timeout") return timeRanOut(timeout_s);
  return cause === "abort" ? "Somebody pressed Break it" : "The barrier's action failed";
}

export function timeRanOut(timeout_s: number | null): string {
  return timeout_s === null ? "Time ran out" : `Time ran out at ${timeout_s} s`;
}

/** For the polite live region of a phone, which knows the counts only. */
export function countsStatus(counts: Counts): string {
  return `${counts.n_waiting} of ${counts.parties} waiting.`;
}

/** Is this count worth interrupting a screen reader for? In a small room always, in a large one seldom. */
export function worthSaying(n_waiting: number, parties: number): boolean {
  if (parties <= ANNOUNCE_EACH || parties - n_waiting <= 3) return true;
  return [0.25, 0.5, 0.75].some((share) => n_waiting === Math.round(parties * share));
}

/** "all 5", "both"; the sentences for a single worker are others. */
export function all(n: number): string {
  return n === 2 ? "both" : `all ${n}`;
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A phase is any word of the host's; those of the usual room are verbs or nouns, and have a sentence each. */
const PHASES: Readonly<Record<string, { finished: string; start: string }>> = {
  research: { finished: "Done with your research?", start: "Start your research." },
  write: { finished: "Finished writing?", start: "Start writing." },
};

/** Above the button: asks whether the work of this phase is done. */
export function finishedQuestion(phase: string): string {
  return PHASES[phase]?.finished ?? `Finished with “${phase}”?`;
}

/** For the assertive live region, once. */
export function releaseAlert(next_phase: string): string {
  return `Gate open. ${PHASES[next_phase]?.start ?? `Next: ${next_phase}.`}`;
}

export function brokenAlert(why: string | null): string {
  return why === null || why === "" ? "The barrier broke." : `The barrier broke. ${why}.`;
}

/** Tabs in the background are workers: their titles show their state. */
export function tabTitle(model: Pick<Model, "screen" | "counts" | "you">): string {
  const name = model.you?.name ?? "All Aboard";
  const { n_waiting, parties } = model.counts;
  switch (model.screen) {
    case "working":
    case "sending":
      return `(${n_waiting}/${parties}) working · ${name}`;
    case "waiting":
    case "hold":
      return `(${n_waiting}/${parties}) waiting · ${name}`;
    case "late":
      return `(${n_waiting}/${parties}) next bus · ${name}`;
    case "watching":
      return `(${n_waiting}/${parties}) watching`;
    case "released":
    case "missed":
      return `GO! · ${name}`;
    default:
      return `${QUIET_TITLES[model.screen]} · ${name}`;
  }
}

const QUIET_TITLES = {
  joining: "One moment",
  own_room: "You are the host",
  returning: "Get on",
  door: "Get on",
  lobby: "Soon",
  held: "Look up",
  broken: "Broken",
  outdated: "Old page",
  refused: "Not in",
  lost: "No signal",
  restarting: "One moment",
  locked: "Locked",
  full: "Full",
  wrong: "No such room",
  kept_out: "Not in this room",
  no_key: "Not the host",
  dropped: "Seat given up",
  superseded: "Another tab",
} as const;

/** "1 of 5 already waiting". */
export function alreadyWaiting(counts: Counts): string {
  const { n_waiting, parties } = counts;
  return n_waiting === 0 ? "Nobody is waiting yet" : `${n_waiting} of ${parties} already waiting`;
}

/** "All 5 were here, so the gate opened." A single one may have been the first, or all others have left. */
export function whyOpen(parties: number): string {
  return parties === 1
    ? "Nobody else was expected, so the gate opened."
    : `${capital(all(parties))} were here, so the gate opened.`;
}

/** What a barrier promises, after a release. */
export function promise(n: number): string {
  return n === 1 ? "A barrier for one opens with its first call." : `Nobody went on before ${all(n)} were here.`;
}

/** "You came 2nd and waited 25.8 s." */
export function cameAndWaited(model: Model): string {
  if (model.call === null) return "";
  const came = `You came ${ordinal(model.call.index + 1)}`;
  return model.call.end_ms === null
    ? `${came}.`
    : `${came} and waited ${seconds(model.call.end_ms - model.call.at_ms)}.`;
}

/** "3 people are in. The bus has one seat each."; with robots or programs among them "3 are in." */
export function whoIsIn({ workers, people, parties, parties_rule }: Counts): string {
  const who = people < workers ? "" : people === 1 ? " person" : " people";
  const are_in = workers === 0 ? "Nobody is in yet." : `${workers}${who} ${workers === 1 ? "is" : "are"} in.`;
  return `${are_in} The bus has ${parties_rule === "everyone" ? "one seat each" : `${parties} seats`}.`;
}

export function noRoom(code: string): string {
  return `There is no room ${shown(code)}.`;
}

export function untilReset(hosted: boolean): string {
  return hosted ? "Wait for your teacher to reset the bus." : "Wait until somebody resets the bus.";
}

/** What the second press will do. */
export function breakQuestion(n_waiting: number): string {
  return n_waiting === 0 ? "Really break it?" : `Break it for ${n_waiting} waiting?`;
}

export function resetQuestion(n_waiting: number): string {
  return n_waiting === 0 ? "Really reset?" : `Reset for ${n_waiting} waiting?`;
}

/** Seats changed while somebody waits; `parties` is a number or "everyone". */
export function partiesQuestion(parties: string, n_waiting: number): string {
  const barrier = parties === "everyone" ? "a new Barrier with one seat each" : `a new Barrier(${parties})`;
  const who = n_waiting === 1 ? "The one who waits gets" : `The ${n_waiting} who wait get`;
  return `This builds ${barrier}. ${who} an error. Press again to do it.`;
}
