import type { ComponentChildren } from "preact";
import type { Model } from "../../core/model";
import type { PhoneMural } from "../../core/mural_phone";
import { wrongWords } from "../../core/mural_words";
import { thousands } from "../../core/numbers";
import { N_STEPS } from "../../core/painting";
import { PaintButton } from "../mural/paint_button";
import { ArriveButton } from "../parts/arrive_button";
import { Icon } from "../parts/icons";
import { LimitLeft } from "../parts/limit_left";
import { Toast } from "../parts/toast";
import { BrokenFooter } from "./broken_footer";
import { OF_PROGRAM } from "./mural_program";
import { aheadWords, NearList, Painted, type MuralProps as Props, Strip } from "./mural_strip";
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
        {model.host_away && <p class="host-away">Teacher’s screen is away</p>}
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
          <h1 tabIndex={-1}>Paint strip {(mural.strip ?? 0) + 1}</h1>
          <p class="sub dim">
            Step {mural.step + 1} of {N_STEPS}. Painted? Then press.
          </p>
        </div>
        <Strip mural={mural} />
        <ArriveButton model={model} arrive={actions.arrive} focus is_new />
        <LimitLeft model={model} />
      </main>
      <footer class="dim">
        {model.counts.n_waiting} of {mural.n} {model.counts.n_waiting === 1 ? "has" : "have"} painted
      </footer>
    </>
  );
}

function Wait({ model, mural }: Props) {
  const { screen } = model;
  return (
    <>
      <main>
        <div>
          <Painted model={model} />
          <h1 tabIndex={-1}>You are stopped</h1>
          <p class="sub">Your strip is painted. Your neighbours still read its old edge.</p>
        </div>
        <Strip mural={mural} />
        <LimitLeft model={model} />
        <NearList
          near={mural.near}
          says={(worker) => (worker.is_painted || screen === "hold" ? "painted" : "paints")}
        />
      </main>
      <footer>
        <b>{screen === "hold" ? "All painted." : "Nothing to press. That is the point."}</b>
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
          <h1 tabIndex={-1}>GO!</h1>
        </div>
        <p class="sub">
          <b>{mural.n === 1 ? "Your strip was" : `All ${mural.n} strips were`} painted, so the picture moves.</b>
        </p>
        <Strip mural={mural} is_plain />
        <p class="sub">
          Step {mural.step} of {N_STEPS}
        </p>
      </main>
      <footer>
        <button type="button" class="button button-plain" onClick={actions.go_on}>
          Go on
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
        <h1 tabIndex={-1}>{is_whole ? "The bus is whole" : "The bus is torn"}</h1>
        <p class="sub">
          {mural.n === 1
            ? "A bus for one needs no barrier."
            : `You and ${mural.n - 1} others painted it, twelve steps long.`}
        </p>
        <Strip mural={mural} is_plain />
        <p class="sub">
          <b>{wrongWords(mural.n_wrong)} are wrong.</b>
        </p>
      </main>
      <footer>
        <p>Now look at the big screen.</p>
        {model.screen === "working" && (
          <button type="button" class="button button-plain" onClick={actions.arrive}>
            Arrive anyway
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
        <h1 tabIndex={-1}>The barrier broke</h1>
        <p class="sub">The picture stays at step {mural.step}. Your strip was not painted.</p>
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
      <div>
        <h1 tabIndex={-1}>Paint strip {(mural.strip ?? 0) + 1}</h1>
        <p class="sub">
          Step {mural.step + 1} of {N_STEPS}. <b>Nobody waits.</b>
        </p>
      </div>
      <Strip mural={mural} />
      <NearList near={mural.near} says={aheadWords} bad={(worker) => worker.ahead !== 0} />
      {mural.n_near > 0 && (
        <p class={mural.n_other_step > 0 ? "near-many near-bad" : "near-many"}>
          {mural.n_other_step} of {mural.n_near} neighbours: another step
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
        <h1 tabIndex={-1}>Your {N_STEPS} steps are done</h1>
        <p class="sub">Others still paint. Nobody waits for anybody.</p>
        <Strip mural={mural} />
      </main>
      <footer>Look at the big screen.</footer>
    </>
  );
}

function Torn({ mural }: Props) {
  const is_whole = mural.n_wrong === 0;
  return (
    <>
      <main>
        <h1 tabIndex={-1}>{is_whole ? "The bus is whole" : "The bus is torn"}</h1>
        <p class="sub">
          You painted {mural.step === N_STEPS ? "all 12 steps, and so did everybody" : `${mural.step} steps`}.
        </p>
        <Strip mural={mural} />
        <p class="sub">
          <b class="torn-count num">
            {thousands(mural.n_wrong_here)} of {thousands(mural.n_cells_here)}
          </b>
          <br />
          cells of your strip are wrong.
          {mural.n_wrong_here > 0 && (
            <>
              <br />
              They were painted from edges that were <b>too old or too new</b>.
            </>
          )}
        </p>
      </main>
      <footer>
        <b>
          That is what <code>wait()</code> is for.
        </b>
      </footer>
    </>
  );
}

function Watch({ mural }: Props) {
  return (
    <>
      <main>
        <h1 tabIndex={-1}>You watch this one</h1>
        <p class="sub">The {mural.n} strips are taken. You get one in the next picture.</p>
        <Strip mural={mural} is_plain />
        <p class="sub dim">Nobody waits here. See the bus tear on the big screen.</p>
      </main>
      <footer class="dim">Your seat is kept.</footer>
    </>
  );
}
