/** What the events of a lesson do to a snapshot: the same fold as the server's, and a test compares them. */
import type { Snapshot } from "./protocol";
import type { LessonEvent, LessonView } from "./protocol_lesson";

type Event = LessonEvent & { at_ms: number };

/** A newer server may know more kinds of events; they count, and mean nothing here. */
export function reduceLesson(room: Snapshot, event: Event): Snapshot {
  const { asking } = room;
  const { at_ms: since_ms } = event;
  switch (event.type) {
    case "lesson": {
      const { step, free, began_ms } = event;
      const lesson =
        step === null || began_ms === null || event.since_ms === null
          ? undefined
          : { step, began_ms, since_ms: event.since_ms, free };
      return put(room, { lesson, turned: undefined });
    }
    case "asked": {
      const { form, questions, people } = event;
      if (questions.length === 0) return put(room, { asking: undefined, turned: undefined });
      return {
        ...room,
        asking: { form, questions, stage: "open", since_ms, generation: null, guessed: 0, people, results: null },
      };
    }
    case "guessed":
      return put(room, { asking: asking && { ...asking, guessed: event.n, people: event.people } });
    case "ran":
      return put(room, { asking: asking && { ...asking, stage: "running", since_ms, generation: event.generation } });
    case "told": {
      const { people, guessed, results } = event;
      return put(room, { asking: asking && { ...asking, stage: "told", since_ms, people, guessed, results } });
    }
    case "dealt":
      return put(room, {
        cards: event.cards || undefined,
        deal: event.deal,
        cards_to: event.to === "person" ? "person" : undefined,
        turned: undefined,
      });
    case "turned": {
      const { card, to, worker } = event;
      const cards = (room.cards ?? 1) - 1 || undefined;
      return put(room, {
        cards,
        deal: cards === undefined ? undefined : room.deal,
        cards_to: cards === undefined ? undefined : room.cards_to,
        turned: { card, to, worker },
      });
    }
    case "paused":
      return event.on ? { ...room, paused_since_ms: event.at_ms } : resumed(room, event.at_ms);
    case "held":
      return put(
        { ...room, barrier: { ...room.barrier, since_ms: event.since_ms } },
        { held: event.held ?? undefined },
      );
    default:
      event satisfies never;
      return room;
  }
}

/** A key is there while there is something to say. */
function put(room: Snapshot, changed: { [key in keyof LessonView]: LessonView[key] | undefined }): Snapshot {
  const after: Record<string, unknown> = { ...room, ...changed };
  for (const key of Object.keys(changed)) if (after[key] === undefined) delete after[key];
  return after as unknown as Snapshot;
}

/** Every moment before the pause is later by as long as it was. */
function resumed(room: Snapshot, at_ms: number): Snapshot {
  const { paused_since_ms: since_ms = at_ms, barrier } = room;
  const later = (moment_ms: number) => Math.min(moment_ms, since_ms) + at_ms - since_ms;
  return put(
    {
      ...room,
      timeout_set_at_ms: later(room.timeout_set_at_ms),
      barrier: {
        ...barrier,
        since_ms: later(barrier.since_ms),
        waiting: barrier.waiting.map((waiter) => ({ ...waiter, at_ms: later(waiter.at_ms) })),
      },
      workers: room.workers.map((seated) =>
        seated.away_since_ms === null ? seated : { ...seated, away_since_ms: later(seated.away_since_ms) },
      ),
    },
    { paused_since_ms: undefined },
  );
}
