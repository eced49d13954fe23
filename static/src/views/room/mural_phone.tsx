import * as m from "messages";
import type { ComponentChildren } from "preact";
import type { Model } from "../../core/model";
import type { Near, PhoneMural } from "../../core/mural_phone";
import { wrongSays } from "../../core/mural_words";
import { thousands } from "../../core/numbers";
import { N_STEPS } from "../../core/painting";
import { PaintButton } from "../mural/paint_button";
import { ArriveButton } from "../parts/arrive_button";
import { Icon } from "../parts/icons";
import { LimitLeft } from "../parts/limit_left";
import { Sentence } from "../parts/sentence";
import { Toast } from "../parts/toast";
import { BrokenFooter } from "./broken_footer";
import { OF_PROGRAM } from "./mural_program";
import { FreeStrip, NearList, Painted, type MuralProps as Props, Strip } from "./mural_strip";
import { Phone } from "./phone";
import { PhoneHeader } from "./phone_header";

/** A phone while a mural is painted; the rest looks as usual. */
export function MuralPhone({ model, actions, mural }: Props) {
  const state = stateOf(model, mural);
  if (state === null) return <Phone model={model} actions={actions} />;
  const is_program = model.you?.kind === "program";
  const { colour } = STATES[state];
  const body = (is_program && OF_PROGRAM[state]) || STATES[state].body;
  return (
    <div class={colour ? `phone phone-full phone-${colour} phone-mural` : "phone phone-mural"}>
      <div class="phone-page" inert={model.overlay !== null}>
        <PhoneHeader model={model} actions={actions} />
        {model.host_away && <p class="host-away">{m.teacher_away}</p>}
        <div key={state} class="phone-state">
          {body({ model, actions, mural })}
        </div>
      </div>
      <Toast sentence={model.toast} />
    </div>
  );
}

type State = "paint" | "wait" | "go" | "whole" | "broken" | "free" | "free_done" | "torn" | "watch";

function stateOf({ screen, you }: Model, mural: PhoneMural): State | null {
  const works = screen === "working" || screen === "sending";
  if (mural.gate === "none") {
    if (!works && screen !== "released") return null;
    if (mural.is_over) return mural.strip === null ? "watch" : "torn";
    if (mural.strip === null || you?.worker == null) return "watch";
    return mural.is_done ? "free_done" : "free";
  }
  if (screen === "waiting" || screen === "hold") return "wait";
  if (screen === "broken") return "broken";
  if (mural.is_done && (works || screen === "released")) return "whole";
  if (screen === "released") return "go";
  return works && mural.strip !== null ? "paint" : null;
}

const STATES: Readonly<Record<State, { colour: string | null; body(props: Props): ComponentChildren }>> = {
  paint: { colour: null, body: Paint },
  wait: { colour: "wait", body: Wait },
  go: { colour: "go", body: Go },
  whole: { colour: "go", body: Whole },
  broken: { colour: "bad", body: Broken },
  free: { colour: null, body: Free },
  free_done: { colour: null, body: FreeDone },
  torn: { colour: "bad", body: Torn },
  watch: { colour: null, body: Watch },
};

function Paint({ model, actions, mural }: Props) {
  return (
    <>
      <main>
        <div>
          <h1 tabIndex={-1}>{m.mural_paint_strip({ n: (mural.strip ?? 0) + 1 })}</h1>
          <p class="sub dim">{m.mural_then_press({ step: mural.step + 1, n: N_STEPS })}</p>
        </div>
        <Strip mural={mural} />
        <ArriveButton model={model} arrive={actions.arrive} focus is_new />
        <LimitLeft model={model} />
      </main>
      <footer class="dim">{m.mural_have_painted({ n: model.counts.n_waiting, all: mural.n })}</footer>
    </>
  );
}

function Wait({ model, mural }: Props) {
  const { screen } = model;
  const has = (worker: Near) => worker.is_painted || screen === "hold";
  return (
    <>
      <main>
        <div>
          <Painted model={model} />
          <h1 tabIndex={-1}>{m.stopped}</h1>
          <p class="sub">{m.mural_yours_painted}</p>
        </div>
        <Strip mural={mural} />
        <LimitLeft model={model} />
        <NearList
          near={mural.near}
          says={(worker) => (has(worker) ? m.mural_near_painted : m.mural_row_paints)}
          waits={has}
        />
      </main>
      <footer>
        <b>{screen === "hold" ? m.mural_all_have : m.nothing_to_press}</b>
      </footer>
    </>
  );
}

