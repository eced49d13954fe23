import * as m from "messages";
import type { Player } from "../../core/algorithms/arrivals";
import type { RightKind } from "../../core/algorithms/gallery";
import { COUNTER, knowsOf, type Run, type Signal } from "../../core/algorithms/model";
import { shorten } from "../../core/picture_words";
import { seconds } from "../../core/words";
import { Hatch, wordsPx } from "../chart/chart";
import { FaceMark } from "../parts/face";
import { useSize } from "../parts/use_size";
import { Arrow } from "./arrow";

interface LanesProps {
  kind: RightKind;
  players: readonly Player[];
  run: Run;
  path: readonly Signal[];
  step: number;
  /** Steps are seconds of a class that plays: a signal takes no time, and the end is not known before it has come. */
  in_seconds?: boolean;
}

const TOP = 30;
/** Up to these numbers of workers lanes have names; faces and "knows of"; stripes and arrow heads. */
const MOST_NAMES = 12;
const MOST_FACES = 16;
const MOST_STRIPES = 32;
const NARROW_PX = 480;
/** Half of what the number of a step takes. */
const NUMBER_PX = 8;
/** At least so much room have the label at the last release, and "knows of"; and there is some around them. */
const ALL_GO_PX = 116;
const KNOWS_PX = 78;
const AROUND_PX = 10;
/** "8 of 8" stands in narrow letters. */
const NARROWER = 0.82;

/** The same in time: a lane for each worker, an arrow for each signal, and the chain that everybody waits for in red. */
export function Lanes(props: LanesProps) {
  const { ref, size } = useSize();
  return (
    <div ref={ref} class="machine">
      {size !== null && (
        <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={alternative(props)}>
          <Hatch />
          <Drawing {...props} {...size} />
        </svg>
      )}
    </div>
  );
}

function alternative({ run, in_seconds }: LanesProps): string {
  if (in_seconds) return m.algorithms_lanes_seconds({ n: run.signals.length });
  return m.algorithms_lanes_steps({ n: run.end });
}

interface Scale {
  x(step: number): number;
  y(me: number): number;
  /** Height of a bar. */
  bar: number;
  /** Height of a letter. */
  letter: number;
  /** How long an arrow is on its way. */
  travels: number;
  in_seconds: boolean;
  all_go: { says: string; px: number };
}

function scaleOf(
  { kind, players, run, in_seconds = false }: LanesProps,
  width: number,
  height: number,
): Scale & { left: number } {
  const n = players.length;
  const has_counter = kind === "counter";
  const left =
    n <= MOST_NAMES && width >= NARROW_PX ? 106 : n <= MOST_FACES ? (has_counter ? 70 : 46) : has_counter ? 70 : 34;
  const right = n > MOST_FACES ? 16 : 2 * AROUND_PX + NARROWER * wordsPx(m.mural_n_of({ n, all: n }));
  const lane = (height - TOP - 8) / (n + (has_counter ? 1 : 0));
  return {
    left,
    x: (step) => left + ((width - left - right) * step) / (run.end + 0.6),
    y: (me) => TOP + lane * ((me === COUNTER ? 0 : me + (has_counter ? 1 : 0)) + 0.5),
    bar: Math.min(20, lane * 0.52),
    letter: Math.min(18, lane * 0.6),
    travels: in_seconds ? 0 : 1,
    in_seconds,
    all_go: allGo(run, in_seconds, width < NARROW_PX),
  };
}

