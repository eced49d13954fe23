/** Screens that changed together, and threads that left one after another, on one scale. */
import * as m from "messages";
import type { Spread } from "../../../core/protocol";
import { duration, EXITS, errorWords, exitsAxis, lateWords } from "../../../core/spread";

const WIDTH = 560;
const HEIGHT = 330;
const LEFT = 16;
const RIGHT = 30;
const TOP = 8;
const BOTTOM = 286;
const FIRST_ROW = 20;
const LAST_ROW = 269;
const DOT = 4.6;
const SMALL_DOT = 3.4;
/** More dots than this are small ones. */
const LARGE_DOTS = 36;
const LATE_ROWS = 3;
const LATE_ROW_PX = 15;
/** Up to here dots leave the middle free for words, up to there the right, and a few of them the space below. */
const MIDDLE_FREE_MS = 10;
const RIGHT_FREE_MS = 30;
const BELOW_FREE_PX = 190;

type X = (ms: number) => number;

interface ChartProps {
  spread: Spread;
}

function scale(spread: Spread): { x: X; ticks_ms: number[] } {
  const { from_ms, to_ms, ticks_ms } = exitsAxis(spread);
  return { x: (ms) => LEFT + ((WIDTH - LEFT - RIGHT) * (ms - from_ms)) / (to_ms - from_ms), ticks_ms };
}

function rows(count: number, last: number): (i: number) => number {
  return (i) => (count < 2 ? FIRST_ROW : FIRST_ROW + ((last - FIRST_ROW) * i) / (count - 1));
}

export function ScreensChart({ spread }: ChartProps) {
  const { x, ticks_ms } = scale(spread);
  const { changed_ms, n_changed, within_ms, n_late, at_ms, release_at_ms } = spread;
  const late = lateWords(spread);
  const late_rows = Math.min(n_late, LATE_ROWS);
  const last_row = late_rows > 0 ? LAST_ROW - 12 - LATE_ROW_PX * late_rows : LAST_ROW;
  // A few dots stand close together, as many do.
  const y = rows(changed_ms.length, Math.min(last_row, FIRST_ROW + 24 * Math.max(0, changed_ms.length - 1)));
  const [first_ms, last_ms] = [changed_ms[0], changed_ms[changed_ms.length - 1]];
  const words = wordsAt(last_ms ?? 0, y(changed_ms.length - 1));
  const late_y = (i: number) => LAST_ROW + 6 - LATE_ROW_PX * (late_rows - 1 - i);
  return (
    <Chart
      says={m.host_exits_dots({ n: n_changed })}
      x={x}
      ticks_ms={ticks_ms}
      zero={m.host_exits_zero({ time: duration(release_at_ms - at_ms) })}
    >
      {first_ms !== undefined && last_ms !== undefined && (
        <rect
          class="exits-together"
          x={x(first_ms) - 7}
          y={y(0) - 8}
          width={x(last_ms) - x(first_ms) + 14}
          height={y(changed_ms.length - 1) - y(0) + 16}
          rx="10"
        />
      )}
      <path class="exits-zero" d={`M${x(0)} ${TOP}V${BOTTOM}`} />
      {!words.is_among_dots && <Plate x={x(words.at_ms)} y={words.y - 20} width={250} height={52} />}
      <text class="exits-strong exits-go" x={x(words.at_ms)} y={words.y}>
        {within_ms === null || n_changed < 2
          ? m.host_exits_in_time({ n: n_changed })
          : m.host_exits_within({ n: n_changed, ms: within_ms })}
      </text>
      <text class="exits-text" x={x(words.at_ms)} y={words.y + 24}>
        {errorWords(spread)}
      </text>
      {changed_ms.map((ms, i) => (
        <circle
          key={`${i} ${ms}`}
          class="fill-go"
          cx={x(ms)}
          cy={y(i)}
          r={changed_ms.length > LARGE_DOTS ? SMALL_DOT : DOT}
        />
      ))}
      {late !== null && (
        <>
          <Plate x={x(50) - 250} y={late_y((late_rows - 1) / 2) - 14} width={256} height={28} />
          <text class="exits-late" x={x(50)} y={late_y((late_rows - 1) / 2) + 5}>
            {late}
          </text>
          {Array.from({ length: late_rows }, (_, i) => (
            <g key={late_y(i)}>
              <path class="exits-beyond" d={`M${x(52)} ${late_y(i)}H${x(66)}`} />
              <circle class="exits-late-dot" cx={x(69)} cy={late_y(i)} r="5" />
            </g>
          ))}
        </>
      )}
    </Chart>
  );
}

