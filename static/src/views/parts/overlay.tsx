import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const FOCUSABLE = "button, input, a[href]";

interface OverlayProps {
  label: string;
  look?: string;
  close(): void;
  children: ComponentChildren;
}

/** A panel over the page: focus goes in, stays in, and comes back; Esc closes (the page's keys see to it). */
export function Overlay({ label, look = "", close, children }: OverlayProps) {
  const panel = useRef<HTMLDivElement>(null);
  // Before the frame in which the page behind becomes inert and loses the focus.
  useLayoutEffect(() => {
    const before = document.activeElement;
    (panel.current?.querySelector<HTMLElement>("[data-first]") ?? panel.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const keepInside = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      close();
    }
    if (event.key !== "Tab" || panel.current === null) return;
    const stops = [...panel.current.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (element) => element.tabIndex >= 0,
    );
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement !== edge && document.activeElement !== panel.current) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
  };
  return (
    <div class="scrim">
      <div
        ref={panel}
        class={`panel ${look}`}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={keepInside}
      >
        {children}
      </div>
    </div>
  );
}
