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
  /** For how long nobody had come: until now, or until the answers were shown. */
  still_ms: number;
}

/** Nobody has come for this long: a class has seen that nothing happens. */
const STILL_MS: Readonly<Record<string, number>> = { dies: 10_000, parties: 5_000 };

export function seenOf(room: Snapshot, now_ms: number): Seen {
  const { generation, parties, waiting, state } = room.barrier;
  return {
    generation,
    parties,
    n_waiting: waiting.length,
    workers: room.workers.length,
    is_broken: state === "broken",
    still_ms: stillMs(room, now_ms),
  };
}

export function stillMs({ asking, barrier }: Snapshot, now_ms: number): number {
  const ran_ms = asking?.stage === "running" ? asking.since_ms : 0;
  const until_ms = asking?.stage === "told" ? asking.since_ms : now_ms;
  return until_ms - Math.max(ran_ms, ...barrier.waiting.map((waiter) => waiter.at_ms));
}

/** False, too, where a host has shown the answers before the round was played, or before a class believed that it stands still. */
export function hasHappened({ questions, generation }: Asking, seen: Seen): boolean {
  if (generation === null || seen.still_ms < (STILL_MS[questions[0] ?? ""] ?? 0)) return false;
  const { n_waiting, parties, workers, is_broken } = seen;
  const is_next = seen.generation > generation;
  switch (questions[0] as QuestionId) {
    case "again":
    case "surplus": // and one party, or a quick class, may have gone through two rounds without a wait to be seen
      return is_next && (n_waiting > 0 || seen.generation > generation + 1);
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
