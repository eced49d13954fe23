/**
 * Keeps what the page knows in step with the room. Numbered events are applied in order, and a hole makes it ask; briefs
 * are absolute and need no repair.
 */
import type { Ack, Brief, EventsMessage, JoinAck, SyncAck, View } from "../core/protocol";
import { hasGap, type Session, type SessionEvent } from "../core/session";

/** Phones that must ask for their place again spread over this much per worker in the room. */
const ASK_SPREAD_MS = 3;

/** What a page knows of its room. */
export interface Knowledge {
  session(): Session;
  dispatch(event: SessionEvent): void;
}

export interface Line {
  readonly is_joined: boolean;
  readonly view: View;
  readonly clock: { now(): number };
  ask<T extends object>(event: string, payload: object): Promise<Ack<T> | null>;
  /** There came no answer. */
  silent(): void;
}

export class Sync {
  private is_asking = false;
  /** What came while the whole state is on its way. */
  private early: EventsMessage[] = [];

  constructor(
    private readonly line: Line,
    private readonly page: Knowledge,
  ) {}

  /** The connection is lost. */
  lost(): void {
    this.is_asking = false;
    this.early = [];
  }

  onEvents(message: EventsMessage): void {
    if (!this.line.is_joined || this.is_asking) {
      this.early.push(message);
      return;
    }
    const { seq, events } = message;
    if (hasGap(this.page.session(), seq, events.length)) void this.ask();
    else this.page.dispatch({ type: "events", seq, events, now_ms: this.line.clock.now() });
  }

  onBrief(brief: Brief): void {
    if (!this.line.is_joined || this.line.view !== "brief") return;
    this.page.dispatch({ type: "brief", brief, now_ms: this.line.clock.now() });
    if (this.page.session().is_stale && !this.is_asking) {
      this.is_asking = true;
      window.setTimeout(
        () => {
          this.is_asking = false;
          if (this.line.is_joined) void this.ask();
        },
        Math.random() * brief.workers * ASK_SPREAD_MS,
      );
    }
  }

  /** Asks for what was missed: the whole, or only the events since when little is missing. */
  async ask(is_whole = false): Promise<void> {
    if (this.is_asking || !this.line.is_joined) return;
    this.is_asking = true;
    const { view } = this.line;
    const { brief, painted } = this.page.session();
    const seq = is_whole ? 0 : (brief?.seq ?? 0);
    const ack = await this.line.ask<SyncAck>("sync", { seq, view, run: brief?.mural?.run, known: painted.length });
    this.is_asking = false;
    if (!ack?.ok) {
      this.line.silent();
      return;
    }
    this.answered(ack);
    if (view !== this.line.view) void this.ask(true);
  }

  /** An answer shows how the room stands. */
  answered(ack: JoinAck | SyncAck): void {
    this.page.dispatch({ type: "synced", ack, now_ms: this.line.clock.now() });
    const early = this.early;
    this.early = [];
    for (const message of early) this.onEvents(message);
  }
}
