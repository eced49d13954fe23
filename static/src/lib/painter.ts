/** One paint a frame, and one now and then for what ticks. */
import type { Picture } from "../core/picture";

/** A frame that takes longer does not come. */
const NO_FRAME_MS = 50;
/** Seconds with one decimal tick on the picture; a phone or a large room is spared most of them. */
const TICK_MS = 100;
const CALM_TICK_MS = 1000;
const LARGE_ROOM = 60;

/**
 * Without a picture only whole seconds tick, and where less motion is asked for; before the trip and between the last
 * arrival and the gate nothing does.
 */
export function isStill(picture: Picture | null): boolean {
  return (
    picture === null ||
    picture.state === "lobby" ||
    picture.state === "hold" ||
    matchMedia("(prefers-reduced-motion: reduce)").matches
  );
}

/** After how many ms what is shown is old: at the next tick, or when something changes by itself before. */
export function isOldAfter(
  shown: { counts: { workers: number }; now_ms: number },
  is_calm: boolean,
  change_ms: number | null,
): number {
  const tick_ms = is_calm || document.hidden || shown.counts.workers > LARGE_ROOM ? CALM_TICK_MS : TICK_MS;
  return change_ms === null ? tick_ms : Math.max(1, Math.min(tick_ms, change_ms - shown.now_ms));
}

/** A drawing of this time does not make its frame long, and follows a release in the next one. */
const SHORT_MS = 8;
const ONE_FRAME_MS = 30;
const FADES = 0.9;
/** A slow page's frames stay short after a release. */
export const HALF_A_SECOND_MS = 550;

export class Painter {
  private is_due = false;
  private frame = 0;
  private frame_timer = 0;
  private tick_timer = 0;
  /** For the longest of the latest drawings, without what the browser makes of it: what ticks takes less than news. */
  private took_ms = 0;

  /** `draw` returns after how many ms it wants to draw again. */
  constructor(private readonly draw: () => number) {}

  /** A hidden tab has no frames, but a title; one behind others has a frame now and then. */
  request = (): void => {
    if (this.is_due) return;
    this.is_due = true;
    if (document.hidden) {
      void Promise.resolve().then(this.now);
    } else {
      this.frame = requestAnimationFrame(this.now);
      this.frame_timer = window.setTimeout(this.now, NO_FRAME_MS);
    }
  };

  /** Paint once, after this time, whatever is asked for meanwhile: something else needs the frames. */
  rest(ms = this.took_ms < SHORT_MS ? ONE_FRAME_MS : HALF_A_SECOND_MS): void {
    this.stop();
    this.is_due = true;
    this.tick_timer = window.setTimeout(this.now, ms);
  }

  now = (): void => {
    this.stop();
    this.is_due = false;
    const began_ms = performance.now();
    const old_after_ms = this.draw();
    this.took_ms = Math.max(performance.now() - began_ms, this.took_ms * FADES);
    this.tick_timer = window.setTimeout(this.request, old_after_ms);
  };

  private stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.frame_timer);
    clearTimeout(this.tick_timer);
  }
}
