/**
 * What one page knows: the room (whole, or as a brief), who you are in it, your call of `wait()`, and how the line to
 * the server stands. A frozen value, changed by `reduceSession` alone (on pages that draw the whole room, by
 * `reduceWholeSession`). No clock in here: times come in.
 */
import { type Departed, seatFaces } from "./counts";
import type { Paint } from "./painting";
import type { Exception, History } from "./picture";
import type { Brief, JoinAck, RoomEvent, Snapshot, Spread, SyncAck, You } from "./protocol";

/** Later than this a release is no longer news: the screen did not take part in the moment. */
export const HEARD_LATE_MS = 2000;

/** Here, or why not. */
export type Standing =
  | "joining"
  | "here"
  | "lost"
  | "restarting"
  | "locked"
  | "full"
  | "wrong"
  | "kept_out"
  | "no_key"
  /** This page is of another version than the server. */
  | "outdated"
  /** For another reason, which `refusal` says. */
  | "refused"
  | "dropped"
  | "superseded";

/** Your latest call of `wait()`. `end_ms` and `outcome` are null while it waits. */
export interface Call {
  generation: number;
  index: number;
  at_ms: number;
  end_ms: number | null;
  outcome: null | "released" | "broken" | "reset";
}

export interface Session {
  standing: Standing;
  /** What to say where the server refused this page for a reason that has no screen of its own. */
  refusal: string | null;
  /** The whole room, on pages that draw it. */
  snapshot: Snapshot | null;
  history: History;
  /** What the latest reset did to programs, until somebody waits again; on pages that draw the whole room. */
  reset: Exception | null;
  /** What a phone follows; on other pages made from the snapshot. */
  brief: Brief | null;
  you: You | null;
  call: Call | null;
  departed: Departed | null;
  /** Arrive was pressed for this generation and is not answered yet. */
  sending: null | { generation: number; known: number | undefined; at_ms: number };
  /** This generation was released `late_ms` before this screen heard of it, and nobody has pressed "go on" yet. */
  missed: null | { generation: number; late_ms: number };
  /** "Go on" was pressed after the release of this generation. */
  went_on: number | null;
  /** This generation left without you, although you had a seat in the room. */
  left_behind: number | null;
  /** Your place in coming or your name may have changed, and only the server knows it: ask. */
  is_stale: boolean;
  /** On phones, in a mural without the barrier: the strips in order, as far as this page knows them. */
  painted: readonly Paint[];
  /** Of the latest release that screens have reported, on pages that draw the whole room. */
  spread: Spread | null;
}

export const NEW_SESSION: Session = {
  standing: "joining",
  refusal: null,
  snapshot: null,
  history: [],
  reset: null,
  brief: null,
  you: null,
  call: null,
  departed: null,
  sending: null,
  missed: null,
  went_on: null,
  left_behind: null,
  is_stale: false,
  painted: [],
  spread: null,
};

export type SessionEvent =
  | { type: "synced"; ack: JoinAck | SyncAck; now_ms: number }
  | { type: "events"; seq: number; events: readonly RoomEvent[]; now_ms: number }
  | { type: "spread"; spread: Spread }
  | { type: "brief"; brief: Brief; now_ms: number }
  | { type: "standing"; standing: Standing; refusal?: string }
  | { type: "arriving"; generation: number; known?: number | undefined; now_ms: number }
  | { type: "arrived"; generation: number; index: number; now_ms: number }
  | { type: "painted"; known: number | undefined; paints: readonly number[] }
  | { type: "refused" }
  | { type: "host"; is_here: boolean }
  | { type: "renamed"; name: string; avatar: string }
  /** What only this screen knows of the lesson: a guess, or a secret card. */
  | { type: "mine"; mine: Pick<You, "guesses" | "card"> }
  | { type: "went_on" };

