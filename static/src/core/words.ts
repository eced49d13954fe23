/**
 * The sentences that every page makes from state; picture_words.ts has those about the whole room. Pure.
 *
 * Sentences are lists of parts, so that a view can isolate names (they may be right-to-left) and set code as code;
 * `plain` gives the same as text for titles, labels and live regions.
 */
import * as m from "messages";
import { shown } from "./code";
import type { Counts, Model, Screen } from "./model";
import type { OUTSIDE_TITLES } from "./outside_titles";
import type { Brief } from "./protocol";
import type { BrokenCause } from "./protocol_room";

export type Part = string | { name: string } | { strong: string } | { code: string };
export type Words = readonly Part[];
/** A sentence of the catalogue, with parts or without. */
export type Phrase = string | Words;

/** Up to this many seats every arrival is announced; above, the quarters and the last three. */
const ANNOUNCE_EACH = 12;

export function plain(words: Phrase): string {
  return typeof words === "string" ? words : words.map(text).join("");
}

function text(part: Part): string {
  if (typeof part === "string") return part;
  if ("name" in part) return part.name;
  return "strong" in part ? part.strong : part.code;
}

/** "12.4 s"; from two minutes on "2:05 min". */
export function seconds(ms: number): string {
  const all_ms = Math.max(0, ms);
  if (all_ms < 120_000) return m.seconds({ s: tenths(all_ms / 1000) });
  const all_s = Math.floor(all_ms / 1000);
  return m.minutes({ time: `${Math.floor(all_s / 60)}:${String(all_s % 60).padStart(2, "0")}` });
}

/** "12.4", rounded in one way on every page: half up, of the number as it is written. */
export function tenths(s: number): string {
  return TENTHS.format(s);
}

