import type { Player } from "../../core/algorithms/arrivals";
import { knowsOf, type Run } from "../../core/algorithms/model";
import { FaceMark } from "../parts/face";
import { Mark } from "../parts/icons";
import { type Point, SMALLEST_FACE } from "./places";

export type State = "work" | "wait" | "go";

const RING = 6;
/** A smaller face has no room for the sign of its state beside it. */
const SIGN_FROM = 17;

export function stateOf(run: Run, me: number, step: number): State {
  if ((run.released[me] ?? 0) <= step) return "go";
  return (run.arrives[me] ?? 0) <= step ? "wait" : "work";
}

interface NodeProps {
  player: Player;
  at: Point;
  r: number;
  run: Run;
  me: number;
  step: number;
}

/** A worker: its face in a ring that fills with those of whom it knows; with many workers a dot. */
export function Node({ player, at, r, run, me, step }: NodeProps) {
  const state = stateOf(run, me, step);
  if (r < SMALLEST_FACE) return <circle class={`node-dot fill-${state}`} cx={at.x} cy={at.y} r={r} />;
  const share = knowsOf(run, me, step) / run.arrives.length;
  const sign = { x: at.x + r * 0.8, y: at.y + r * 0.8, r: r * 0.44 };
  return (
    <g>
      <circle class="ring" cx={at.x} cy={at.y} r={r + RING - 1} stroke-width={RING} />
      {share > 0 && (
        <path class={share === 1 ? "ring-full" : "ring-part"} d={arc(at, r + RING - 1, share)} stroke-width={RING} />
      )}
      <FaceMark name={player.name} avatar={player.avatar} kind={player.kind} presence="connected" {...at} r={r} />
      {r >= SIGN_FROM && (
        <>
          <circle class={`node-sign fill-${state}`} cx={sign.x} cy={sign.y} r={sign.r} />
          <Mark name={state} x={sign.x - r * 0.25} y={sign.y - r * 0.25} size={r * 0.5} fill={`fill-on-${state}`} />
        </>
      )}
    </g>
  );
}

/** From the top, clockwise. */
function arc({ x, y }: Point, r: number, share: number): string {
  if (share === 1) return `M${x} ${y - r}A${r} ${r} 0 1 1 ${x} ${y + r}A${r} ${r} 0 1 1 ${x} ${y - r}`;
  const angle = 2 * Math.PI * share - Math.PI / 2;
  return `M${x} ${y - r}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${x + r * Math.cos(angle)} ${y + r * Math.sin(angle)}`;
}
