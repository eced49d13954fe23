import * as m from "messages";
import { phaseWord } from "../../core/phase_words";
import { shorten } from "../../core/picture_words";
import type { Fate, PlayedRound, World } from "../../core/what_if";
import { seconds } from "../../core/words";
import { Hatch } from "../chart/chart";
import { FaceMark } from "../parts/face";
import { type IconName, Mark } from "../parts/icons";
import { type ChartProps, fits, placeOn } from "./chart_scale";
import { Cut, FLAG_COVERS_PX, Flag } from "./marks";

/** More callers than this are drawn as a flow. */
export const MOST_BARS = 12;

const NAMES_PX = 118;
const FACES_PX = 44;
const RIGHT_PX = 14;
const NARROW_PX = 420;
const SMALL_TEXT_PX = 15;
const TEXT_PX = 18;
/** An icon, and what stands left of it. */
const ICON_PX = 30;
/** An error has no length of its own. */
const ERROR_PX = 32;

interface BarsProps extends ChartProps {
  world: World;
  round: PlayedRound;
}

/** A bar for each caller: works, waits, goes on or gets the error. Waiting for ever ends in a torn edge. */
export function Bars({ world, round, width, height, axis, cut_ms, is_small = false }: BarsProps) {
  const with_names = !is_small && width >= NARROW_PX;
  const [left, right] = [with_names ? NAMES_PX : FACES_PX, width - RIGHT_PX];
  const top = is_small ? 12 : 34;
  const x = placeOn(axis, left, right);
  const lane = (height - top - 6) / world.fates.length;
  const bar = Math.min(lane - 5, lane * 0.84);
  const text_px = Math.min(is_small ? SMALL_TEXT_PX : TEXT_PX, lane * 0.66);
  const flag_ms = world.gate_ms ?? world.breaks_ms;
  return (
    <>
      <Hatch />
      {axis.ticks.map((tick) => {
        const at = left + (right - left) * tick.x;
        const is_covered = flag_ms !== null && Math.abs(at - x(flag_ms)) < FLAG_COVERS_PX;
        return (
          <g key={tick.label}>
            <path class="tick" d={`M${at} ${top - 6}V${height - 4}`} />
            {!is_small && !is_covered && (
              <text class="tick-label" x={at} y={top - 13}>
                {tick.label}
              </text>
            )}
          </g>
        );
      })}
      {world.fates.map((fate, i) => (
        <BarRow
          key={fate.caller.worker}
          fate={fate}
          world={world}
          round={round}
          x={x}
          until_ms={axis.to_ms}
          y={top + i * lane + (lane - bar) / 2}
          bar={bar}
          text_px={text_px}
          look={is_small ? "small" : with_names ? "names" : "faces"}
        />
      ))}
      <Flag world={world} x={x} top={top} bottom={height - 2} width={width} is_small={is_small} />
      <Cut cut_ms={cut_ms} x={x} top={top} bottom={height - 4} right={right + 3} />
    </>
  );
}

interface RowProps {
  fate: Fate;
  world: World;
  round: PlayedRound;
  x(ms: number): number;
  until_ms: number;
  y: number;
  bar: number;
  text_px: number;
  look: "names" | "faces" | "small";
}

function BarRow(row: RowProps) {
  const { fate, round, x, until_ms, y, bar, text_px, look } = row;
  const { caller, calls_ms, goes_ms, error_ms, gives_up_ms } = fate;
  const middle = y + bar / 2;
  const works_until_ms = gives_up_ms ?? caller.came_ms;
  const ends_ms = goes_ms ?? error_ms;
  return (
    <g>
      <FaceMark
        name={caller.name}
        avatar={caller.avatar}
        kind={caller.kind}
        presence="connected"
        x={22}
        y={middle}
        r={Math.min(14, bar / 2)}
      />
      {look === "names" && (
        <text class="bar-name" x="42" y={middle + text_px * 0.36} font-size={text_px}>
          {shorten(caller.name, 7)}
        </text>
      )}
      <Stretch
        {...row}
        from={x(caller.from_ms)}
        to={x(works_until_ms)}
        paint="work"
        icon="work"
        word={look === "small" ? "" : m.roster_works}
      />
      {calls_ms === null && gives_up_ms === null && <Crash {...row} />}
      {gives_up_ms !== null && <GivenUp {...row} gives_up_ms={gives_up_ms} />}
      {calls_ms !== null && (
        <Wait {...row} from={x(calls_ms)} to={x(ends_ms ?? until_ms)} is_for_ever={ends_ms === null} />
      )}
      {error_ms !== null && <Failed {...row} error_ms={error_ms} />}
      {goes_ms !== null && goes_ms < until_ms && (
        <Went
          {...row}
          goes_ms={goes_ms}
          word={row.world.gate_ms === null ? m.report_complete : phaseWord(round.next_phase)}
        />
      )}
    </g>
  );
}

/** An icon's size on a bar. */
function signSize(bar: number): number {
  return Math.min(14, bar - 4);
}

interface StretchProps extends Pick<RowProps, "y" | "bar" | "text_px"> {
  from: number;
  to: number;
  paint: "work" | "go" | "early";
  icon: IconName;
  word: string;
}

