/** One paint a frame, and one now and then for what ticks. */

/** A frame that takes longer does not come. */
const NO_FRAME_MS = 50;

export class Painter {
  private is_due = false;
  private frame = 0;
  private frame_timer = 0;
  private tick_timer = 0;

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
  rest(ms: number): void {
    this.stop();
    this.is_due = true;
    this.tick_timer = window.setTimeout(this.now, ms);
  }

  now = (): void => {
    this.stop();
    this.is_due = false;
    this.tick_timer = window.setTimeout(this.request, this.draw());
  };

  private stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.frame_timer);
    clearTimeout(this.tick_timer);
  }
}
