import * as m from "messages";
import type { Model } from "../../core/model";

/** Counts down to the next try; a screen reader is spared the seconds. */
export function TryingAgain({ model }: { model: Model }) {
  if (model.retry_s === null) return null;
  return (
    <p class="timer num" translate={false} aria-hidden="true">
      {m.trying_again({ n: model.retry_s })}
    </p>
  );
}
