import * as m from "messages";
import { useState } from "preact/hooks";
import type { HostModel } from "../../core/host_model";
import { clock } from "../../core/host_words";
import type { MuralPicture } from "../../core/mural_model";
import { muralHead, muralNote, rowsOf } from "../../core/mural_words";
import type { Picture } from "../../core/picture";
import { MuralCode } from "../mural/code";
import { MuralEnd } from "../mural/end";
import { MuralTable } from "../mural/mural_table";
import { countSeams } from "../mural/seams";
import { MuralStage } from "../mural/stage";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { NoteCard } from "./note_card";

const BAD = ["broken", "free", "over"];
const GO = ["released", "whole"];

/** The mural on the projector: number, picture and road on the left, code and words on the right. */
export function MuralRunning({ model, picture, mural }: { model: HostModel; picture: Picture; mural: MuralPicture }) {
  const [as_table, setAsTable] = useState(false);
  const head = muralHead(mural, picture.parties);
  const look = BAD.includes(mural.phase) ? " mural-bad" : GO.includes(mural.phase) ? " mural-go" : "";
  const is_over = mural.phase === "over";
  const limit = picture.deadline_ms === null ? null : clock(picture, model.rules.timeout_s);
  const has_aside = !model.back_row && !is_over;
  return (
    <main class={`running mural-running${look}${has_aside ? "" : " mural-only"}`} data-phase={mural.phase}>
      <section class="left" aria-label={m.the_mural}>
        <div class="head">
          <p class="big-count num">
            {head.number}
            <small>{head.of}</small>
          </p>
          <div class="what">
            <h1>{head.headline}</h1>
            <p>
              <Sentence words={head.line} />
            </p>
          </div>
          <p class={limit ? "clock clock-limit num" : "clock num"} aria-hidden={!is_over}>
            {limit ? <b>{limit.time}</b> : head.time}
            <span>{limit ? limit.says : head.time_is}</span>
          </p>
        </div>
        {as_table ? (
          <MuralTable title={m.mural_table} rows={rowsOf(mural)} />
        ) : is_over ? (
          <MuralEnd mural={mural} is_crossed={model.crossed} />
        ) : (
          <MuralStage mural={mural} is_crossed={model.crossed} />
        )}
      </section>
      {has_aside && (
        <aside>
          <MuralCode mural={mural} />
          <NoteCard {...muralNote(mural)} />
          <MuralKey mural={mural} as_table={as_table} toggle={() => setAsTable(!as_table)} />
        </aside>
      )}
    </main>
  );
}

function MuralKey({ mural, as_table, toggle }: { mural: MuralPicture; as_table: boolean; toggle(): void }) {
  const is_free = mural.gate === "none";
  const n = mural.owners.length;
  return (
    <div class="mural-key">
      <dl class="state-key">
        <div class="key-work">
          <dt>
            <i>
              <Icon name="work" />
            </i>
            {m.mural_painting}
          </dt>
          <dd class="num">{n - mural.n_painted}</dd>
        </div>
        {is_free ? (
          <div class="key-bad">
            <dt>
              <i>
                <Icon name="bad" />
              </i>
              {m.mural_torn_seams}
            </dt>
            <dd class="num">{m.mural_n_of({ n: mural.torn.size, all: countSeams(n) })}</dd>
          </div>
        ) : (
          <div class="key-wait">
            <dt>
              <i>
                <Icon name="wait" />
              </i>
              {m.mural_painted_waiting}
            </dt>
            <dd class="num">{mural.n_painted}</dd>
          </div>
        )}
      </dl>
      <button type="button" class="button button-small" onClick={toggle}>
        {as_table ? m.as_picture : m.as_table}
      </button>
    </div>
  );
}
