import * as m from "messages";
import { useState } from "preact/hooks";
import { isAsking } from "../../core/asked";
import type { Actions, Model } from "../../core/model";
import type { MuralPicture } from "../../core/mural_model";
import { muralHead, rowsOf } from "../../core/mural_words";
import { MuralEnd } from "../mural/end";
import { MuralTable } from "../mural/mural_table";
import { MuralStage } from "../mural/stage";
import { LimitLeft } from "../parts/limit_left";
import { Sentence } from "../parts/sentence";

/** In an open room: the mural in the place of the bus. */
export function MuralEverybody({ mural, model }: { mural: MuralPicture; model: Model }) {
  const [as_table, setAsTable] = useState(false);
  const [is_crossed, setCrossed] = useState(false);
  const head = muralHead(mural, model.counts.parties);
  return (
    <div class="mural-everybody" data-phase={mural.phase}>
      <div class="tally">
        <p class="tally-count num">
          {head.number}
          <small>{head.of}</small>
        </p>
        <div>
          <h2>{head.headline}</h2>
          <p class="dim">
            <Sentence words={head.line} />
          </p>
        </div>
        <LimitLeft model={model} />
      </div>
      {as_table ? (
        <MuralTable title={m.mural_table} rows={rowsOf(mural)} />
      ) : mural.phase === "over" ? (
        <MuralEnd mural={mural} is_crossed={is_crossed} />
      ) : (
        <MuralStage mural={mural} is_crossed={is_crossed} />
      )}
      <p class="mural-switches">
        <button type="button" class="button button-small" onClick={() => setAsTable(!as_table)}>
          {as_table ? m.as_picture : m.as_table}
        </button>
        {mural.n_wrong > 0 && (
          <button
            type="button"
            class="button button-small"
            aria-pressed={is_crossed}
            onClick={() => setCrossed(!is_crossed)}
          >
            {m.mural_wrong_cells}
          </button>
        )}
      </p>
    </div>
  );
}

/** In the bar of an open room. */
export function MuralButton({ model: { mural }, actions }: { model: Model; actions: Actions }) {
  return (
    <button
      type="button"
      class="button"
      aria-pressed={mural !== null}
      onClick={() => actions.set_mural(mural ? "off" : "barrier")}
    >
      {m.mural_label}
    </button>
  );
}

/** Beside it. The gate is taken away from people who wait only when it is pressed twice. */
export function FreeButton({ model: { mural, confirming }, actions }: { model: Model; actions: Actions }) {
  const is_free = mural?.gate === "none";
  return (
    <button
      type="button"
      class={mural ? "button bar-free" : "button bar-free bar-taken"}
      aria-pressed={is_free}
      onClick={() => actions.set_mural(is_free ? "barrier" : "none")}
    >
      {isAsking(confirming, "gate") ? m.mural_anyone_waiting : m.mural_without_barrier}
    </button>
  );
}
