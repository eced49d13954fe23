import * as m from "messages";
import type { Account, Came } from "../../core/report";
import { kindOf } from "../../core/report_words";
import { type Axis, arrivalCurve, axis, timeline } from "../../core/timeline";
import { call } from "../../core/words";
import { Ticks } from "../chart/chart";
import { CURVE, stepLine } from "../chart/curve";
import { BarName, MOST_BARS, RIGHT, ROOMY_PX, roomForNames, TOP } from "../chart/timeline";
import { Mark } from "../parts/icons";
import { useWidth } from "../parts/use_size";

/** The pixels that letters need. */
const WORKING_PX = 92;
const MISSING_PX = 94;
const NUMBER_PX = 26;
const CURVE_WORDS_PX = 190;

interface Props {
  round: Account;
}

/** The same people at the same speed, and nobody waits: who would have begun with something missing. */
export function Without({ round }: Props) {
  return round.picture.rows.length <= MOST_BARS ? <Bars round={round} /> : <Curve round={round} />;
}

function says({ came, n_missing, ended }: Account): string {
  return m.report_without_says({ n: n_missing, all: came.length, next: call(ended.next_phase) });
}

function Bars({ round }: Props) {
  const { ref, width } = useWidth();
  const { picture, came } = round;
  const { axis: scale, bars } = timeline(picture);
  const height = TOP + bars.length * ROOMY_PX + 8;
  const { labels, letters } = roomForNames(width);
  const x = (fraction: number) => labels + Math.max(0, width - labels - RIGHT) * fraction;
  const rest = 1 - scale.end_x;
  return (
    <div ref={ref} class="chart">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says(round)}>
        <Ticks axis={scale} x={x} text_y={TOP - 14} lines={{ from: TOP - 6, to: height - 6 }} covered={-1} />
        {bars.map(({ row, from_x, arrived_x }, i) => {
          const arrival = came[i];
          const [y, h] = [TOP + i * ROOMY_PX + 4, ROOMY_PX - 9];
          const [from, to] = [x(from_x), x(arrived_x)];
          return (
            <g key={row.worker}>
              <BarName row={row} letters={letters} y={y} h={h} />
              <rect class="fill-work" x={from} y={y} width={Math.max(0, to - from)} height={h} rx="5" />
              {to - from > WORKING_PX && (
                <>
                  <Mark name="work" x={from + 8} y={y + h / 2 - 7} size={14} fill="fill-on-work" />
                  <text class="bar-text fill-on-work" x={from + 28} y={y + h / 2 + 5.5}>
                    {m.roster_works}
                  </text>
                </>
              )}
              {arrival && <Early arrival={arrival} x={to} end={x(Math.min(1, arrived_x + rest))} y={y} h={h} />}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Going on at once, for as long as in the other picture. */
function Early({ arrival, x, end, y, h }: { arrival: Came; x: number; end: number; y: number; h: number }) {
  const room = end - x;
  const is_complete = arrival.missing === 0;
  const label = is_complete ? m.report_complete : m.report_n_missing({ n: arrival.missing });
  const word = room > MISSING_PX ? label : room > NUMBER_PX && !is_complete ? `${arrival.missing}` : "";
  return (
    <>
      {is_complete ? (
        <rect class="fill-go" x={x} y={y} width={Math.max(0, room)} height={h} rx="5" />
      ) : (
        <rect class="early" x={x + 1} y={y + 1} width={Math.max(0, room - 2)} height={h - 2} rx="5" />
      )}
      <text class={`bar-text ${is_complete ? "fill-on-go" : "early-text"}`} x={x + 10} y={y + h / 2 + 5.5}>
        {word}
      </text>
    </>
  );
}

/** Of many: the area below the steps is going on with something missing, until the last one has come. */
function Curve({ round }: Props) {
  const { ref, width } = useWidth();
  const { picture, came, ended } = round;
  const { axis: scale, points } = arrivalCurve(picture);
  const { height, top, bottom } = CURVE;
  const x = (fraction: number) => CURVE.left + Math.max(0, width - CURVE.left - CURVE.right) * fraction;
  const y = (fraction: number) => top + (bottom - top) * (1 - fraction);
  const complete = x(at(scale, came[came.length - 1]?.arrived_ms ?? picture.end_ms));
  const steps = stepLine(points, x, y);
  return (
    <div ref={ref} class="chart">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says(round)}>
        <rect class="fill-work-tint" x={x(0)} y={top} width={complete - x(0)} height={bottom - top} />
        <path class="early" d={`${steps}V${bottom}z`} />
        <rect class="fill-go" x={complete} y={top} width={Math.max(0, x(1) - complete)} height={bottom - top} />
        <path class="steps" d={steps} />
        {complete - x(0) > CURVE_WORDS_PX && (
          <text class="curve-text early-text" x={complete - 8} y={bottom - 14} text-anchor="end">
            {m.report_kind_missing({ kind: kindOf(ended.phase) })}
          </text>
        )}
        <Ticks axis={axis(picture)} x={x} text_y={height - 8} covered={-1} />
      </svg>
    </div>
  );
}

function at({ from_ms, to_ms }: Axis, ms: number): number {
  return (ms - from_ms) / (to_ms - from_ms);
}
