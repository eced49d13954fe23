import * as m from "messages";
import type { Model } from "../../core/model";
import { seconds } from "../../core/words";
import { Sentence } from "./sentence";

/** A time limit that runs: those who still work can keep it, so not only those who wait see it. */
export function LimitLeft({ model: { counts, now_ms } }: { model: Model }) {
  if (counts.deadline_ms === null) return null;
  return (
    <p class="limit num" role="timer" aria-live="off">
      <Sentence words={m.left_from_first({ time: seconds(counts.deadline_ms - now_ms) })} />
    </p>
  );
}
