import * as m from "messages";
import type { DrillPicture } from "../../core/drill_model";
import type { HostActions, HostModel } from "../../core/host_model";
import type { Phrase } from "../../core/words";
import { Key } from "../parts/panel";
import { Sentence } from "../parts/sentence";

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
          {model.confirming === "drill off" ? m.mural_put_away : m.back_to_bus}
        </button>
      )}
      <button type="button" class="button" aria-pressed={is_paused} onClick={is_paused ? actions.main : actions.pause}>
        {m.pause} <Key name="PgUp" />
      </button>
      <span class="spring" />
      {!must_begin_anew && (
        <button type="button" class="button" onClick={() => actions.begin_drill()}>
          {model.confirming === "drill" ? m.drill_begin_anew_really : m.lesson_press_once_more}
        </button>
      )}
      {drill.is_over || must_begin_anew || is_paused ? (
        <button type="button" class="button button-main main" onClick={actions.main}>
          {is_paused ? m.go_on : must_begin_anew ? m.drill_begin_anew : m.drill_to_bus} <Key name="Space" />
        </button>
      ) : (
        <p class="main-sentence">
          <Sentence words={waitingFor(drill)} />
        </p>
      )}
    </footer>
  );
}

/** Whose signal all wait for, where it is one. */
function waitingFor({ may_tap }: DrillPicture): Phrase {
  const [only = ""] = may_tap;
  return may_tap.length === 1 ? m.drill_one_signal({ name: only }) : m.drill_n_signals({ n: may_tap.length });
}
