/**
 * The session on pages that draw the whole room: they fold its events. Phones follow briefs, and do not load this.
 */
import { briefOf, departedOf } from "./counts";
import { sayName } from "./face_names";
import { type Exception, exceptionFor, remember } from "./picture";
import type { JoinAck, RoomEvent, Snapshot, SyncAck } from "./protocol";
import { reduce } from "./reduce";
import { NEW_SESSION, reduceSession, type Session, type SessionEvent, withBrief } from "./session";

/** After these somebody may be missing in the room who is in the latest outcome, or the other way round. */
const ENDINGS: readonly RoomEvent["type"][] = ["worker_left", "tripped", "broken", "reset"];

export function reduceWholeSession(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case "synced":
      return reduceSession(adopt(session, event.ack, event.now_ms), event);
    case "events":
      return applyEvents(session, event.seq, event.events, event.now_ms);
    case "spread":
      return { ...session, spread: event.spread };
    default:
      return reduceSession(session, event);
  }
}

/**
 * The room as the server tells it, with the names as this page says them; another epoch is another room, and what was known of
 * the old one is dropped.
 */
function adopt(before: Session, ack: JoinAck | SyncAck, now_ms: number): Session {
  let session = before;
  if (ack.snapshot) {
    if (before.snapshot && before.snapshot.epoch !== ack.snapshot.epoch) {
      session = { ...NEW_SESSION, standing: before.standing };
    }
    const { names } = ack.snapshot;
    const workers = ack.snapshot.workers.map((seated) => ({
      ...seated,
      name: sayName(seated.name, seated.kind, names),
    }));
    const snapshot = { ...ack.snapshot, workers };
    const history = session.snapshot ? remember(session.history, session.snapshot, snapshot) : [];
    session = { ...session, snapshot, history, reset: null, brief: briefOf(snapshot), departed: departedOf(snapshot) };
  }
  if ("events" in ack && ack.events && ack.seq !== undefined) {
    session = applyEvents(session, ack.seq, ack.events, now_ms);
  }
  return session;
}

function applyEvents(before: Session, seq: number, events: readonly RoomEvent[], now_ms: number): Session {
  if (!before.snapshot) return before;
  const n_new = seq - before.snapshot.seq;
  if (n_new <= 0) return before;
  let session = before;
  for (const event of events.slice(Math.max(0, events.length - n_new))) session = applyEvent(session, event, now_ms);
  return session;
}

function applyEvent(session: Session, heard: RoomEvent, now_ms: number): Session {
  const before = session.snapshot;
  if (!before) return session;
  const event = withOurName(before, heard);
  const snapshot = reduce(before, [event]);
  const history = ENDINGS.includes(event.type) ? remember(session.history, before, snapshot) : session.history;
  const reset = resetAfter(session.reset, before, event);
  const me = session.you?.worker ?? null;
  let { call, sending, you, standing } = session;
  if (event.type === "arrived" && event.worker === me) {
    const { generation, index, at_ms } = event;
    call = { generation, index, at_ms, end_ms: null, outcome: null };
    sending = null;
  }
  if (event.type === "reset" && call && call.end_ms === null) {
    call = { ...call, end_ms: event.at_ms, outcome: "reset" };
  }
  if (event.type === "worker_renamed" && event.worker === me && you) {
    you = { ...you, name: event.name, avatar: event.avatar };
  }
  if (event.type === "worker_left" && event.worker === me && standing === "here") standing = "dropped";
  const next = { ...session, snapshot, history, reset, call, sending, you, standing, departed: departedOf(snapshot) };
  const ended = withBrief(next, briefOf(snapshot), now_ms);
  const mine = snapshot.barrier.waiting.find((waiter) => waiter.worker === me);
  return ended.call && ended.call.end_ms === null && mine !== undefined
    ? { ...ended, call: { ...ended.call, index: mine.index, at_ms: mine.at_ms } }
    : ended;
}

/** The event with the name as this page says it. */
function withOurName(room: Snapshot, event: RoomEvent): RoomEvent {
  if (event.type === "worker_joined") return { ...event, name: sayName(event.name, event.kind, room.names) };
  if (event.type !== "worker_renamed") return event;
  const { kind = "person" } = room.workers.find((seated) => seated.worker === event.worker) ?? {};
  return { ...event, name: sayName(event.name, kind, room.names) };
}

function resetAfter(reset: Exception | null, before: Snapshot, event: RoomEvent): Exception | null {
  if (event.type === "reset") {
    const waited = before.workers.filter((seated) => event.waiting.includes(seated.worker));
    return exceptionFor(event.cause, waited);
  }
  return event.type === "arrived" || event.type === "broken" ? null : reset;
}
