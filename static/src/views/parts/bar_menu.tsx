import * as m from "messages";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Acts of a page's bar: a part of its row, or a menu above it where the window is narrow. */
export function BarMenu({ children }: { children: ComponentChildren }) {
  const [is_open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!is_open) return;
    const close = (event: Event) => {
      const is_escape = event instanceof KeyboardEvent && event.key === "Escape";
      const is_outside = event instanceof PointerEvent && !menu.current?.contains(event.target as Node);
      if (is_escape || is_outside) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [is_open]);
  return (
    <div ref={menu} class={is_open ? "bar-menu bar-menu-open" : "bar-menu"}>
      <button type="button" class="button bar-more" aria-expanded={is_open} onClick={() => setOpen(!is_open)}>
        {m.host_more}
      </button>
      <div class="bar-items">{children}</div>
    </div>
  );
}
