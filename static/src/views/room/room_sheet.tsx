import { isAsking, valueAsked } from "../../core/asked";
import type { Actions, Model } from "../../core/model";
import { breakQuestion, partiesQuestion, resetQuestion } from "../../core/words";
import { Poster } from "../parts/poster";
import { ReportLink } from "../parts/report_link";

/** A bus for one is no barrier. */
const FEWEST_IN_OPEN_ROOM = 2;

interface Props {
  model: Model;
  actions: Actions;
}

/** Seats: "one each" is the rule everyone, a number is the rule fixed. */
export function Seats({ model, actions }: Props) {
  const parties = model.picture?.parties ?? model.counts.parties;
  const everyone = model.counts.parties_rule === "everyone";
  const fewest = model.hosted ? 1 : FEWEST_IN_OPEN_ROOM;
  return (
    <fieldset class="seats-control">
      <legend class="hidden">Seats</legend>
      <span aria-hidden="true">Seats</span>
      <span class="stepper">
        <button
          type="button"
          aria-label="One seat fewer"
          onClick={() => actions.set_parties(Math.max(fewest, parties - 1))}
        >
          −
        </button>
        <output aria-label={`${parties} seats`}>{parties}</output>
        <button type="button" aria-label="One seat more" onClick={() => actions.set_parties(parties + 1)}>
          +
        </button>
      </span>
      <button
        type="button"
        class="button"
        aria-pressed={everyone}
        onClick={() => actions.set_parties(everyone ? parties : "everyone")}
      >
        One each
      </button>
      {isAsking(model.confirming, "parties") && (
        <output class="ask">{partiesQuestion(valueAsked(model.confirming), model.counts.n_waiting)}</output>
      )}
    </fieldset>
  );
}

export function ResetButton({ model, actions }: Props) {
  const broken = model.screen === "broken" || model.picture?.state === "broken";
  return (
    <button type="button" class={broken ? "button button-main" : "button"} onClick={actions.reset}>
      {isAsking(model.confirming, "reset") ? (
        resetQuestion(model.counts.n_waiting)
      ) : (
        <>
          {broken ? "Reset the bus" : "Reset"} <code>reset()</code>
        </>
      )}
    </button>
  );
}

export function BreakButton({ model, actions }: Props) {
  return (
    <button type="button" class="button button-bad" onClick={actions.abort}>
      {isAsking(model.confirming, "abort") ? (
        breakQuestion(model.counts.n_waiting)
      ) : (
        <>
          Break it <code>abort()</code>
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
          Copy link
        </button>
        {model.may_control && (
          <button type="button" class="button" onClick={() => actions.add_robot("steady")}>
            + Robot
          </button>
        )}
        {model.you?.worker != null && (
          <button type="button" class="button" onClick={actions.get_off}>
            Get off
          </button>
        )}
        <button type="button" class="button" onClick={actions.open_tab}>
          Open another tab
        </button>
        <button type="button" class="button" onClick={actions.toggle_theme}>
          {model.theme === "dark" ? "Light colours" : "Dark colours"}
        </button>
        <button type="button" class="button" onClick={actions.toggle_sound}>
          {model.sound ? "Sound on" : "Sound off"}
        </button>
        {model.may_control && <ReportLink code={model.code} />}
        {model.may_control && <ResetButton model={model} actions={actions} />}
        {model.may_control && <BreakButton model={model} actions={actions} />}
      </div>
      {model.may_control && <Seats model={model} actions={actions} />}
    </div>
  );
}
