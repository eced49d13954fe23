/**
 * The keys of the projector page: the one table. The page's keymap and its list are made from it; the documents and the
 * teachers' page are compared with it by tests/test_keys.py.
 */

export type HostAct =
  | "main"
  | "lesson"
  | "pause"
  | "other"
  | "skip"
  | "first_way"
  | "second_way"
  | "third_way"
  | "next_bus"
  | "reset"
  | "abort"
  | "door"
  | "robots"
  | "exits"
  | "what_if"
  | "report"
  | "mural"
  | "gate"
  | "crosses"
  | "more_seats"
  | "fewer_seats"
  | "join"
  | "back_row"
  | "bar"
  | "theme"
  | "sound"
  | "keys"
  | "close";

interface HostKey {
  /** As it is written. */
  label: string;
  /** `event.key`s, and what each does; a capital letter is the letter with Shift. */
  acts: Readonly<Record<string, HostAct>>;
  does: string;
  /** Also when keys with one letter are off. */
  always?: true;
}

export const HOST_KEYS: readonly HostKey[] = [
  {
    label: "Space",
    acts: { " ": "main", Enter: "main", PageDown: "main" },
    does: "the main button; Enter and Page Down too",
    always: true,
  },
  { label: "PgUp", acts: { PageUp: "pause" }, does: "pause; once more: a step back in the lesson", always: true },
  { label: "T", acts: { t: "lesson" }, does: "lesson: begin it, or free play and back" },
  { label: "O", acts: { o: "other" }, does: "in a lesson: another question, another card, once more" },
  { label: "S", acts: { s: "skip" }, does: "in a lesson: skip this step" },
  {
    label: "1 2 3",
    acts: { "1": "first_way", "2": "second_way", "3": "third_way" },
    does: "in a lesson: choose a way out",
  },
  { label: "N", acts: { n: "next_bus" }, does: "next round: the next bus" },
  { label: "R", acts: { r: "reset" }, does: "reset (twice while somebody waits)" },
  { label: "Shift A", acts: { A: "abort" }, does: "break it (twice)" },
  { label: "L", acts: { l: "door" }, does: "door open or locked" },
  { label: "B", acts: { b: "robots" }, does: "add robots" },
  { label: "E", acts: { e: "exits" }, does: "how close together: screens and threads" },
  { label: "I", acts: { i: "what_if" }, does: "what if? The latest round in other worlds" },
  { label: "P", acts: { p: "report" }, does: "report: how long everybody waited" },
  { label: "V", acts: { v: "mural" }, does: "the mural: paint a bus together" },
  { label: "W", acts: { w: "gate" }, does: "the mural without the barrier" },
  { label: "X", acts: { x: "crosses" }, does: "the mural's wrong cells" },
  { label: "+ −", acts: { "+": "more_seats", "-": "fewer_seats" }, does: "seats" },
  { label: "J", acts: { j: "join" }, does: "join code" },
  { label: "Z", acts: { z: "back_row" }, does: "for the back row" },
  { label: "F", acts: { f: "bar" }, does: "hide or show the bar" },
  { label: "D", acts: { d: "theme" }, does: "dark or light" },
  { label: "M", acts: { m: "sound" }, does: "sound" },
  { label: "?", acts: { "?": "keys" }, does: "this list" },
  { label: "Esc", acts: { Escape: "close" }, does: "close", always: true },
];

/** By `event.key`; with `keys_on` false only those that are no letters. */
export function hostKeymap(
  acts: Readonly<Record<HostAct, (() => void) | null>>,
  keys_on: boolean,
): Record<string, () => void> {
  const keymap: Record<string, () => void> = {};
  for (const key of HOST_KEYS) {
    if (!keys_on && !key.always) continue;
    for (const [pressed, act] of Object.entries(key.acts)) {
      const does = acts[act];
      if (does) keymap[pressed] = does;
    }
  }
  return keymap;
}