/** Where the words stand: on the axis, and below the first dots, below the last one, or beside them. */
function wordsAt(last_ms: number, last_y: number): { at_ms: number; y: number; is_among_dots: boolean } {
  if (last_ms <= MIDDLE_FREE_MS) return { at_ms: 13, y: 115, is_among_dots: false };
  if (last_y <= BELOW_FREE_PX) return { at_ms: 13, y: last_y + 42, is_among_dots: false };
  const at_ms = Math.min(last_ms + 4, RIGHT_FREE_MS + 4);
  return { at_ms, y: FIRST_ROW + 17, is_among_dots: last_ms > RIGHT_FREE_MS };
}

export function ThreadsChart({ spread }: ChartProps) {
  const { x, ticks_ms } = scale(spread);
  const { began_ms, ended_ms, work_ms } = EXITS;
  const y = rows(began_ms.length, LAST_ROW);
  return (
    <Chart says={m.host_exits_boxes({ n: began_ms.length })} x={x} ticks_ms={ticks_ms} zero={m.host_exits_zero_last}>
      <path class="exits-zero" d={`M${x(0)} ${TOP}V${BOTTOM}`} />
      <Plate x={x(27)} y={y(2) - 20} width={246} height={74} />
      <text class="exits-strong" x={x(27)} y={y(2)}>
        {m.host_exits_threads_in({ n: began_ms.length, time: threadsTook() })}
      </text>
      <text class="exits-text" x={x(27)} y={y(2) + 24}>
        {m.host_exits_box({ ms: work_ms })}
      </text>
      <text class="exits-text" x={x(27)} y={y(2) + 46}>
        {m.host_exits_one_runs}
      </text>
      {began_ms.map((from_ms, i) => (
        <rect
          key={from_ms}
          class="exits-work"
          x={x(from_ms)}
          y={y(i) - 4}
          width={x(ended_ms[i] ?? from_ms) - x(from_ms)}
          height="8"
          rx="3"
        />
      ))}
    </Chart>
  );
}

/** From the first thread that went on to the last one. */
export function threadsTook(exits_ms: readonly number[] = EXITS.began_ms): string {
  return `${Math.ceil((exits_ms[exits_ms.length - 1] ?? 0) - (exits_ms[0] ?? 0))} ms`;
}

interface FrameProps {
  says: string;
  x: X;
  ticks_ms: number[];
  zero: string;
  children: preact.ComponentChildren;
}

function Chart({ says, x, ticks_ms, zero, children }: FrameProps) {
  const last_ms = ticks_ms[ticks_ms.length - 1];
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={says}>
      {ticks_ms.map((ms) => (
        <g key={ms}>
          {ms > 0 && <path class="tick" d={`M${x(ms)} ${TOP}V${BOTTOM}`} />}
          <text class="exits-tick" x={x(ms)} y="305">
            {ms}
            {ms === last_ms && " ms"}
          </text>
        </g>
      ))}
      <text class="exits-text exits-small" x={x(0) - 5} y="327">
        {zero}
      </text>
      {children}
    </svg>
  );
}

/** Words stand on the paper and not on the lines. */
function Plate({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return <rect class="exits-plate" x={x - 6} y={y} width={width} height={height} />;
}
