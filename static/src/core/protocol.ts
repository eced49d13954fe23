/**
 * The wire, as the browser sees it: the messages of protocol version 1.
 *
 * What a room is made of stands in protocol_room.ts and protocol_lesson.ts. Times end in `_ms` (integer milliseconds
 * since the Unix epoch, on the room clock) or `_s` (seconds, float). `app/wire/messages.py` is the server's side of the
 * same contract, and `tests/test_mirrors.py` compares the two.
 */
import type { DrillBrief, DrillEvent, DrillKind, DrillState, YourSeat } from "./protocol_drill";
import type {
  Answer,
  CardId,
  DealtTo,
  HeldCard,
  LessonEvent,
  LessonView,
  MuralBrief,
  MuralEvent,
  MuralGate,
  MuralState,
  QuestionId,
  StepId,
  YourStrip,
} from "./protocol_lesson";
import type {
  Barrier,
  BarrierState,
  BrokenCause,
  By,
  Door,
  Kind,
  Names,
  PartiesRule,
  Release,
  RuleChanges,
  Rules,
  Stage,
  Worker,
} from "./protocol_room";

export const PROTOCOL_VERSION = 1;

export type Role = "worker" | "host" | "viewer";
export type View = "full" | "brief";
export type ResetCause = "reset" | "configure" | "lesson";
export type LeftReason = "left" | "dropped" | "gone";
export type TripCause = "arrival" | "departure";
export type Pace = "quick" | "steady" | "slow";

export interface Snapshot extends LessonView, Rules {
  /** Only while the room has a mural. */
  mural?: MuralState;
  /** Only while the class plays an algorithm. */
  drill?: DrillState;
  v: number;
  code: string;
  epoch: number;
  seq: number;
  now_ms: number;
  hosted: boolean;
  /** Is a host's screen connected? Notices say it, not events. */
  host_here: boolean;
  stage: Stage;
  /** When the time limit was set: it never counts time that had passed before. */
  timeout_set_at_ms: number;
  barrier: Barrier;
  /** By worker number, ascending. */
  workers: Worker[];
  last_release: Release | null;
}

/** The whole of what a phone needs; absolute, so one that was lost needs no repair. */
export interface Brief extends LessonView {
  mural?: MuralBrief;
  drill?: DrillBrief;
  names: Names;
  seq: number;
  hosted: boolean;
  host_here: boolean;
  stage: Stage;
  door: Door;
  phases: string[];
  generation: number;
  /** How many generations ended with a release; gives the phase, which a break or a reset does not move on. */
  releases: number;
  state: BarrierState;
  cause: BrokenCause | null;
  n_waiting: number;
  /** As in the snapshot's barrier; only where there is one. */
  deadline_ms?: number;
  parties: number;
  parties_rule: PartiesRule;
  workers: number;
  /** How many of them are persons, unless all are. */
  people?: number;
  /** While answers are shown and somebody waits: for how long nobody had come when they were shown. */
  still_ms?: number;
  /** Avatars of those waiting, at most eight, first come first. */
  faces: string[];
  /** Of those faces, unless all are persons. */
  kinds?: Kind[];
  /** Who never came, when the time ran out on four or fewer. */
  missing?: string[];
  lead_ms: number;
  last: null | {
    generation: number;
    outcome: "released" | "broken" | "reset";
    cause: string | null;
    at_ms: number;
    release_at_ms: number | null;
    /** Of a release: how many went, and while nobody waits again their faces and kinds. */
    parties?: number;
    faces?: string[];
    kinds?: Kind[];
  };
}

export interface You {
  worker: number | null;
  token: string | null;
  role: Role;
  name: string | null;
  avatar: string | null;
  /** Unless a person. */
  kind?: Kind;
  waiting: null | { generation: number; index: number; at_ms: number };
  last: null | {
    generation: number;
    index: number;
    outcome: "released" | "broken" | "reset";
    waited_ms: number;
  };
  /** What this person has answered, by question. */
  guesses?: Record<string, Answer>;
  /** The secret card that it has found. */
  card?: HeldCard;
  /** In a mural: null where the strips were dealt before this worker came. */
  strip?: YourStrip | null;
  /** In a drill: null for one who watches. */
  seat?: YourSeat | null;
}

interface At {
  at_ms: number;
  /** In the last event of a change that moved the limit of the generation, or took it away. */
  deadline_ms?: number | null;
}

