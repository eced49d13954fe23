import type { Picture } from "../core/picture";
import { arrivalCurve } from "../core/timeline";
import { Hatch, Moment, Ticks } from "./chart";
import { useWidth } from "./use_width";

const HEIGHT = 190;
const TOP = 38;
const BOTTOM = 158;
const LEFT = 30;
const RIGHT = 110;
/** Too little of a curve has no room for its words. */
const WORDS_PX = 220;

/** Arrivals of many: the shaded area below the steps is the waiting, added up. */
export function ArrivalCurve({ picture }: { picture: Picture }) {
  const { ref, width } = useWidth();
  const { axis, points } = arrivalCurve(picture);
  const x = (fraction: number) => LEFT + (width - LEFT - RIGHT) * fraction;
  const y = (fraction: number) => TOP + (BOTTOM - TOP) * (1 - fraction);
  const steps = points
    .map((point, i) => `${i === 0 ? "M" : "L"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`)
    .join("");
  const end = x(axis.end_x);
  const here = picture.aboard.length;
  const released = picture.state === "released";
  const last_y = y(points[points.length - 1]?.y ?? 0);
  return (
    <div ref={ref} class="chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={`${here} arrivals over time. Also as a table.`}>
        <Hatch />
        <rect class="fill-work-tint" x={x(0)} y={TOP} width={end - x(0)} height={BOTTOM - TOP} />
        <path class="hatched" d={`${steps}V${BOTTOM}z`} />
        <path class="steps" d={steps} />
        {released && <rect class="fill-go" x={end} y={TOP} width={Math.max(0, x(1) - end)} height={BOTTOM - TOP} />}
        <path class="seats-line" d={`M${x(0)} ${TOP}H${x(1)}`} />
        <text class="curve-text" x={x(1) + 8} y={TOP + 6}>
          {released ? here : picture.parties} seats
        </text>
        {!released && (
          <>
            <circle class="here" cx={end} cy={last_y} r="8" />
            <text class="curve-text" x={end + 16} y={last_y + (last_y < TOP + 20 ? 26 : 7)}>
              {here} here
            </text>
          </>
        )}
        {end - x(0) > WORDS_PX && (
          <>
            <text class="curve-text fill-work-text" x={x(0) + 14} y={TOP + 34}>
              still working
            </text>
            <rect class="fill-bus" x={end - 162} y={BOTTOM - 36} width="154" height="27" rx="13" />
            <text class="curve-text bar-waited" x={end - 152} y={BOTTOM - 16}>
              waiting, added up
            </text>
          </>
        )}
        <Ticks axis={axis} x={x} text_y={HEIGHT - 8} covered={-1} />
        {released && <Moment picture={picture} x={end} width={width} top={TOP} bottom={BOTTOM} />}
      </svg>
    </div>
  );
}
