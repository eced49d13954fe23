/**
 * The wire, as the browser sees it: the messages of protocol version 1.
 *
 * Times end in `_ms` (integer milliseconds since the Unix epoch, on the room clock) or `_s` (seconds, float).
 * `app/wire/messages.py` is the server's side of the same contract, and `tests/test_mirrors.py` compares the two.
 */

export const PROTOCOL_VERSION = 1;

export type Kind = "person" | "robot" | "program";
export type Role = "worker" | "host" | "viewer";
export type View = "full" | "brief";
export type Stage = "lobby" | "running";
export type Door = "open" | "locked";
export type Gone = "hold" | "let_go";
export type Names = "shown" | "hidden";
export type BarrierState = "filling" | "acting" | "broken";
export type PartiesRule = "everyone" | "fixed";
export type BrokenCause = "abort" | "timeout" | "action";
export type ResetCause = "reset" | "configure" | "lesson";
export type TripCause = "arrival" | "departure";
export type Pace = "quick" | "steady" | "slow";
export type By = number | "host" | null;

/** The steps of the lesson. */
export type StepId =
  | "door"
  | "story"
  | "round"
  | "without"
  | "guess"
  | "guess_again"
  | "wrong"
  | "what_if"
  | "ticket"
  | "result";
export type QuestionId = "again" | "surplus" | "dies" | "timeout" | "reset" | "doing" | "first" | "parties";
export type CardId = "crash" | "slow" | "leaves" | "extra" | "action";
/** Predict, then run; what is wrong here; the questions at the end. */
export type AskingForm = "guess" | "wrong" | "ticket";
export type AskingStage = "open" | "running" | "told";
/** Why nobody can arrive. */
export type Hold = "paused" | "asking" | "looking";
export type CardTo = "robot" | "person" | "bus";
export type DealtTo = "robot" | "person";
/** 0, 1 or 2: what somebody chose of three answers. */
export type Answer = 0 | 1 | 2;

/** Where the lesson stands; `free`: the class plays freely, and the place is kept. */
export interface LessonPlace {
  step: StepId;
  began_ms: number;
  since_ms: number;
  free: boolean;
}

/** How many gave each answer; `before`: when the same belief was asked earlier in the lesson. */
export interface AskingResult {
  question: string;
  counts: number[];
  before?: number[];
}

/** What is asked. A brief tells `guessed` as it was at that moment: phones do not hear of every guess. */
export interface Asking {
  form: AskingForm;
  questions: string[];
  stage: AskingStage;
  /** When the stage began. */
  since_ms: number;
  /** In which the question was run; null before that. */
  generation: number | null;
  guessed: number;
  people: number;
  results: AskingResult[] | null;
}

/** A card face up; `worker` is a robot's number. */
export interface TurnedCard {
  card: CardId;
  to: CardTo;
  worker: number | null;
}

/** In snapshot and brief; each key only while there is something to say. */
export interface LessonView {
  lesson?: LessonPlace;
  asking?: Asking;
  held?: Hold;
  paused_since_ms?: number;
  /** Secret cards in play. */
  cards?: number;
  /** Which deal of the room they are of: the first is 1. */
  deal?: number;
  /** One of them may be a person's: nobody is called by name. */
  cards_to?: "person";
  turned?: TurnedCard;
}

/** A card that this worker has found. A slow one's call counts from `until_ms` on. */
export interface HeldCard {
  card: CardId;
  deal: number;
  until_ms?: number;
}

export type MuralGate = "barrier" | "none";

/** Who has painted what: with the barrier an entry a trip, n or [n, strips]; without it the strips one by one. */
export interface MuralState {
  run: number;
  gate: MuralGate;
  n_steps: number;
  since_ms: number;
  /** When the latest painting was. */
  painted_ms: number | null;
  /** Workers by strip, without the barrier. */
  owners: number[];
  paints: (number | [number, number[]])[];
}

export interface MuralBrief {
  run: number;
  gate: MuralGate;
  /** How many strips, and which deal of them. */
  n: number;
  deal: number;
  painted_ms: number | null;
  /** A bit a strip, in hex: painted for the step to come, or (without the barrier) painted no more. */
  done: string;
  /** Without the barrier only in answers. */
  paints?: (number | [number, number[]])[];
}

