import { N_STEPS } from "../../core/painting";
import type { Face } from "../../core/picture";
import { FaceMark } from "../parts/face";
import { Mark } from "../parts/icons";
import { useWidth } from "../parts/use_size";

export const ROAD_PX = 78;
const MARGIN = 0.045;
const STOP_WIDTH = 32;
const STOP_HEIGHT = 28;
const MOST_NAMED = 12;
const MOST_AT_ONE_STEP = 4;
const FACE_RADIUS = 15;

interface Props {
  /** With the gate: this step is done, and the gate stands behind it. Without: everybody is where they are. */
  gate: { step: number; is_open: boolean } | null;
  owners: readonly Face[];
  /** By strip. */
  steps: readonly number[];
  says: string;
}

/** The twelve steps as stops on a road. */
export function Road({ gate, owners, steps, says }: Props) {
  const { ref, width } = useWidth();
  const slot = (width * (1 - 2 * MARGIN)) / N_STEPS;
  const x = (step: number) => width * MARGIN + slot * step;
  const stop_y = ROAD_PX - 24;
  const stop_width = Math.min(STOP_WIDTH, slot * 0.84);
  return (
    <div ref={ref} class="mural-road">
      <svg width={width} height={ROAD_PX} viewBox={`0 0 ${width} ${ROAD_PX}`} role="img" aria-label={says}>
        <path class="road-dashes" d={`M${x(0)} ${stop_y}H${x(N_STEPS)}`} />
        {Array.from({ length: N_STEPS + 1 }, (_, step) => (
          <g key={step} class={gate !== null && step <= gate.step ? "stop stop-done" : "stop"}>
            <rect
              x={x(step) - stop_width / 2}
              y={stop_y - STOP_HEIGHT / 2}
              width={stop_width}
              height={STOP_HEIGHT}
              rx={Math.min(stop_width, STOP_HEIGHT) / 2}
            />
            <text x={x(step)} y={stop_y + 6.5} font-size={stop_width < STOP_WIDTH ? 13 : 19}>
              {step}
            </text>
          </g>
        ))}
        {gate !== null && gate.step < N_STEPS && <RoadGate x={x(gate.step + 0.5)} y={stop_y} is_open={gate.is_open} />}
        {gate === null && (
          <Everybody owners={owners} steps={steps} x={x} slot={slot} bottom={stop_y - STOP_HEIGHT / 2} />
        )}
      </svg>
    </div>
  );
}

function RoadGate({ x, y, is_open }: { x: number; y: number; is_open: boolean }) {
  return (
    <g transform={`translate(${x} ${y}) scale(0.8)`}>
      <path class="road-post" d="M0 30V-26" />
      <g transform={is_open ? "rotate(-78)" : undefined}>
        <rect class="road-arm" x="-24" y="-6" width="48" height="13" rx="5" />
        <path class="road-stripes" d="M-15-5h8l-6 11h-8zM1-5h8L3 6h-8zM17-5h6v5l-3 6h-9z" />
      </g>
      <circle class={is_open ? "road-lamp fill-go" : "road-lamp fill-bad"} cx="0" cy="-38" r="16" />
      <Mark name={is_open ? "go" : "wait"} x={-8} y={-46} size={16} fill="fill-card" />
    </g>
  );
}

interface EverybodyProps extends Pick<Props, "owners" | "steps"> {
  x(step: number): number;
  slot: number;
  bottom: number;
}

/** Faces above the stops; of many, how many stand at each. */
function Everybody({ owners, steps, x, slot, bottom }: EverybodyProps) {
  const at: number[][] = Array.from({ length: N_STEPS + 1 }, () => []);
  steps.forEach((step, strip) => {
    at[step]?.push(strip);
  });
  const most = Math.max(1, ...at.map((those) => those.length));
  return (
    <>
      {at.map((those, step) =>
        those.length === 0 ? null : owners.length <= MOST_NAMED ? (
          <Faces key={step} those={those} owners={owners} x={x(step)} slot={slot} y={bottom - FACE_RADIUS - 2} />
        ) : (
          <g key={step} class="road-count">
            <rect
              x={x(step) - 15}
              y={bottom - 1 - (17 * those.length) / most}
              width="30"
              height={(17 * those.length) / most}
              rx="4"
            />
            <text x={x(step)} y={bottom - 5 - (17 * those.length) / most}>
              {those.length}
            </text>
          </g>
        ),
      )}
    </>
  );
}

/** Up to four faces at one step; of more, three and how many more there are. */
function Faces({
  those,
  owners,
  x,
  slot,
  y,
}: {
  those: number[];
  owners: readonly Face[];
  x: number;
  slot: number;
  y: number;
}) {
  const shown = those.slice(0, those.length > MOST_AT_ONE_STEP ? MOST_AT_ONE_STEP - 1 : MOST_AT_ONE_STEP);
  const radius = Math.min(FACE_RADIUS, slot * 0.4);
  const gap = Math.min(radius * 1.7, Math.max(8, (slot - 2 - 2 * radius) / Math.max(1, shown.length - 1)));
  const first_x = x - ((shown.length - 1) / 2) * gap;
  const n_more = those.length - shown.length;
  return (
    <>
      {shown.map((strip, i) => {
        const face = owners[strip];
        if (!face) return null;
        const { name, avatar, kind, presence } = face;
        return <FaceMark key={strip} {...{ name, avatar, kind, presence }} x={first_x + i * gap} y={y} r={radius} />;
      })}
      {n_more > 0 && (
        <text class="road-more" x={first_x + (shown.length - 1) * gap + radius + 2} y={y + 6}>
          +{n_more}
        </text>
      )}
    </>
  );
}
