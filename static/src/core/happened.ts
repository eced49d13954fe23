/** Has the room shown what a question is about? The same for the projector and for a phone. Pure. */
import type { Snapshot } from "./protocol";
import type { Asking, QuestionId } from "./protocol_lesson";

/** What of a room one sees. */
export interface Seen {
  generation: number;
  n_waiting: number;
  parties: number;
  workers: number;
  is_broken: boolean;
}

export function seenOf({ barrier, workers }: Snapshot): Seen {
  const { generation, parties, waiting, state } = barrier;
  return { generation, parties, n_waiting: waiting.length, workers: workers.length, is_broken: state === "broken" };
}

/** False, too, where a host has shown the answers before the round was played. */
export function hasHappened({ questions, generation }: Asking, seen: Seen): boolean {
  if (generation === null) return false;
  const { n_waiting, parties, workers, is_broken } = seen;
  const is_next = seen.generation > generation;
  switch (questions[0] as QuestionId) {
    case "again":
    case "surplus":
      return is_next && n_waiting > 0;
    case "dies":
      return n_waiting > 0 && n_waiting >= workers - 1;
    case "timeout":
      return is_broken;
    case "reset":
    case "first":
      return is_next;
    case "doing":
      return is_next || (n_waiting > 0 && n_waiting === parties - 1);
    case "parties":
      return n_waiting > 0 && n_waiting >= workers;
    default:
      return true;
  }
}