export interface YourStrip {
  index: number;
  n: number;
  deal: number;
  /** The strips above and below, where strips are whole rows; without a name, somebody who has left. */
  near: { strip: number; name: string | null; avatar: string; kind: Kind }[];
}

/** One who stands inside `wait()`: place in coming (0 is first) and the moment of the call. */
export interface Waiter {
  worker: number;
  index: number;
  at_ms: number;
}

export interface Worker {
  worker: number;
  name: string;
  avatar: string;
  kind: Kind;
  connected: boolean;
  joined_at_ms: number;
  /** When the connection was lost; null while connected. */
  away_since_ms: number | null;
}

/** The rules of a room, as they are in force; `parties_rule` stands in the barrier. */
export interface Rules {
  timeout_s: number | null;
  phases: string[];
  door: Door;
  lead_ms: number;
  /** Does the lead follow the round trips that screens report? */
  lead_is_auto: boolean;
  gone: Gone;
  gone_after_s: number;
  names: Names;
}

/** Of an open room for which nothing was set. */
export const DEFAULT_RULES: Rules = {
  timeout_s: null,
  phases: ["research", "write"],
  door: "open",
  lead_ms: 400,
  lead_is_auto: true,
  gone: "let_go",
  gone_after_s: 30,
  names: "shown",
};

/** The rules that a host asks for. */
export type RuleChanges = Partial<Omit<Rules, "lead_ms" | "lead_is_auto">> & { lead_ms?: number | "auto" };

/** How a generation was broken, and who got the error. */
export interface Broken {
  by: By;
  at_ms: number;
  waiting: Waiter[];
}

export interface Barrier {
  parties: number;
  parties_rule: PartiesRule;
  generation: number;
  /** How many generations ended with a release; gives the phase, which a break or a reset does not move on. */
  releases: number;
  /** When this generation began: the release before it, or the reset. */
  since_ms: number;
  /** When the first of those who wait reaches its limit, be it the room's or a program's own; null without one. */
  deadline_ms: number | null;
  state: BarrierState;
  cause: BrokenCause | null;
  waiting: Waiter[];
  broken: Broken | null;
}

export interface Release {
  generation: number;
  /** Workers by index. */
  order: number[];
  /** The moments of their calls, by index. */
  arrived_ms: number[];
  since_ms: number;
  /** The trip. */
  at_ms: number;
  release_at_ms: number;
}

export interface Snapshot extends LessonView, Rules {
  /** Only while the room has a mural. */
  mural?: MuralState;
  v: number;
  code: string;
  epoch: number;
  seq: number;
  now_ms: number;
  hosted: boolean;
  /** Is a host's screen connected? Told by notices, not by events. */
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
}

export type LessonEvent =
  | { type: "lesson"; step: StepId | null; free: boolean; began_ms: number | null; since_ms: number | null }
  | { type: "asked"; form: AskingForm; questions: string[]; people: number }
  | { type: "guessed"; n: number; people: number }
  | { type: "ran"; question: string; generation: number }
  | { type: "told"; form: AskingForm; results: AskingResult[]; people: number; guessed: number }
  | { type: "dealt"; cards: number; to: DealtTo; deal: number }
  | { type: "turned"; card: CardId; to: CardTo; worker: number | null }
  | { type: "paused"; on: boolean }
  | { type: "held"; held: Hold | null; since_ms: number };

export type MuralEvent =
  | { type: "mural"; run: number | null; gate: MuralGate | "off"; owners: number[] }
  | { type: "painted"; strips: number[] };

interface At {
  at_ms: number;
  /** In the last event of a change that moved the limit of the generation, or took it away. */
  deadline_ms?: number | null;
}

export type RoomEvent = At &
  (
    | { type: "worker_joined"; worker: number; name: string; avatar: string; kind: Kind; parties: number }
    | { type: "worker_left"; worker: number; reason: "left" | "dropped" | "gone"; parties: number }
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
  | { type: "rename"; name?: string; avatar?: string; worker?: number }
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
  | { type: "deal"; to?: DealtTo; card?: CardId }
  | { type: "pause"; on: boolean };