export function reduceSession(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case "synced":
      return synced(session, event.ack, event.now_ms);
    case "events":
    case "spread":
      return session; // only pages that draw the whole room take them in: reduceWholeSession
    case "brief":
      return { ...withBrief(session, event.brief, event.now_ms), snapshot: null };
    case "standing":
      return { ...session, standing: event.standing, refusal: event.refusal ?? null };
    case "arriving":
      return {
        ...session,
        missed: null,
        sending: { generation: event.generation, known: event.known, at_ms: event.now_ms },
      };
    case "arrived":
      return arrived(session, event.generation, event.index, event.now_ms);
    case "painted":
      return { ...session, sending: null, painted: withPaints(session.painted, event.known, event.paints) };
    case "refused":
      return { ...session, sending: null };
    case "host":
      return withHost(session, event.is_here);
    case "renamed":
      return { ...session, you: session.you && { ...session.you, name: event.name, avatar: event.avatar } };
    case "mine":
      return {
        ...session,
        sending: event.mine.card ? null : session.sending,
        you: session.you && { ...session.you, ...event.mine },
      };
    case "went_on":
      return { ...session, missed: null, went_on: session.call?.generation ?? null };
  }
}

/**
 * The first `known` of a run's paintings, and these after them. Answers may come in another order than they were asked for:
 * an older one takes nothing back, and one that leaves a hole is left out.
 */
function withPaints(
  painted: readonly Paint[],
  known = painted.length,
  paints: readonly Paint[] = [],
): readonly Paint[] {
  if (known > painted.length || known + paints.length < painted.length) return painted;
  return [...painted.slice(0, known), ...paints];
}

/** No event of the room: the host's screen comes and goes beside the log. */
function withHost(session: Session, host_here: boolean): Session {
  const { snapshot, brief } = session;
  return { ...session, snapshot: snapshot && { ...snapshot, host_here }, brief: brief && { ...brief, host_here } };
}

/** Would these events leave a hole, so that the server must be asked for what is missing? */
export function hasGap(session: Session, seq: number, n_events: number): boolean {
  return session.snapshot !== null && seq - n_events > session.snapshot.seq;
}

/** The whole state from the server: replaces what was known, except the call that it ends. */
function synced(before: Session, ack: JoinAck | SyncAck, now_ms: number): Session {
  let session = before;
  if (ack.you && session.you && ack.you.worker !== session.you.worker) {
    session = { ...session, call: null, sending: null, missed: null, left_behind: null };
  }
  if (ack.brief) {
    session = { ...session, snapshot: null, history: [], brief: ack.brief, departed: departedBy(session, ack.brief) };
    const is_same = before.brief?.mural?.run === ack.brief.mural?.run;
    const { known = 0, paints } = ack.brief.mural ?? {};
    session.painted = withPaints(is_same ? before.painted : [], known, paints);
  }
  return ack.you ? withYou(session, ack.you, now_ms) : session;
}

function withYou(session: Session, you: You, now_ms: number): Session {
  const known = session.call;
  const call = callOf(you, session.brief);
  const waited_here = known !== null && known.end_ms === null;
  const missed = waited_here && call?.generation === known.generation ? missedBy(call, now_ms) : null;
  const sending = session.sending && call && call.generation >= session.sending.generation ? null : session.sending;
  return { ...session, you, call, sending, missed: missed ?? session.missed, is_stale: false };
}

/** What a screen missed that hears of its call's release only now; null where it did not wait, or heard in time. */
function missedBy(call: Call | null, now_ms: number): Session["missed"] {
  if (call?.outcome !== "released" || call.end_ms === null) return null;
  const late_ms = now_ms - call.end_ms;
  return late_ms > HEARD_LATE_MS ? { generation: call.generation, late_ms } : null;
}

