import { useEffect, useReducer, useRef } from "preact/hooks";
import { AT_REST, type Frame, RELEASE_MS, releaseFrame } from "./release";

/** As long as the animations "appear" and "vanish" in scene.css. */
const CROSS_FADE_MS = 200;
const REDUCED = "(prefers-reduced-motion: reduce)";

export function reducedMotion(): boolean {
  return matchMedia(REDUCED).matches;
}

/**
 * For who asks for calm: what was drawn of the scene before this one, for as long as this one appears over it. `scene`
 * names what is drawn; null when nothing leaves.
 */
export function useLeaving<T>(scene: string, drawn: T): { scene: string; drawn: T } | null {
  const shown = useRef({ scene, drawn });
  const leaving = useRef<{ scene: string; drawn: T } | null>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  if (shown.current.scene !== scene) leaving.current = reducedMotion() ? shown.current : null;
  shown.current = { scene, drawn };
  useEffect(() => {
    if (leaving.current === null) return;
    const timer = setTimeout(() => {
      leaving.current = null;
      redraw(0);
    }, CROSS_FADE_MS);
    return () => clearTimeout(timer);
  }, [scene]);
  return leaving.current;
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
