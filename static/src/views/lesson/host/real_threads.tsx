import * as m from "messages";
import EXITS from "../../../core/exits.json";
import { tenths } from "../../../core/words";

const LEFT = 30;
const ROW = 6.7;
const TICK_MS = 10;
const WIDTH = 500;

/** One recorded run of real threads: when each went on after the last one had come. */
export function RealThreads() {
  const began_ms: readonly number[] = EXITS.began_ms;
  const last_ms = Math.max(...began_ms, TICK_MS);
  const x = (ms: number) => LEFT + (ms / last_ms) * WIDTH;
  const height = 24 + began_ms.length * ROW;
  const ticks = Array.from({ length: Math.floor(last_ms / TICK_MS) + 1 }, (_, i) => i * TICK_MS);
  return (
    <svg
      class="real-threads"
      viewBox={`0 0 ${WIDTH + 70} ${height + 34}`}
      role="img"
      aria-label={m.lesson_n_threads_label({ n: began_ms.length, ms: tenths(last_ms) })}
    >
      {ticks.map((ms) => (
        <g key={ms}>
          <path class="tick" d={`M${x(ms)} 10V${height + 6}`} />
          <text x={x(ms)} y={height + 28} text-anchor="middle">
            {m.lesson_ms({ ms })}
          </text>
        </g>
      ))}
      {began_ms.map((ms, i) => (
        <rect key={i} x={x(ms)} y={16 + i * ROW} width={15} height={ROW - 1.1} rx="2.5" />
      ))}
      <text class="real-threads-says" x={LEFT + 8} y={height - 12}>
        {m.lesson_n_threads({ n: began_ms.length })}
      </text>
    </svg>
  );
}
