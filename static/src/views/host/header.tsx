import { isOwnAddress, place } from "../../core/address";
import { shown } from "../../core/code";
import type { MuralPicture } from "../../core/mural_model";
import type { Picture } from "../../core/picture";
import { at } from "../../lib/base";
import { Icon } from "../parts/icons";
import { Toast } from "../parts/toast";
import type { HostProps } from "./props";

/** Where we are in the loop, and how others come in. */
export function HostHeader({ model, actions }: HostProps) {
  const { picture, mural, drill, code, join_url } = model;
  const lost = model.screen === "lost" || model.screen === "restarting";
  return (
    <header class="host-header">
      <a class="brand" href={at("/")}>
        <span class="brand-bus" aria-hidden="true" />
        All Aboard
      </a>
      {drill ? (
        <p class="trail">Pass it on · dissemination barrier</p>
      ) : (
        picture !== null && !mural && <p class="trail">Round {picture.round}</p>
      )}
      <div class={model.toast === null ? "news" : "news news-shown"}>
        {picture !== null &&
          !lost &&
          !drill &&
          (mural ? <StepTrail mural={mural} /> : <PhaseTrail picture={picture} />)}
        <Toast sentence={model.toast} />
      </div>
      {lost && (
        <button type="button" class="button signal" onClick={actions.try_now}>
          <Icon name="off" /> No signal{model.retry_s !== null && ` · again in ${model.retry_s} s`}
        </button>
      )}
      {model.polling && <span class="chip">Slow line, still fine</span>}
      {picture?.state === "lobby" ? (
        <>
          <Aside model={model} actions={actions} />
          <button type="button" class="button button-small" onClick={() => actions.show({ name: "python" })}>
            Join from Python
          </button>
        </>
      ) : (
        <>
          <p class="join-at">
            {isOwnAddress(join_url) ? (
              <b class="no-phones">
                <Icon name="off" /> Phones cannot get here
              </b>
            ) : (
              <>
                <span class="dim">Join at</span> <b>{place(join_url)}</b>
              </>
            )}{" "}
            <span class="join-code sign num" translate={false}>
              {shown(code)}
            </span>
          </p>
          <button
            type="button"
            class="qr-badge"
            aria-label="Show the join code large (J)"
            onClick={() => actions.show({ name: "join" })}
          >
            {isOwnAddress(join_url) ? <Icon name="off" big /> : <img src={at(`/${code}/qr.svg`)} alt="" />}
          </button>
        </>
      )}
    </header>
  );
}

/** Where we are in the twelve steps of a mural. */
function StepTrail({ mural }: { mural: MuralPicture }) {
  const { gate, phase, step, n_steps } = mural;
  const is_going = phase === "released" || phase === "whole";
  const at_step = is_going ? step : step + 1;
  return (
    <p class="trail">
      {gate === "none" ? `${n_steps} steps` : `Step ${at_step} of ${n_steps}`}
      <b class={gate === "none" || phase === "filling" ? "at-work" : ""}>
        <Icon name="work" /> paint
      </b>
      ›
      {gate === "none" ? (
        <s>
          <Icon name="wait" /> wait
        </s>
      ) : (
        <b class={phase === "broken" ? "at-bad" : is_going ? "" : "at-wait"}>
          <Icon name={phase === "broken" ? "bad" : "wait"} /> wait
        </b>
      )}
      ›
      <b class={is_going ? "at-go" : ""}>
        <Icon name="go" /> next step
      </b>
    </p>
  );
}

function PhaseTrail({ picture }: { picture: Picture }) {
  const { state } = picture;
  const at = state === "released" ? "go" : state === "broken" ? "bad" : state === "lobby" ? "" : "wait";
  return (
    <p class="trail">
      <b class="trail-phase">
        <Icon name="work" /> <span>{picture.phase}</span>
      </b>
      ›
      <b class={at === "wait" || at === "bad" ? `at-${at}` : ""}>
        <Icon name={at === "bad" ? "bad" : "wait"} /> wait
      </b>
      ›
      <b class={at === "go" ? "trail-phase at-go" : "trail-phase"}>
        <Icon name="go" /> <span>{picture.next_phase}</span>
      </b>
    </p>
  );
}

/** Asked once in this browser; the key M and the bar change it later. */
function Aside({ model, actions }: HostProps) {
  if (model.sound_asked) return <span class="join-at dim">Nothing to install · no account</span>;
  return (
    <fieldset class="sound-question">
      <legend class="hidden">Sound on this screen?</legend>
      <span aria-hidden="true">Sound on this screen?</span>
      <button type="button" class="button button-small" onClick={() => actions.choose_sound(true)}>
        Yes
      </button>
      <button type="button" class="button button-small" onClick={() => actions.choose_sound(false)}>
        No
      </button>
    </fieldset>
  );
}
