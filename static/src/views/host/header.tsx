import * as m from "messages";
import { bare, isOwnAddress, place, qrPath } from "../../core/address";
import { shown } from "../../core/code";
import type { MuralPicture } from "../../core/mural_model";
import { phaseWord } from "../../core/phase_words";
import type { Picture } from "../../core/picture";
import { at } from "../../lib/base";
import { page } from "../../lib/language";
import { Icon } from "../parts/icons";
import { Toast } from "../parts/toast";
import type { HostProps } from "./props";

/** Where we are in the loop, and how others come in. */
export function HostHeader({ model, actions }: HostProps) {
  const { picture, mural, drill, code, join_url } = model;
  const lost = model.screen === "lost" || model.screen === "restarting";
  if (lost && model.own_at !== null) return <Unplugged model={model} actions={actions} own_at={model.own_at} />;
  return (
    <header class="host-header">
      <Brand />
      {drill ? (
        <p class="trail">{m.host_drill_trail}</p>
      ) : (
        picture !== null && !mural && <p class="trail">{m.host_round({ n: picture.round })}</p>
      )}
      <div class={model.toast === null ? "news" : "news news-shown"}>
        {picture !== null &&
          !lost &&
          !drill &&
          (mural ? <StepTrail mural={mural} /> : <PhaseTrail picture={picture} />)}
        <Toast sentence={model.toast} />
      </div>
      {lost && <Signal model={model} actions={actions} />}
      {model.polling && <span class="chip">{m.slow_line}</span>}
      {picture?.state === "lobby" ? (
        <>
          <Aside model={model} actions={actions} />
          <button type="button" class="button button-small" onClick={() => actions.show({ name: "python" })}>
            {m.program_join}
          </button>
        </>
      ) : (
        <>
          <p class="join-at">
            {isOwnAddress(join_url) ? (
              <b class="no-phones">
                <Icon name="off" /> {m.host_no_phones}
              </b>
            ) : (
              <>
                <span class="dim">{m.host_join_at}</span> <b>{place(join_url)}</b>
              </>
            )}{" "}
            <span class="join-code sign num" translate={false}>
              {shown(code)}
            </span>
          </p>
          <button
            type="button"
            class="qr-badge"
            aria-label={m.host_show_code}
            onClick={() => actions.show({ name: "join" })}
          >
            {isOwnAddress(join_url) ? <Icon name="off" big /> : <img src={at(qrPath(join_url))} alt="" />}
          </button>
        </>
      )}
    </header>
  );
}

function Brand() {
  return (
    <a class="brand" href={page("/")}>
      <span class="brand-bus" aria-hidden="true" />
      All Aboard
    </a>
  );
}

function Signal({ model, actions }: HostProps) {
  return (
    <button type="button" class="button signal" onClick={actions.try_now}>
      <Icon name="off" /> {m.no_signal}
      {model.retry_s !== null && ` · ${m.host_again_in({ s: model.retry_s })}`}
    </button>
  );
}

/** The server runs on this computer, whose network may be gone, and with it the address at which others join. */
function Unplugged({ model, actions, own_at }: HostProps & { own_at: string }) {
  return (
    <header class="host-header">
      <Brand />
      <span class="spring" />
      <Signal model={model} actions={actions} />
      <button type="button" class="button" onClick={actions.go_to_own}>
        {m.host_other_network({ place: bare(own_at) })}
      </button>
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
      {gate === "none" ? m.host_steps({ n: n_steps }) : m.host_step_of({ k: at_step, n: n_steps })}
      <b class={gate === "none" || phase === "filling" ? "at-work" : ""}>
        <Icon name="work" /> {m.host_trail_paint}
      </b>
      ›
      {gate === "none" ? (
        <s>
          <Icon name="wait" /> {m.host_trail_wait}
        </s>
      ) : (
        <b class={phase === "broken" ? "at-bad" : is_going ? "" : "at-wait"}>
          <Icon name={phase === "broken" ? "bad" : "wait"} /> {m.host_trail_wait}
        </b>
      )}
      ›
      <b class={is_going ? "trail-phase at-go" : "trail-phase"}>
        <Icon name="go" /> <span>{m.host_trail_next}</span>
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
        <Icon name="work" /> <span>{phaseWord(picture.phase)}</span>
      </b>
      ›
      <b class={at === "wait" || at === "bad" ? `at-${at}` : ""}>
        <Icon name={at === "bad" ? "bad" : "wait"} /> {m.host_trail_wait}
      </b>
      ›
      <b class={at === "go" ? "trail-phase at-go" : "trail-phase"}>
        <Icon name="go" /> <span>{phaseWord(picture.next_phase)}</span>
      </b>
    </p>
  );
}

/** Asked once in this browser; the key M and the bar change it later. */
function Aside({ model, actions }: HostProps) {
  if (model.sound_asked) return <span class="join-at dim">{m.host_nothing_to_install}</span>;
  return (
    <fieldset class="sound-question">
      <legend class="hidden">{m.host_sound_question}</legend>
      <span aria-hidden="true">{m.host_sound_question}</span>
      <button type="button" class="button button-small" onClick={() => actions.choose_sound(true)}>
        {m.host_yes}
      </button>
      <button type="button" class="button button-small" onClick={() => actions.choose_sound(false)}>
        {m.host_no}
      </button>
    </fieldset>
  );
}
