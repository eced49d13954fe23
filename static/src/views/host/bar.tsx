import type { HostActions, HostModel } from "../../core/host_model";
import { mainButton } from "../../core/host_words";
import type { Picture } from "../../core/picture";
import { breakQuestion, partiesQuestion, resetQuestion } from "../../core/words";
import { Icon } from "../parts/icons";
import { ReportLink } from "../parts/report_link";
import { Key } from "./panels/panel";

interface Props {
  model: HostModel;
  picture: Picture;
  actions: HostActions;
}

/** The dashboard: everything the host can press. */
export function HostBar({ model, picture, actions }: Props) {
  const { rules, panel, confirming, counts } = model;
  const { state } = picture;
  const main = mainButton(model);
  // One solid button a screen: an open panel has its own, the safe one.
  const solid_is_there = panel !== null && panel.name !== "seat";
  const is_over = state === "released" || state === "broken";
  const can_break = state !== "lobby" && state !== "broken";
  return (
    <footer class="host-bar">
      <SeatsControl model={model} picture={picture} actions={actions} />
      <button
        type="button"
        class="button"
        aria-pressed={rules.door === "locked"}
        onClick={() => actions.set_rules({ door: rules.door === "open" ? "locked" : "open" })}
      >
        {rules.door === "open" ? "Door open" : "Door locked"} <Key name="L" />
      </button>
      <button
        type="button"
        class="button"
        aria-expanded={panel?.name === "robots"}
        onClick={() => actions.show(panel?.name === "robots" ? null : { name: "robots" })}
      >
        + Robot <Key name="B" />
      </button>
      <button
        type="button"
        class="button"
        aria-expanded={panel?.name === "settings"}
        onClick={() => actions.show(panel?.name === "settings" ? null : { name: "settings" })}
      >
        {rules.timeout_s === null ? "Settings" : `Limit ${rules.timeout_s} s`}
      </button>
      <button
        type="button"
        class="button button-square"
        aria-label="Hide names"
        title="Hide names"
        aria-pressed={rules.names === "hidden"}
        onClick={() => actions.set_rules({ names: rules.names === "hidden" ? "shown" : "hidden" })}
      >
        <Icon name="mask" />
      </button>
      <button
        type="button"
        class="button button-square"
        aria-label="Sound on this screen"
        title="Sound on this screen (M)"
        aria-pressed={model.sound}
        onClick={() => actions.choose_sound(!model.sound)}
      >
        <Icon name="sound" />
      </button>
      {is_over && <ReportLink code={model.code} />}
      <span class="spring" />
      {state !== "broken" && (
        <button type="button" class="button" aria-disabled={state === "lobby"} onClick={actions.reset}>
          {confirming === "reset" ? (
            resetQuestion(counts.n_waiting)
          ) : (
            <>
              Reset <Key name="R" />
            </>
          )}
        </button>
      )}
      {panel?.name !== "missing" && (
        <button
          type="button"
          class={can_break ? "button button-bad" : "button"}
          aria-disabled={!can_break}
          onClick={actions.abort}
        >
          {confirming === "abort" ? (
            breakQuestion(counts.n_waiting)
          ) : (
            <>
              Break it <Key name="⇧A" />
            </>
          )}
        </button>
      )}
      {main.key === null ? (
        <p class="main-sentence">{main.label}</p>
      ) : (
        <button type="button" class={solid_is_there ? "button main" : "button button-main main"} onClick={actions.main}>
          {main.label} <Key name={main.key} />
        </button>
      )}
    </footer>
  );
}

/** "One each" is the rule everyone; a number is the rule fixed. */
function SeatsControl({ model, picture, actions }: Props) {
  const { parties, parties_rule } = picture;
  const everyone = parties_rule === "everyone";
  return (
    <fieldset class="seats-control">
      <legend class="hidden">Seats</legend>
      <span aria-hidden="true">{everyone ? "Seats: one each" : "Seats"}</span>
      <span class="stepper">
        <button type="button" aria-label="One seat fewer" onClick={() => actions.set_parties(Math.max(1, parties - 1))}>
          −
        </button>
        <output aria-label={`${parties} seats`}>{parties}</output>
        <button type="button" aria-label="One seat more" onClick={() => actions.set_parties(parties + 1)}>
          +
        </button>
      </span>
      {!everyone && (
        <button type="button" class="button" onClick={() => actions.set_parties("everyone")}>
          One each
        </button>
      )}
      {model.confirming === "parties" && <output class="ask">{partiesQuestion(model.counts.n_waiting)}</output>}
    </fieldset>
  );
}
