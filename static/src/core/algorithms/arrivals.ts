/** Who plays, and in which step each one comes: made up, or a room's own round. Pure. */
import { faceName } from "../face_names";
import type { Face } from "../picture";
import type { Account } from "../report";
import { MOST_WORKERS } from "./gallery";

/** `room`: as in a room's round. */
export type Pattern = "at_once" | "class" | "one_late" | "room";

export interface Player extends Pick<Face, "name" | "avatar" | "kind"> {
  /** The step in which it comes. */
  arrives: number;
}

/** A class comes within this many steps. */
const CLASS_STEPS = 12;
/** The late worker sits here, counted from the first: not at the end, where the counter's queue is. */
const LATE_PLACE = 0.6;
const NAMES = ["Ana", "Ben", "Chloé", "Dev", "Ela", "Femi", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea"];
const AVATARS = [
  ["fox", "octopus", "unicorn", "ladybird", "hamster", "panda", "lion", "whale", "frog", "owl", "bee", "koala"],
  ["peach", "rose", "aqua", "blue", "lilac", "sand", "sunny", "mint"],
] as const;

export function arrivals(pattern: Exclude<Pattern, "room">, n: number): number[] {
  const late = Math.floor(n * LATE_PLACE);
  return Array.from({ length: n }, (_, i) => {
    if (pattern === "at_once") return 0;
    if (pattern === "one_late") return i === late ? n + 2 : 0;
    // Spread without clusters, and more in the middle than at the ends, by two irrational strides.
    return Math.round(CLASS_STEPS * (0.1 + 0.5 * fraction((i + 1) * 0.618034) + 0.4 * fraction((i + 1) * 0.414214)));
  });
}

function fraction(x: number): number {
  return x - Math.floor(x);
}

/** A class that nobody has to be in. */
export function madeUp(pattern: Exclude<Pattern, "room">, n: number): Player[] {
  return arrivals(pattern, n).map((arrives, i) => {
    const [animals, colours] = AVATARS;
    const avatar = `${animals[(i + Math.floor(i / animals.length)) % animals.length]}-${colours[i % colours.length]}`;
    return { name: NAMES[i] ?? faceName(avatar), avatar, kind: "person", arrives };
  });
}

/**
 * Those who came in this round, in order of coming; the last one in step 12. Of more than 64 only every second, third …
 * and always the last one.
 */
export function fromRound({ came }: Pick<Account, "came">): Player[] {
  const every = Math.ceil(came.length / MOST_WORKERS);
  const shown = came.filter((_, i) => (came.length - 1 - i) % every === 0);
  const first_ms = shown[0]?.arrived_ms ?? 0;
  const span_ms = (shown[shown.length - 1]?.arrived_ms ?? 0) - first_ms;
  const step = (ms: number) => (span_ms === 0 ? 0 : Math.round(((ms - first_ms) / span_ms) * CLASS_STEPS));
  return shown.map(({ name, avatar, kind, arrived_ms }) => ({ name, avatar, kind, arrives: step(arrived_ms) }));
}
