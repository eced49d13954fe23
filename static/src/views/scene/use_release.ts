import { useEffect, useReducer, useRef } from "preact/hooks";

/** As long as the animations "appear" and "vanish" in scene.css. */
const CROSS_FADE_MS = 200;
const REDUCED = "(prefers-reduced-motion: reduce)";

export function reducedMotion(): boolean {
  return matchMedia(REDUCED).matches;
}

/**
 * For people who ask for calm: what was drawn of the scene before this one, for as long as this one appears over it.
 * `scene` names what is drawn; null when nothing leaves.
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

/**
 * How late this page began to show the release, in ms: the drawing begins in the middle then. 0 where the style sheet has
 * begun it at its moment, and while nothing is released.
 */
export function useLate(released_ms: number | null, now_ms: number): number {
  const begun = useRef<{ released_ms: number | null; late_ms: number }>({ released_ms: null, late_ms: 0 });
  if (begun.current.released_ms !== released_ms) {
    const is_punctual = released_ms === null || document.body.classList.contains("released");
    begun.current = { released_ms, late_ms: is_punctual ? 0 : Math.max(0, Math.round(now_ms - released_ms)) };
  }
  return begun.current.late_ms;
}
