/** What both time charts share: the hatched waiting, the axis, and the line at the picture's moment. */
import * as m from "messages";
import type { Picture } from "../../core/picture";
import { breadth } from "../../core/picture_words";
import type { Axis } from "../../core/timeline";
import { seconds } from "../../core/words";

/** At least so much room have a gate's label, and "now" or "broken". */
const GATE_LABEL_PX = 150;
const NOW_PX = 60;
/** Letters of usual width in these charts; in small labels they are bold. */
const LETTER_PX = 9;
/** The first tick gives way to nothing but a moment that stands on it. */
const ZERO_PX = 20;
/** "Show as table" stands in the upper left corner. */
const SWITCH_PX = 122;

export function Hatch() {
  return (
    <defs>
      <pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="fill-bus" width="9" height="9" />
        <rect class="fill-bus-shade" width="3.400" height="9" />
      </pattern>
      <pattern id="checks" width="8" height="8" patternUnits="userSpaceOnUse">
        <path class="fill-bad" d="M0 0h4v4h4v4h-4v-4h-4z" />
      </pattern>
    </defs>
  );
}

interface AxisProps {
  axis: Axis;
  x(fraction: number): number;
  text_y: number;
  lines?: { from: number; to: number };
  /** Pixels around the moment that its label covers. */
  covered: number;
}

export function Ticks({ axis, x, text_y, lines, covered }: AxisProps) {
  const moment = x(axis.end_x);
  return (
    <g aria-hidden="true">
      {axis.ticks.map((tick) => (
        <g key={tick.label}>
          {lines && <path class="tick" d={`M${x(tick.x)} ${lines.from}V${lines.to}`} />}
          {Math.abs(x(tick.x) - moment) > (tick.x === 0 ? Math.min(covered, ZERO_PX) : covered) && (
            <text class="tick-label" x={x(tick.x)} y={text_y}>
              {tick.label}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** How wide these words stand in a chart. */
export function wordsPx(words: string): number {
  return LETTER_PX * breadth(words);
}

function gateLabel({ end_ms, since_ms }: Picture): { words: string; px: number } {
  const words = m.gate_opens_at({ time: seconds(end_ms - since_ms) });
  return { words, px: Math.max(GATE_LABEL_PX, wordsPx(words) + 12) };
}

function nowLabel({ state }: Picture): { words: string; px: number } {
  const words = state === "broken" ? m.chart_broken : m.chart_now;
  return { words, px: Math.max(NOW_PX, wordsPx(words)) };
}

/** Room that the moment's own label needs on each side; ticks in there are left out. */
export function coveredByMoment(picture: Picture): number {
  return picture.state === "released" ? gateLabel(picture).px / 2 + 16 : nowLabel(picture).px + 8;
}

/** The gate line of a released picture, else "now" or "broken". */
export function Moment({
  picture,
  x,
  width,
  top,
  bottom,
}: {
  picture: Picture;
  x: number;
  width: number;
  top: number;
  bottom: number;
}) {
  if (picture.state === "released") {
    const { words, px } = gateLabel(picture);
    const label_x = Math.min(Math.max(x, SWITCH_PX + px / 2), width - px / 2);
    return (
      <g>
        <path class="gate-line" d={`M${x} ${top - 8}V${bottom}`} />
        <rect class="gate-label" x={label_x - px / 2} y="0" width={px} height="25" rx="6" />
        <text class="gate-label-text" x={label_x} y="18">
          {words}
        </text>
      </g>
    );
  }
  const { words, px } = nowLabel(picture);
  return (
    <g class={picture.state === "broken" ? "moment moment-broken" : "moment"}>
      <path d={`M${x} ${top - 8}V${bottom}`} />
      <text x={Math.min(x + 6, width - px)} y={top - 14}>
        {words}
      </text>
    </g>
  );
}
