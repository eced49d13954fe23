import * as m from "messages";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { radioKeys } from "./radio_keys";

interface PanelProps {
  label: string;
  look: string;
  children: ComponentChildren;
}

/** Beside the room and not over it: the focus goes in and comes back, the round goes on, and Esc closes (page's keys). */
export function Panel({ label, look, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    (panel.current?.querySelector<HTMLElement>("[data-first]") ?? panel.current)?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div ref={panel} class={`host-panel ${look}`} role="dialog" aria-label={label} tabIndex={-1}>
      {children}
    </div>
  );
}

/** A key's name beside what it does. */
export function Key({ name }: { name: string }) {
  return (
    <kbd class="key-name" aria-hidden="true">
      {KEYS[name] ?? name}
    </kbd>
  );
}

/** Keys that are labelled otherwise in other countries. */
const KEYS: Readonly<Record<string, string>> = { Space: m.host_space, PgDn: m.key_page_down, PgUp: m.key_page_up };

interface ChoiceProps<T> {
  label: string;
  options: readonly { value: T; text: string; says?: string }[];
  chosen: T;
  choose(value: T): void;
}

/** One of a few. */
export function Choice<T>({ label, options, chosen, choose }: ChoiceProps<T>) {
  const at = options.findIndex((option) => option.value === chosen);
  const onKeyDown = radioKeys((i) => choose((options[i] as { value: T }).value));
  return (
    <div class="segments" role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {options.map((option, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a button that looks like one, in a group that reads as radios
        <button
          key={option.text}
          type="button"
          role="radio"
          aria-checked={i === at}
          tabIndex={i === Math.max(0, at) ? 0 : -1}
          onClick={() => choose(option.value)}
        >
          {option.text}
          {option.says !== undefined && <span>{option.says}</span>}
        </button>
      ))}
    </div>
  );
}

interface SwitchProps {
  label: string;
  on: boolean;
  toggle(): void;
}

export function Switch({ label, on, toggle }: SwitchProps) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} aria-label={label} onClick={toggle}>
      {on ? m.host_on : m.host_off}
    </button>
  );
}
