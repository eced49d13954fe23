/** Our own icons: characters such as ❚❚ and ▶ look different on every phone. Drawn on 20 × 20. */
export const ICONS = {
  work: "M3 13.2V17h3.8L16 7.8 12.2 4 3 13.2zM13.3 2.9l3.8 3.8 1.2-1.2a1.3 1.3 0 0 0 0-1.9l-1.9-1.9a1.3 1.3 0 0 0-1.9 0z",
  wait: "M4 3h4v14H4zM12 3h4v14h-4z",
  go: "M4 2.5v15l13-7.5z",
  bad: "M3 5.2 5.2 3 10 7.8 14.8 3 17 5.2 12.2 10 17 14.8 14.8 17 10 12.2 5.2 17 3 14.8 7.8 10z",
  off: "M1.5 1.8 18.2 18.5 19.7 17 3 .3zM10 4C6 4 2.6 5.6 0 8l2 2.1a11.4 11.4 0 0 1 16 0L20 8c-2.6-2.4-6-4-10-4zM10 9.5c-2.4 0-4.6.9-6.2 2.5l2 2.1a6 6 0 0 1 8.4 0l2-2.1A8.8 8.8 0 0 0 10 9.5zM7.7 16 10 18.5l2.3-2.5a3.3 3.3 0 0 0-4.6 0z",
  bell: "M10 1.5c.9 0 1.5.6 1.5 1.4v.7c2.6.6 4.3 2.8 4.3 5.6v3.6l1.9 2.3v.9H2.3v-.9l1.9-2.3V9.2c0-2.8 1.7-5 4.3-5.6v-.7c0-.8.6-1.4 1.5-1.4zM7.7 17h4.6a2.3 2.3 0 0 1-4.6 0z",
  out: "M3 2h9v3.5H9.5v-1h-4v11h4v-1H12V18H3zM13 5.5 18.5 10 13 14.5V11.5H8v-3h5z",
  tabs: "M2 2h11v3H5v8H2zM7 7h11v11H7z",
  lock: "M5.5 8V6a4.5 4.5 0 0 1 9 0v2H16v10H4V8zm2.3 0h4.4V6a2.2 2.2 0 0 0-4.4 0z",
  bus: "M1 5.5A2.5 2.5 0 0 1 3.5 3h10L15 8.5l4 1.5v5h-1.7a2.3 2.3 0 0 1-4.6 0H7.3a2.3 2.3 0 0 1-4.6 0H1zM3 5.5v3h2.5v-3zm4 0v3h2.5v-3z",
  redo: "M10 3a7 7 0 1 0 7 7h-2.6A4.4 4.4 0 1 1 10 5.6V8.5l5-4-5-4z",
  tag: "M2 2h8.5L18.5 10l-8.4 8.5L2 10.5zM6 4.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z",
  mask: "M1 5c6-2 12-2 18 0v3c0 4.5-2 7-4.5 7-2 0-3-2-4.5-2s-2.5 2-4.5 2C3 15 1 12.5 1 8zm5 2.5c-1.5 0-2.5.700-3 1.5.700.9 1.7 1.5 3 1.5s2.3-.6 3-1.5c-.5-.8-1.5-1.5-3-1.5zm8 0c-1.5 0-2.5.700-3 1.5.700.9 1.7 1.5 3 1.5s2.3-.6 3-1.5c-.5-.8-1.5-1.5-3-1.5z",
  sound:
    "M2 7h4l5-4.5v15L6 13H2zM13 6.2c2.3 1.8 2.3 5.8 0 7.6v-2.2c.7-.9.7-2.3 0-3.2zM13 2.5c5.3 2.3 5.3 12.7 0 15v-2.3c3.5-2 3.5-8.4 0-10.4z",
  screen: "M1 2.5h18v11.5H1zM8 14h4v2.5h3.5V18.5h-11V16.5H8z",
  half: "M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.4v13.2a6.6 6.6 0 0 1 0-13.2z",
} as const;

export type IconName = keyof typeof ICONS;

/** In a line of text, as tall as the letters; `big` stands alone above a heading. */
export function Icon({ name, big = false }: { name: IconName; big?: boolean }) {
  return (
    <svg class={big ? "icon icon-big" : "icon"} viewBox="0 0 20 20" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}

/** The same inside another drawing: `x`, `y` are its corner. */
export function Mark({ name, x, y, size, fill }: { name: IconName; x: number; y: number; size: number; fill: string }) {
  return <path class={fill} d={ICONS[name]} transform={`translate(${x} ${y}) scale(${size / 20})`} />;
}
