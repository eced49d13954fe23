/** The line to the server: joins, asks, hands on what it hears, and comes back by itself. */
import { Manager, type Socket } from "socket.io-client";
import type {
  Ack,
  Brief,
  Command,
  EventsMessage,
  JoinAck,
  Notice,
  Role,
  Spread,
  SyncAck,
  View,
} from "../core/protocol";
import { PROTOCOL_VERSION } from "../core/protocol";
import type { HeldCard } from "../core/protocol_lesson";
import { isLineRefused, joinRefused } from "../core/refusals";
import { at } from "./base";
import type { Pass } from "./pass";
import { refusal } from "./refusals";
import { mayReloadAgain, reloadOnce } from "./reload";
import { Retry } from "./retry";
import { RoomClock } from "./room_clock";
import { type Knowledge, type Line, Sync } from "./sync";

/** A transport that has not opened after this gives way to the next one. */
const OPEN_MS = 8000;
const ACK_MS = 5000;
/** The door may be opened, and who is kept out let in again. */
const LOCKED_RETRY_MS = 5000;
/** Too many get on at once: those who are asked to wait come back one after another. */
const CROWD_RETRY_MS = 1000;

/** A worker with a secret card finds it by arriving, and has not arrived then. */
type ArriveAck = { generation: number; index?: number; paints?: number[] } & Partial<HeldCard>;

export interface Owner extends Knowledge {
  notice(notice: Notice): void;
  /** The next try comes at this moment of `performance.now()`; null while there is a line. */
  retry(at_ms: number | null): void;
  polling(is_polling: boolean): void;
  /** Joined, for the first time or again. */
  joined(): void;
}

/** What Engine.IO says where a request of its own failed: the status of the answer, and the answer. */
interface NoLine extends Error {
  description?: unknown;
  context?: Response;
}

export class Connection implements Line {
  readonly clock = new RoomClock((exchange) => this.exchangeClocks(exchange));
  private readonly socket: Socket;
  is_joined = false;
  private role: Role;
  private readonly retry: Retry;
  readonly sync: Sync;

