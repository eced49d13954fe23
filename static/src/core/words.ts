/**
 * Every sentence that is made from state. Pure.
 *
 * Sentences are lists of parts, so that a view can isolate names (they may be right-to-left) and set code as code;
 * `plain` gives the same as text for titles, labels and live regions.
 */
import type { Counts, Model } from "./model";
import type { Face, Picture } from "./picture";
import type { BrokenCause } from "./protocol";

export type Part = string | { name: string } | { strong: string } | { code: string };
export type Words = readonly Part[];

/** So many missing workers are called by name; more are counted. */
export const NAMED_MISSING = 4;
/** Up to so many seats every arrival is announced; above, the quarters and the last three. */
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

function who(face: Face): Part {
  return face.you ? "you" : { name: face.name };
}

/** "Ana", "Ana and Ben", "Ana, Ben and Chloé". */
export function list(parts: Words): Words {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [i === parts.length - 1 ? " and " : ", ", part]));
}

/** How many are on the bus, and of how many. A bus that is full or gone has exactly the seats that were taken. */
export function tally(picture: Picture): { k: number; n: number } {
  const k = picture.aboard.length;
  const full = picture.state === "hold" || picture.state === "released";
  return { k, n: full ? k : picture.parties };
}

/** So many calls are missing until the gate opens. */
export function missingCalls(picture: Picture): number {
  return Math.max(0, picture.parties - picture.aboard.length);
}

export function headline(picture: Picture): string {
  switch (picture.state) {
    case "lobby":
      return "The trip has not started";
    case "filling":
      return "waiting at the barrier";
    case "hold":
      return "All aboard";
    case "released":
      return "Everyone goes!";
    case "broken":
      return "The barrier broke";
  }
}

/** The line below the headline. */
export function detail(picture: Picture): Words {
  switch (picture.state) {
    case "lobby":
      return [`${picture.missing.length} here`];
    case "filling":
      return waitingFor(picture);
    case "hold":
      return ["The gate opens."];
    case "released":
      return cameLast(picture.last);
    case "broken":
      return whyBroken(picture);
  }
}

function waitingFor(picture: Picture): Words {
  const people = picture.aboard.length + picture.missing.length;
  const calls = missingCalls(picture);
  if (picture.parties_rule === "everyone" && people < picture.parties) {
    return ["A bus for one is no barrier. Open another tab or add a robot."];
  }
  if (people < picture.parties) {
    return [`${picture.parties} seats, ${people} here: this bus can never leave.`];
  }
  if (picture.missing.length > calls) return [`Waiting for ${calls} more`];
  if (picture.missing.length > NAMED_MISSING) return [`${picture.missing.length} still working`];
  return ["Waiting for: ", ...list(picture.missing.map(who))];
}

function cameLast(last: Face | null): Words {
  if (last === null) return ["The bus got one seat fewer, so the gate opened."];
  if (last.you) return ["You came last. Your call opened the gate."];
  return [{ name: last.name }, " came last. That call opened the gate."];
}

/** Why nobody passes: time, a person, or an action that failed. */
export function whyBroken(picture: Picture): Words {
  if (picture.broken === null) return [];
  const { cause, by, by_name, timeout_s } = picture.broken;
  const missing = picture.missing;
  if (cause === "timeout" && missing.length > 0 && missing.length <= NAMED_MISSING) {
    return [`${timeRanOut(timeout_s)}. Missing: `, ...list(missing.map(who))];
  }
  if (cause === "abort" && by !== null) {
    return [by === "host" ? "Your teacher" : by_name === null ? "Somebody" : { name: by_name }, " pressed Break it"];
  }
  return [brokenCause(cause, timeout_s)];
}

/** The same for a phone, which knows the cause only. */
export function brokenCause(cause: BrokenCause, timeout_s: number | null): string {
  if (cause === "timeout") return timeRanOut(timeout_s);
  return cause === "abort" ? "Somebody pressed Break it" : "The barrier's action failed";
}

function timeRanOut(timeout_s: number | null): string {
  return timeout_s === null ? "Time ran out" : `Time ran out at ${timeout_s} s`;
}

/** The board on the bus. */
export function board(picture: Picture): string {
  const { k, n } = tally(picture);
  switch (picture.state) {
    case "lobby":
      return "ALL ABOARD SOON";
    case "filling":
      return `WAITING · ${k} OF ${n} ABOARD`;
    case "hold":
      return `${k} OF ${n} · ALL ABOARD`;
    case "released":
      return `NEXT STOP: ${picture.next_phase.toUpperCase()}`;
    case "broken":
      return "OUT OF SERVICE";
  }
}

