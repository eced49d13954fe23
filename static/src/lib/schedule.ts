/** Something at a moment on the room clock, in the frame that is seen nearest to it. */

/** Timers are late by a few milliseconds and frames are not: the last stretch is waited for frame by frame. */
const FRAMES_FROM_MS = 100;
/** Of a screen that has shown no two frames yet: 60 a second. */
const USUAL_FRAME_MS = 1000 / 60;
/** No frame comes in a hidden tab: a timer does it then, this late. */
const NO_FRAME_MS = 30;

/** Calls `act` once, for `at_ms` by `now()`; at once when that is past. Returns what cancels it. */
export function schedule(at_ms: number, now: () => number, act: () => void): () => void {
  let timer = 0;
  let frame = 0;
  let is_over = false;
  let last_frame_ms = 0;
  /** The shortest time between two frames: longer ones are frames that the page missed. */
  let interval_ms = 0;

  const stop = () => {
    is_over = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
  const finish = () => {
    if (is_over) return;
    stop();
    act();
  };
  const onFrame = (frame_ms: number) => {
    if (last_frame_ms) interval_ms = Math.min(interval_ms || Number.POSITIVE_INFINITY, frame_ms - last_frame_ms);
    last_frame_ms = frame_ms;
    // What is drawn in this frame is seen when the next one begins.
    const seen_ms = now() - (performance.now() - frame_ms) + (interval_ms || USUAL_FRAME_MS);
    if (seen_ms + (interval_ms || USUAL_FRAME_MS) / 2 >= at_ms) finish();
    else frame = requestAnimationFrame(onFrame);
  };
  const approach = () => {
    const left_ms = at_ms - now();
    if (left_ms <= 0) finish();
    else if (left_ms > FRAMES_FROM_MS) timer = window.setTimeout(approach, left_ms - FRAMES_FROM_MS);
    else {
      timer = window.setTimeout(finish, left_ms + (document.hidden ? 0 : NO_FRAME_MS));
      if (!document.hidden) frame = requestAnimationFrame(onFrame);
    }
  };
  approach();
  return stop;
}