/** The server tells how long an ended call waited, and the moment of its end where that was the latest. */
function callOf(you: You, brief: Brief | null): Call | null {
  if (you.waiting) return { ...you.waiting, end_ms: null, outcome: null };
  if (!you.last) return null;
  const { generation, index, outcome, waited_ms } = you.last;
  const last = brief?.last;
  const end_ms = last && last.generation === generation ? (last.release_at_ms ?? last.at_ms) : waited_ms;
  return { generation, index, outcome, end_ms, at_ms: end_ms - waited_ms };
}

export function withBrief(session: Session, brief: Brief, now_ms: number): Session {
  const before = session.brief;
  if (before && brief.seq < before.seq) return session;
  const tripped = brief.last?.outcome === "released" && before?.last?.generation !== brief.last.generation;
  const departed = session.snapshot ? session.departed : departedBy(session, brief);
  const call = callAfter(session.call, brief);
  const ended = session.call !== null && session.call.end_ms === null && call !== null ? call : null;
  const left_behind = tripped && before && brief.last && call?.generation !== brief.last.generation && !session.sending;
  const is_moved =
    call?.outcome === null &&
    before !== null &&
    (brief.generation !== call.generation || brief.n_waiting < before.n_waiting);
  const is_dealt =
    before !== null && (before.mural?.deal !== brief.mural?.deal || before.drill?.run !== brief.drill?.run);
  const is_stale =
    !session.snapshot &&
    (session.you?.kind != null || // a program calls elsewhere, and only the server knows of it
      is_moved ||
      is_dealt ||
      (call?.outcome === null && before?.held === "paused" && brief.held !== "paused") ||
      (before !== null && brief.names !== before.names));
  return {
    ...session,
    brief,
    you: session.you && mineAfter(session.you, before, brief),
    departed,
    call,
    // GO! that gave way to a question or a pause does not come back
    went_on: before?.held && !brief.held && call?.outcome === "released" ? call.generation : session.went_on,
    painted: before?.mural?.run === brief.mural?.run ? session.painted : [],
    missed: missedBy(ended, now_ms) ?? session.missed,
    left_behind: left_behind && brief.last ? brief.last.generation : session.left_behind,
    is_stale: session.is_stale || is_stale,
  };
}

/** A question that is asked again knows no guess yet, and a card is yours until it is turned. */
function mineAfter(you: You, before: Brief | null, brief: Brief): You {
  const is_new = brief.asking?.stage === "open" && brief.asking.since_ms !== before?.asking?.since_ms;
  const is_over = you.card !== undefined && you.card.deal < (brief.deal ?? Number.POSITIVE_INFINITY);
  if (before === null || !((is_new && you.guesses) || is_over)) return you;
  const { card, guesses, ...rest } = you;
  return { ...rest, ...(is_new || !guesses ? {} : { guesses }), ...(card && !is_over ? { card } : {}) };
}

/** Your call after this brief: ended, if its generation ended last. */
function callAfter(call: Call | null, brief: Brief): Call | null {
  if (!call || call.end_ms !== null) return call;
  const last = brief.last;
  if (last && last.generation === call.generation) {
    return { ...call, outcome: last.outcome, end_ms: last.release_at_ms ?? last.at_ms };
  }
  return call;
}

function departedBy(session: Session, brief: Brief): Departed | null {
  const last = brief.last;
  if (last?.outcome !== "released") return session.departed;
  if (session.departed?.generation === last.generation) return session.departed;
  const { generation, parties = brief.parties } = last;
  const known = last.faces ? last : session.brief?.generation === generation ? session.brief : null;
  return { generation, parties, faces: seatFaces(known?.faces ?? [], known?.kinds) };
}

function arrived(session: Session, generation: number, index: number, now_ms: number): Session {
  const sent = session.sending;
  const next = { ...session, sending: null };
  if (session.call?.generation === generation) return { ...next, call: { ...session.call, index } };
  const at_ms = sent && sent.generation === generation ? sent.at_ms : now_ms;
  const call: Call = { generation, index, at_ms, end_ms: null, outcome: null };
  return { ...next, left_behind: null, call: session.brief ? callAfter(call, session.brief) : call };
}
