import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Letters of drawings are made for text of this size; where text is larger, the whole drawing is. */
const DESIGN_TEXT_PX = 18;
const FIRST_GUESS_PX = 900;

export interface Size {
  width: number;
  height: number;
}

/** A container's size in a drawing's own pixels: real ones, unless the page's letters are large, as on a 4K screen. */
export function useSize(): { ref: RefObject<HTMLDivElement | null>; size: Size | null } {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useResize(ref, (element) => {
    const scale = Math.max(1, Number.parseFloat(getComputedStyle(element).fontSize) / DESIGN_TEXT_PX);
    const [width, height] = [element.clientWidth / scale, element.clientHeight / scale];
    setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
  });
  return { ref, size };
}

/** A container's width in real pixels, so that drawn text keeps its size. */
export function useWidth(): { ref: RefObject<HTMLDivElement | null>; width: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_GUESS_PX);
  useResize(ref, (element) => setWidth(Math.max(1, Math.floor(element.clientWidth))));
  return { ref, width };
}

/** Of the lower right corner of a list, where it says how many more there are. */
const MORE_WIDTH = 150;
const MORE_HEIGHT = 40;

/** How many of a list's `n` entries can be seen. Where not all can, some of them lie below a note that says so. */
export function useSeen(n: number): { ref: RefObject<HTMLUListElement | null>; seen: number } {
  const ref = useRef<HTMLUListElement>(null);
  const [seen, setSeen] = useState(n);
  const count = (list: HTMLElement) => setSeen(countSeen(list));
  useResize(ref, count);
  useLayoutEffect(() => {
    if (ref.current) count(ref.current);
  }, [n]);
  return { ref, seen };
}

function countSeen(list: HTMLElement): number {
  const { right, bottom } = list.getBoundingClientRect();
  const entries = Array.from(list.children, (entry) => entry.getBoundingClientRect());
  const above = entries.filter((entry) => entry.bottom <= bottom + 1);
  if (above.length === entries.length) return entries.length;
  return above.filter((entry) => entry.right <= right - MORE_WIDTH || entry.bottom <= bottom - MORE_HEIGHT).length;
}

/** Measures the element now and whenever its size changes. */
function useResize<T extends HTMLElement>(ref: RefObject<T | null>, measure: (element: T) => void): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const again = () => measure(element);
    again();
    // Before 2020 browsers had no ResizeObserver.
    if (typeof ResizeObserver === "undefined") {
      window.addEventListener("resize", again);
      return () => window.removeEventListener("resize", again);
    }
    const observer = new ResizeObserver(again);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}
