import * as m from "messages";
import { isAsking } from "../../core/asked";
import type { Actions, Model } from "../../core/model";
import { breakQuestion, resetQuestion } from "../../core/words";
import { Poster } from "../parts/poster";
import { ReportLink } from "../parts/report_link";
import { SeatsControl } from "../parts/seats_control";

/** A bus for one is no barrier. */
const FEWEST_IN_OPEN_ROOM = 2;

interface Props {
  model: Model;
  actions: Actions;
}

/** A host's page has the same in its bar. */
export function Seats({ model, actions }: Props) {
  return (
    <SeatsControl
      parties={model.picture?.parties ?? model.counts.parties}
      parties_rule={model.counts.parties_rule}
      fewest={model.hosted ? 1 : FEWEST_IN_OPEN_ROOM}
      confirming={model.confirming}
      n_waiting={model.counts.n_waiting}
      set_parties={actions.set_parties}
    />
  );
}

export function ResetButton({ model, actions }: Props) {
  const broken = model.screen === "broken" || model.picture?.state === "broken";
  return (
    <button type="button" class={broken ? "button button-main bar-reset" : "button bar-reset"} onClick={actions.reset}>
      {isAsking(model.confirming, "reset") ? (
        resetQuestion(model.counts.n_waiting)
      ) : (
        <>
          {broken ? m.reset_bus : m.reset} <code lang="en">reset()</code>
        </>
      )}
    </button>
  );
}

export function BreakButton({ model, actions }: Props) {
  return (
    <button type="button" class="button button-bad bar-break" onClick={actions.abort}>
      {isAsking(model.confirming, "abort") ? (
        breakQuestion(model.counts.n_waiting)
      ) : (
        <>
          {m.break_it} <code lang="en">abort()</code>
        </>
      )}
    </button>
  );
}

/** The phone's small copy of the wide page's bar. */
export function RoomSheet({ model, actions }: Props) {
  return (
    <div class="sheet">
      <Poster model={model} />
      <div class="sheet-buttons">
        <button type="button" class="button" onClick={actions.copy_link}>
          {m.copy_link}
        </button>
        {model.may_control && (
          <button type="button" class="button" onClick={() => actions.add_robot("steady")}>
            {m.robot}
          </button>
        )}
        {model.you?.worker != null && (
          <button type="button" class="button" onClick={actions.get_off}>
            {m.get_off}
          </button>
        )}
        <button type="button" class="button" onClick={actions.open_tab}>
          {m.open_tab}
        </button>
        <button type="button" class="button" onClick={actions.toggle_theme}>
          {model.theme === "dark" ? m.light_colours : m.dark_colours}
        </button>
        <button type="button" class="button" onClick={actions.toggle_sound}>
          {model.sound ? m.sound_on : m.sound_off}
        </button>
        {model.may_control && <ReportLink code={model.code} />}
        {model.may_control && <ResetButton model={model} actions={actions} />}
        {model.may_control && <BreakButton model={model} actions={actions} />}
      </div>
      {model.may_control && <Seats model={model} actions={actions} />}
    </div>
  );
}
