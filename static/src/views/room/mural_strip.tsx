import * as m from "messages";
import type { Actions, Model } from "../../core/model";
import type { Near, PhoneMural } from "../../core/mural_phone";
import { wrongSays } from "../../core/mural_words";
import { HEIGHT, N_STEPS, WIDTH } from "../../core/painting";
import { Cells } from "../mural/cells";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";

/** Of each screen of a phone while a mural is painted. */
export interface MuralProps {
  model: Model;
  actions: Actions;
  mural: PhoneMural;
}

/** How many have painted this step, where one waits for the others. */
export function Painted({ model: { counts, screen } }: { model: Model }) {
  return (
    <p class="count num">
      {screen === "hold" ? counts.parties : counts.n_waiting}
      <small>{m.of_n({ n: counts.parties })}</small>
    </p>
  );
}

/** The whole picture; your strip and the edges that it reads in full colour, the rest faint. */
export function Strip({ mural, is_plain = false }: { mural: PhoneMural; is_plain?: boolean }) {
  const { rect, cells, step, strip, n_wrong, gate } = mural;
  const whose = strip === null ? "" : ` ${m.mural_yours({ strip: strip + 1, n: mural.n })}`;
  const wrong = gate === "none" ? ` ${wrongSays(n_wrong)}` : "";
  return (
    <figure class="mural">
      <Cells cells={cells} says={`${m.mural_at_step({ step, n: N_STEPS })}${whose}${wrong}`} />
      {rect && (
        <svg class="mural-over" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {!is_plain && <path class="strip-pale" d={`M0 0H${WIDTH}V${HEIGHT}H0z${holeAround(rect)}`} />}
          <path class="strip-yours" d={hole(rect.left, rect.top, rect.right, rect.bottom)} />
        </svg>
      )}
    </figure>
  );
}

/** A step without the barrier: whose strip, how it stands, and who is elsewhere beside it. */
export function FreeStrip({ mural, heading }: { mural: PhoneMural; heading: string }) {
  return (
    <>
      <div>
        <h1 tabIndex={-1}>{heading}</h1>
        <p class="sub">
          <Sentence words={m.mural_free_step({ step: mural.step + 1, n: N_STEPS })} />
        </p>
      </div>
      <Strip mural={mural} />
      <NearList near={mural.near} says={aheadWords} bad={(worker) => worker.ahead !== 0} />
    </>
  );
}

/** The edges that a strip reads: two rows below and one above, five columns at the left and three at the right. */
function holeAround({
  left,
  top,
  right,
  bottom,
}: {
  left: number;
  top: number;
  right: number;
  bottom: number;
}): string {
  return hole(Math.max(0, left - 5), Math.max(0, top - 1), Math.min(WIDTH, right + 3), Math.min(HEIGHT, bottom + 2));
}

function hole(left: number, top: number, right: number, bottom: number): string {
  return `M${left} ${top}V${bottom}H${right}V${top}z`;
}

export function NearList({
  near,
  says,
  waits,
  bad,
}: {
  near: Near[];
  says(worker: Near): string;
  waits?(worker: Near): boolean;
  bad?(worker: Near): boolean;
}) {
  if (near.length === 0) return null;
  return (
    <ul class="near-list">
      {near.map((worker, i) => (
        <li key={i} class={bad ? (bad(worker) ? "near-bad" : "near-ok") : undefined}>
          <FaceDisc name={worker.name ?? ""} avatar={worker.avatar} kind={worker.kind} />
          <bdi translate={false}>{worker.name ?? m.mural_somebody_left}</bdi>
          <span>
            <Icon name={bad ? (bad(worker) ? "bad" : "go") : waits?.(worker) ? "wait" : "work"} /> {says(worker)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function aheadWords({ ahead }: Near): string {
  if (ahead === 0) return m.mural_same_step;
  return ahead < 0 ? m.mural_behind({ n: -ahead }) : m.mural_ahead({ n: ahead });
}
