import * as m from "messages";
import { type FlowPoint, flow, type World } from "../../core/what_if";
import { Hatch } from "../chart/chart";
import { type IconName, Mark } from "../parts/icons";
import { type ChartProps, placeOn } from "./chart_scale";
import { Cut, Flag } from "./marks";

const TEXT_PX = 18;
const LEFT_PX = 16;
/** "2000" stands beside the drawing. */
const RIGHT_PX = 72;
const SMALL_PX = 8;
/** A tag without its word, where the area is narrow. */
const ICON_TAG_PX = 37;

/** Where nobody stops them, those who go on begin too early. */
const TOO_EARLY: readonly World["id"][] = ["none", "latch", "lock"];

/** Hundreds of callers: how many work, wait, have gone on or got the error at each moment. The hatched area is the waiting. */
export function Flow({ world, width, height, axis, cut_ms, is_small = false }: ChartProps & { world: World }) {
  const n = world.fates.length;
  const [left, right] = [is_small ? SMALL_PX : LEFT_PX, width - (is_small ? SMALL_PX : RIGHT_PX)];
  const [top, bottom] = [is_small ? 12 : 36, height - (is_small ? 6 : 28)];
  const x = placeOn(axis, left, right);
  const y = (k: number) => top + (bottom - top) * (1 - k / n);
  const points = [...flow(world, axis.to_ms)];
  const end = points[points.length - 1];
  if (end !== undefined) points.push({ ...end, at_ms: axis.to_ms });
  const came = ({ work }: FlowPoint) => n - work;
  const done = ({ gone, error }: FlowPoint) => gone + error;
  const is_early = TOO_EARLY.includes(world.id);
  const area = (low: (point: FlowPoint) => number, high: (point: FlowPoint) => number) =>
    `${steps(points, x, (point) => y(high(point)))}${back(points, x, (point) => y(low(point)))}`;
  return (
    <>
      <Hatch />
      <rect class="fill-work-tint" x={x(0)} y={top} width={right - left} height={bottom - top} />
      <path class="hatched" d={area(done, came)} />
      {end !== undefined && end.error > 0 && (
        <>
          <path class="fill-bad-tint" d={area(({ gone }) => gone, done)} />
          <path class="checked" d={area(({ gone }) => gone, done)} />
        </>
      )}
      <path
        class={is_early ? "early" : "fill-go"}
        d={area(
          () => 0,
          ({ gone }) => gone,
        )}
      />
      <path class="steps" d={steps(points, x, (point) => y(came(point)))} />
      <path class="seats-line" d={`M${x(0)} ${top}H${right}`} />
      {!is_small && (
        <>
          {axis.ticks.map((tick) => (
            <text key={tick.label} class="tick-label" x={left + (right - left) * tick.x} y={height - 6}>
              {tick.label}
            </text>
          ))}
          <text class="curve-text" x={right + 8} y={top + 6}>
            {n}
          </text>
          {tagsOf(world, points).map((tag) => (
            <Tag key={tag.word} {...tag} x={x} y={y} right={right} />
          ))}
        </>
      )}
      <Flag world={world} x={x} top={top} bottom={bottom} width={width} is_small={is_small} />
      <Cut cut_ms={cut_ms} x={x} top={top} bottom={bottom} right={right + 3} />
    </>
  );
}

function steps(points: readonly FlowPoint[], x: (ms: number) => number, y: (point: FlowPoint) => number): string {
  return points
    .map((point, i) => (i === 0 ? `M${px(x(point.at_ms))} ${px(y(point))}` : `H${px(x(point.at_ms))}V${px(y(point))}`))
    .join("");
}

/** The way back along the lower edge. */
function back(points: readonly FlowPoint[], x: (ms: number) => number, y: (point: FlowPoint) => number): string {
  const reversed = [...points].reverse();
  return `${reversed
    .map((point, i) => (i === 0 ? `V${px(y(point))}` : `V${px(y(point))}H${px(x(point.at_ms))}`))
    .join("")}z`;
}

