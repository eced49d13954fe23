/** The sentences of the lesson that every page has. Pure. */
import type { QuestionNumbers } from "./lesson_types";
import type { Asking, QuestionId } from "./protocol_lesson";
import { QUESTIONS } from "./questions";
import type { Phrase } from "./words";

/** How many workers and seats a question speaks of: those here before it runs, those set up afterwards. */
export function questionNumbers(
  question: QuestionId,
  asking: Asking,
  room: { workers: number; parties: number },
): QuestionNumbers {
  if (asking.stage === "open") return { n: room.workers, m: room.workers + (question === "parties" ? 1 : 2) };
  if (question === "parties") return { n: room.parties - 1, m: room.parties };
  return { n: room.parties, m: room.parties + 2 };
}

/** The question with its numbers. */
export function questionWords(question: QuestionId, numbers: QuestionNumbers): Phrase {
  return QUESTIONS[question].asks(numbers);
}

export const LETTERS = ["A", "B", "C"] as const;