export type RoomEvent = At &
  (
    | { type: "worker_joined"; worker: number; name: string; avatar: string; kind: Kind; parties: number }
    | { type: "worker_left"; worker: number; reason: LeftReason; parties: number }
    | { type: "worker_renamed"; worker: number; name: string; avatar: string }
    | { type: "presence"; worker: number; connected: boolean }
    | { type: "started" }
    | ({ type: "configured"; parties: number; parties_rule?: PartiesRule } & Partial<Rules>)
    | { type: "arrived"; worker: number; generation: number; index: number }
    | { type: "withdrew"; worker: number; generation: number }
    | { type: "acting"; worker: number; generation: number }
    | { type: "tripped"; generation: number; order: number[]; release_at_ms: number; cause: TripCause }
    | { type: "broken"; generation: number; cause: BrokenCause; by: By; waiting: number[] }
    | { type: "reset"; generation: number; cause: ResetCause; by: By; waiting: number[] }
    | MuralEvent
    | DrillEvent
    | LessonEvent
  );

export interface EventsMessage {
  seq: number;
  events: RoomEvent[];
}

export type NoticeType =
  | "server_restarting"
  | "superseded"
  | "renamed"
  | "dropped"
  | "kept_out"
  | "nudge"
  | "host_away"
  | "host_here"
  | "room_closed";

/** How simultaneous a release was, as its screens have reported it. */
export interface Spread {
  generation: number;
  parties: number;
  /** The trip, and the moment that all screens agreed on. */
  at_ms: number;
  release_at_ms: number;
  screens: number;
  /** How many changed in time, and within `within_ms` of each other; null when none did. */
  n_changed: number;
  within_ms: number | null;
  /** Of at most 60 of those, from the first to the last, counted from the moment. */
  changed_ms: number[];
  /** Those know the moment to within this; null when none does. */
  error_ms: number | null;
  /** Of those that changed in time: cannot tell how well they know the moment. */
  n_unsure: number;
  n_late: number;
  /** Of the first few that heard late, counted from the moment. */
  late_ms: number[];
  /** Heard in time, and changed late. */
  n_slow: number;
  n_silent: number;
}

export interface Notice {
  type: NoticeType;
  message: string;
}

/** Why the server refuses; `app/core/refusals.py` has the sentences. */
export type ErrorCode =
  | "room_not_found"
  | "room_full"
  | "room_locked"
  | "bad_request"
  | "unknown_event"
  | "unsupported_version"
  | "not_joined"
  | "host_required"
  | "worker_unknown"
  | "barrier_broken"
  | "stale_generation"
  | "future_generation"
  | "in_lobby"
  | "busy"
  | "held"
  | "not_asked"
  | "kept_out"
  | "rate_limited"
  | "unavailable"
  | "internal";

/** A newer server may have codes that this page does not know. */
export type Refusal = {
  ok: false;
  error: ErrorCode | (string & {});
  message: string;
  snapshot?: Snapshot;
  brief?: Brief;
};

export type Ack<T> = ({ ok: true } & T) | Refusal;

export interface JoinAck {
  you: You;
  now_ms: number;
  snapshot?: Snapshot;
  brief?: Brief;
}

export type SyncAck = {
  you?: You;
  now_ms?: number;
  snapshot?: Snapshot;
  brief?: Brief;
  events?: RoomEvent[];
  seq?: number;
};

export type Command =
  | { type: "arrive"; generation: number; known?: number | undefined }
  | { type: "leave" }
  | { type: "rename"; name?: string | undefined; avatar?: string | undefined; worker?: number }
  | { type: "start" }
  | { type: "abort"; generation: number }
  | { type: "reset"; generation: number }
  | ({ type: "configure"; parties?: number | "everyone"; force?: boolean } & RuleChanges)
  | { type: "drop"; worker: number; keep_out?: boolean }
  | { type: "let_in" }
  | { type: "remove_all_since"; at_ms: number }
  | { type: "add_robots"; count: number; pace?: Pace }
  | { type: "nudge"; worker: number }
  | { type: "guess"; question: string; answer: Answer }
  | { type: "lesson"; step: StepId | null; free?: boolean }
  | { type: "ask"; question: QuestionId | "wrong" | null; force?: boolean }
  | { type: "run" }
  | { type: "tell" }
  | { type: "mural"; gate: MuralGate | "off"; force?: boolean }
  | { type: "drill"; kind: DrillKind | "off"; force?: boolean }
  | { type: "signal"; run: number; k: number }
  | { type: "deal"; to?: DealtTo; card?: CardId }
  | { type: "pause"; on: boolean };
