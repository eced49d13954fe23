/** The sentences about the picture of the whole room. Pure; phones, which have none, don't load them. */
import { type MuralPicture, muralPicture } from "./mural_model";
import { muralHead } from "./mural_words";
import { type Exception, type Face, type Picture, picture as pictureOf } from "./picture";
import type { Snapshot } from "./protocol";
import type { Session } from "./session";
import { all, brokenCause, capital, list, type Part, plain, promise, timeRanOut, type Words } from "./words";

/** Up to this many missing workers are called by name; more are counted. */
export const NAMED_MISSING = 4;

function who(face: Face): Part {
  return face.you ? "you" : { name: face.name };
}

/** In letters of usual width: those of Chinese, Japanese and Korean, and emoji, are as wide as two. */
export function breadth(text: string): number {
  return [...text].reduce((sum, char) => sum + letterBreadth(char), 0);
}

/** As in bold Arial and Liberation Sans. */
function letterBreadth(char: string): number {
  if (char >= WIDE_FROM) return 2;
  if (/[WMmw@%]/.test(char)) return 1.6;
  if (/[ijlftrI.,'’ ]/.test(char)) return 0.6;
  return /\p{Lu}/u.test(char) ? 1.25 : 1;
}

const WIDE_FROM = "\u2e80";

/** At most so broad, with an ellipsis where something is missing. */
export function shorten(name: string, most: number): string {
  if (breadth(name) <= most) return name;
  const letters = [...name];
  while (breadth(letters.join("")) > most - 1) letters.pop();
  return `${letters.join("")}…`;
}

/** How many are on the bus, and of how many. A bus that is full or gone has exactly the seats that were taken. */
export function tally(picture: Picture): { k: number; n: number } {
  const k = picture.aboard.length;
  const full = picture.state === "hold" || picture.state === "released";
  return { k, n: full ? k : picture.parties };
}

/** How many calls are missing until the gate opens. */
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
      return `${whoGoes(picture)}!`;
    case "broken":
      return "The barrier broke";
  }
}

/** More workers than seats: those who were left out stay. Who came after the gate opened is not one of them. */
export function whoGoes({ aboard, rows }: Picture): string {
  if (!rows.some((row) => row.arrived_ms === null)) return "Everyone goes";
  return aboard.length === 1 ? "One goes on" : `${aboard.length} go on`;
}

/** The line below the headline. */
export function detail(picture: Picture): Words {
  switch (picture.state) {
    case "lobby":
      return [picture.missing.length === 0 ? "Nobody here yet" : `${picture.missing.length} here`];
    case "filling":
      return waitingFor(picture);
    case "hold":
      return ["The gate opens."];
    case "released":
      return cameLast(picture.last, picture.aboard.length);
    case "broken":
      return whyBroken(picture);
  }
}

function waitingFor(picture: Picture): Words {
  const people = picture.aboard.length + picture.missing.length;
  const calls = missingCalls(picture);
  if (people === 0) return ["Nobody here yet"];
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

function cameLast(last: Face | null, n: number): Words {
  if (last === null) return ["The bus got one seat fewer, so the gate opened."];
  if (n === 1) return ["A barrier for one opens with its first call."];
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
  const waiting = picture.aboard.some((face) => face.you);
  switch (picture.state) {
    case "lobby":
      return ["You will work, press Arrive, and wait until everybody is on the bus."];
    case "filling":
      return filling(k, n, waiting, seated);
    case "hold":
      return n === 1
        ? [promise(n)]
        : [`${capital(all(n))} called `, { code: "wait()" }, ". The last call opens the gate."];
    case "released":
      return [n === 1 && picture.last === null ? "Nobody else was expected any more." : { strong: promise(n) }];
    case "broken":
      return [...gotTheError(k), " A loud error beats waiting for ever."];
  }
}

function filling(k: number, n: number, waiting: boolean, seated: boolean): Words {
  const wait = { code: "wait()" };
  if (n === 1) return ["Nobody is waiting yet. ", promise(n)];
  const until = `until ${all(n)} are here.`;
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
    const start = seated ? "Press Arrive and you " : "The first to call ";
    return ["Nobody is waiting yet. ", start, { strong: seated ? "stop" : "stops" }, " inside ", wait, ` ${until}`];
  }
  const stopped: Words = [`${k} called `, wait, " and ", { strong: "stopped on that line" }, ". "];
  return [...stopped, seated ? `Press Arrive and you stop too, ${until}` : `They cannot go on ${until}`];
}

function gotTheError(n_waiting: number): Words {
  const error = { code: "BrokenBarrierError" };
  if (n_waiting === 0) return ["Anyone who calls ", { code: "wait()" }, " now gets ", error, "."];
  if (n_waiting === 1) return ["The one who waited got ", error, "."];
  return [`${capital(all(n_waiting))} who waited got `, error, "."];
}

/** What the drawing shows, for those who don't see it. */
export function sceneSentence(picture: Picture): string {
  const { k, n } = tally(picture);
  switch (picture.state) {
    case "lobby":
      return `An empty bus with ${n === 1 ? "1 seat" : `${n} seats`} stands at a closed gate.`;
    case "filling":
      return `A bus with ${k} of ${n} seats taken waits at a closed gate. ${plain(detail(picture))}.`.replace(
        "..",
        ".",
      );
    case "hold":
      return `The bus is full: ${k} of ${n}. The gate is about to open.`;
    case "released":
      return `The gate is open and the bus drives on with ${n === 1 ? "one worker" : all(n)}.`;
    case "broken":
      return `The bus stands broken at the closed gate. ${plain(detail(picture))}.`;
  }
}

/** For the polite live region: the newest state, without the seconds. */
export function status(picture: Picture): string {
  const { k, n } = tally(picture);
  return picture.state === "filling"
    ? `${k} of ${n} waiting. ${plain(detail(picture)).replace("for: ", "for ")}.`.replace("..", ".")
    : headline(picture);
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
  const says = mural === null ? status(picture) : muralHead(mural, picture.parties).status;
  return { picture, mural, status: says, why_broken: picture.broken && plain(whyBroken(picture)) };
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
