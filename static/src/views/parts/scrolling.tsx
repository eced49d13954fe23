import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  look: string;
  children: ComponentChildren;
}

/** A place for what may be longer than it: the keyboard scrolls it, too. */
export function Scrolling({ label, look, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class={look} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