function Drawing(props: LanesProps & { width: number; height: number }) {
  const { kind, players, run, path, step, width, height } = props;
  const scale = scaleOf(props, width, height);
  const { x, y, bar } = scale;
  const n = players.length;
  const last = Math.max(...run.arrives);
  const end = width - (n <= MOST_FACES ? knowsPx() : 8);
  const counter_px = (16 * (x(0) - 2 * AROUND_PX)) / wordsPx(m.algorithms_counter);
  return (
    <>
      <Steps run={run} step={step} scale={scale} height={height} end={end} />
      {players.map((player, me) => (
        <Lane key={me} player={player} me={me} run={run} step={step} scale={scale} width={width} />
      ))}
      {kind === "counter" && (
        <>
          <rect class="board" x={x(0)} y={y(COUNTER) - bar / 2} width={x(run.end + 0.6) - x(0)} height={bar} rx="4" />
          <text
            class="lane-name"
            x="12"
            y={y(COUNTER) + 5}
            font-size={Math.max(11, Math.min(16, scale.letter, counter_px))}
          >
            {m.algorithms_counter}
          </text>
        </>
      )}
      {n <= MOST_FACES && (
        <text class="lane-step lane-end" x={width - 10} y={TOP - 11}>
          {m.algorithms_knows_of}
        </text>
      )}
      <Signals run={run} path={path} step={step} scale={scale} />
      {step < run.end ? (
        <path class="lane-now" d={`M${x(step)} ${TOP - 6}V${height - 6}`} />
      ) : (
        <AllGo {...scale.all_go} x={x(run.end)} middle={middleOfAllGo(run, scale, end)} height={height} />
      )}
      {last > 0 && step >= last && <path class="lane-last" d={`M${x(last)} ${TOP - 2}V${height - 6}`} />}
    </>
  );
}

interface StepsProps {
  run: Run;
  step: number;
  scale: Scale;
  height: number;
  /** Up to here there is room for numbers. */
  end: number;
}

/** From the middle of "step 0", or "0 s", to that of the next number. */
export function labelPx(first: string): number {
  return wordsPx(first) / 2 + NUMBER_PX;
}

