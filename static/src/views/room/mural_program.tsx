import type { ComponentChildren } from "preact";
import type { Model } from "../../core/model";
import { N_STEPS } from "../../core/painting";
import { seconds } from "../../core/words";
import { aheadWords, NearList, Painted, type MuralProps as Props, Strip } from "./mural_strip";

function ProgramPaints({ model, mural }: Props) {
  return (
    <>
      <main>
        <div>
          <h1 tabIndex={-1}>Your program paints strip {(mural.strip ?? 0) + 1}</h1>
          <p class="sub dim">
            Step {mural.step + 1} of {N_STEPS}
          </p>
        </div>
        <Strip mural={mural} />
        <ProgramCode model={model} at="paint" />
      </main>
      <footer class="dim">Nothing to press. It calls by itself.</footer>
    </>
  );
}

function ProgramWaits({ model, mural }: Props) {
  return (
    <>
      <main>
        <div>
          <Painted model={model} />
          <h1 tabIndex={-1}>Your program waits</h1>
          <p class="sub">
            It paints strip {(mural.strip ?? 0) + 1} and stands in <code>wait()</code>.
          </p>
        </div>
        <Strip mural={mural} />
        <ProgramCode model={model} at="wait" />
      </main>
      <footer>
        <b>Nothing to press. It has called.</b>
      </footer>
    </>
  );
}

function ProgramIsFree({ model, mural }: Props) {
  return (
    <>
      <main>
        <div>
          <h1 tabIndex={-1}>Your program paints strip {(mural.strip ?? 0) + 1}</h1>
          <p class="sub">
            Step {mural.step + 1} of {N_STEPS}. <b>Nobody waits.</b>
          </p>
        </div>
        <Strip mural={mural} />
        <NearList near={mural.near} says={aheadWords} bad={(worker) => worker.ahead !== 0} />
        <ProgramCode model={model} at="free" />
      </main>
      <footer class="dim">Nothing to press. It calls by itself.</footer>
    </>
  );
}

/** The program's own lines; the one where it stands is marked. */
function ProgramCode({ model, at }: { model: Model; at: "paint" | "wait" | "free" }) {
  const { call, now_ms } = model;
  return (
    <section class="program-code" aria-label="Your program">
      <code>for step in range({N_STEPS}):</code>
      <code class={at === "paint" ? "program-deep program-line" : "program-deep"}>paint(strip)</code>
      <code class={at === "wait" ? "program-deep program-line" : "program-deep"}>
        {at === "free" ? <s>barrier.wait()</s> : "barrier.wait()"}
        {at === "wait" && call !== null && (
          <small class="num" aria-hidden="true">
            {seconds((call.end_ms ?? now_ms) - call.at_ms)}
          </small>
        )}
      </code>
    </section>
  );
}

/** The screens of a person who runs a program: it calls by itself, and there is nothing to press. */
export const OF_PROGRAM: Readonly<Record<string, (props: Props) => ComponentChildren>> = {
  paint: ProgramPaints,
  wait: ProgramWaits,
  free: ProgramIsFree,
};
