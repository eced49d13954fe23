import * as m from "messages";
import {
  CARDS,
  type Cost,
  GROWTH_SIZES,
  type Kind,
  MOST_WORKERS,
  RIGHT_KINDS,
  type RightKind,
} from "../../core/algorithms/gallery";
import { list, plain } from "../../core/words";
import { wordsPx } from "../chart/chart";
import { useSize } from "../parts/use_size";

interface GrowthProps {
  kind: Kind;
  curves: Record<RightKind, Cost[]>;
  counted: "steps" | "signals";
  n: number;
}

/** Of steps the next round number above the counter's 65, of signals that above pass it on's 384. */
const SCALES = { steps: { top: 70, every: 10 }, signals: { top: 400, every: 100 } } as const;
/** Before the curves is their scale; after them are their names, in letters so much larger than others of a chart. */
const WIDE = { left: 58, name: "curve-name", larger: 1.06, axis: m.algorithms_axis } as const;
const NARROW = { left: 40, name: "curve-name curve-name-small", larger: 0.75, axis: m.algorithms_axis_short } as const;
const NAME_AT_PX = 10;
const AROUND_PX = 14;
const NARROW_PX = 480;
const BOTTOM = 54;
const LABEL_PX = 25;

/** How the price grows with the class: workers double from mark to mark. */
export function Growth(props: GrowthProps) {
  const { ref, size } = useSize();
  const { curves, counted } = props;
  const ends = list(RIGHT_KINDS.map((kind) => `${CARDS[kind].name} ${last(curves[kind], counted)}`));
  return (
    <div ref={ref} class="machine">
      {size !== null && (
        <svg
          viewBox={`0 0 ${size.width} ${size.height}`}
          role="img"
          aria-label={m.algorithms_growth_says({ counted, n: MOST_WORKERS, ends: plain(ends) })}
        >
          <Curves {...props} {...size} />
        </svg>
      )}
    </div>
  );
}

function last(costs: readonly Cost[], counted: GrowthProps["counted"]): number {
  return costs[costs.length - 1]?.[counted] ?? 0;
}

/** From top to bottom, apart from each other, and none below `bottom`. */
function spread(ys: readonly number[], bottom: number): number[] {
  let below = Number.NEGATIVE_INFINITY;
  const apart = ys.map((y) => {
    below = Math.max(y, below + LABEL_PX);
    return below;
  });
  return apart.map((y, i) => Math.min(y, bottom - (ys.length - 1 - i) * LABEL_PX));
}

function Curves({ kind, curves, counted, n, width, height }: GrowthProps & { width: number; height: number }) {
  const { top, every } = SCALES[counted];
  const { left, name, larger, axis } = width < NARROW_PX ? NARROW : WIDE;
  const nameOf = (each: RightKind) => m.algorithms_curve({ name: CARDS[each].name, n: last(curves[each], counted) });
  const right = NAME_AT_PX + larger * Math.max(...RIGHT_KINDS.map((each) => wordsPx(nameOf(each)))) + AROUND_PX;
  const x = (workers: number) => left + ((width - left - right) * (Math.log2(workers) - 1)) / 5;
  const y = (value: number) => 12 + (height - 12 - BOTTOM) * (1 - value / top);
  const line = (costs: readonly Cost[]) =>
    costs.map((cost, i) => `${i === 0 ? "M" : "L"}${x(GROWTH_SIZES[i] ?? 2)} ${y(cost[counted])}`).join("");
  const ends = RIGHT_KINDS.map((each) => ({ each, value: last(curves[each], counted) })).sort(
    (a, b) => b.value - a.value,
  );
  const label_ys = spread(
    ends.map(({ value }) => y(value)),
    y(0),
  );
  return (
    <>
      {Array.from({ length: Math.ceil(top / every) }, (_, i) => i * every).map((value) => (
        <g key={value}>
          <path class="tick" d={`M${left} ${y(value)}H${width - right}`} />
          <text class="lane-step lane-end" x={left - 10} y={y(value) + 5}>
            {value}
          </text>
        </g>
      ))}
      {[2, 4, 8, 16, 32, 64].map((workers) => (
        <text key={workers} class="lane-step" x={x(workers)} y={height - 32}>
          {workers}
        </text>
      ))}
      <text class="lane-step" x={(left + width - right) / 2} y={height - 11}>
        {axis}
      </text>
      {RIGHT_KINDS.map((each) => (
        <path key={each} class={`curve curve-${each}${each === kind ? " curve-chosen" : ""}`} d={line(curves[each])} />
      ))}
      {ends.map(({ each }, i) => (
        <text
          key={each}
          class={`${name} curve-name-${each}`}
          x={x(MOST_WORKERS) + NAME_AT_PX}
          y={(label_ys[i] ?? 0) + 6}
        >
          {nameOf(each)}
        </text>
      ))}
      {n >= 2 && <path class="lane-now" d={`M${x(n)} 8V${height - BOTTOM}`} />}
    </>
  );
}
