import { useEffect, useReducer, useRef } from "preact/hooks";
import { AT_REST, type Frame, RELEASE_MS, releaseFrame } from "./release";

const REDUCED = "(prefers-reduced-motion: reduce)";

export function reducedMotion(): boolean {
  return matchMedia(REDUCED).matches;
}

/** The frame of this moment, and a redraw for each next one while the bus drives. `released_ms` null: it stands. */
export function useRelease(released_ms: number | null, now_ms: number): Frame {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const seen = useRef({ now_ms: Number.NaN, offset_ms: 0 });
  if (seen.current.now_ms !== now_ms) seen.current = { now_ms, offset_ms: now_ms - performance.now() };
  const t_ms = released_ms === null ? 0 : performance.now() + seen.current.offset_ms - released_ms;
  const moving = released_ms !== null && t_ms < RELEASE_MS && !reducedMotion();
  useEffect(() => {
    if (!moving) return;
    const request = requestAnimationFrame(redraw);
    return () => cancelAnimationFrame(request);
  });
  if (released_ms === null) return AT_REST;
  return releaseFrame(moving ? t_ms : RELEASE_MS);
}
