import * as m from "messages";
import type { MuralPicture } from "../../core/mural_model";
import { CodeLine } from "../parts/code_line";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";

type Shown = Pick<MuralPicture, "phase" | "gate" | "n_painted" | "n_steps"> & { owners: readonly unknown[] };

/** What every worker runs; without the barrier its line is struck out. */
export function MuralCode({ mural }: { mural: Shown }) {
  const { phase, owners, n_painted } = mural;
  const n = owners.length;
  const is_free = mural.gate === "none";
  const going = phase === "released" || phase === "whole";
  const line = phase === "broken" ? "line-bad" : is_free ? "line-out" : going ? "line-go" : "line-wait";
  const waiting = going || is_free ? 0 : n_painted;
  return (
    <section class="code-panel" aria-label={m.the_code}>
      <div class="code-head">
        <span>{m.lesson_code_title}</span>
        <span>Python</span>
      </div>
      <div class={is_free ? "code-line code-dim" : "code-line"}>
        <span>
          barrier = <b>Barrier</b>({n})
        </span>
      </div>
      <div class="code-line code-gap">
        <span>
          <b>def</b> worker(strip):
        </span>
      </div>
      <div class="code-line code-one">
        <span>
          <b>for</b> step <b>in</b> range({mural.n_steps}):
        </span>
      </div>
      <CodeLine
        text="paint(strip)"
        look="code-deep"
        count={phase === "over" || phase === "whole" ? 0 : n - waiting}
        icon="work"
      />
      {is_free ? (
        <div class={`code-line code-deep ${line}`}>
          <span>
            <s>barrier.wait()</s>
          </span>
          <span class="pill pill-off">
            <Icon name="bad" /> {m.mural_off}
          </span>
        </div>
      ) : (
        <CodeLine
          text="barrier.wait()"
          look={`code-deep ${line}`}
          count={waiting}
          icon={phase === "broken" ? "bad" : "wait"}
        />
      )}
      <p class="code-repr">
        <Sentence words={m.mural_paint_reads} />
      </p>
    </section>
  );
}
