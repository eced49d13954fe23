import type { Player } from "../../core/algorithms/arrivals";
import { LEAKY_CODE, LEAKY_STORY, leakyAt } from "../../core/algorithms/leaky";
import { shorten } from "../../core/picture_words";
import { Hatch } from "../chart/chart";
import { FaceMark } from "../parts/face";
import { type IconName, Mark } from "../parts/icons";
import { useSize } from "../parts/use_size";

interface LeakyProps {
  players: readonly [Player, Player, Player];
  step: number;
}

const END = LEAKY_STORY.length - 1;
const KEYWORDS = /(def|if|while|pass)(?=[ \n]|$)/;

/** The code that many of us write first, and the line on which somebody is. */
export function LeakyCode({ players, step }: LeakyProps) {
  const { count, flag } = leakyAt(step);
  const beat = LEAKY_STORY[step];
  const mover = beat?.moves[0];
  return (
    <div class="leaky-code">
      <section class="code-panel" translate={false} aria-label="The code">
        {LEAKY_CODE.map((text, line) => (
          <div key={line} class={`code-line ${beat?.line === line ? (step === END ? "line-bad" : "line-wait") : ""}`}>
            <span>{text.split(KEYWORDS).map((word, i) => (i % 2 === 1 ? <b key={i}>{word}</b> : word))}</span>
            {beat?.line === line && mover !== undefined && <bdi class="leaky-who">{players[mover]?.name}</bdi>}
          </div>
        ))}
      </section>
      <p class="leaky-state">
        <span class="leaky-count num" translate={false}>
          count = {count}
        </span>
        <span class={flag === 1 ? "leaky-open" : "leaky-shut"}>gate {flag === 1 ? "open" : "shut"}</span>
      </p>
    </div>
  );
}

interface Part {
  from: number;
  to: number;
  look: string;
  icon: IconName;
  says: string;
}

const WORKS = (to: number): Part => ({ from: 0, to, look: "work", icon: "work", says: "works" });
const WAITS = (from: number, to: number): Part => ({ from, to, look: "wait", icon: "wait", says: "waits: round 1" });
/** What the three do, by steps of the story. The gate opens in step 3. */
const LANES: readonly (readonly Part[])[] = [
  [
    WORKS(1),
    WAITS(1, 4),
    { from: 4, to: 6, look: "work", icon: "work", says: "round 2" },
    { from: 6, to: 8, look: "bad", icon: "bad", says: "did not wait" },
  ],
  [WORKS(2), WAITS(2, 8)],
  [WORKS(3), WAITS(3, 8)],
];
const OPENS = 3;
const TOP = 44;
const BAR = 40;
const LEFT = 132;
const NARROW_LEFT = 56;
const NARROW_PX = 480;
const ICON_PX = 40;
const WORDS_PX = 94;

/** How the fast one laps the slow ones. */
export function LeakyLanes({ players, step }: LeakyProps) {
  const { ref, size } = useSize();
  return (
    <div class="leaky-lanes">
      <div ref={ref} class="machine">
        {size !== null && (
          <svg
            viewBox={`0 0 ${size.width} ${size.height}`}
            role="img"
            aria-label={`Three workers, two rounds, step ${step}.`}
          >
            <Hatch />
            <Lanes players={players} step={step} {...size} />
          </svg>
        )}
      </div>
      <p>
        <b>{step >= END ? <Lapped players={players} /> : "Watch the counter: does 3 always mean “all three”?"}</b>{" "}
        {step >= END
          ? "The cure: every round has its own colour of flag. That is the “sense” in sense-reversing."
          : "A correct barrier never lets anybody get a whole round ahead."}
      </p>
    </div>
  );
}

function Lapped({ players: [ana, ben, chloe] }: Pick<LeakyProps, "players">) {
  return (
    <>
      <bdi translate={false}>{ana.name}</bdi> has finished round 2 while <bdi translate={false}>{ben.name}</bdi> and{" "}
      <bdi translate={false}>{chloe.name}</bdi> still stand in round 1.
    </>
  );
}

function Lanes({ players, step, width, height }: LeakyProps & { width: number; height: number }) {
  const is_narrow = width < NARROW_PX;
  const left = is_narrow ? NARROW_LEFT : LEFT;
  const x = (at: number) => left + ((width - left - 24) * at) / (END + 1);
  const lane = (height - TOP - 8) / 3;
  const bar = Math.min(BAR, lane * 0.7);
  return (
    <>
      {LEAKY_STORY.map((_, at) => (
        <g key={at}>
          <path class="tick" d={`M${x(at)} ${TOP - 8}V${height - 4}`} />
          {(step < OPENS || Math.abs(at - OPENS) > (is_narrow ? 3 : 1)) && (
            <text class="lane-step" x={x(at)} y={TOP - 14}>
              {at === 0 ? "step 0" : at}
            </text>
          )}
        </g>
      ))}
      {players.map((player, me) => {
        const y = TOP + lane * (me + 0.5);
        return (
          <g key={me}>
            <rect class="lane" x={x(0)} y={y - bar / 2} width={x(END + 1) - x(0)} height={bar} rx="6" />
            <FaceMark {...player} presence="connected" x={30} y={y} r={Math.min(22, lane * 0.4)} />
            {!is_narrow && (
              <text class="lane-name" x="60" y={y + 7} font-size="19">
                {shorten(player.name, 7)}
              </text>
            )}
            {(LANES[me] ?? []).map((part) => (
              <Stretch key={part.from} part={part} step={step} x={x} y={y} bar={bar} />
            ))}
          </g>
        );
      })}
      {step >= OPENS && (
        <>
          <path class="leaky-gate" d={`M${x(OPENS)} ${TOP - 8}V${height - 4}`} />
          <rect class="fill-go" x={x(OPENS) - 60} y={TOP - 36} width="120" height="27" rx="5" />
          <text class="leaky-gate-text" x={x(OPENS)} y={TOP - 17}>
            gate opens
          </text>
        </>
      )}
      <path class="lane-now" d={`M${x(step)} ${TOP - 8}V${height - 4}`} />
    </>
  );
}

interface StretchProps {
  part: Part;
  step: number;
  x(step: number): number;
  y: number;
  bar: number;
}

function Stretch({ part, step, x, y, bar }: StretchProps) {
  const { from, look, icon, says } = part;
  // What went wrong is drawn to its end as soon as it has happened.
  const to = look === "bad" ? (step >= END ? part.to : from) : Math.min(part.to, step);
  const width = x(to) - x(from);
  if (width <= 0) return null;
  return (
    <>
      <rect
        class={look === "wait" ? "hatched" : `fill-${look}`}
        x={x(from)}
        y={y - bar / 2}
        width={width}
        height={bar}
        rx="6"
      />
      {width > ICON_PX && <Mark name={icon} x={x(from) + 8} y={y - 9} size={18} fill={`fill-on-${look}`} />}
      {width > WORDS_PX && (
        <text class={`leaky-says fill-on-${look}`} x={x(from) + 31} y={y + 6}>
          {says}
        </text>
      )}
    </>
  );
}
