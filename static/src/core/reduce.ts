/** What each event of the room's log does to a snapshot: the same fold as the server's, and a test compares them. */

import type { RoomEvent, Snapshot } from "./protocol";
import type { Barrier, Waiter, Worker } from "./protocol_room";
import { reduceDrill } from "./reduce_drill";
import { reduceLesson } from "./reduce_lesson";
import { paintTogether, reduceMural } from "./reduce_mural";

export function reduce(snapshot: Snapshot, events: readonly RoomEvent[]): Snapshot {
  return events.reduce((before, event) => {
    const after = { ...step(before, event), seq: before.seq + 1 };
    return event.deadline_ms === undefined ? after : withBarrier(after, { deadline_ms: event.deadline_ms });
  }, snapshot);
}

function step(room: Snapshot, event: RoomEvent): Snapshot {
  const { barrier, workers } = room;
  switch (event.type) {
    case "worker_joined": {
      const { worker, name, avatar, kind, parties, at_ms } = event;
      const joined = { worker, name, avatar, kind, connected: true, joined_at_ms: at_ms, away_since_ms: null };
      const is_first = workers.length === 0 && room.stage === "running" && barrier.state === "filling";
      return {
        ...room,
        workers: [...workers, joined],
        barrier: { ...barrier, parties, since_ms: is_first ? at_ms : barrier.since_ms },
      };
    }
    case "worker_left":
      return {
        ...room,
        workers: workers.filter((seated) => seated.worker !== event.worker),
        barrier: { ...barrier, parties: event.parties, waiting: without(barrier.waiting, event.worker) },
      };
    case "worker_renamed":
      return withWorker(room, event.worker, { name: event.name, avatar: event.avatar });
    case "presence":
      return withWorker(room, event.worker, {
        connected: event.connected,
        away_since_ms: event.connected ? null : event.at_ms,
      });
    case "started":
      return { ...room, stage: "running", barrier: { ...barrier, since_ms: event.at_ms } };
    case "configured": {
      const { type: _, at_ms, deadline_ms: __, parties, parties_rule = barrier.parties_rule, ...changed } = event;
      const timeout_set_at_ms = "timeout_s" in changed ? at_ms : room.timeout_set_at_ms;
      return { ...room, ...changed, timeout_set_at_ms, barrier: { ...barrier, parties, parties_rule } };
    }
    case "arrived": {
      const { worker, index, at_ms } = event;
      return withBarrier(room, { waiting: [...barrier.waiting, { worker, index, at_ms }] });
    }
    case "withdrew":
      return withBarrier(room, { waiting: without(barrier.waiting, event.worker) });
    case "acting":
      return withBarrier(room, { state: "acting" });
    case "tripped": {
      const { generation, order, at_ms, release_at_ms } = event;
      const called_ms = new Map(barrier.waiting.map((waiter) => [waiter.worker, waiter.at_ms]));
      const arrived_ms = order.map((worker) => called_ms.get(worker) ?? at_ms);
      return {
        ...withBarrier(paintTogether(room, order, at_ms), {
          ...nextGeneration(generation + 1, release_at_ms),
          releases: barrier.releases + 1,
        }),
        last_release: { generation, order, arrived_ms, since_ms: barrier.since_ms, at_ms, release_at_ms },
      };
    }
    case "broken": {
      const { cause, by, at_ms } = event;
      const broken = { by, at_ms, waiting: barrier.waiting };
      return withBarrier(room, { state: "broken", cause, waiting: [], broken });
    }
    case "reset":
      return withBarrier(room, nextGeneration(event.generation, event.at_ms));
    case "drill":
    case "signalled":
      return reduceDrill(room, event);
    case "mural":
    case "painted":
      return reduceMural(room, event);
    default:
      return reduceLesson(room, event);
  }
}

function nextGeneration(generation: number, since_ms: number): Partial<Barrier> {
  return { generation, since_ms, state: "filling", cause: null, waiting: [], broken: null };
}

function withBarrier(room: Snapshot, changed: Partial<Barrier>): Snapshot {
  return { ...room, barrier: { ...room.barrier, ...changed } };
}

function withWorker(room: Snapshot, worker: number, changed: Partial<Worker>): Snapshot {
  return {
    ...room,
    workers: room.workers.map((seated) => (seated.worker === worker ? { ...seated, ...changed } : seated)),
  };
}

/** Those behind the one who leaves move up. */
function without(waiting: Waiter[], worker: number): Waiter[] {
  if (!waiting.some((waiter) => waiter.worker === worker)) return waiting;
  return waiting.filter((waiter) => waiter.worker !== worker).map((waiter, index) => ({ ...waiter, index }));
}
