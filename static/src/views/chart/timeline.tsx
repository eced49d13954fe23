import * as m from "messages";
import { useState } from "preact/hooks";
import { phaseWord } from "../../core/phase_words";
import type { Picture, Row } from "../../core/picture";
import { breadth, shorten } from "../../core/picture_words";
import { type Bar, timeline } from "../../core/timeline";
import { seconds, tenths } from "../../core/words";
import { FaceMark } from "../parts/face";
import { Mark } from "../parts/icons";
import { useWidth } from "../parts/use_size";
import { coveredByMoment, Hatch, Moment, Ticks, wordsPx } from "./chart";
import { ArrivalCurve } from "./curve";
import { TimelineTable } from "./timeline_table";

/** Above this many workers, bars become a curve. */
export const MOST_BARS = 12;
export const TOP = 38;
const LABELS = 186;
export const RIGHT = 24;
const NAME_LETTERS = 15;
/** A narrow drawing has short names, so that its bars are not. */
const NARROW_PX = 480;
const NARROW_LABELS = 104;
const NARROW_NAME_LETTERS = 7;
/** The pixels that letters need beside their icon. */
const WORD_PX = 92;
/** Of the plate on which the words of waiting stand, and of the room around it. */
const WAITING_PX = 138;
const AROUND_PX = 32;
const NEAR_ICON_PX = 34;
/** A letter in a bar is narrower than one beside it. */
const IN_BAR = 0.8;
const SECONDS_PX = 60;
const BROKEN_PX = 24;
const LOW_WINDOW_PX = 800;
const LOWEST_WINDOW_PX = 640;
/** Of a row: its bar is as high as its letters. */
const DENSE_PX = 20;
export const ROOMY_PX = 34;

interface TimelineProps {
  picture: Picture;
  pick?(worker: number): void;
  /** On a page that scrolls, rows are as high as they like. */
  roomy?: boolean;
}

/** Work is blue, waiting is striped yellow, going is green; the same as a table on demand. */
export function Timeline({ picture, pick, roomy = false }: TimelineProps) {
  const [as_table, setAsTable] = useState(false);
  const bars = picture.rows.length <= MOST_BARS;
  return (
    <section class="timeline" aria-label={m.chart_timeline}>
      <button type="button" class="button button-small table-switch" onClick={() => setAsTable(!as_table)}>
        {as_table ? m.as_picture : m.as_table}
      </button>
      {as_table ? (
        <TimelineTable picture={picture} pick={pick} />
      ) : bars ? (
        <Bars picture={picture} roomy={roomy} />
      ) : (
        <ArrivalCurve picture={picture} />
      )}
    </section>
  );
}

/** How much of the width is for names, and how long they may be. */
export function roomForNames(width: number): { labels: number; letters: number } {
  const is_narrow = width < NARROW_PX;
  return {
    labels: is_narrow ? NARROW_LABELS : LABELS,
    letters: is_narrow ? NARROW_NAME_LETTERS : NAME_LETTERS,
  };
}

/** In px. A low window has more need of its height for the bus. */
function rowHeight(rows: number): number {
  const is_low = innerHeight <= LOW_WINDOW_PX;
  if (rows <= 5) return is_low ? 28 : ROOMY_PX;
  if (rows <= 8 && innerHeight > LOWEST_WINDOW_PX) return is_low ? 22 : 24;
  return rows <= 10 ? DENSE_PX : DENSE_PX - 1;
}

/** Of a row, above its bar and below. */
function spaceAround(row_height: number): number {
  return 2 + Math.max(0, row_height - DENSE_PX) / 2;
}

function Bars({ picture, roomy }: { picture: Picture; roomy: boolean }) {
  const { ref, width } = useWidth();
  const { axis, bars } = timeline(picture);
  const row_height = roomy ? ROOMY_PX : rowHeight(bars.length);
  const height = TOP + bars.length * row_height + 8;
  const { labels, letters } = roomForNames(width);
  const x = (fraction: number) => labels + Math.max(0, width - labels - RIGHT) * fraction;
  return (
    <div ref={ref} class="chart">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={m.chart_bars}>
        <Hatch />
        <Ticks
          axis={axis}
          x={x}
          text_y={TOP - 14}
          lines={{ from: TOP - 6, to: height - 6 }}
          covered={coveredByMoment(picture)}
        />
        {bars.map((bar, i) => (
          <BarRow
            key={bar.row.worker}
            bar={bar}
            picture={picture}
            letters={letters}
            x={x}
            y={TOP + i * row_height + 4}
            h={row_height - spaceAround(row_height)}
          />
        ))}
        <Moment picture={picture} x={x(axis.end_x)} width={width} top={TOP} bottom={height - 2} />
      </svg>
    </div>
  );
}

