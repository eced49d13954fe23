import * as m from "messages";
import type { MuralPicture } from "../../core/mural_model";
import { stepsWords, wrongSays } from "../../core/mural_words";
import { parts } from "../../core/painting";
import { Cells, Crosses } from "./cells";
import { Gutter } from "./gutter";
import { Road } from "./road";
import { TornSeams, WholeSeams } from "./seams";

const MOST_OUTLINED = 4;
const MOST_NAMED = 12;

interface Props {
  mural: MuralPicture;
  is_crossed?: boolean;
}

/** Whose strips, the picture, and the road of its steps. */
export function MuralStage({ mural, is_crossed = false }: Props) {
  const { gate, step, phase, owners, steps } = mural;
  return (
    <div class="mural-stage">
      <Gutter mural={mural} />
      <MuralPictureView mural={mural} is_crossed={is_crossed} />
      <Road
        gate={gate === "barrier" ? { step, is_open: phase === "released" } : null}
        owners={owners}
        steps={steps}
        says={
          gate === "barrier"
            ? m.mural_step_of({ step, n: mural.n_steps })
            : m.mural_own_steps({ steps: stepsWords(steps) })
        }
      />
    </div>
  );
}

export function MuralPictureView({ mural, is_crossed = false }: Props) {
  const { gate, cells, owners, steps, torn, wrong } = mural;
  const n = owners.length;
  return (
    <figure class="mural">
      <Cells cells={cells} says={saysOf(mural)} />
      {gate === "none" ? <TornSeams n={n} torn={torn} steps={steps} /> : <WholeSeams n={n} />}
      {gate === "barrier" && <Missing mural={mural} />}
      {is_crossed && <Crosses wrong={wrong} />}
    </figure>
  );
}

function saysOf({ gate, step, n_steps, n_painted, owners, n_wrong, steps }: MuralPicture): string {
  if (gate === "none") return `${m.mural_without_says({ steps: stepsWords(steps) })} ${wrongSays(n_wrong)}`;
  const torn = n_wrong > 0 ? ` ${wrongSays(n_wrong)}` : "";
  return `${m.mural_at_step({ step, n: n_steps })} ${m.mural_painted_of({ painted: n_painted, n: owners.length })}${torn}`;
}

/** The last few that paint, in a picture of many tiles. */
function Missing({ mural }: { mural: MuralPicture }) {
  const { owners, missing, phase } = mural;
  if (phase !== "filling" || owners.length <= MOST_NAMED || missing.length > MOST_OUTLINED) return null;
  const all = parts(owners.length);
  return (
    <svg class="mural-over" viewBox="0 0 1280 720" aria-hidden="true">
      {missing.map((face) => {
        const tile = all[owners.indexOf(face)];
        if (!tile) return null;
        const { left, top, right, bottom } = tile;
        const is_right = right > 96;
        return (
          <g key={face.worker}>
            <path class="tile-missing" d={`M${left * 10} ${top * 10}H${right * 10}V${bottom * 10}H${left * 10}z`} />
            <text
              class="tile-name"
              x={is_right ? left * 10 - 8 : right * 10 + 8}
              y={(top + bottom) * 5 + 10}
              text-anchor={is_right ? "end" : "start"}
            >
              {face.name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