function Steps({ run, step, scale, height, end }: StepsProps) {
  const { x, in_seconds, all_go } = scale;
  const first = in_seconds ? m.seconds({ s: 0 }) : m.mural_step({ n: 0 });
  const label_px = labelPx(first);
  const middle = middleOfAllGo(run, scale, end);
  const every = [1, 2, 5, 10].find((every) => x(every) - x(0) >= label_px) ?? 20;
  const steps = Array.from({ length: Math.floor(run.end / every) + 1 }, (_, i) => i * every);
  const is_covered = (at: number) =>
    x(at) + NUMBER_PX > end ||
    (step >= run.end && Math.abs(x(at) - middle) < all_go.px / 2 + (at > 0 ? NUMBER_PX : label_px));
  return (
    <>
      {steps.map((at) => (
        <g key={at}>
          <path class="tick" d={`M${x(at)} ${TOP - 6}V${height - 6}`} />
          {!is_covered(at) && (
            <text class="lane-step" x={x(at)} y={TOP - 11}>
              {at > 0 ? at : first}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

interface LaneProps {
  player: Player;
  me: number;
  run: Run;
  step: number;
  scale: Scale;
  width: number;
}

function Lane({ player, me, run, step, scale, width }: LaneProps) {
  const { x, bar, letter } = scale;
  const n = run.arrives.length;
  const [y, top] = [scale.y(me), scale.y(me) - bar / 2];
  const [arrives, released, end] = [run.arrives[me] ?? 0, run.released[me] ?? 0, run.end + 0.6];
  const knows = knowsOf(run, me, step);
  const part = (from: number, to: number, look: string) =>
    to > from && (
      <rect class={look} x={x(from)} y={top} width={x(to) - x(from)} height={bar} rx={Math.min(4, bar / 3)} />
    );
  return (
    <g>
      {part(0, end, "lane")}
      {part(0, Math.min(arrives, step), "fill-work")}
      {part(arrives, Math.min(released, step), n <= MOST_STRIPES ? "hatched" : "lane-wait")}
      {step >= released && part(released, end, "fill-go")}
      {n <= MOST_FACES && (
        <FaceMark
          name={player.name}
          avatar={player.avatar}
          kind={player.kind}
          presence="connected"
          x={20}
          y={y}
          r={Math.min(11, letter * 0.62)}
        />
      )}
      {n <= MOST_NAMES && x(0) > 100 && (
        <text class="lane-name" x={38} y={y + letter * 0.36} font-size={letter}>
          {shorten(player.name, 7)}
        </text>
      )}
      {n <= MOST_FACES && (
        <text class={knows === n ? "lane-knows lane-knows-all num" : "lane-knows num"} x={width - 10} y={y + 6}>
          {m.mural_n_of({ n: knows, all: n })}
        </text>
      )}
    </g>
  );
}

function Signals({ run, path, step, scale }: { run: Run; path: readonly Signal[]; step: number; scale: Scale }) {
  const n = run.arrives.length;
  const seen = run.signals.filter(({ at }) => at <= step && (scale.in_seconds || at < run.end));
  const chain = new Set(path);
  const thin = n > MOST_STRIPES ? 0.9 : n > MOST_FACES ? 1.4 : 2.2;
  const [casing, thick] = n > MOST_FACES ? [6, 3] : [8.5, 4.5];
  return (
    <>
      {seen.map(
        (signal) =>
          !chain.has(signal) && (
            <Arrow
              key={`${signal.from} ${signal.to}`}
              {...ends(signal, scale)}
              width={signal.at === step ? thin * 1.5 : thin}
              look={signal.at === step ? "says-now" : "says-before"}
              head={n > MOST_FACES ? 0 : n <= 8 ? 1 : 0.8}
            />
          ),
      )}
      {path.map((signal, i) => {
        const next = path[i + 1];
        const seen_at = signal.at + scale.travels;
        if (next === undefined || signal.to === COUNTER || next.at <= seen_at || step <= seen_at) return null;
        const way = `M${scale.x(seen_at)} ${scale.y(signal.to)}H${scale.x(Math.min(next.at, step))}`;
        return (
          <g key={`along ${i}`} class="arrow">
            <path class="chain-casing" d={way} stroke-width={casing} />
            <path class="chain" d={way} stroke-width={thick} />
          </g>
        );
      })}
      {seen.map(
        (signal) =>
          chain.has(signal) && (
            <g key={`${signal.from} ${signal.to}`}>
              <Arrow {...ends(signal, scale)} width={casing} look="chain-casing" head={0} />
              <Arrow {...ends(signal, scale)} width={thick} look="chain" head={n <= MOST_STRIPES ? 0.9 : 0} />
            </g>
          ),
      )}
    </>
  );
}

function ends({ at, from, to }: Signal, { x, y, bar, travels }: Scale) {
  const below = y(COUNTER) + bar / 2;
  return {
    from: { x: x(at) + 3 * travels, y: from === COUNTER ? below : y(from) },
    to: { x: x(at + travels) - travels, y: to === COUNTER ? below + 1 : y(to) },
  };
}

/** In a narrow drawing only the number: the other steps have no more. */
function allGo({ end }: Run, in_seconds: boolean, is_narrow: boolean): Scale["all_go"] {
  const when = in_seconds ? seconds(end * 1000) : is_narrow ? `${end}` : m.mural_step({ n: end });
  const says = m.algorithms_all_go_at({ when });
  return { says, px: Math.max(ALL_GO_PX, wordsPx(says) + AROUND_PX) };
}

function middleOfAllGo({ end: last }: Run, { x, all_go }: Scale, end: number): number {
  return Math.min(x(last), end - all_go.px / 2);
}

function knowsPx(): number {
  return Math.max(KNOWS_PX, wordsPx(m.algorithms_knows_of)) + AROUND_PX;
}

interface AllGoProps {
  says: string;
  px: number;
  x: number;
  middle: number;
  height: number;
}

function AllGo({ says, px, x, middle, height }: AllGoProps) {
  return (
    <>
      <path class="gate-line" d={`M${x} ${TOP - 6}V${height - 6}`} />
      <rect class="gate-label" x={middle - px / 2} y={TOP - 30} width={px} height="24" rx="5" />
      <text class="gate-label-text" x={middle} y={TOP - 12}>
        {says}
      </text>
    </>
  );
}
