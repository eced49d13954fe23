import * as m from "messages";
import { useState } from "preact/hooks";
import { type Account, mostFaster, whatIf } from "../../core/report";
import { stepMs, whatIfWords } from "../../core/report_words";
import { plain, seconds } from "../../core/words";
import { Sentence } from "../parts/sentence";

/** The slowest sets the pace: what less work of the last one would have changed, and from where on nothing any more. */
export function WhatIf({ round }: { round: Account }) {
  const [faster_ms, setFaster] = useState(0);
  const { last } = round;
  const most_ms = mostFaster(round);
  const changed = whatIf(round, faster_ms);
  if (last === null || most_ms === null || changed === null) return null;
  const step_ms = stepMs(most_ms);
  const words = whatIfWords(last, faster_ms, changed);
  return (
    <section class="report-card what-if" aria-labelledby="what-if">
      <div>
        <h2 id="what-if">
          <Sentence words={m.report_had_been_faster({ name: last.name })} />
        </h2>
        <input
          type="range"
          aria-label={m.report_seconds_faster({ name: last.name })}
          aria-valuetext={
            faster_ms === 0 ? m.report_as_it_was : m.report_faster({ time: seconds(faster_ms), says: plain(words) })
          }
          min={0}
          max={Math.floor(most_ms / step_ms) * step_ms}
          step={step_ms}
          value={faster_ms}
          onInput={(event) => setFaster(event.currentTarget.valueAsNumber)}
        />
      </div>
      <p class="what-if-words num" translate={false}>
        <Sentence words={words} />
      </p>
    </section>
  );
}
