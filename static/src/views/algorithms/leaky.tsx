import * as m from "messages";
import type { Player } from "../../core/algorithms/arrivals";
import { LEAKY_CODE, LEAKY_STORY, leakyAt } from "../../core/algorithms/leaky";
import { shorten } from "../../core/picture_words";
import type { Phrase } from "../../core/words";
import { Hatch, wordsPx } from "../chart/chart";
import { labelPx } from "../machine/lanes";
import { FaceMark } from "../parts/face";
import { type IconName, Mark } from "../parts/icons";
import { Sentence } from "../parts/sentence";
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
      <section class="code-panel" translate={false} aria-label={m.the_code}>
        {LEAKY_CODE.map((text, line) => (
          <div key={line} class={`code-line ${beat?.line === line ? (step === END ? "line-bad" : "line-wait") : ""}`}>
            <span>{text.split(KEYWORDS).map((word, i) => (i % 2 === 1 ? <b key={i}>{word}</b> : word))}</span>
            {beat?.line === line && mover !== undefined && <bdi class="leaky-who">{players[mover]?.name}</bdi>}
          </div>
        ))}
      </section>
      <p class="leaky-state">
        <code class="leaky-count num" translate={false}>
          count = {count}
        </code>
        <span class={flag === 1 ? "leaky-open" : "leaky-shut"}>
          {flag === 1 ? m.algorithms_gate_open : m.algorithms_gate_shut}
        </span>
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

const WORKS = (to: number): Part => ({ from: 0, to, look: "work", icon: "work", says: m.algorithms_lane_works });
const WAITS = (from: number, to: number): Part => ({
  from,
  to,
  look: "wait",
  icon: "wait",
  says: m.algorithms_lane_waits,
});
/** What the three do, by steps of the story. The gate opens in step 3. */
const LANES: readonly (readonly Part[])[] = [
  [
    WORKS(1),
    WAITS(1, 4),
    { from: 4, to: 6, look: "work", icon: "work", says: m.algorithms_lane_round },
    { from: 6, to: 8, look: "bad", icon: "bad", says: m.algorithms_lane_did_not },
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
/** From the beginning of a bar to its words, which are larger than others of a chart. */
const WORDS_AT_PX = 31;
const LARGER = 1.1;
const GATE_PX = 120;

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
            aria-label={m.algorithms_leaky_picture({ step })}
          >
            <Hatch />
            <Lanes players={players} step={step} {...size} />
          </svg>
        )}
      </div>
      <p>
        <b>
          <Sentence words={step >= END ? lapped(players) : m.algorithms_leaky_watch} />
        </b>{" "}
        {step >= END ? m.algorithms_leaky_cure : m.algorithms_leaky_never}
      </p>
    </div>
  );
}

function lapped([ana, ben, chloe]: LeakyProps["players"]): Phrase {
  return m.algorithms_leaky_lapped({ first: ana.name, second: ben.name, third: chloe.name });
}

function Lanes({ players, step, width, height }: LeakyProps & { width: number; height: number }) {
  const is_narrow = width < NARROW_PX;
  const left = is_narrow ? NARROW_LEFT : LEFT;
  const x = (at: number) => left + ((width - left - 24) * at) / (END + 1);
  const first = m.mural_step({ n: 0 });
  const lane = (height - TOP - 8) / 3;
  const bar = Math.min(BAR, lane * 0.7);
  const gate = Math.max(GATE_PX, LARGER * wordsPx(m.algorithms_gate_opens) + 12);
  return (
    <>
      {LEAKY_STORY.map((_, at) => (
        <g key={at}>
          <path class="tick" d={`M${x(at)} ${TOP - 8}V${height - 4}`} />
          {(at === 0 || x(at) - x(0) > labelPx(first)) &&
            (step < OPENS || Math.abs(at - OPENS) > (is_narrow ? 3 : 1)) && (
              <text class="lane-step" x={x(at)} y={TOP - 14}>
                {at === 0 ? first : at}
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
          <rect class="fill-go" x={x(OPENS) - gate / 2} y={TOP - 36} width={gate} height="27" rx="5" />
          <text class="leaky-gate-text" x={x(OPENS)} y={TOP - 17}>
            {m.algorithms_gate_opens}
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
      {width > WORDS_AT_PX + LARGER * wordsPx(says) && (
        <text class={`leaky-says fill-on-${look}`} x={x(from) + WORDS_AT_PX} y={y + 6}>
          {says}
        </text>
      )}
    </>
  );
}