function px(value: number): string {
  return value.toFixed(1);
}

interface TagValue {
  look: "work" | "wait" | "go" | "bad";
  icon: IconName;
  word: string;
  /** Where it stands: how high, in callers, and from when to when its area reaches there. */
  height: number;
  from_ms: number;
  until_ms: number;
}

/** Each area's name, in the middle of where it is largest. */
function tagsOf({ id, fates }: World, points: readonly FlowPoint[]): TagValue[] {
  const n = fates.length;
  const tag = (
    look: TagValue["look"],
    icon: IconName,
    word: string,
    low: (point: FlowPoint) => number,
    high: (point: FlowPoint) => number,
  ): TagValue[] => {
    const middle = middleOf(points, low, high);
    if (middle === null || middle.size < n * 0.14) return [];
    const { height } = middle;
    const there = points.filter((point) => low(point) <= height && height <= high(point));
    const last = there[there.length - 1];
    const after = last === undefined ? undefined : points[points.indexOf(last) + 1];
    return [{ look, icon, word, height, from_ms: there[0]?.at_ms ?? 0, until_ms: after?.at_ms ?? last?.at_ms ?? 0 }];
  };
  const done = ({ gone, error }: FlowPoint) => gone + error;
  const end = points[points.length - 1];
  const stands = end !== undefined && end.wait > 0;
  const gone = TOO_EARLY.includes(id) ? [m.what_if_too_early, "bad"] : [m.what_if_gone_on, "go"];
  return [
    ...tag(
      "work",
      "work",
      m.what_if_working,
      ({ work }) => n - work,
      () => n,
    ),
    ...tag("wait", "wait", stands ? m.what_if_waiting_for_ever : m.what_if_waiting, done, ({ work }) => n - work),
    ...tag(
      gone[1] as "bad" | "go",
      gone[1] as IconName,
      gone[0] as string,
      () => 0,
      (point) => point.gone,
    ),
    ...tag("bad", "bad", m.what_if_got_error, (point) => point.gone, done),
  ];
}

/** The middle of an area where half of it is past: how high, and how large it is there; in callers. */
function middleOf(
  points: readonly FlowPoint[],
  low: (point: FlowPoint) => number,
  high: (point: FlowPoint) => number,
): { height: number; size: number } | null {
  const parts = points.slice(0, -1).map((point, i) => {
    const lasts_ms = (points[i + 1]?.at_ms ?? point.at_ms) - point.at_ms;
    return { point, area: (high(point) - low(point)) * lasts_ms };
  });
  const all = parts.reduce((sum, { area }) => sum + area, 0);
  if (all <= 0) return null;
  let before = 0;
  for (const { point, area } of parts) {
    if (before + area >= all / 2) return { height: (low(point) + high(point)) / 2, size: high(point) - low(point) };
    before += area;
  }
  return null;
}

interface TagProps extends TagValue {
  x(ms: number): number;
  y(k: number): number;
  right: number;
}

function Tag({ look, icon, word, height, from_ms, until_ms, x, y, right }: TagProps) {
  const room = x(until_ms) - x(from_ms) - 8;
  const whole = word.length * TEXT_PX * 0.53 + 42;
  const width = whole <= room ? whole : ICON_TAG_PX;
  const left = Math.max(x(0) + 4, Math.min((x(from_ms) + x(until_ms) - width) / 2, right - width - 4));
  return (
    <g class={`tag tag-${look}`}>
      <rect x={left} y={y(height) - 15} width={width} height="30" rx="15" />
      <Mark name={icon} x={left + 11} y={y(height) - 7.5} size={15} fill={`fill-on-${look}`} />
      {width === whole && (
        <text class={`fill-on-${look}`} x={left + 31} y={y(height) + 6.5}>
          {word}
        </text>
      )}
    </g>
  );
}
