import { useLayoutEffect, useRef } from "preact/hooks";

/** Of a heading that gets the focus when it begins, so that a screen reader reads it; a dialog keeps it. */
export function useFocus() {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (document.querySelector("[role=dialog]") === null) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
