/** The keys of a room's wide page: its keymap and its list are made from this; tests/test_keys.py compares the documents. */
import * as m from "messages";
import type { Key } from "./keys";

export type RoomAct = "join" | "bar" | "theme" | "sound" | "abort" | "keys";

/** Those without an act are keys of phones, too, and of every button. */
export const ROOM_KEYS: readonly Key<RoomAct>[] = [
  { label: "A", acts: {}, does: m.key_a },
  { label: "Space", acts: {}, does: m.key_space },
  { label: "J", acts: { j: "join" }, does: m.key_qr },
  { label: "F", acts: { f: "bar" }, does: m.key_bar },
  { label: "D", acts: { d: "theme" }, does: m.key_theme },
  { label: "M", acts: { m: "sound" }, does: m.key_sound },
  { label: "Shift A", acts: { A: "abort" }, does: m.key_abort },
  { label: "?", acts: { "?": "keys" }, does: m.key_list },
  { label: "Esc", acts: {}, does: m.key_close },
];