/** What happens, in plain words. */
export function tip(picture: Picture, seated: boolean): Words {
  const { k, n } = tally(picture);
  const waiting = picture.aboard.some((one) => one.you);
  switch (picture.state) {
    case "lobby":
      return ["You will work, press Arrive, and wait until everybody is on the bus."];
    case "filling":
      return filling(k, n, waiting, seated);
    case "hold":
      return [`All ${n} called `, { code: "wait()" }, ". The last call opens the gate."];
    case "released":
      return [{ strong: `Nobody went on before all ${n} were here.` }];
    case "broken":
      return [...gotTheError(k), " A loud error beats waiting for ever."];
  }
}

function filling(k: number, n: number, waiting: boolean, seated: boolean): Words {
  const wait = { code: "wait()" };
  const until = `until all ${n} are here.`;
  if (waiting) {
    const more = n - k;
    return [
      "You have ",
      { strong: "stopped" },
      " on the yellow line. You go on when ",
      `${more} more ${more === 1 ? "arrives" : "arrive"}.`,
    ];
  }
  if (k === 0) {
    const start = seated ? "Press Arrive and you " : "Whoever calls it will ";
    return ["Nobody waits yet. ", start, { strong: "stop" }, " inside ", wait, `, ${until}`];
  }
  const stopped: Words = [`${k} called `, wait, " and ", { strong: "stopped on that line" }, ". "];
  return [...stopped, seated ? `Press Arrive and you stop too, ${until}` : `They cannot go on ${until}`];
}

function gotTheError(n_waiting: number): Words {
  const error = { code: "BrokenBarrierError" };
  if (n_waiting === 0) return ["Whoever calls ", { code: "wait()" }, " now gets ", error, "."];
  if (n_waiting === 1) return ["The one who waited got ", error, "."];
  return [`All ${n_waiting} who waited got `, error, "."];
}

/** What the drawing shows, for those who don't see it. */
export function sceneSentence(picture: Picture): string {
  const { k, n } = tally(picture);
  switch (picture.state) {
    case "lobby":
      return `An empty bus with ${n} seats stands at a closed gate.`;
    case "filling":
      return `A bus with ${k} of ${n} seats taken waits at a closed gate. ${plain(detail(picture))}.`.replace(
        "..",
        ".",
      );
    case "hold":
      return `The bus is full: ${k} of ${n}. The gate is about to open.`;
    case "released":
      return `The gate is open and the bus drives on with all ${n}.`;
    case "broken":
      return `The bus stands broken at the closed gate. ${plain(detail(picture))}.`;
  }
}

/** For the polite live region: the newest state, without the seconds. */
export function status(picture: Picture): string {
  const { k, n } = tally(picture);
  return picture.state === "filling"
    ? `${k} of ${n} waiting. ${plain(detail(picture)).replace("for: ", "for ")}.`
    : headline(picture);
}

/** The same for a phone, which knows the counts only. */
export function countsStatus(counts: Counts): string {
  return `${counts.n_waiting} of ${counts.parties} waiting.`;
}

/** Is this count worth interrupting a screen reader for? In a small room always, in a large one seldom. */
export function worthSaying(n_waiting: number, parties: number): boolean {
  if (parties <= ANNOUNCE_EACH || parties - n_waiting <= 3) return true;
  return [0.25, 0.5, 0.75].some((share) => n_waiting === Math.round(parties * share));
}

/** For the assertive live region, once. */
export function releaseAlert(next_phase: string): string {
  return `Gate open. Go on to ${next_phase}.`;
}

export function brokenAlert(why: string | null): string {
  return why === null || why === "" ? "The barrier broke." : `The barrier broke. ${why}.`;
}

/** Tabs in the background are workers: their titles tell how it stands. */
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
  lobby: "Soon",
  broken: "Broken",
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

/** "1 of 5 already waits". */
export function alreadyWaiting(counts: Counts): string {
  const { n_waiting, parties } = counts;
  if (n_waiting === 0) return "Nobody waits yet";
  return `${n_waiting} of ${parties} already ${n_waiting === 1 ? "waits" : "wait"}`;
}

/** "You came 2nd and waited 25.8 s." */
export function cameAndWaited(model: Model): string {
  if (model.call === null) return "";
  const came = `You came ${ordinal(model.call.index + 1)}`;
  return model.call.end_ms === null
    ? `${came}.`
    : `${came} and waited ${seconds(model.call.end_ms - model.call.at_ms)}.`;
}

export function untilReset(hosted: boolean): string {
  return hosted ? "Wait for your teacher to reset the bus." : "Wait until somebody resets the bus.";
}

/** What the second press will do. */
export function breakQuestion(n_waiting: number): string {
  return n_waiting === 0 ? "Really break it?" : `Break it for ${n_waiting} waiting?`;
}

export function resetQuestion(n_waiting: number): string {
  return n_waiting === 0 ? "Really reset?" : `Reset while ${n_waiting} ${n_waiting === 1 ? "waits" : "wait"}?`;
}

/** Seats changed while somebody waits. */
export function partiesQuestion(n_waiting: number): string {
  return `This builds a new Barrier. ${n_waiting === 1 ? "The one who waits gets" : `The ${n_waiting} who wait get`} an error. Press again to do it.`;
}
