/** The room clock as this page knows it: every acknowledgement is a sample of it, and some are asked for. */
import { type Clock, errorOf, knownTime, observe, roomTime } from "../core/clock";

/** Spread over joining, when the page is busy at first; then the crystals' drift is corrected now and then. */
const JOINING_EXCHANGES = 8;
const REFRESHING_EXCHANGES = 3;
const PAUSE_MS = 200;
const EVERY_MS = 45_000;

export class RoomClock {
  private clock: Clock | null = null;
  /** Of the latest exchange that was asked for. */
  private rtt_ms: number | null = null;

  /** `ask` is true when the server has answered; without an answer no more is asked. */
  constructor(private readonly ask: (exchange: { t0: number; rtt_ms: number | null }) => Promise<boolean>) {
    window.setInterval(() => void this.refresh(), EVERY_MS);
  }

  /** What is shown: never jumps. */
  now = (): number => (this.clock ? roomTime(this.clock, performance.now()) : Date.now());

  /** What is known best, for what happens at a moment and shows no time. */
  known = (): number => (this.clock ? knownTime(this.clock, performance.now()) : Date.now());

  /** The server read its clock at `room_ms`, between sending and now. */
  addSample(sent_ms: number, room_ms: number): void {
    this.clock = observe(this.clock, { sent_ms, received_ms: performance.now(), room_ms });
  }

  /** When this page heard of something and when that was seen, in room time; null before any sample. */
  report(heard_ms: number, seen_ms: number): { at_ms: number; heard_at_ms: number; error_ms: number | null } | null {
    const { clock } = this;
    if (!clock) return null;
    return { at_ms: knownTime(clock, seen_ms), heard_at_ms: knownTime(clock, heard_ms), error_ms: errorOf(clock) };
  }

  /** The line is new. */
  begin(): Promise<void> {
    return this.exchange(JOINING_EXCHANGES);
  }

  /** The page may have slept. */
  refresh(): Promise<void> {
    return this.exchange(REFRESHING_EXCHANGES);
  }

  private async exchange(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const t0 = performance.now();
      if (!(await this.ask({ t0, rtt_ms: this.rtt_ms }))) return;
      this.rtt_ms = performance.now() - t0;
      if (i + 1 < times) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