  constructor(
    private readonly code: string,
    private readonly pass: Pass,
    public view: View,
    private readonly owner: Owner,
  ) {
    this.role = pass.role;
    this.socket = new Manager({
      path: at("/socket.io/"),
      autoConnect: false,
      reconnection: false,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      timeout: OPEN_MS,
      // What stands before the server may ask for cookies or a password, in polling as in every other request.
      withCredentials: true,
    }).socket("/");
    this.retry = new Retry(
      () => this.socket.connect(),
      (at_ms) => owner.retry(at_ms),
    );
    this.socket.on("connect", () => void this.join());
    this.socket.on("connect_error", (error: NoLine) => {
      this.retryLater();
      void this.sayWhy(error);
    });
    this.socket.on("disconnect", (reason) => {
      this.is_joined = false;
      if (reason !== "io client disconnect") this.retryLater();
    });
    this.sync = new Sync(this, owner);
    this.socket.on("events", (message: EventsMessage) => this.sync.onEvents(message));
    this.socket.on("brief", (brief: Brief) => this.sync.onBrief(brief));
    this.socket.on("spread", (spread: Spread) => this.owner.dispatch({ type: "spread", spread }));
    this.socket.on("notice", (notice: Notice) => this.onNotice(notice));
    window.addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.wake();
    });
  }

  /** Begins, or begins again at once: by "try now", on a new seat, as a viewer. */
  open(role: Role = this.role): void {
    this.role = role;
    this.close();
    this.socket.connect();
  }

  close(): void {
    this.retry.stop();
    this.is_joined = false;
    this.socket.disconnect();
  }

  /** Asks the server to do something; null when no answer came. */
  command<T extends object>(command: Command): Promise<Ack<T> | null> {
    return this.ask("command", command);
  }

  /** Presses Arrive; an unanswered one is sent again, which is harmless, because it names its generation. */
  async arrive(generation: number, known?: number): Promise<Ack<object> | null> {
    if (!this.is_joined) return null; // sent after joining again
    const ack = await this.command<ArriveAck>({ type: "arrive", generation, known });
    if (!ack) {
      if (this.owner.session().sending?.generation === generation) this.silent();
      return null;
    }
    if (ack.ok && ack.card) {
      const { card, deal = 0, until_ms } = ack;
      this.owner.dispatch({ type: "mine", mine: { card: { card, deal, until_ms } } });
    }
    if (ack.ok && ack.paints) {
      this.owner.dispatch({ type: "painted", known, paints: ack.paints });
    } else if (ack.ok) {
      if (ack.index !== undefined)
        this.owner.dispatch({
          type: "arrived",
          generation: ack.generation,
          index: ack.index,
          now_ms: this.clock.now(),
        });
    } else {
      this.owner.dispatch({ type: "refused" });
      if (ack.snapshot || ack.brief)
        this.owner.dispatch({ type: "synced", ack: contentOf(ack), now_ms: this.clock.now() });
    }
    return ack;
  }

  /** Reports when this page heard of a release and when it was seen, in the time of `performance.now()`. */
  shown(generation: number, heard_ms: number, seen_ms: number): void {
    const report = this.clock.report(heard_ms, seen_ms);
    if (report && this.is_joined) this.socket.emit("shown", { generation, ...report });
  }

  switchView(view: View): void {
    if (view === this.view) return;
    this.view = view;
    void this.sync.ask(true);
  }

  private async join(): Promise<void> {
    this.owner.polling(this.socket.io.engine.transport.name === "polling");
    const { code, role, view } = this;
    const ack = await this.ask<JoinAck>("join", { v: PROTOCOL_VERSION, code, role, view, ...this.pass.proof(role) });
    if (!ack?.ok) {
      if (ack) this.refuse(ack.error, ack.message);
      else this.breakOff();
      return;
    }
    this.is_joined = true;
    mayReloadAgain();
    if (role === "worker") this.pass.keep(ack.you.token);
    this.retry.succeeded();
    this.owner.dispatch({ type: "standing", standing: "here" });
    this.sync.answered(ack);
    this.owner.joined();
    const sending = this.owner.session().sending;
    if (sending) void this.arrive(sending.generation, sending.known);
    await this.clock.begin();
    this.owner.polling(this.socket.connected && this.socket.io.engine.transport.name === "polling");
  }

  private refuse(error: string, message: string): void {
    const { standing, again } = joinRefused(error);
    if (standing === "outdated" && reloadOnce()) return;
    if (standing === "kept_out") this.pass.stayOut();
    if (standing === "dropped") this.pass.giveUp();
    this.close();
    if (standing !== null) this.owner.dispatch({ type: "standing", standing });
    if (standing === "refused")
      void this.sayRefused(refusal(({ refusalWords }) => refusalWords({ error, message }), message));
    if (again === "by itself") this.retryLater();
    if (again === "when the door opens") this.retry.after(LOCKED_RETRY_MS);
    if (again === "in a second") this.retry.after(CROWD_RETRY_MS * (1 + Math.random()));
  }

  private onNotice(notice: Notice): void {
    if (notice.type === "superseded") {
      this.pass.release();
      this.close();
      this.owner.dispatch({ type: "standing", standing: "superseded" });
    } else if (notice.type === "dropped") {
      this.close();
      this.pass.giveUp();
      this.owner.dispatch({ type: "standing", standing: "dropped" });
    } else if (notice.type === "kept_out") {
      this.refuse(notice.type, notice.message);
    } else if (notice.type === "renamed") {
      void this.sync.ask(true);
    } else if (notice.type === "server_restarting") {
      this.owner.dispatch({ type: "standing", standing: "restarting" });
    } else if (notice.type === "host_away" || notice.type === "host_here") {
      this.owner.dispatch({ type: "host", is_here: notice.type === "host_here" });
    } else if (notice.type === "room_closed") {
      this.close();
      this.owner.dispatch({ type: "standing", standing: "wrong" });
    }
    this.owner.notice(notice);
  }

  private async exchangeClocks(exchange: { t0: number; rtt_ms: number | null }): Promise<boolean> {
    if (!this.is_joined) return false;
    const ack = await this.ask("clock", exchange);
    if (!ack) this.silent();
    return ack !== null;
  }

  /** A tab that comes back to light, or a network that does: don't wait for the next try. */
  private wake(): void {
    const { standing } = this.owner.session();
    if (this.is_joined) void this.clock.refresh();
    else if (!this.socket.active && (standing === "lost" || standing === "restarting" || standing === "locked"))
      this.open();
  }

  /** The line may look alive and does not answer: hang up and call again. */
  silent(): void {
    if (this.socket.connected) this.breakOff();
  }

  private breakOff(): void {
    this.is_joined = false;
    this.socket.disconnect();
    this.retryLater();
  }

  private async sayWhy({ description, context }: NoLine): Promise<void> {
    if (!(context instanceof Response) || !isLineRefused(description)) return;
    const text = await context.text();
    await this.sayRefused(refusal(({ lineRefused }) => lineRefused(description, text, location.host), null));
  }

  /** The words are loaded meanwhile; by then the page may be in. */
  private async sayRefused(words: Promise<string | null>): Promise<void> {
    const refusal = await words;
    if (refusal !== null && !this.is_joined) this.owner.dispatch({ type: "standing", standing: "refused", refusal });
  }

  private retryLater(): void {
    this.is_joined = false;
    this.sync.lost();
    const { standing } = this.owner.session();
    if (standing === "here" || standing === "joining") this.owner.dispatch({ type: "standing", standing: "lost" });
    this.retry.later();
  }

  async ask<T extends object>(event: string, payload: object): Promise<Ack<T> | null> {
    if (!this.socket.connected) return null; // socket.io would keep it and send it before the next join
    const sent_ms = performance.now();
    try {
      const ack = (await this.socket.timeout(ACK_MS).emitWithAck(event, payload)) as Ack<T & { t_ms: number }>;
      if (ack.ok) this.clock.addSample(sent_ms, ack.t_ms);
      return ack;
    } catch {
      return null;
    }
  }
}

function contentOf(refusal: { snapshot?: SyncAck["snapshot"]; brief?: SyncAck["brief"] }): SyncAck {
  if (refusal.snapshot) return { snapshot: refusal.snapshot };
  return refusal.brief ? { brief: refusal.brief } : {};
}
