import {
  CARDS,
  type Cost,
  GROWTH_SIZES,
  type Kind,
  MOST_WORKERS,
  RIGHT_KINDS,
  type RightKind,
} from "../../core/algorithms/gallery";
import { useSize } from "../parts/use_size";

interface GrowthProps {
  kind: Kind;
  curves: Record<RightKind, Cost[]>;
  counted: "steps" | "signals";
  n: number;
}

/** Of steps the next round number above the counter's 65, of signals that above pass it on's 384. */
const SCALES = { steps: { top: 70, every: 10 }, signals: { top: 400, every: 100 } } as const;
/** Beside the curves: their scale, and their names. */
const WIDE = { left: 58, right: 170, name: "curve-name", axis: "workers (each mark is twice as many)" } as const;
const NARROW = { left: 40, right: 138, name: "curve-name curve-name-small", axis: "workers" } as const;
const NARROW_PX = 480;
const BOTTOM = 54;
const LABEL_PX = 25;

/** How the price grows with the class: workers double from mark to mark. */
export function Growth(props: GrowthProps) {
  const { ref, size } = useSize();
  const { curves, counted } = props;
  const ends = RIGHT_KINDS.map((kind) => `${CARDS[kind].name} ${last(curves[kind], counted)}`).join(", ");
  return (
    <div ref={ref} class="machine">
      {size !== null && (
        <svg
          viewBox={`0 0 ${size.width} ${size.height}`}
          role="img"
          aria-label={`${counted === "steps" ? "Steps" : "Signals"} with 64 workers: ${ends}.`}
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

function Curves({ kind, curves, counted, n, width, height }: GrowthProps & { width: number; height: number }) {
  const { top, every } = SCALES[counted];
  const { left, right, name, axis } = width < NARROW_PX ? NARROW : WIDE;
  const x = (workers: number) => left + ((width - left - right) * (Math.log2(workers) - 1)) / 5;
  const y = (value: number) => 12 + (height - 12 - BOTTOM) * (1 - value / top);
  const line = (costs: readonly Cost[]) =>
    costs.map((cost, i) => `${i === 0 ? "M" : "L"}${x(GROWTH_SIZES[i] ?? 2)} ${y(cost[counted])}`).join("");
  const ends = RIGHT_KINDS.map((each) => ({ each, value: last(curves[each], counted) })).sort(
    (a, b) => b.value - a.value,
  );
  let label_y = Number.NEGATIVE_INFINITY;
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
      {ends.map(({ each, value }) => {
        label_y = Math.max(y(value), label_y + LABEL_PX);
        return (
          <text key={each} class={`${name} curve-name-${each}`} x={x(MOST_WORKERS) + 10} y={label_y + 6}>
            {CARDS[each].name}: {value}
          </text>
        );
      })}
      {n >= 2 && <path class="lane-now" d={`M${x(n)} 8V${height - BOTTOM}`} />}
    </>
  );
}
