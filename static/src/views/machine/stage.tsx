import * as m from "messages";
import type { Player } from "../../core/algorithms/arrivals";
import { CARDS, type RightKind } from "../../core/algorithms/gallery";
import { COUNTER, type Run, rounds, type Signal } from "../../core/algorithms/model";
import { loses } from "../../core/algorithms/tournament";
import { parentOf } from "../../core/algorithms/tree";
import { useSize } from "../parts/use_size";
import { Arrow } from "./arrow";
import { Node } from "./node";
import { lastRoundOf, matchHeight, numbers, type Point, placesOf, radiusOf } from "./places";

interface StageProps {
  kind: RightKind;
  players: readonly Player[];
  run: Run;
  step: number;
  /** Steps are seconds: an arrow stays for a moment. */
  in_seconds?: boolean;
}

/** How long an arrow stays, in seconds. */
const STAYS_S = 2;

/** What each machine's own part of the drawing is made from. */
interface Drawing {
  run: Run;
  step: number;
  in_seconds: boolean;
  /** Signals of this step, and of all steps before it. */
  now: readonly Signal[];
  past: readonly Signal[];
  places: readonly Point[];
  r: number;
  width: number;
  height: number;
}

/** Who tells whom in this step, in the machine's own shape. */
export function Stage({ kind, players, run, step, in_seconds = false }: StageProps) {
  const { ref, size } = useSize();
  return (
    <div ref={ref} class="machine">
      {size !== null && (
        <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={alternative(kind, run, step)}>
          <Machine kind={kind} players={players} run={run} step={step} in_seconds={in_seconds} {...size} />
        </svg>
      )}
    </div>
  );
}

function alternative(kind: RightKind, run: Run, step: number): string {
  const n = run.signals.filter(({ at }) => at === step).length;
  const gone = run.released.filter((released) => released <= step).length;
  return m.algorithms_stage_says({ name: CARDS[kind].name, n, gone, all: run.arrives.length });
}

function Machine({
  kind,
  players,
  run,
  step,
  in_seconds = false,
  width,
  height,
}: StageProps & { width: number; height: number }) {
  const n = players.length;
  const places = placesOf(kind, n, width, height);
  const drawing: Drawing = {
    run,
    step,
    in_seconds,
    now: run.signals.filter(({ at }) => (in_seconds ? at <= step && at > step - STAYS_S : at === step)),
    past: run.signals.filter(({ at }) => at < step),
    places,
    r: radiusOf(kind, n, width),
    width,
    height,
  };
  return (
    <>
      {kind === "counter" ? (
        <Counting {...drawing} />
      ) : kind === "tree" ? (
        <Branches {...drawing} />
      ) : kind === "tournament" ? (
        <Bracket {...drawing} />
      ) : (
        <Passing {...drawing} />
      )}
      {players.map((player, me) => (
        <Node key={me} player={player} at={placeOf(places, me)} r={drawing.r} run={run} me={me} step={step} />
      ))}
    </>
  );
}

function placeOf(places: readonly Point[], me: number): Point {
  return places[me] ?? { x: 0, y: 0 };
}

/** The board with the count, the queue in front of it, and the flag. */
function Counting({ run, step, now, past, places, r, width, height }: Drawing) {
  const n = places.length;
  const middle = { x: width / 2, y: height / 2 };
  const at = (me: number) => (me === COUNTER ? middle : placeOf(places, me));
  const n_counted = past.filter(({ to }) => to === COUNTER).length;
  const is_up = past.some(({ from }) => from === COUNTER) || step >= run.end;
  const gone_there = new Set([...past, ...now].filter(({ to }) => to === COUNTER).map(({ from }) => from));
  const queue = numbers(n).filter((me) => (run.arrives[me] ?? 0) <= step && !gone_there.has(me));
  return (
    <>
      {queue.map((me) => (
        <path key={me} class="queue" d={`M${at(me).x} ${at(me).y}L${middle.x} ${middle.y}`} />
      ))}
      {now.map(({ from, to }) => (
        <Arrow
          key={`${from} ${to}`}
          from={at(from)}
          to={at(to)}
          width={n > 16 ? 2.5 : 4}
          look={from === COUNTER ? "says-go" : "says-here"}
          gaps={[from === COUNTER ? 36 : r + 9, to === COUNTER ? 50 : r + 9]}
        />
      ))}
      <g transform={`translate(${middle.x} ${middle.y})`}>
        <rect class="story board" x="-66" y="-27" width="132" height="54" rx="9" />
        <text class={is_up ? "board-count board-go" : "board-count"} y="11">
          {m.mural_n_of({ n: n_counted, all: n })}
        </text>
        <path class="story" d="M58 -27v-34" />
        <path class={`story ${is_up ? "fill-go" : "fill-bad"}`} d={`M58 ${is_up ? -61 : -44}h26l-6 8 6 8h-26z`} />
      </g>
    </>
  );
}

