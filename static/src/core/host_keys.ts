/**
 * The keys of the projector page: the one table. The page's keymap and its list are made from it; the documents and the
 * teachers' page are compared with it by tests/test_keys.py.
 */
import * as m from "messages";
import type { Key } from "./keys";

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

export const HOST_KEYS: readonly Key<HostAct>[] = [
  {
    label: "Space",
    acts: { " ": "main", Enter: "main", PageDown: "main" },
    does: m.host_does_main,
    always: true,
  },
  { label: "PgUp", acts: { PageUp: "pause" }, does: m.host_does_pause, always: true },
  { label: "T", acts: { t: "lesson" }, does: m.host_does_lesson },
  { label: "O", acts: { o: "other" }, does: m.host_does_other },
  { label: "S", acts: { s: "skip" }, does: m.host_does_skip },
  {
    label: "1 2 3",
    acts: { "1": "first_way", "2": "second_way", "3": "third_way" },
    does: m.host_does_way,
  },
  { label: "N", acts: { n: "next_bus" }, does: m.host_does_next_bus },
  { label: "R", acts: { r: "reset" }, does: m.host_does_reset },
  { label: "Shift A", acts: { A: "abort" }, does: m.key_abort },
  { label: "L", acts: { l: "door" }, does: m.host_does_door },
  { label: "B", acts: { b: "robots" }, does: m.host_does_robots },
  { label: "E", acts: { e: "exits" }, does: m.host_does_exits },
  { label: "I", acts: { i: "what_if" }, does: m.host_does_what_if },
  { label: "P", acts: { p: "report" }, does: m.host_does_report },
  { label: "V", acts: { v: "mural" }, does: m.host_does_mural },
  { label: "W", acts: { w: "gate" }, does: m.host_does_gate },
  { label: "X", acts: { x: "crosses" }, does: m.host_does_crosses },
  { label: "+ −", acts: { "+": "more_seats", "-": "fewer_seats" }, does: m.host_does_seats },
  { label: "J", acts: { j: "join" }, does: m.host_does_join },
  { label: "Z", acts: { z: "back_row" }, does: m.host_does_back_row },
  { label: "F", acts: { f: "bar" }, does: m.key_bar },
  { label: "D", acts: { d: "theme" }, does: m.key_theme },
  { label: "M", acts: { m: "sound" }, does: m.key_sound },
  { label: "?", acts: { "?": "keys" }, does: m.key_list },
  { label: "Esc", acts: { Escape: "close" }, does: m.key_close, always: true },
];
