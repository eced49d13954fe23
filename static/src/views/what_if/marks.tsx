/** What bars and flow have in common: the flag at the gate or the break, and the moment of the scrubber. */

import * as m from "messages";
import type { World } from "../../core/what_if";
import { seconds } from "../../core/words";

const FLAG_PX = 26;

interface FlagProps {
  world: World;
  x(ms: number): number;
  top: number;
  bottom: number;
  width: number;
  is_small: boolean;
}

export function Flag({ world: { gate_ms, breaks_ms }, x, top, bottom, width, is_small }: FlagProps) {
  const at_ms = gate_ms ?? breaks_ms;
  if (at_ms === null) return null;
  const is_gate = gate_ms !== null;
  const text = is_gate ? m.gate_opens_at({ time: seconds(at_ms) }) : m.what_if_breaks({ time: seconds(at_ms) });
  const plate = text.length * 8.8 + 20;
  const left = Math.max(0, Math.min(x(at_ms) - plate / 2, width - plate - 2));
  return (
    <g class={is_gate ? "flag" : "flag flag-bad"}>
      <path d={`M${x(at_ms)} ${top - 8}V${bottom}`} />
      {!is_small && (
        <>
          <rect x={left} y="0" width={plate} height={FLAG_PX} rx="6" />
          <text x={left + plate / 2} y={FLAG_PX - 7.5}>
            {text}
          </text>
        </>
      )}
    </g>
  );
}

/** Half of the px that a flag's plate covers, for ticks that would stand under it. */
export const FLAG_COVERS_PX = 92;

interface CutProps {
  cut_ms: number | null;
  x(ms: number): number;
  top: number;
  bottom: number;
  right: number;
}

export function Cut({ cut_ms, x, top, bottom, right }: CutProps) {
  if (cut_ms === null) return null;
  const at = x(cut_ms);
  return (
    <g class="cut">
      <rect x={at} y={top - 6} width={Math.max(0, right - at)} height={bottom - top + 8} />
      <path d={`M${at} ${top - 6}V${bottom}`} />
      <circle cx={at} cy={bottom - 2} r="7" />
    </g>
  );
}
