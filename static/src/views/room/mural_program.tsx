import * as m from "messages";
import type { ComponentChildren } from "preact";
import type { Model } from "../../core/model";
import { N_STEPS } from "../../core/painting";
import { seconds } from "../../core/words";
import { Sentence } from "../parts/sentence";
import { FreeStrip, Painted, type MuralProps as Props, Strip } from "./mural_strip";

function ProgramPaints({ model, mural }: Props) {
  return (
    <>
      <main>
        <div>
          <h1 tabIndex={-1}>{m.mural_program_paints({ n: (mural.strip ?? 0) + 1 })}</h1>
          <p class="sub dim">{m.mural_step_of({ step: mural.step + 1, n: N_STEPS })}</p>
        </div>
        <Strip mural={mural} />
        <ProgramCode model={model} at="paint" />
      </main>
      <footer class="dim">{m.mural_calls_itself}</footer>
    </>
  );
}

function ProgramWaits({ model, mural }: Props) {
  return (
    <>
      <main>
        <div>
          <Painted model={model} />
          <h1 tabIndex={-1}>{m.mural_program_waits}</h1>
          <p class="sub">
            <Sentence words={m.mural_program_stands({ n: (mural.strip ?? 0) + 1 })} />
          </p>
        </div>
        <Strip mural={mural} />
        <ProgramCode model={model} at="wait" />
      </main>
      <footer>
        <b>{m.mural_has_called}</b>
      </footer>
    </>
  );
}

function ProgramIsFree({ model, mural }: Props) {
  return (
    <>
      <main>
        <FreeStrip mural={mural} heading={m.mural_program_paints({ n: (mural.strip ?? 0) + 1 })} />
        <ProgramCode model={model} at="free" />
      </main>
      <footer class="dim">{m.mural_calls_itself}</footer>
    </>
  );
}

/** The program's own lines; the one where it stands is marked. */
function ProgramCode({ model, at }: { model: Model; at: "paint" | "wait" | "free" }) {
  const { call, now_ms } = model;
  return (
    <section class="program-code" aria-label={m.mural_your_program}>
      <code lang="en">for step in range({N_STEPS}):</code>
      <code lang="en" class={at === "paint" ? "program-deep program-line" : "program-deep"}>
        paint(strip)
      </code>
      <code lang="en" class={at === "wait" ? "program-deep program-line" : "program-deep"}>
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
