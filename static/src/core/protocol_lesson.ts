/** The lesson and the mural on the wire; see protocol.ts. */
import type { Paint } from "./painting";
import type { Kind } from "./protocol_room";

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
  | "result"
  | "mural";

export type QuestionId =
  | "again"
  | "surplus"
  | "dies"
  | "timeout"
  | "reset"
  | "doing"
  | "first"
  | "parties"
  | "torn"
  | "turns";
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
  until_ms?: number | undefined;
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
  paints: Paint[];
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
  /** Without the barrier only in answers: those after the first `known`, of which a page has said that it knows them. */
  paints?: Paint[];
  known?: number;
}

export interface YourStrip {
  index: number;
  n: number;
  deal: number;
  /** The strips above and below, where strips are whole rows; without a name, somebody who has left. */
  near: { strip: number; name: string | null; avatar: string; kind: Kind }[];
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

/** A question whose answers were shown, as a report tells it. */
export interface ToldQuestion {
  at_ms: number;
  form: AskingForm;
  question: string;
  counts: readonly number[];
  before: readonly number[] | null;
}

/** A card that was turned face up, as a report tells it. `name` is a robot's; no person is ever named. */
export interface CardFaceUp {
  at_ms: number;
  card: CardId;
  to: CardTo;
  name: string | null;
}
