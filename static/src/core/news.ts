/** What just happened to the room, in one sentence. Pure. */
import type { RoomEvent, Snapshot } from "./protocol";
import { isolated } from "./words";

/** In a larger room somebody loses the signal all the time. */
const SIGNAL_NEWS_UP_TO = 60;

/** The sentence for these events in the room as it was `before`; null when the picture says it all. */
export function news(before: Snapshot, events: readonly RoomEvent[]): string | null {
  const left = events.filter((event) => event.type === "worker_left");
  const last_left = left[left.length - 1];
  if (last_left) {
    const { worker, reason, parties } = last_left;
    const seats = before.barrier.parties_rule === "everyone" ? ` Seats: ${parties}.` : "";
    if (left.length > 1) return `${left.length} seats were given up.${seats}`;
    const does = reason === "left" ? "left" : reason === "gone" ? "was away too long" : "was let go";
    return `${isolated(nameOf(before, worker))} ${does}.${seats}`;
  }
  for (const event of [...events].reverse()) {
    if (event.type === "reset" && event.waiting.length > 0) {
      const n = event.waiting.length;
      const got = n === 1 ? "it" : n === 2 ? "both" : "all";
      return `Reset while ${n} ${n === 1 ? "was" : "were"} waiting: ${got} got BrokenBarrierError.`;
    }
    if (event.type === "configured") {
      const rule = ruleNews(before, event);
      if (rule !== null) return rule;
    }
    if (event.type === "presence" && !event.connected && before.workers.length <= SIGNAL_NEWS_UP_TO) {
      const counted = before.barrier.waiting.some((waiter) => waiter.worker === event.worker);
      const name = isolated(nameOf(before, event.worker));
      return counted ? `${name} has no signal (still counted).` : `${name} has no signal (still expected).`;
    }
  }
  return null;
}

/** The rule that changed; of several the one that ends most waits. */
function ruleNews(before: Snapshot, event: Extract<RoomEvent, { type: "configured" }>): string | null {
  const { timeout_s, gone = before.gone, gone_after_s = before.gone_after_s, door, names } = event;
  if (timeout_s === null) return "No time limit: wait() waits for ever.";
  if (timeout_s !== undefined) return `Time limit: wait(timeout=${timeout_s}) from now on.`;
  if (event.gone !== undefined || event.gone_after_s !== undefined)
    return gone === "let_go"
      ? `A seat is given up after ${gone_after_s} s without a signal.`
      : "A seat is kept while its phone is away.";
  if (door !== undefined) return door === "locked" ? "The door is locked." : "The door is open.";
  if (names !== undefined) return names === "hidden" ? "Names are hidden on every screen." : "Names are shown again.";
  return null;
}

function nameOf(room: Snapshot, worker: number): string {
  return room.workers.find((seated) => seated.worker === worker)?.name ?? "Somebody";
}
