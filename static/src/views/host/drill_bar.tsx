import type { DrillPicture } from "../../core/drill_model";
import type { HostActions, HostModel } from "../../core/host_model";
import { Key } from "../parts/panel";

interface Props {
  model: HostModel;
  drill: DrillPicture;
  actions: HostActions;
}

/** The dashboard while a drill is on. */
export function DrillBar({ model, drill, actions }: Props) {
  const is_paused = model.room?.paused_since_ms !== undefined;
  const must_begin_anew = drill.left.length > 0;
  return (
    <footer class="host-bar">
      {!drill.is_over && (
        <button type="button" class="button" onClick={() => actions.end_drill()}>
          {model.confirming === "drill off" ? "Really put it away?" : "Back to the bus"}
        </button>
      )}
      <button type="button" class="button" aria-pressed={is_paused} onClick={is_paused ? actions.main : actions.pause}>
        Pause <Key name="PgUp" />
      </button>
      <span class="spring" />
      {!must_begin_anew && (
        <button type="button" class="button" onClick={() => actions.begin_drill()}>
          {model.confirming === "drill" ? "Really begin anew?" : "Once more"}
        </button>
      )}
      {drill.is_over || must_begin_anew || is_paused ? (
        <button type="button" class="button button-main main" onClick={actions.main}>
          {is_paused ? "Go on" : must_begin_anew ? "Begin anew" : "To the bus"} <Key name="Space" />
        </button>
      ) : (
        <p class="main-sentence">{waitingFor(drill)}</p>
      )}
    </footer>
  );
}

/** Whose signal all wait for, where it is one. */
function waitingFor({ may_tap }: DrillPicture): string {
  const [only] = may_tap;
  return may_tap.length === 1 ? `Waiting for ${only}’s signal` : `Waiting for ${may_tap.length} signals`;
}
