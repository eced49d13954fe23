import * as m from "messages";
import type { Actions, Model } from "../../core/model";
import { untilReset } from "../../core/words";

/** Below a broken barrier: the way out, or who has it. */
export function BrokenFooter({ model, actions }: { model: Model; actions: Actions }) {
  return (
    <footer>
      {model.may_control ? (
        <button type="button" class="button button-plain" onClick={actions.reset}>
          {m.reset_bus}
        </button>
      ) : (
        <b>{untilReset(model.hosted)}</b>
      )}
    </footer>
  );
}
