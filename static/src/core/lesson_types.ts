/** What a lesson puts in the place of a worker's ordinary screen. */
import type { Standing } from "./drill";
import type { SeatPerson } from "./protocol_drill";
import type { Answer, CardId, QuestionId } from "./protocol_lesson";

/** The numbers that a question speaks of: workers and seats. */
export interface QuestionNumbers {
  n: number;
  m: number;
}

interface Guess {
  question: QuestionId;
  numbers: QuestionNumbers;
  chosen: Answer | null;
}

type Answers = Readonly<Record<string, Answer>>;

/** A seat of a drill, and everybody by seat. */
export interface DrillScene {
  run: number;
  at: Standing;
  /** Everybody by seat. */
  faces: readonly SeatPerson[];
  you: number;
  phase: string;
}

/** `alert` is read aloud once, when the scene begins. */
export type LessonScene = { alert: string } & (
  | ({ name: "ask" } & Guess)
  | ({ name: "run" } & Guess)
  | ({ name: "told"; happened: boolean } & Guess)
  | ({ name: "drill" } & DrillScene)
  | { name: "drill_watch" }
  | { name: "wrong"; chosen: Answer | null }
  | { name: "card"; card: CardId; until_ms: number | null }
  | { name: "ticket"; questions: readonly string[]; answers: Answers }
  | { name: "mine"; questions: readonly string[]; answers: Answers }
);
