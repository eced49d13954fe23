/**
 * The lesson's fixed questions in words. `app/core/questions.py` knows the same by id, and what each one sets up; a test
 * compares the truths.
 *
 * Code stands between back quotes, and {n} and {m} are numbers.
 */
import type { Answer, QuestionId } from "./protocol_lesson";

export interface Question {
  /** On the host's button. */
  short: string;
  /** What running it sets up. */
  sets_up: string;
  asks: string;
  answers: readonly [string, string, string];
  truth: Answer;
  says: string;
}

/** The question about the same belief at the end of a lesson. */
export interface Twin {
  code?: string;
  asks: string;
  answers: readonly [string, string, string];
  truth: Answer;
  says: string;
}

export const QUESTIONS: Readonly<Record<QuestionId, Question>> = {
  again: {
    short: "Can the same bus go again?",
    sets_up: "two rounds, nothing else",
    asks: "The bus has left. You call `wait()` again. What happens?",
    answers: ["I stop again until all are here", "I pass: the gate is open", "I get an error: it is used up"],
    truth: 0,
    says: "A barrier closes behind you. It works again and again.",
  },
  surplus: {
    short: "Two more come to a full bus",
    sets_up: "fixed seats, two slow robots",
    asks: "{n} seats, and {m} call `wait()`. What happens to the last two?",
    answers: ["They squeeze in and go too", "They get an error", "They wait for the next bus"],
    truth: 2,
    says: "A barrier counts calls. The next call starts a new round.",
  },
  dies: {
    short: "One worker dies",
    sets_up: "a robot that never calls",
    asks: "One worker dies before it calls. The others wait. And then?",
    answers: ["They wait for ever", "The barrier notices and opens", "They get an error at once"],
    truth: 0,
    says: "A barrier waits for calls. It cannot see who died.",
  },
  timeout: {
    short: "Time runs out for one",
    sets_up: "limit 15 s, a robot that never calls",
    asks: "Each waits 15 s at most. The first one’s time runs out. Who gets the error?",
    answers: ["Only the first one", "Everybody who waits", "Nobody: the gate opens"],
    truth: 1,
    says: "One timeout breaks it for all, until `reset()`.",
  },
  reset: {
    short: "What does Reset do?",
    sets_up: "a robot that never calls",
    asks: "Some of you wait. I press Reset. What do they get?",
    answers: ["They may go on", "They get an error", "They wait on, in a new round"],
    truth: 1,
    says: "`reset()` lets nobody through. Everybody waiting gets an error.",
  },
  doing: {
    short: "What are those waiting doing?",
    sets_up: "one slow robot",
    asks: "All but one have called `wait()`. What are they doing?",
    answers: ["They already write", "They stand still on that line", "They research some more"],
    truth: 1,
    says: "Inside `wait()` a worker does nothing at all.",
  },
  first: {
    short: "Who goes on first?",
    sets_up: "nothing is set up",
    asks: "The gate opens. Who goes on first?",
    answers: ["The first to arrive", "The last to arrive", "Nobody can say"],
    truth: 2,
    says: "All may go. Python promises no order.",
  },
  parties: {
    short: "One seat too many",
    sets_up: "one seat more than workers",
    asks: "You are {n}. The code says `Barrier({m})`. All {n} call. And then?",
    answers: ["The gate opens: all are here", "Python raises an error", "Nobody goes on"],
    truth: 2,
    says: "It waits for one more call. Any call will do.",
  },
  torn: {
    short: "Paint without the barrier",
    sets_up: "a mural, one slow robot paints along",
    asks: "One is slow and nobody waits. What will the bus look like?",
    answers: ["Whole, only late", "Torn in the slow strip", "Torn there, then above it, too"],
    truth: 2,
    says: "An old edge is never forgotten. Without `wait()` the tear spreads.",
  },
  turns: {
    short: "Paint in turn, without it",
    sets_up: "a mural, five robots take turns",
    asks: "All equally fast, in turn, no barrier. Are 0 cells wrong?",
    answers: ["Yes: nobody is behind", "Only one strip is torn", "No: hundreds are wrong"],
    truth: 2,
    says: "Taking turns is no barrier: the later one reads new edges.",
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
    asks: "Five workers, three rounds. How many barriers do you need?",
    answers: ["Three", "One", "Fifteen"],
    truth: 1,
    says: "A barrier works again and again.",
  },
  surplus: {
    code: "barrier = Barrier(3)",
    asks: "Four threads call `wait()` once. How many go on?",
    answers: ["Four", "Three", "None"],
    truth: 1,
    says: "A barrier counts calls. It knows no names.",
  },
  dies: {
    asks: "One of five threads dies before `wait()`. No timeout. The other four …",
    answers: ["get BrokenBarrierError", "go on as four", "wait for ever"],
    truth: 2,
    says: "A barrier cannot see who died.",
  },
  timeout: {
    code: "barrier.wait(timeout=5)",
    asks: "My 5 s are over. Then a friend calls `wait()`. What happens?",
    answers: ["An error, at once", "It waits for 5 s", "It waits for ever"],
    truth: 0,
    says: "One timeout breaks it for all.",
  },
  reset: {
    asks: "You want to let those waiting pass. Which call?",
    answers: ["reset()", "abort()", "There is none"],
    truth: 2,
    says: "`reset()` lets nobody through.",
  },
  doing: {
    code: 'print("A")\nbarrier.wait()\nprint("B")',
    asks: "Two of three threads have called. What is printed?",
    answers: ["A A", "A A B B", "A B A B"],
    truth: 0,
    says: "A worker inside `wait()` does nothing.",
  },
  first: {
    code: "barrier.wait()\nprint(name)",
    asks: "Five threads run this. Which name comes first?",
    answers: ["Any of them", "The first to arrive", "The last to arrive"],
    truth: 0,
    says: "Python promises no order.",
  },
  parties: {
    asks: "Three threads. Each waits for the two others. Which number?",
    answers: ["Barrier(2)", "Barrier(3)", "Barrier(4)"],
    truth: 1,
    says: "`parties` counts me, too.",
  },
  torn: {
    code: "for step in range(12):\n    paint(strip)",
    asks: "Each thread reads its neighbours’ edges. No `wait()`. What goes wrong?",
    answers: ["Old edges are read as new", "It is only slower", "Nothing, if all are quick"],
    truth: 0,
    says: "Without `wait()` old edges are read as new.",
  },
  turns: {
    asks: "Threads paint one after the other. Is that as good as a barrier?",
    answers: ["Yes, nobody is behind", "No, who comes later reads new edges", "Yes, if they are quick"],
    truth: 1,
    says: "Taking turns is no barrier.",
  },
};

export const WRONG = {
  asks: "What is wrong here?",
  answers: ["A call is missing", "One call too many", "The action failed"],
} as const;

/** What the question at the end is about: "surplus.after" is about "surplus". */
export function beliefOf(question: string): QuestionId | null {
  const id = question.replace(/\.after$/, "");
  return id in QUESTIONS ? (id as QuestionId) : null;
}
