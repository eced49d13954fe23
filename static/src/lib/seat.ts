/**
 * This tab's seat: the token is its only identity, kept for as long as the tab lives.
 *
 * A duplicated tab begins with a copy of its twin's storage. So a page that finds a token asks its twins first, and
 * joins as somebody new when one of them holds it. After a plain reload nobody answers.
 *
 * The browser remembers the seats of its tabs, too: a tab that was closed leaves one that no tab holds, and the next
 * page of this room offers it. Where several people share the browser, it offers their seats one after another. Where
 * the browser forbids storage, the token stands in the address's fragment.
 */

import type { Profile } from "../core/model";
import type { Role } from "../core/protocol";
import { type HeldSeat, holdSeat, letGoOfSeat, seatsOf } from "./held";
import type { Pass, Proof } from "./pass";
import { load, save } from "./storage";
import { Tabs } from "./tabs";

/** A twin on the same machine answers within a few milliseconds; a busy one gets some more. */
const TWIN_ANSWERS_MS = 300;
const IN_FRAGMENT = /^#seat=([\w-]+)$/;

type Message = { type: "asks"; token: string; from: number } | { type: "holds"; token: string; to: number };

export class Seat implements Pass {
  readonly role = "worker";
  token: string | null = null;
  /** The name and face to ask for when this page gets on again. */
  profile: Profile | null = null;
  /** Of earlier tabs of this browser, and held by no open one: the newest first, which is the one to offer. */
  free: HeldSeat[] = [];
  /** Does this page sit on the token, or is it still asking (or superseded)? */
  private holds = false;
  /** The seat of an earlier tab that this page is about to sit on. */
  private taken: string | null = null;
  private readonly id = Math.random();
  private readonly key: string;
  /** Where the token stands with which this browser, and not this tab alone, is kept out. */
  private readonly out_key: string;
  private readonly tabs: Tabs<Message>;

  constructor(private readonly code: string) {
    this.key = `all-aboard-seat-${code}`;
    this.out_key = `all-aboard-kept-out-${code}`;
    this.tabs = new Tabs<Message>(this.key);
  }

  /** Finds out who this tab is: the token to join with stands in `token` afterwards. True when it is a copy. */
  async claim(): Promise<boolean> {
    const token = load("sessionStorage", this.key) ?? IN_FRAGMENT.exec(location.hash)?.[1] ?? null;
    const is_copy = token !== null && (await this.hasTwin(token));
    this.keep(is_copy ? null : token);
    if (token === null) this.free = await this.findFree();
    this.tabs.listen((message) => {
      if (message.type === "asks" && this.holds && message.token === this.token) {
        this.tabs.say({ type: "holds", token: message.token, to: message.from });
      }
    });
    return is_copy;
  }

  /**
   * Sit on the free seat again; on a new one, under the same name, where it was given up meanwhile. A tab that has taken
   * it since this one asked is superseded: who pressed sits here.
   */
  takeBack(): void {
    const [offered] = this.free;
    if (!offered) return;
    const { token, name, avatar } = offered;
    this.profile = { name, avatar };
    this.taken = token;
    this.keep(token);
  }

  /** Who sits here, for the next tab. */
  remember({ name, avatar }: Profile): void {
    if (this.token === null) return;
    if (this.taken !== null) letGoOfSeat(this.code, this.taken);
    this.taken = null;
    holdSeat(this.code, { token: this.token, name, avatar, at_ms: Date.now() });
  }

  /**
   * A worker's own token, with which it comes back or not at all; or the one that is kept out: once that is let in
   * again, it means nobody. And who the worker wants to be. A viewer has nothing to show.
   */
  proof(role: Role): Proof {
    if (role !== "worker") return {};
    if (this.taken !== null) return { ...this.profile, token: this.taken };
    if (this.token !== null) return { token: this.token, back: true };
    const token = load("localStorage", this.out_key);
    return { ...this.profile, ...(token === null ? {} : { token }) };
  }

  /** Was this browser asked to stay out? Then it has nothing to choose at the door. */
  get is_out(): boolean {
    return load("localStorage", this.out_key) !== null;
  }

  stayOut(): void {
    if (this.token !== null) save("localStorage", this.out_key, this.token);
    this.giveUp();
  }

  keep(token: string | null): void {
    this.token = token;
    this.holds = token !== null;
    if (!save("sessionStorage", this.key, token)) keepInAddress(token);
  }

  /** The seat is gone, for this browser, too. */
  giveUp(): void {
    if (this.token !== null) letGoOfSeat(this.code, this.token);
    this.taken = null;
    this.keep(null);
  }

  /** Another tab went on with this token; it is remembered, in case this one takes it back. */
  release(): void {
    this.holds = false;
  }

  private async findFree(): Promise<HeldSeat[]> {
    const seats = seatsOf(this.code);
    const held = await Promise.all(seats.map(({ token }) => this.hasTwin(token)));
    return seats.filter((_, i) => !held[i]);
  }

  private hasTwin(token: string): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (answer: boolean) => {
        clearTimeout(timer);
        end();
        resolve(answer);
      };
      const end = this.tabs.listen((message) => {
        if (message.token !== token) return;
        if (message.type === "holds" && message.to === this.id) done(true);
        // Two copies that begin together, as after a restart of the browser: the smaller number keeps the seat.
        if (message.type === "asks") {
          if (message.from < this.id) done(true);
          else this.tabs.say({ type: "holds", token, to: message.from });
        }
      });
      const timer = window.setTimeout(() => done(false), TWIN_ANSWERS_MS);
      this.tabs.say({ type: "asks", token, from: this.id });
    });
  }
}

function keepInAddress(token: string | null): void {
  if (token === null && !IN_FRAGMENT.test(location.hash)) return;
  history.replaceState(null, "", location.pathname + location.search + (token === null ? "" : `#seat=${token}`));
}
