import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Letters of drawings are made for text of this size; where text is larger, the whole drawing is. */
const DESIGN_TEXT_PX = 18;

export interface Size {
  width: number;
  height: number;
}

/** A container's size in a drawing's own pixels: real ones, unless the page's letters are large, as on a 4K screen. */
export function useSize(): { ref: RefObject<HTMLDivElement | null>; size: Size | null } {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const scale = Math.max(1, Number.parseFloat(getComputedStyle(element).fontSize) / DESIGN_TEXT_PX);
      const [width, height] = [element.clientWidth / scale, element.clientHeight / scale];
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    // Before 2020 browsers had no ResizeObserver.
    if (typeof ResizeObserver === "undefined") {
      window.addEventListener("resize", measure);
      return () => window.removeEventListener("resize", measure);
    }
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}
