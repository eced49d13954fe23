import * as m from "messages";
import type { Picture } from "../../core/picture";
import { arrivalCurve, type CurvePoint } from "../../core/timeline";
import { useWidth } from "../parts/use_size";
import { Hatch, Moment, Ticks, wordsPx } from "./chart";

/** Where a curve is drawn, in px. */
export const CURVE = { height: 190, top: 38, bottom: 158, left: 30, right: 110 };
const { height: HEIGHT, top: TOP, bottom: BOTTOM, left: LEFT, right: RIGHT } = CURVE;
/** Too little of a curve has no room for its words. */
const WORDS_PX = 220;
/** Of the plate on which "waiting, added up" stands. */
const SUM_PX = 154;
/** Where the curve rises above this share too soon, the words over it have no room. */
const STEEP = 0.6;
const ABOVE_PX = 130;

type Scale = (fraction: number) => number;

export function stepLine(points: readonly CurvePoint[], x: Scale, y: Scale): string {
  return points.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join("");
}

/** Arrivals of many: the shaded area below the steps is the {m.chart_waiting_sum}. */
export function ArrivalCurve({ picture }: { picture: Picture }) {
  const { ref, width } = useWidth();
  const { axis, points } = arrivalCurve(picture);
  const x = (fraction: number) => LEFT + Math.max(0, width - LEFT - RIGHT) * fraction;
  const y = (fraction: number) => TOP + (BOTTOM - TOP) * (1 - fraction);
  const steps = stepLine(points, x, y);
  const end = x(axis.end_x);
  const here = picture.aboard.length;
  const released = picture.state === "released";
  const last_y = y(points[points.length - 1]?.y ?? 0);
  const steep = points.find((point) => point.y > STEEP);
  const sum_px = Math.max(SUM_PX, wordsPx(m.chart_waiting_sum) + 20);
  const above_px = (steep ? x(steep.x) : end) - x(0);
  return (
    <div ref={ref} class="chart">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={m.chart_arrivals({ n: here })}
      >
        <Hatch />
        <rect class="fill-work-tint" x={x(0)} y={TOP} width={end - x(0)} height={BOTTOM - TOP} />
        <path class="hatched" d={`${steps}V${BOTTOM}z`} />
        <path class="steps" d={steps} />
        {released && <rect class="fill-go" x={end} y={TOP} width={Math.max(0, x(1) - end)} height={BOTTOM - TOP} />}
        <path class="seats-line" d={`M${x(0)} ${TOP}H${x(1)}`} />
        <text class="curve-text" x={x(1) + 8} y={TOP + 6}>
          {m.seats_of_bus({ n: released ? here : picture.parties })}
        </text>
        {!released && (
          <>
            <circle class="here" cx={end} cy={last_y} r="8" />
            <text class="curve-text" x={end + 16} y={last_y + (last_y < TOP + 20 ? 26 : 7)}>
              {m.chart_here({ n: here })}
            </text>
          </>
        )}
        {end - x(0) > WORDS_PX + sum_px - SUM_PX && (
          <>
            {above_px > Math.max(ABOVE_PX, wordsPx(m.chart_still_working) + 20) && (
              <text class="curve-text fill-work-text" x={x(0) + 14} y={TOP + 34}>
                {m.chart_still_working}
              </text>
            )}
            <rect class="fill-bus" x={end - 8 - sum_px} y={BOTTOM - 36} width={sum_px} height="27" rx="13" />
            <text class="curve-text bar-waited" x={end + 2 - sum_px} y={BOTTOM - 16}>
              {m.chart_waiting_sum}
            </text>
          </>
        )}
        <Ticks axis={axis} x={x} text_y={HEIGHT - 8} covered={-1} />
        {released && <Moment picture={picture} x={end} width={width} top={TOP} bottom={BOTTOM} />}
      </svg>
    </div>
  );
}
