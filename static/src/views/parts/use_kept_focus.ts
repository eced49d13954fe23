import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Where a change takes the element with the focus away, the browser gives the focus to nobody, and a keyboard or a screen
 * reader starts again at the top. Within this element the first match of `selector` gets it instead.
 */
export function useKeptFocus<E extends HTMLElement>(selector: string): RefObject<E | null> {
  const area = useRef<E>(null);
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      const element = target as Element;
      focused.current = area.current?.contains(element) ? element : null;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  useLayoutEffect(() => {
    if (focused.current === null || focused.current.isConnected) return;
    focused.current = null;
    if (document.activeElement !== document.body) return;
    area.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  });
  return area;
}
