import { useRef } from "preact/hooks";
import type { Picture } from "../../core/picture";
import { board, sceneSentence, tally } from "../../core/picture_words";
import { memo } from "../parts/memo";
import { Bus } from "./bus";
import { Gate } from "./gate";
import { Backdrop, Road } from "./road";
import { BusStop } from "./stop";
import { reducedMotion, useLate, useLeaving } from "./use_release";

const WIDTH = 1200;

interface SceneProps {
  picture: Picture;
  now_ms: number;
  /** Of the drawing's 1200 wide; less cuts the painted road off. */
  height?: number;
}

/**
 * The whole picture: bus stop, bus, gate and road, seen by a camera that follows the bus through the gate. The style sheet
 * moves all of it, as soon as the world `goes` or the page is `released`.
 */
export function BusScene({ picture, now_ms, height = 424 }: SceneProps) {
  const released = picture.state === "released";
  const late_ms = useLate(released ? (picture.release_at_ms ?? picture.end_ms) : null, now_ms);
  const rolls_in = useRollsIn(picture.generation);
  const world = { picture, now_ms, late_ms, rolls_in };
  const scene = reducedMotion() ? `${picture.generation} ${released}` : "";
  const leaving = useLeaving(scene, world);
  return (
    <svg
      class="scene"
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="xMidYMax meet"
      role="img"
      aria-label={sceneSentence(picture)}
    >
      <Patterns />
      {leaving && <World key={leaving.scene} {...leaving.drawn} leaves />}
      <World key={scene} {...world} />
    </svg>
  );
}

interface WorldProps {
  picture: Picture;
  now_ms: number;
  late_ms: number;
  rolls_in: boolean;
  leaves?: boolean;
}

function World({ picture, now_ms, late_ms, rolls_in, leaves = false }: WorldProps) {
  const { state } = picture;
  const goes = state === "released" ? " goes" : "";
  return (
    <g class={`world${goes}${leaves ? " leaves" : ""}`} style={late_ms > 0 ? `--late: ${late_ms}ms` : undefined}>
      <Backdrop />
      <Road
        state={state}
        phase={picture.phase}
        next_phase={picture.next_phase}
        somebody_works={picture.missing.length > 0}
      />
      <BusStop missing={state === "released" ? [] : picture.missing} />
      <g key={picture.generation} class={rolls_in ? "rolls-in" : ""}>
        <g class="drives">
          <Bus
            n={tally(picture).n}
            aboard={picture.aboard}
            state={state}
            board={board(picture)}
            until_ms={secondsUntil(picture, now_ms)}
          />
        </g>
      </g>
      <Gate state={state} />
    </g>
  );
}

/** The seconds on the seats tick while people wait, and stop when all are aboard. */
function secondsUntil(picture: Picture, now_ms: number): number | null {
  if (picture.state === "filling") return now_ms;
  return picture.state === "hold" ? picture.end_ms : null;
}

/** A new generation is a new bus, which rolls in; the first one of a page simply stands there. */
function useRollsIn(generation: number): boolean {
  const first = useRef(generation);
  return generation !== first.current;
}

const Patterns = memo(function Patterns() {
  return (
    <defs>
      <pattern id="crowd" width="10" height="11" patternUnits="userSpaceOnUse">
        <rect class="fill-glass-lit" width="10" height="11" />
        <circle class="fill-line" cx="5" cy="5.500" r="3.300" />
      </pattern>
    </defs>
  );
});
