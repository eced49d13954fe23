/** What a page hands to its views: the state to draw, and the acts a person can do. */
import type { Asked } from "./asked";
import type { LessonScene } from "./lesson_types";
import type { FaceWords } from "./made_up";
import type { MuralPicture } from "./mural_model";
import type { Picture } from "./picture";
import type { Pace, You } from "./protocol";
import type { Answer, Hold, MuralGate } from "./protocol_lesson";
import type { Door, Kind, PartiesRule } from "./protocol_room";

export type Theme = "light" | "dark";

/** What this screen says about its own worker. One at a time. */
export type Screen =
  | "joining" // not in the room yet
  | "own_room" // this browser is the room's host: the projector, or a seat?
  | "returning" // this browser has a seat that no open tab uses
  | "door" // a name to choose, and then "Get on"
  | "lobby" // in a hosted room that has not started
  | "working"
  | "sending" // Arrive was pressed, the server has not answered
  | "waiting"
  | "hold" // all are here; the gate opens at release_at_ms
  | "released"
  | "broken"
  | "held" // nobody can arrive: the lesson, or a pause
  | "missed" // released while this screen heard nothing
  | "late" // all seats of this bus are taken by others
  | "lost" // no signal
  | "restarting" // the server said that it restarts
  | "locked"
  | "full"
  | "wrong" // no room with that code
  | "kept_out"
  | "no_key" // the host's page without the key of this room
  | "outdated" // this page is of another version than the server
  | "refused" // for another reason, which `refusal` says
  | "dropped" // the seat was given up
  | "superseded" // the same worker went on in another tab
  | "watching"; // no seat, by choice

/** All that a phone knows of another worker. */
export interface SeatFace {
  avatar: string;
  kind: Kind;
}

/** The name and face with which somebody gets on. */
export interface Profile {
  name: string;
  avatar: string;
}

/** By field. */
export type Drafts = Record<string, string>;

/** A phone's part of the picture; made from a brief or from the whole room alike. */
export interface Counts {
  n_waiting: number;
  parties: number;
  parties_rule: PartiesRule;
  workers: number;
  /** Those of them who are no robots and no programs. */
  people: number;
  /** Of those waiting, at most eight, first come first. */
  faces: SeatFace[];
  phase: string;
  next_phase: string;
  phases: string[];
  generation: number;
  round: number;
  /** The time limit ends the wait at this moment; null without a limit or while nobody waits. */
  deadline_ms: number | null;
  /** Why the barrier broke, in a sentence ("Ela pressed Break it"); null unless broken. */
  why_broken: string | null;
}

export interface Model {
  /** Canonical, six letters: "KTRVPD". */
  code: string;
  screen: Screen;
  counts: Counts;
  /** The whole room; null on phones, which follow the brief. */
  picture: Picture | null;
  /** What is painted together; null without a mural, and on phones. */
  mural: MuralPicture | null;
  /** The newest count in a sentence, for those who hear the page. */
  status: string;
  you: You | null;
  /** This worker's last or current call of wait(). */
  call: null | {
    generation: number;
    index: number;
    at_ms: number;
    /** When the wait ended: release or break; null while waiting. */
    end_ms: number | null;
  };
  /** How long after a missed release this screen heard of it; null when it missed none. */
  late_ms: number | null;
  /** Why nobody can arrive; null when everybody can. */
  held: Hold | null;
  /** What the lesson puts in this screen's place; null outside of one. */
  lesson: LessonScene | null;
  hosted: boolean;
  /** No host's screen is connected to this hosted room. */
  host_away: boolean;
  /** May this person press the room's controls (open room, or host)? */
  may_control: boolean;
  door: Door;
  /** Room clock, for the seconds that tick. */
  now_ms: number;
  /** The sentence on the screen "refused", once its words are loaded. */
  refusal: string | null;
  /** Seconds until the next try to connect; null while connected. */
  retry_s: number | null;
  /** Arrive was pressed more than 1 s ago and is not answered. */
  slow: boolean;
  /** Websocket refused, polling works. */
  polling: boolean;
  /** A teacher's nudge is on screen. */
  nudged: boolean;
  /** This tab was a copy of another one and became a new worker. */
  new_worker: boolean;
  /** The name and face with which somebody who has not got on yet may begin. */
  profile: Profile | null;
  /** What faces are called, at the door and while names are hidden; null in a room without a host. */
  faces: FaceWords | null;
  /** Where this computer has the host's page of this room, if that is under another address; null otherwise. */
  host_at: string | null;
  /** Whose seat waits in this browser. */
  free_seat: Profile | null;
  /** What was typed and chosen, and is not sent yet: it outlives a change of layout. */
  drafts: Drafts;
  /** A sentence for a moment ("Copied", a refusal); null for none. */
  toast: string | null;
  sound: boolean;
  theme: Theme;
  overlay: null | "qr" | "keys" | "edit" | "room" | "number";
  /** Where others join, as the server spells it: "http://192.168.1.7:8000/KTRVPD". */
  join_url: string;
  /** "Break it" and "Reset while waiting" were pressed once: the next press does it. */
  confirming: Asked | null;
}

export interface Actions {
  arrive(): void;
  rename(name: string | undefined, avatar: string | undefined): void;
  set_parties(parties: number | "everyone"): void;
  add_robot(pace: Pace): void;
  open_tab(): void;
  copy_link(): void;
  /** Begin a mural with the barrier or without it, or put it away. */
  set_mural(gate: MuralGate | "off"): void;
  reset(): void;
  abort(): void;
  show(overlay: Model["overlay"]): void;
  toggle_sound(): void;
  toggle_theme(): void;
  /** The newest page of this server. */
  load_again(): void;
  /** Try again now: no signal, restarting, locked. */
  try_now(): void;
  /** A new seat: at the door, and after dropped. Without a profile it is the name and face from before. */
  guess(question: string, answer: Answer): void;
  /** In a drill: the signal of this seat in round `k`. False where it did not arrive. */
  signal(run: number, k: number): Promise<boolean>;
  get_on(profile?: Profile): void;
  /** At the door, as the host of this room. */
  open_projector(): void;
  /** At the door: the seat that waits in this browser. */
  take_seat(): void;
  /** At the door, not as the one who is asked: to what comes next there. */
  pass_on(): void;
  /** After superseded: take the worker back. */
  use_this_screen(): void;
  watch(): void;
  /** Gives the seat up, by one's own will. */
  get_off(): void;
  /** Asks the server how things stand. */
  look(): void;
  /** After missed: on to the next phase. */
  go_on(): void;
}