/** A piece of a bar with its icon, and its word where there is room. */
function Stretch({ from, to, y, bar, text_px, paint, icon, word }: StretchProps) {
  const room = to - from;
  if (room <= 0) return null;
  const ink = paint === "early" ? "early-text" : `fill-on-${paint}`;
  const inset = paint === "early" ? 1 : 0;
  const sign = signSize(bar);
  return (
    <>
      <rect
        class={paint === "early" ? "early" : `fill-${paint}`}
        x={from + inset}
        y={y + inset}
        width={Math.max(1, room - 2 * inset)}
        height={bar - 2 * inset}
        rx="5"
      />
      {room > ICON_PX && <Mark name={icon} x={from + 9} y={y + (bar - sign) / 2} size={sign} fill={ink} />}
      {fits(word, text_px, room - ICON_PX - 6) && (
        <text class={`bar-text ${ink}`} x={from + ICON_PX} y={y + bar / 2 + text_px * 0.35} font-size={text_px}>
          {word}
        </text>
      )}
    </>
  );
}

/** Whose thread has died, before it called. */
function Crash({ fate, x, y, bar, text_px, look }: RowProps) {
  const at = x(fate.caller.came_ms);
  return (
    <>
      <rect class="fill-bad" x={at - bar} y={y} width={bar} height={bar} rx="5" />
      <Mark name="bad" x={at - bar * 0.82} y={y + bar * 0.18} size={bar * 0.64} fill="fill-on-bad" />
      {look === "names" && (
        <text class="bar-text fill-bad-text" x={at + 10} y={y + bar / 2 + text_px * 0.35} font-size={text_px}>
          {m.what_if_never_called}
        </text>
      )}
    </>
  );
}

function GivenUp({ fate, x, y, bar, text_px, look, gives_up_ms }: RowProps & { gives_up_ms: number }) {
  const [from, to] = [x(gives_up_ms), x(fate.caller.came_ms)];
  return (
    <>
      <rect class="given-up" x={from + 1} y={y + 1} width={Math.max(1, to - from - 2)} height={bar - 2} rx="5" />
      {look === "names" && (
        <text class="bar-text" x={to + 10} y={y + bar / 2 + text_px * 0.35} font-size={text_px}>
          {m.what_if_given_up}
        </text>
      )}
    </>
  );
}

interface WaitProps extends RowProps {
  from: number;
  to: number;
  is_for_ever: boolean;
}

function Wait({ fate, from, to, is_for_ever, y, bar, text_px }: WaitProps) {
  const room = to - from;
  if (room < 1) return null;
  const waited_ms = (fate.goes_ms ?? fate.error_ms ?? 0) - (fate.calls_ms ?? 0);
  const word = is_for_ever ? m.what_if_for_ever : seconds(waited_ms);
  const has_word = fits(word, text_px, room - ICON_PX - 14);
  const sign = signSize(bar);
  const plate = ICON_PX + word.length * text_px * 0.56;
  return (
    <>
      <rect class="hatched" x={from} y={y} width={room} height={bar} />
      {has_word && <rect class="fill-bus" x={from + 4} y={y + 2} width={plate} height={bar - 4} rx={bar / 2} />}
      {room > ICON_PX && <Mark name="wait" x={from + 10} y={y + (bar - sign) / 2} size={sign} fill="fill-on-wait" />}
      {has_word && (
        <text class="bar-text bar-waited num" x={from + ICON_PX} y={y + bar / 2 + text_px * 0.35} font-size={text_px}>
          {word}
        </text>
      )}
      {is_for_ever && (
        <path
          class="torn"
          d={`M${to} ${y - 1}l-7 ${bar / 4} 7 ${bar / 4 + 1}-7 ${bar / 4} 7 ${bar / 4 + 1}h6V${y - 1}z`}
        />
      )}
    </>
  );
}

function Failed({ world, x, y, bar, text_px, look, error_ms, until_ms }: RowProps & { error_ms: number }) {
  const from = x(error_ms);
  const word = world.breaks_ms !== null && error_ms > world.breaks_ms ? m.what_if_error_at_once : m.what_if_error;
  return (
    <>
      <rect class="fill-bad" x={from} y={y} width={ERROR_PX} height={bar} rx="4" />
      <Mark name="bad" x={from + ERROR_PX / 2 - 8} y={y + bar / 2 - 8} size={16} fill="fill-on-bad" />
      {look === "names" && fits(word, text_px, x(until_ms) - from - ERROR_PX) && (
        <text
          class="bar-text fill-bad-text"
          x={from + ERROR_PX + 8}
          y={y + bar / 2 + text_px * 0.35}
          font-size={text_px}
        >
          {word}
        </text>
      )}
    </>
  );
}

function Went(row: RowProps & { goes_ms: number; word: string }) {
  const { fate, x, until_ms, goes_ms, word, look } = row;
  const [from, to] = [x(goes_ms), x(fate.leaves_ms ?? until_ms)];
  if (fate.missing === 0) {
    return <Stretch {...row} from={from} to={to} paint="go" icon="go" word={look === "small" ? "" : word} />;
  }
  const missing = look === "small" ? `${fate.missing}` : m.report_n_missing({ n: fate.missing });
  return <Stretch {...row} from={from} to={to} paint="early" icon="bad" word={missing} />;
}
