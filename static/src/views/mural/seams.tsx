import type { ComponentChildren } from "preact";
import { HEIGHT, parts, type Strip, WIDTH } from "../../core/painting";

/** More seams than these are a net over the picture. */
const MOST_DRAWN = 60;
/** Up to this many strips also show where a seam was torn earlier. */
const EARLIER_SHOWN = 8;
const ROWS_ONLY = 12;
/** How far apart the two sides are when the tear is bold. */
const FAR_STEPS = 2;
const FAR_STEPS_OF_TILES = 3;
const TOOTH = 1.6;
const TOOTH_DEPTH = 0.62;

interface Line {
  from_x: number;
  from_y: number;
  to_x: number;
  to_y: number;
}

/** Where the strips meet, while the picture is whole. */
export function WholeSeams({ n }: { n: number }) {
  if (n > MOST_DRAWN) return null;
  const path = parts(n).map(({ left, top, right, bottom }) => {
    const above = top > 0 ? `M${left} ${top}H${right}` : "";
    return above + (left > 0 ? `M${left} ${top}V${bottom}` : "");
  });
  return (
    <Over>
      <path class="seam-whole" d={path.join("")} />
    </Over>
  );
}

/** Where the sides of a seam stand far apart, a zigzag; where it was torn earlier, a thin line. */
export function TornSeams({ n, torn, steps }: { n: number; torn: Iterable<string>; steps: readonly number[] }) {
  if (n > MOST_DRAWN) return null;
  const far_steps = n <= ROWS_ONLY ? FAR_STEPS : FAR_STEPS_OF_TILES;
  let far = "";
  let earlier = "";
  for (const name of torn) {
    const [a = 0, b = 0] = name.split("-").map(Number);
    const line = between(parts(n)[a], parts(n)[b]);
    if (line === null) continue;
    if (Math.abs((steps[a] ?? 0) - (steps[b] ?? 0)) >= far_steps) far += zigzag(line);
    else earlier += `M${line.from_x} ${line.from_y}L${line.to_x} ${line.to_y}`;
  }
  return (
    <Over>
      {n <= EARLIER_SHOWN && <path class="seam-earlier" d={earlier} />}
      <path class="seam-casing" d={far} />
      <path class={n <= ROWS_ONLY ? "seam-torn" : "seam-torn seam-thin"} d={far} />
    </Over>
  );
}

/** How many seams there are between n strips. */
export function countSeams(n: number): number {
  const all = parts(n);
  let count = 0;
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) if (between(all[a], all[b])) count++;
  return count;
}

function Over({ children }: { children: ComponentChildren }) {
  return (
    <svg class="mural-over" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {children}
    </svg>
  );
}

/** The line where two strips meet; null where they do not. */
function between(a: Strip | undefined, b: Strip | undefined): Line | null {
  if (!a || !b) return null;
  const [upper, lower] = a.top <= b.top ? [a, b] : [b, a];
  if (upper.bottom === lower.top) {
    const [from_x, to_x] = [Math.max(a.left, b.left), Math.min(a.right, b.right)];
    return to_x > from_x ? { from_x, to_x, from_y: lower.top, to_y: lower.top } : null;
  }
  const [left, right] = a.left <= b.left ? [a, b] : [b, a];
  if (left.right !== right.left || left.row !== right.row) return null;
  return { from_x: right.left, to_x: right.left, from_y: right.top, to_y: right.bottom };
}

function zigzag({ from_x, from_y, to_x, to_y }: Line): string {
  const lies = from_y === to_y;
  const teeth = Math.max(2, Math.round((lies ? to_x - from_x : to_y - from_y) / TOOTH));
  return Array.from({ length: teeth + 1 }, (_, i) => {
    const along = i / teeth;
    const depth = i % 2 ? TOOTH_DEPTH : -TOOTH_DEPTH;
    const x = lies ? from_x + (to_x - from_x) * along : from_x + depth;
    const y = lies ? from_y + depth : from_y + (to_y - from_y) * along;
    return `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`;
  }).join("");
}
