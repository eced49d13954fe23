import * as m from "messages";
import { useEffect, useState } from "preact/hooks";
import type { Model } from "../../core/model";

/** For this long after a press the next one is ignored: twelve steps take at least twelve seconds. */
const PAUSE_MS = 1000;

/** Takes the place of Arrive where nobody waits. */
export function PaintButton({ model, paint }: { model: Model; paint(): void }) {
  const [is_pausing, setPausing] = useState(false);
  useEffect(() => {
    if (!is_pausing) return;
    const timer = setTimeout(() => setPausing(false), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [is_pausing]);
  const is_off = is_pausing || model.screen === "sending";
  const press = () => {
    if (is_off) return;
    setPausing(true);
    paint();
  };
  return (
    <button type="button" class="arrive arrive-free" aria-disabled={is_off} data-autofocus onClick={press}>
      <span>{m.mural_paint}</span>
      <code lang="en">
        <s>barrier.wait()</s>
      </code>
    </button>
  );
}
