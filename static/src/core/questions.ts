/**
 * The lesson's fixed questions in words. `app/core/questions.py` knows the same by id, and what each one sets up; a test
 * compares the truths.
 *
 * The catalogue has the words; Python's own stay code.
 */
import * as m from "messages";
import type { QuestionNumbers } from "./lesson_types";
import type { Answer, QuestionId } from "./protocol_lesson";
import type { Phrase, Words } from "./words";

type Answers = readonly [Phrase, Phrase, Phrase];

export interface Question {
  /** On the host's button. */
  short: string;
  /** What running it sets up. */
  sets_up: string;
  asks(numbers: QuestionNumbers): Phrase;
  answers: Answers;
  truth: Answer;
  says: Phrase;
}

/** The question about the same belief at the end of a lesson. */
export interface Twin {
  code?: string;
  asks: Phrase;
  answers: Answers;
  truth: Answer;
  says: Phrase;
}

export const QUESTIONS: Readonly<Record<QuestionId, Question>> = {
  again: {
    short: m.lesson_again_short,
    sets_up: m.lesson_again_sets_up,
    asks: () => m.lesson_again_asks,
    answers: [m.lesson_again_a, m.lesson_again_b, m.lesson_again_c],
    truth: 0,
    says: m.lesson_again_says,
  },
  surplus: {
    short: m.lesson_surplus_short,
    sets_up: m.lesson_surplus_sets_up,
    asks: m.lesson_surplus_asks,
    answers: [m.lesson_surplus_a, m.lesson_surplus_b, m.lesson_surplus_c],
    truth: 2,
    says: m.lesson_surplus_says,
  },
  dies: {
    short: m.lesson_dies_short,
    sets_up: m.lesson_dies_sets_up,
    asks: () => m.lesson_dies_asks,
    answers: [m.lesson_dies_a, m.lesson_dies_b, m.lesson_dies_c],
    truth: 0,
    says: m.lesson_dies_says,
  },
  timeout: {
    short: m.lesson_timeout_short,
    sets_up: m.lesson_timeout_sets_up,
    asks: () => m.lesson_timeout_asks,
    answers: [m.lesson_timeout_a, m.lesson_timeout_b, m.lesson_timeout_c],
    truth: 1,
    says: m.lesson_timeout_says,
  },
  reset: {
    short: m.lesson_reset_short,
    sets_up: m.lesson_dies_sets_up,
    asks: () => m.lesson_reset_asks,
    answers: [m.lesson_reset_a, m.lesson_reset_b, m.lesson_reset_c],
    truth: 1,
    says: m.lesson_reset_says,
  },
  doing: {
    short: m.lesson_doing_short,
    sets_up: m.lesson_doing_sets_up,
    asks: () => m.lesson_doing_asks,
    answers: [m.lesson_doing_a, m.lesson_doing_b, m.lesson_doing_c],
    truth: 1,
    says: m.lesson_doing_says,
  },
  first: {
    short: m.lesson_first_short,
    sets_up: m.lesson_first_sets_up,
    asks: () => m.lesson_first_asks,
    answers: [m.lesson_first_a, m.lesson_first_b, m.lesson_first_c],
    truth: 2,
    says: m.lesson_first_says,
  },
  parties: {
    short: m.lesson_parties_short,
    sets_up: m.lesson_parties_sets_up,
    asks: m.lesson_parties_asks,
    answers: [m.lesson_parties_a, m.lesson_parties_b, m.lesson_parties_c],
    truth: 2,
    says: m.lesson_parties_says,
  },
  torn: {
    short: m.lesson_torn_short,
    sets_up: m.lesson_torn_sets_up,
    asks: () => m.lesson_torn_asks,
    answers: [m.lesson_torn_a, m.lesson_torn_b, m.lesson_torn_c],
    truth: 2,
    says: m.lesson_torn_says,
  },
  turns: {
    short: m.lesson_turns_short,
    sets_up: m.lesson_turns_sets_up,
    asks: () => m.lesson_turns_asks,
    answers: [m.lesson_turns_a, m.lesson_turns_b, m.lesson_turns_c],
    truth: 2,
    says: m.lesson_turns_says,
  },
};

/** These are about a mural. */
export function isOfMural(question: string | undefined): boolean {
  return question === "torn" || question === "turns";
}

export const QUESTION_ORDER: readonly QuestionId[] = [
  "again",
  "surplus",
  "dies",
  "timeout",
  "reset",
  "doing",
  "first",
  "parties",
  "torn",
  "turns",
];

export const TWINS: Readonly<Record<QuestionId, Twin>> = {
  again: {
    asks: m.belief_again_asks,
    answers: [m.belief_again_a, m.belief_again_b, m.belief_again_c],
    truth: 1,
    says: m.belief_again_says,
  },
  surplus: {
    code: "barrier = Barrier(3)",
    asks: m.belief_surplus_asks,
    answers: [m.belief_surplus_a, m.belief_surplus_b, m.belief_surplus_c],
    truth: 1,
    says: m.belief_surplus_says,
  },
  dies: {
    asks: m.belief_dies_asks,
    answers: [m.belief_dies_a, m.belief_dies_b, m.belief_dies_c],
    truth: 2,
    says: m.belief_dies_says,
  },
  timeout: {
    code: "barrier.wait(timeout=5)",
    asks: m.belief_timeout_asks,
    answers: [m.belief_timeout_a, m.belief_timeout_b, m.belief_timeout_c],
    truth: 0,
    says: m.belief_timeout_says,
  },
  reset: {
    asks: m.belief_reset_asks,
    answers: [code("reset()"), code("abort()"), m.belief_reset_c],
    truth: 2,
    says: m.belief_reset_says,
  },
  doing: {
    code: 'print("A")\nbarrier.wait()\nprint("B")',
    asks: m.belief_doing_asks,
    answers: [code("A A"), code("A A B B"), code("A B A B")],
    truth: 0,
    says: m.belief_doing_says,
  },
  first: {
    code: "barrier.wait()\nprint(name)",
    asks: m.belief_first_asks,
    answers: [m.belief_first_a, m.belief_first_b, m.belief_first_c],
    truth: 0,
    says: m.belief_first_says,
  },
  parties: {
    asks: m.belief_parties_asks,
    answers: [code("Barrier(2)"), code("Barrier(3)"), code("Barrier(4)")],
    truth: 1,
    says: m.belief_parties_says,
  },
  torn: {
    code: "for step in range(12):\n    paint(strip)",
    asks: m.belief_torn_asks,
    answers: [m.belief_torn_a, m.belief_torn_b, m.belief_torn_c],
    truth: 0,
    says: m.belief_torn_says,
  },
  turns: {
    asks: m.belief_turns_asks,
    answers: [m.belief_turns_a, m.belief_turns_b, m.belief_turns_c],
    truth: 1,
    says: m.belief_turns_says,
  },
};

export const WRONG = {
  asks: m.lesson_wrong_asks,
  answers: [m.lesson_wrong_a, m.lesson_wrong_b, m.lesson_wrong_c],
} as const;

/** An answer that is Python, in every language. */
function code(answer: string): Words {
  return [{ code: answer }];
}

/** What the question at the end is about: "surplus.after" is about "surplus". */
export function beliefOf(question: string): QuestionId | null {
  const id = question.replace(/\.after$/, "");
  return id in QUESTIONS ? (id as QuestionId) : null;
}
