/** Something at a moment on the room clock, in the frame that shows it. */

/** Timers are late by a few milliseconds and frames are not: the last stretch is waited for frame by frame. */
const TIMER_UNTIL_MS = 20;
/** A frame drawn now is seen about half a frame later. */
const HALF_FRAME_MS = 8;
/** No frame comes in a hidden tab: a timer does it then, this late. */
const NO_FRAME_MS = 30;

/** Calls `act` once, at `at_ms` by `now()`; at once when that is past. Returns what cancels it. */
export function schedule(at_ms: number, now: () => number, act: () => void): () => void {
  let timer = 0;
  let frame = 0;
  let is_over = false;

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
  const onFrame = () => {
    if (now() + HALF_FRAME_MS >= at_ms) finish();
    else frame = requestAnimationFrame(onFrame);
  };
  const approach = () => {
    const left_ms = at_ms - now();
    if (left_ms <= 0) finish();
    else if (left_ms > TIMER_UNTIL_MS) timer = window.setTimeout(approach, left_ms - TIMER_UNTIL_MS);
    else {
      timer = window.setTimeout(finish, left_ms + (document.hidden ? 0 : NO_FRAME_MS));
      if (!document.hidden) frame = requestAnimationFrame(onFrame);
    }
  };
  approach();
  return stop;
}
