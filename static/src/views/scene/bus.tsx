import type { Aboard, PictureState } from "../../core/picture";
import { memo } from "../parts/memo";
import { busTop, DENSITY_FROM } from "./layout";
import { DensityWindows, Seats } from "./seats";

const LEFT = 282;
const RIGHT = 812;
const BOTTOM = 318;
const WHEELS = [392, 752];
/** The board and the flank: letters shrink when the text would not fit. */
const BOARD_WIDTH = 430;
const BOARD_LETTERS = 24;
const BOARD_SIZE = 29;

interface BusProps {
  n: number;
  aboard: readonly Aboard[];
  state: PictureState;
  board: string;
  until_ms: number | null;
}

/** The bus is the Barrier object: its flank says so, its windows are the parties. */
export function Bus({ n, aboard, state, board, until_ms }: BusProps) {
  const top = busTop(n);
  const broken = state === "broken";
  return (
    <>
      <ellipse class="shadow" cx="585" cy="350" rx="312" ry="12" />
      <Body top={top} broken={broken} />
      {n >= DENSITY_FROM ? (
        <DensityWindows n={n} taken={aboard.length} />
      ) : (
        <Seats n={n} aboard={aboard} broken={broken} until_ms={until_ms} />
      )}
      <text class="flank" x="572" y="312" font-size="23">
        Barrier({n})
      </text>
      <Board top={top} state={state} text={board} />
      {WHEELS.map((x) => (
        <g key={x} transform={`translate(${x} 322)`}>
          <circle class="story tyre" r="36" />
          <circle class="fill-kerb" r="15" />
          <circle class="tyre" r="5" />
        </g>
      ))}
      {broken && <Breakdown />}
      {(state === "hold" || state === "released") && (
        <path class="speed" d="M266 158h-60M266 200h-150M266 240h-90M266 282h-170" />
      )}
    </>
  );
}

const Body = memo(function Body({ top, broken }: { top: number; broken: boolean }) {
  return (
    <>
      <path
        class="story fill-bus"
        d={`M${LEFT + 26} ${top}H${RIGHT - 18}q22 0 26 24L${RIGHT + 14} 206h54q30 2 34 34v${BOTTOM - 240}H${LEFT}V${top + 26}q0-26 26-26z`}
      />
      <path class="fill-bus-shade" d={`M${LEFT + 2} 292H${RIGHT + 100}v24H${LEFT + 2}z`} />
      <path class="stripe" d={`M${LEFT} 282H${RIGHT + 100}M${LEFT} 292H${RIGHT + 100}`} />
      <path
        class="story window"
        stroke-width="3"
        d={`M${RIGHT - 32} ${top + 30}h14q10 0 12 12L${RIGHT + 4} 200H${RIGHT - 32}z`}
      />
      <circle class={broken ? "story window" : "story window-lit"} cx={RIGHT + 88} cy="250" r="11" />
      <path class="story" d={`M${RIGHT + 60} ${BOTTOM}h52`} />
    </>
  );
});

function Board({ top, state, text }: { top: number; state: PictureState; text: string }) {
  const x = LEFT + 84;
  const size = Math.min(BOARD_SIZE, (BOARD_SIZE * BOARD_LETTERS) / text.length);
  return (
    <g>
      <rect class="story board" x={x} y={top - 50} width={BOARD_WIDTH} height="46" rx="8" />
      <text class={`board-text board-${state}`} x={x + BOARD_WIDTH / 2} y={top - 27 + size * 0.35} font-size={size}>
        {text}
      </text>
    </g>
  );
}

function Breakdown() {
  return (
    <>
      <path class="smoke" d="M862 196q-12-14 0-28t0-28M886 194q-12-14 0-28t0-28M838 194q-12-14 0-28t0-28" />
      <path class="story fill-bad" d="M930 330l20-38 20 38z" />
      <text class="warning" x="950" y="326" font-size="22">
        !
      </text>
    </>
  );
}