/** Dashed: nothing said yet; dark: "here" was said; green: "go". */
function lineLook(said_here: boolean, said_go: boolean): string {
  return said_go ? "way way-go" : said_here ? "way way-here" : "way way-open";
}

function Branches({ now, past, places, r }: Drawing) {
  const n = places.length;
  return (
    <>
      {numbers(n)
        .slice(1)
        .map((me) => {
          const parent = parentOf(me);
          const here = past.some(({ from, to }) => from === me && to === parent);
          const go = past.some(({ from, to }) => from === parent && to === me);
          const [child, above] = [placeOf(places, me), placeOf(places, parent)];
          return (
            <path
              key={me}
              class={lineLook(here, go)}
              d={`M${child.x} ${child.y}L${above.x} ${above.y}`}
              stroke-width={n > 16 ? 2 : 4}
            />
          );
        })}
      {now.map(({ from, to, what }) => (
        <Arrow
          key={`${from} ${to}`}
          from={placeOf(places, from)}
          to={placeOf(places, to)}
          width={n > 16 ? 4 : 6.5}
          look={what === "go" ? "says-go" : "says-here"}
          gaps={[r + 9, r + 9]}
        />
      ))}
    </>
  );
}

function Bracket({ now, past, places, height }: Drawing) {
  const n = places.length;
  const n_rounds = rounds(n);
  const stroke = n > 16 ? 2 : 4;
  const y = (round: number) => matchHeight(n, round, height);
  const x = (me: number) => placeOf(places, me).x;
  const matches = numbers(n).flatMap((loser) => {
    const round = numbers(n_rounds).find((k) => loses(loser, k));
    return round === undefined ? [] : [{ loser, winner: loser ^ (1 << round), round }];
  });
  return (
    <>
      {numbers(n).map((me) => {
        const last = lastRoundOf(n, me);
        return (
          last !== null && (
            <path
              key={me}
              class="way way-up"
              d={`M${x(me)} ${placeOf(places, me).y}V${y(last)}`}
              stroke-width={stroke}
            />
          )
        );
      })}
      {matches.map(({ loser, winner, round }) => {
        const here = past.some(({ from, to }) => from === loser && to === winner);
        const go = past.some(({ from, to }) => from === winner && to === loser);
        return (
          <path
            key={loser}
            class={lineLook(here, go)}
            d={`M${x(loser)} ${y(round)}H${x(winner)}`}
            stroke-width={stroke}
          />
        );
      })}
      {now.map(({ from, to, what }) => {
        const round = Math.log2(from ^ to);
        return (
          <Arrow
            key={`${from} ${to}`}
            from={{ x: x(from), y: y(round) }}
            to={{ x: x(to), y: y(round) }}
            width={n > 16 ? 4 : 6.5}
            look={what === "go" ? "says-go" : "says-here"}
            gaps={[4, 4]}
          />
        );
      })}
      <text class="machine-text" x={x(0) - 4} y={y(n_rounds - 1) - 12}>
        {m.algorithms_winner_fixed}
      </text>
    </>
  );
}

function Passing({ run, step, in_seconds, now, places, r, width, height }: Drawing) {
  const n = places.length;
  const is_over = !in_seconds && step >= run.end && n > 4 && n <= 16;
  return (
    <>
      {now.map(({ from, to }) => (
        <Arrow
          key={`${from} ${to}`}
          from={placeOf(places, from)}
          to={placeOf(places, to)}
          width={n > 32 ? 1.6 : n > 16 ? 2.4 : 4}
          look="says-here"
          gaps={[r + 10, r + 11]}
          head={n > 32 ? 0.8 : 1}
        />
      ))}
      {is_over && (
        <text class="machine-end" x={width / 2} y={height / 2 - 4}>
          {m.algorithms_everybody_knows.split("|").map((line, i) => (
            <tspan key={line} x={width / 2} dy={i * 28}>
              {line}
            </tspan>
          ))}
        </text>
      )}
    </>
  );
}