function Go({ actions, mural }: Props) {
  return (
    <>
      <main>
        <Icon name="go" big />
        <div class="go-word">
          <h1 tabIndex={-1}>{m.go}</h1>
        </div>
        <p class="sub">
          <b>{m.mural_so_it_moves({ n: mural.n })}</b>
        </p>
        <Strip mural={mural} is_plain />
        <p class="sub">{m.mural_step_of({ step: mural.step, n: N_STEPS })}</p>
      </main>
      <footer>
        <button type="button" class="button button-plain" onClick={actions.go_on}>
          {m.go_on}
        </button>
      </footer>
    </>
  );
}

function Whole({ model, actions, mural }: Props) {
  const is_whole = mural.n_wrong === 0;
  return (
    <>
      <main>
        <h1 tabIndex={-1}>{is_whole ? m.mural_is_whole : m.mural_is_torn}</h1>
        <p class="sub">{mural.n === 1 ? m.mural_for_one : m.mural_you_and({ n: mural.n - 1 })}</p>
        <Strip mural={mural} is_plain />
        <p class="sub">
          <b>{wrongSays(mural.n_wrong)}</b>
        </p>
      </main>
      <footer>
        <p>{m.mural_now_look}</p>
        {model.screen === "working" && (
          <button type="button" class="button button-plain" onClick={actions.arrive}>
            {m.mural_arrive_anyway}
          </button>
        )}
      </footer>
    </>
  );
}

function Broken({ model, actions, mural }: Props) {
  return (
    <>
      <main>
        <Icon name="bad" big />
        <h1 tabIndex={-1}>{m.barrier_broke}</h1>
        <p class="sub">
          {m.mural_stays({ step: mural.step })} {m.mural_not_painted}
        </p>
        <Strip mural={mural} is_plain />
        <div class="mini-code">
          <div class="line-bad">BrokenBarrierError</div>
        </div>
      </main>
      <BrokenFooter model={model} actions={actions} />
    </>
  );
}

function Free({ model, actions, mural }: Props) {
  return (
    <main>
      <FreeStrip mural={mural} heading={m.mural_paint_strip({ n: (mural.strip ?? 0) + 1 })} />
      {mural.n_near > 0 && (
        <p class={mural.n_other_step > 0 ? "near-many near-bad" : "near-many"}>
          {m.mural_other_step({ n: mural.n_other_step, all: mural.n_near })}
        </p>
      )}
      <PaintButton model={model} paint={actions.arrive} />
    </main>
  );
}

function FreeDone({ mural }: Props) {
  return (
    <>
      <main>
        <h1 tabIndex={-1}>{m.room_steps_done({ n: N_STEPS })}</h1>
        <p class="sub">{m.mural_others_paint}</p>
        <Strip mural={mural} />
      </main>
      <footer>{m.lesson_look_up}</footer>
    </>
  );
}

function Torn({ mural }: Props) {
  const is_whole = mural.n_wrong === 0;
  return (
    <>
      <main>
        <h1 tabIndex={-1}>{is_whole ? m.mural_is_whole : m.mural_is_torn}</h1>
        <p class="sub">
          {mural.step === N_STEPS ? m.mural_painted_all({ n: N_STEPS }) : m.mural_you_painted({ n: mural.step })}
        </p>
        <Strip mural={mural} />
        <p class="sub">
          <b class="torn-count num">
            {m.mural_n_of({ n: thousands(mural.n_wrong_here), all: thousands(mural.n_cells_here) })}
          </b>
          <br />
          {m.mural_yours_wrong}
          {mural.n_wrong_here > 0 && (
            <>
              <br />
              <Sentence words={m.mural_old_or_new} />
            </>
          )}
        </p>
      </main>
      <footer>
        <b>
          <Sentence words={m.mural_what_for} />
        </b>
      </footer>
    </>
  );
}

function Watch({ mural }: Props) {
  return (
    <>
      <main>
        <h1 tabIndex={-1}>{m.watch_this_one}</h1>
        <p class="sub">{m.mural_taken({ n: mural.n })}</p>
        <Strip mural={mural} is_plain />
        <p class="sub dim">{m.mural_see_it_tear}</p>
      </main>
      <footer class="dim">{m.seat_kept}</footer>
    </>
  );
}
