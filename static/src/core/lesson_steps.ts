/** The steps of the lesson, and where the class stands in them. Pure. */
import * as m from "messages";
import type { Snapshot } from "./protocol";
import type { LessonPlace, LessonView, StepId } from "./protocol_lesson";

export interface Step {
  id: StepId;
  name: string;
  minutes: number;
}

export const STEPS: readonly Step[] = [
  { id: "door", name: m.lesson_step_door, minutes: 2 },
  { id: "story", name: m.lesson_step_story, minutes: 1 },
  { id: "round", name: m.lesson_step_round, minutes: 2 },
  { id: "without", name: m.lesson_step_without, minutes: 1 },
  { id: "guess", name: m.lesson_step_guess, minutes: 2 },
  { id: "guess_again", name: m.lesson_step_guess_again, minutes: 2 },
  { id: "wrong", name: m.lesson_step_wrong, minutes: 2 },
  { id: "what_if", name: m.what_if, minutes: 1 },
  { id: "ticket", name: m.lesson_step_ticket, minutes: 1 },
  { id: "result", name: m.lesson_step_result, minutes: 1 },
];
/** After the lesson, where there is time. */
export const ENCORE: Step = { id: "mural", name: m.the_mural, minutes: 6 };
export const LESSON_MINUTES = 15;
const LATE_MINUTES = 2;

/** The encore's place is behind the last one. */
export function placeOf(step: StepId): number {
  return step === ENCORE.id ? STEPS.length : STEPS.findIndex((known) => known.id === step);
}

/** The step after or before this one; null where there is none. */
export function neighbour(step: StepId, by: 1 | -1): StepId | null {
  return STEPS[placeOf(step) + by]?.id ?? null;
}

/** "9:20" since the lesson began. */
export function lessonClock({ began_ms }: LessonPlace, now_ms: number): string {
  const all_s = Math.max(0, Math.floor((now_ms - began_ms) / 1000));
  return `${Math.floor(all_s / 60)}:${String(all_s % 60).padStart(2, "0")}`;
}

/** "3 min late: skip one guess"; null while the class is in time. */
export function lateness({ began_ms, step }: LessonPlace, now_ms: number): string | null {
  if (step === ENCORE.id) return null;
  const planned = STEPS.slice(0, placeOf(step) + 1).reduce((minutes, past) => minutes + past.minutes, 0);
  const late = Math.floor((now_ms - began_ms) / 60_000) - planned;
  if (late <= LATE_MINUTES) return null;
  return placeOf(step) <= placeOf("guess_again") ? m.lesson_late_skip({ n: late }) : m.lesson_late({ n: late });
}

/** What the projector shows instead of free play. */
export type ProjectorScene =
  | "story"
  | "round"
  | "without"
  | "ask"
  | "run"
  | "told"
  | "deal"
  | "dealt"
  | "wrong"
  | "remedy"
  | "turned"
  | "what_if"
  | "ticket"
  | "result"
  | "mural";

/** Is a lesson's step on now, with its own bar? In free play its place is kept. */
export function leads({ lesson }: LessonView): boolean {
  return lesson !== undefined && !lesson.free;
}

/** Null in free play and in the lobby. */
export function projectorScene(room: Snapshot): ProjectorScene | null {
  const { lesson, asking, cards, turned, stage } = room;
  if (stage === "lobby") return null;
  if (asking?.form === "guess") return asking.stage === "open" ? "ask" : asking.stage === "running" ? "run" : "told";
  if (asking?.form === "ticket") return asking.stage === "told" ? "result" : "ticket";
  if (turned) return "turned";
  if (asking?.form === "wrong") return asking.stage === "open" ? "wrong" : "remedy";
  if (cards) return "dealt";
  if (lesson === undefined || lesson.free) return null;
  switch (lesson.step) {
    case "story":
    case "without":
    case "what_if":
    case "mural":
      return lesson.step;
    case "wrong":
      return "deal";
    default:
      return "round";
  }
}
