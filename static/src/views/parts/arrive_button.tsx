import * as m from "messages";
import { useEffect, useState } from "preact/hooks";
import type { Model } from "../../core/model";

/** A finger on its way to "Go on" must not arrive in the next round. */
const IGNORES_TAPS_MS = 700;

interface Props {
  model: Model;
  arrive(): void;
  focus?: boolean;
  /** It takes the place of another screen. */
  is_new?: boolean;
}

/** Looks pressed with the finger's touch, and sends with the click. A key, whose click has no detail, is no stray tap. */
export function ArriveButton({ model, arrive, focus = false, is_new = false }: Props) {
  const [is_early, setEarly] = useState(is_new);
  useEffect(() => {
    const timer = setTimeout(() => setEarly(false), IGNORES_TAPS_MS);
    return () => clearTimeout(timer);
  }, []);
  const sending = model.screen === "sending";
  return (
    <button
      type="button"
      class={sending ? "arrive arrive-sent" : "arrive"}
      aria-disabled={sending || is_early}
      data-autofocus={focus}
      onClick={({ detail }) => sending || (is_early && detail > 0) || arrive()}
    >
      <span>
        {sending
          ? model.slow
            ? m.sending_slowly
            : m.sending
          : m.arrive.split("|").map((part, i) => [i > 0 && <wbr />, part])}
      </span>
      <code lang="en">
        barrier.
        <wbr />
        wait()
      </code>
    </button>
  );
}
