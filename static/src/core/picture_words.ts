/** The sentences about the picture of the whole room. Pure; phones, which have none, don't load them. */
import * as m from "messages";
import { letters } from "./letters";
import { type MuralPicture, muralPicture } from "./mural_model";
import { muralHead } from "./mural_words";
import { phaseWord } from "./phase_words";
import { type Exception, type Face, type Picture, picture as pictureOf } from "./picture";
import type { Snapshot } from "./protocol";
import type { Session } from "./session";
import { brokenCause, isolated, list, type Part, plain, promise, timeRanOut, type Words } from "./words";

/** Up to this many missing workers are called by name; more are counted. */
export const NAMED_MISSING = 4;
/** For this long somebody has just got on: several may come while one is called by name. */
const JUST_NOW_MS = 10_000;

function who(face: Face): Part {
  return face.you ? m.you : { name: face.name };
}

/** In letters of usual width: those of Chinese, Japanese and Korean, and emoji, are as wide as two. */
export function breadth(text: string): number {
  return letters(text).reduce((sum, letter) => sum + letterBreadth(letter), 0);
}

/** As in bold Arial and Liberation Sans. */
function letterBreadth(letter: string): number {
  if (letter >= WIDE_FROM) return 2;
  if (/[WMmw@%]/.test(letter)) return 1.6;
  if (/[ijlftrI.,'’ ]/.test(letter)) return 0.6;
  return /\p{Lu}/u.test(letter) ? 1.25 : 1;
}

const WIDE_FROM = "\u2e80";

/** At most so broad, with an ellipsis where something is missing. */
export function shorten(name: string, most: number): string {
  if (breadth(name) <= most) return name;
  const kept = letters(name);
  while (breadth(kept.join("")) > most - 1) kept.pop();
  return `${kept.join("")}…`;
}

/** How many are on the bus, and of how many. A bus that is full or gone has exactly the seats that were taken. */
export function tally(picture: Picture): { k: number; n: number } {
  const k = picture.aboard.length;
  const full = picture.state === "hold" || picture.state === "released";
  return { k, n: full ? k : picture.parties };
}

/** How many stand on each line of the code. Those whom a bus left out work on. */
export function onLines(picture: Picture): { work: number; wait: number; go: number } {
  const k = picture.aboard.length;
  if (picture.state !== "released") return { work: picture.missing.length, wait: k, go: 0 };
  return { work: picture.rows.filter((row) => row.arrived_ms === null).length, wait: 0, go: k };
}

/** How many calls are missing until the gate opens. */
export function missingCalls(picture: Picture): number {
  return Math.max(0, picture.parties - picture.aboard.length);
}

export function headline(picture: Picture): string {
  switch (picture.state) {
    case "lobby":
      return m.trip_not_started;
    case "filling":
      return m.waiting_at_barrier;
    case "hold":
      return m.all_are_aboard;
    case "released":
      return m.exclaimed({ what: whoGoes(picture) });
    case "broken":
      return m.barrier_broke;
  }
}

/** More workers than seats: those who were left out stay. Who came after the gate opened is not one of them. */
export function whoGoes({ aboard, rows }: Picture): string {
  return rows.some((row) => row.arrived_ms === null) ? m.some_go({ n: aboard.length }) : m.everyone_goes;
}

/** The line below the headline. */
export function detail(picture: Picture): Words {
  switch (picture.state) {
    case "lobby":
      return [m.n_here({ n: picture.missing.length })];
    case "filling":
      return waitingFor(picture);
    case "hold":
      return [m.gate_opens];
    case "released":
      return cameLast(picture.last, picture.aboard.length);
    case "broken":
      return whyBroken(picture);
  }
}

function waitingFor(picture: Picture, by_name = m.waiting_for): Words {
  const { parties } = picture;
  const people = picture.aboard.length + picture.missing.length;
  const calls = missingCalls(picture);
  if (people === 0) return [m.n_here({ n: 0 })];
  if (people < parties)
    return [picture.parties_rule === "everyone" ? m.bus_for_one : m.never_leaves({ parties, people })];
  if (picture.missing.length > calls) return [m.waiting_for_more({ n: calls })];
  if (picture.missing.length > NAMED_MISSING) return [m.still_working({ n: picture.missing.length })];
  return by_name({ names: list(picture.missing.map(who)) });
}

function cameLast(last: Face | null, n: number): Words {
  if (last === null) return [m.one_seat_fewer_opened];
  if (n === 1) return [promise(n)];
  return last.you ? [m.you_came_last] : m.came_last(last);
}

/** Why nobody passes: time, a person, or an action that failed. */
export function whyBroken(picture: Picture): Words {
  if (picture.broken === null) return [];
  const { cause, by, by_name, timeout_s } = picture.broken;
  const missing = picture.missing;
  if (cause === "timeout" && missing.length > 0 && missing.length <= NAMED_MISSING) {
    return m.time_missing({ why: timeRanOut(timeout_s), names: list(missing.map(who)) });
  }
  if (cause === "abort" && by !== null) {
    if (by === "host") return [m.abort_pressed_teacher];
    return by_name === null ? [m.abort_pressed_somebody] : m.abort_pressed_by({ name: by_name });
  }
  return [brokenCause(cause, timeout_s)];
}

/** The board on the bus. */
export function board(picture: Picture): string {
  const counted = tally(picture);
  switch (picture.state) {
    case "lobby":
      return m.board_lobby;
    case "filling":
      return m.board_filling(counted);
    case "hold":
      return m.board_hold(counted);
    case "released":
      return m.board_released({ phase: phaseWord(picture.next_phase).toUpperCase() });
    case "broken":
      return m.board_broken;
  }
}

/** What happens, in plain words. */
export function tip(picture: Picture, seated: boolean): Words {
  const { k, n } = tally(picture);
  const waiting = picture.aboard.some((face) => face.you);
  switch (picture.state) {
    case "lobby":
      return [m.lobby_says];
    case "filling":
      return filling(k, n, waiting, seated);
    case "hold":
      return n === 1 ? [promise(n)] : m.tip_hold({ n });
    case "released":
      return [n === 1 && picture.last === null ? m.nobody_expected : { strong: promise(n) }];
    case "broken":
      return [...m.got_error({ n: k }), " ", m.loud_error];
  }
}

function filling(k: number, n: number, waiting: boolean, seated: boolean): Words {
  if (n === 1) return [m.nobody_waiting, " ", promise(n)];
  if (waiting) return m.tip_waiting({ n: n - k });
  if (k === 0) return (seated ? m.tip_nobody_seated : m.tip_nobody)({ n });
  return (seated ? m.tip_filling_seated : m.tip_filling)({ k, n });
}

/** What the drawing shows, for those who don't see it. */
export function sceneSentence(picture: Picture): string {
  const { k, n } = tally(picture);
  switch (picture.state) {
    case "lobby":
      return m.scene_lobby({ n });
    case "filling":
      return m.scene_filling({ k, n, detail: detailInSentence(detail(picture)) });
    case "hold":
      return m.scene_hold({ k, n });
    case "released":
      return m.scene_released({ n });
    case "broken":
      return m.scene_broken({ detail: detailInSentence(detail(picture)) });
  }
}

/** Without the full stop that some have: the sentence around it brings one. */
function detailInSentence(words: Words): string {
  return plain(words).replace(/\.$/, "");
}

/** For the polite live region: the newest state, without the seconds. */
export function status(picture: Picture): string {
  return picture.state === "filling"
    ? m.status_filling({ ...tally(picture), detail: detailInSentence(waitingFor(picture, m.waiting_for_said)) })
    : headline(picture);
}

/** For people who do not see the lobby: "4 here. Mia got on.", and after a while "4 here." */
function lobbyStatus({ workers }: Snapshot, now_ms: number): string {
  const here = `${m.n_here({ n: workers.length })}.`;
  const last = workers[workers.length - 1];
  return last && now_ms - last.joined_at_ms < JUST_NOW_MS ? m.got_on({ here, name: isolated(last.name) }) : here;
}

/** The picture, and what is said about it beyond the drawing. */
export interface Description {
  picture: Picture;
  mural: MuralPicture | null;
  status: string;
  /** Null unless broken. */
  why_broken: string | null;
}

export function describe({ history, reset }: Session, room: Snapshot, you: number | null, now_ms: number): Description {
  const mural = muralPicture(room, you, now_ms);
  const picture = pictureOf(room, history, you, now_ms, reset);
  const says = () => {
    if (mural !== null) return muralHead(mural, picture.parties).status;
    return picture.state === "lobby" ? lobbyStatus(room, now_ms) : status(picture);
  };
  return { picture, mural, status: says(), why_broken: picture.broken && plain(whyBroken(picture)) };
}

/** The last line of the traceback of a Python program that waited: see CAUSES in app/web/remote_barrier.py. */
export function exception(cause: Exception["cause"]): string {
  return `threading.BrokenBarrierError: ${ERROR_SENTENCES[cause]}`;
}

const ERROR_SENTENCES: Readonly<Record<Exception["cause"], string>> = {
  abort: "The barrier was aborted.",
  timeout: "A wait timed out, which breaks the barrier for everybody.",
  action: "The barrier's action failed.",
  reset: "The barrier was reset.",
  configure: "The barrier was rebuilt.",
  lesson: "The lesson went on, and the barrier was rebuilt.",
};
