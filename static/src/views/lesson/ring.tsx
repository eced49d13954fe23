import * as m from "messages";
import { useRef } from "preact/hooks";

const AROUND = 270;
/** The radius of 43 makes a way of 270 around. */

/** How long a slow worker still takes: it fills up. */
export function Ring({ until_ms, now_ms }: { until_ms: number; now_ms: number }) {
  const first = useRef(now_ms);
  const all_ms = Math.max(1, until_ms - Math.min(first.current, now_ms), 30_000);
  const left_ms = Math.max(0, until_ms - now_ms);
  const done = AROUND * (1 - Math.min(1, left_ms / all_ms));
  return (
    <div class="ring">
      <svg viewBox="0 0 100 100" width="100%" height="100%" aria-hidden="true">
        <circle class="ring-way" cx="50" cy="50" r="43" />
        <circle class="ring-done" cx="50" cy="50" r="43" stroke-dasharray={`${done} ${AROUND}`} />
      </svg>
      <b class="num">{m.seconds({ s: Math.ceil(left_ms / 1000) })}</b>
    </div>
  );
}
