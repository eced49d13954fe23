import type { Point } from "./places";

interface ArrowProps {
  from: Point;
  to: Point;
  width: number;
  /** Its class: what it means, and with that its colour. */
  look: string;
  /** Pixels that stay free at its beginning and at its end. */
  gaps?: readonly [number, number];
  /** The head's size; 0 is none. */
  head?: number;
}

/** A straight line with a head: one path, whatever it means. */
export function Arrow({ from, to, width, look, gaps = [0, 0], head = 1 }: ArrowProps) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const size = head * Math.max(8, width * 2.6);
  const end = gaps[1] + size * 0.75;
  const tip = { x: to.x - ux * gaps[1], y: to.y - uy * gaps[1] };
  const line = `M${at(from.x + ux * gaps[0], from.y + uy * gaps[0])}L${at(to.x - ux * end, to.y - uy * end)}`;
  const back = { x: tip.x - ux * size, y: tip.y - uy * size };
  const half = size * 0.52;
  const barbs = `M${at(tip.x, tip.y)}L${at(back.x - uy * half, back.y + ux * half)}L${at(back.x + uy * half, back.y - ux * half)}z`;
  return (
    <g class={`arrow ${look}`}>
      <path d={line} stroke-width={width} />
      {head > 0 && <path class="arrow-head" d={barbs} />}
    </g>
  );
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