interface BarRowProps {
  bar: Bar;
  picture: Picture;
  /** The longest a name may be. */
  letters: number;
  x(fraction: number): number;
  y: number;
  h: number;
}

function BarRow({ bar, picture, letters, x, y, h }: BarRowProps) {
  const { row, waited_s } = bar;
  const from = x(bar.from_x);
  const arrived = x(bar.arrived_x);
  const end = x(bar.end_x);
  const released = picture.state === "released";
  const slowest = released && picture.last?.worker === row.worker && picture.rows.length > 1;
  const text_y = y + h / 2 + 5.5;
  const label = slowest ? m.chart_came_last({ time: seconds((row.arrived_ms ?? 0) - row.from_ms) }) : m.roster_works;
  return (
    <g>
      <BarName row={row} letters={letters} y={y} h={h} />
      <rect class="fill-work" x={from} y={y} width={Math.max(0, arrived - from)} height={h} rx="5" />
      {arrived - from > Math.max(WORD_PX, NEAR_ICON_PX + narrowPx(label)) && (
        <>
          <Mark name="work" x={from + 8} y={y + h / 2 - 7} size={14} fill="fill-on-work" />
          <text class="bar-text fill-on-work" x={from + 28} y={text_y}>
            {label}
          </text>
        </>
      )}
      {waited_s !== null && end > arrived && <Waited x={arrived} end={end} y={y} h={h} waited_s={waited_s} />}
      {released && row.arrived_ms !== null && (
        <Went x={end} to={x(1)} y={y} h={h} phase={phaseWord(picture.next_phase)} />
      )}
      {picture.state === "broken" && row.arrived_ms !== null && (
        <rect class="checked" x={end} y={y} width={BROKEN_PX} height={h} />
      )}
    </g>
  );
}

export function BarName({ row, letters, y, h }: Pick<BarRowProps, "letters" | "y" | "h"> & { row: Row }) {
  return (
    <>
      <FaceMark
        name={row.name}
        avatar={row.avatar}
        kind={row.kind}
        presence={row.presence}
        x={22}
        y={y + h / 2}
        r={Math.min(12, h / 2)}
      />
      <text class="bar-name" x="40" y={y + h / 2 + 5.5}>
        {row.you
          ? `${shorten(row.name, letters - breadth(m.room_is_you))} ${m.room_is_you}`
          : shorten(row.name, letters)}
      </text>
    </>
  );
}

function narrowPx(words: string): number {
  return IN_BAR * wordsPx(words);
}

function Waited({ x, end, y, h, waited_s }: { x: number; end: number; y: number; h: number; waited_s: number }) {
  const room = end - x;
  const words = m.chart_waiting({ time: seconds(waited_s * 1000) });
  const wide = Math.max(WAITING_PX, NEAR_ICON_PX + 1.1 * narrowPx(words));
  const long = room > wide + AROUND_PX;
  const plate = long ? wide : 50;
  return (
    <>
      <rect class="hatched" x={x} y={y} width={room} height={h} />
      {room > SECONDS_PX && <rect class="fill-bus" x={x + 6} y={y + 1} width={plate} height={h - 2} rx={h / 2} />}
      {long && <Mark name="wait" x={x + 15} y={y + h / 2 - 7} size={14} fill="fill-on-wait" />}
      {room > SECONDS_PX && (
        <text class="bar-text bar-waited num" translate={false} x={x + (long ? 34 : 14)} y={y + h / 2 + 5.5}>
          {long ? words : tenths(waited_s)}
        </text>
      )}
    </>
  );
}

function Went({ x, to, y, h, phase }: { x: number; to: number; y: number; h: number; phase: string }) {
  return (
    <>
      <rect class="fill-go" x={x} y={y} width={Math.max(0, to - x)} height={h} rx="5" />
      {to - x > WORD_PX && (
        <>
          <Mark name="go" x={x + 10} y={y + h / 2 - 7} size={14} fill="fill-on-go" />
          <text class="bar-text fill-on-go" x={x + 30} y={y + h / 2 + 5.5}>
            {phase}
          </text>
        </>
      )}
    </>
  );
}
