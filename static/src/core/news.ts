/** What just happened to the room, in one sentence. Pure. */
import * as m from "messages";
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
    const seats = before.barrier.parties_rule === "everyone" ? ` ${m.news_seats({ n: parties })}` : "";
    if (left.length > 1) return `${m.news_seats_given_up({ n: left.length })}${seats}`;
    return `${m.news_left({ name: isolated(nameOf(before, worker)), how: reason })}${seats}`;
  }
  for (const event of [...events].reverse()) {
    if (event.type === "reset" && event.waiting.length > 0) {
      return m.news_reset({ n: event.waiting.length });
    }
    if (event.type === "configured") {
      const rule = ruleNews(before, event);
      if (rule !== null) return rule;
    }
    if (event.type === "presence" && !event.connected && before.workers.length <= SIGNAL_NEWS_UP_TO) {
      const counted = before.barrier.waiting.some((waiter) => waiter.worker === event.worker);
      return m.news_no_signal({ name: isolated(nameOf(before, event.worker)), counted });
    }
  }
  return null;
}

/** The rule that changed; of several the one that ends most waits. */
function ruleNews(before: Snapshot, event: Extract<RoomEvent, { type: "configured" }>): string | null {
  const { timeout_s, gone = before.gone, gone_after_s = before.gone_after_s, door, names } = event;
  if (timeout_s === null) return m.news_no_limit;
  if (timeout_s !== undefined) return m.news_limit({ s: timeout_s });
  if (event.gone !== undefined || event.gone_after_s !== undefined)
    return gone === "let_go" ? m.news_let_go_after({ s: gone_after_s }) : m.news_seat_is_kept;
  if (door !== undefined) return door === "locked" ? m.news_door_locked : m.news_door_open;
  if (names !== undefined) return names === "hidden" ? m.news_names_hidden : m.news_names_shown;
  return null;
}

function nameOf(room: Snapshot, worker: number): string {
  return room.workers.find((seated) => seated.worker === worker)?.name ?? m.somebody;
}