const TENTHS = /* @__PURE__ */ new Intl.NumberFormat(m.LANGUAGE, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(n: number): string {
  return m.ordinal({ n });
}

/** A phase as the call that stands in the code: "final touch" is `final_touch()`. */
export function call(phase: string): string {
  return `${phase.trim().replace(/\s+/g, "_")}()`;
}

/** "Ana", "Ana and Ben", "Ana, Ben and Chloé". */
export function list(parts: Words): Words {
  if (!Intl.ListFormat) return parts.flatMap((part, i) => (i === 0 ? [part] : [", ", part])); // Safari before 14.1
  const pieces = new Intl.ListFormat(m.LANGUAGE).formatToParts(parts.map((_, i) => `${i}`));
  return pieces.map(({ type, value }) => (type === "element" ? (parts[Number(value)] ?? "") : value));
}

/** One sentence after the other. */
export function sentences(...all: readonly Phrase[]): Words {
  return all.flatMap((words, i): Words => [...(i > 0 ? [" "] : []), ...(typeof words === "string" ? [words] : words)]);
}

/** Why nobody passes, as far as a phone knows it; null when the barrier is whole. */
export function causeOf({ cause, missing, hosted }: Brief, say: (name: string) => string): string | null {
  if (missing) {
    const names = plain(list(missing.map((name) => isolated(say(name)))));
    return m.never_came({ n: missing.length, names });
  }
  if (hosted && cause === "abort") return m.abort_pressed_teacher;
  return cause && brokenCause(cause, null);
}

/** A name in a text without markup keeps to its own direction: between Unicode's FSI and PDI. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

export function brokenCause(cause: BrokenCause, timeout_s: number | null): string {
  if (cause === "timeout") return timeRanOut(timeout_s);
  return cause === "abort" ? m.abort_pressed_somebody : m.action_failed;
}

export function timeRanOut(timeout_s: number | null): string {
  return timeout_s === null ? m.time_ran_out : m.time_ran_out_at({ s: timeout_s });
}

/** For the polite live region of a phone, which knows the counts only. */
export function countsStatus(counts: Counts): string {
  return m.counts_status(counts);
}

/** Is this count worth interrupting a screen reader for? In a small room always, in a large one seldom. */
export function worthSaying(n_waiting: number, parties: number): boolean {
  if (parties <= ANNOUNCE_EACH || parties - n_waiting <= 3) return true;
  return [0.25, 0.5, 0.75].some((share) => n_waiting === Math.round(parties * share));
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Above the button: asks whether the work of this phase is done. Those of the usual room have a sentence each. */
export function finishedQuestion(phase: string): string {
  if (phase === "research") return m.finished_research;
  return phase === "write" ? m.finished_write : m.finished_phase({ phase });
}

/** For the assertive live region, once. */
export function releaseAlert(phase: string): string {
  const next = phase === "research" ? m.next_research : phase === "write" ? m.next_write : m.next_phase({ phase });
  return m.gate_open({ next });
}

export function brokenAlert(why: string | null): string {
  return why === null || why === "" ? `${m.barrier_broke}.` : m.barrier_broke_because({ why });
}

/** Tabs in the background are workers: their titles show their state. `others` are those of outside_titles.ts. */
export function tabTitle(model: Pick<Model, "screen" | "counts" | "you">, others: Titles = {}): string {
  const name = model.you?.name ?? "All Aboard";
  const { n_waiting, parties } = model.counts;
  const titles: Partial<Record<Screen, string>> = { ...QUIET_TITLES, ...others };
  const counted = (state: string) => `(${n_waiting}/${parties}) ${state}`;
  switch (model.screen) {
    case "working":
    case "sending":
      return `${counted(m.title_working)} · ${name}`;
    case "waiting":
    case "hold":
      return `${counted(m.title_waiting)} · ${name}`;
    case "late":
      return `${counted(m.title_next_bus)} · ${name}`;
    case "watching":
      return counted(m.title_watching);
    case "released":
    case "missed":
      return `${m.go} · ${name}`;
    default:
      return `${titles[model.screen] ?? m.a_moment} · ${name}`;
  }
}

type Outside = keyof typeof OUTSIDE_TITLES;
export type Titles = Readonly<Partial<Record<Outside, string>>>;
/** These have sentences of their own above, or say "One moment". */
type Others =
  | "working"
  | "sending"
  | "waiting"
  | "hold"
  | "late"
  | "watching"
  | "released"
  | "missed"
  | "joining"
  | "restarting";

const QUIET_TITLES: Readonly<Record<Exclude<Screen, Outside | Others>, string>> = {
  door: m.title_get_on,
  lobby: m.title_lobby,
  held: m.title_held,
  broken: m.title_broken,
  outdated: m.title_outdated,
  refused: m.title_refused,
  lost: m.no_signal,
};

/** "1 of 5 already waiting". */
export function alreadyWaiting({ n_waiting: n, parties }: Counts): string {
  return m.already_waiting({ n, parties });
}

/** "All 5 were here, so the gate opened." A single one may have been the first, or all others have left. */
export function whyOpen(parties: number): string {
  return m.why_open({ n: parties });
}

/** What a barrier promises, after a release. */
export function promise(n: number): string {
  return m.promise({ n });
}

/** "You came 2nd and waited 25.8 s." */
export function cameAndWaited({ call }: Model): string {
  if (call === null) return "";
  const place = ordinal(call.index + 1);
  return call.end_ms === null
    ? m.came({ place })
    : m.came_and_waited({ place, time: seconds(call.end_ms - call.at_ms) });
}

/** Preact 11 writes the number 0 again in each drawing, and the browser lays out the page again; it leaves "0" alone. */
export function written(n: number): string {
  return `${n}`;
}

/** "3 people are in. The bus has one seat each."; with robots or programs among them "3 are in." */
export function whoIsIn({ workers: n, people, parties, parties_rule }: Counts): string {
  const are_in = people < n ? m.who_is_in({ n }) : m.who_is_in_people({ n });
  return `${are_in} ${parties_rule === "everyone" ? m.seats_each : m.bus_has_seats({ n: parties })}`;
}

export function noRoom(code: string): string {
  return m.no_room({ code: shown(code) });
}

export function untilReset(hosted: boolean): string {
  return m.until_reset({ hosted });
}

/** What the second press will do. */
export function breakQuestion(n: number): string {
  return m.break_question({ n });
}

export function resetQuestion(n: number): string {
  return m.reset_question({ n });
}

/** Seats changed while somebody waits; `parties` is a number or "everyone". */
export function partiesQuestion(parties: string, n: number): string {
  return m.seats_question({ parties, n });
}
