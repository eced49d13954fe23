import * as m from "messages";
import { type Asked, isAsking } from "../../core/asked";
import type { HostActions, HostModel } from "../../core/host_model";
import type { MuralPicture } from "../../core/mural_model";
import { stripsToPaint } from "../../core/mural_words";
import { breakQuestion, resetQuestion } from "../../core/words";
import { BarMenu } from "../parts/bar_menu";
import { Key } from "../parts/panel";

interface Props {
  model: HostModel;
  mural: MuralPicture;
  actions: HostActions;
}

/** The dashboard while a mural is painted. Each act keeps its place in every state; a narrow window has a menu. */
export function MuralBar({ model, mural, actions }: Props) {
  const { panel, confirming, counts } = model;
  const { phase, gate, n_wrong } = mural;
  const has_barrier = gate === "barrier" && phase !== "whole" && phase !== "broken";
  const settings_open = panel?.name === "settings";
  return (
    <footer class="host-bar">
      <button type="button" class="button bar-mural" aria-pressed="true" onClick={actions.toggle_mural}>
        {confirming === "mural" ? (
          m.mural_put_away
        ) : (
          <>
            {m.mural_label} <Key name="V" />
          </>
        )}
      </button>
      <button type="button" class="button bar-gate" aria-pressed={gate !== "barrier"} onClick={actions.toggle_gate}>
        {isAsking(confirming, "gate") ? (
          m.mural_n_get_error({ n: counts.n_waiting })
        ) : (
          <>
            {m.mural_without_barrier} <Key name="W" />
          </>
        )}
      </button>
      <BarMenu>
        <button
          type="button"
          class="button"
          aria-expanded={panel?.name === "robots"}
          onClick={() => actions.show(panel?.name === "robots" ? null : { name: "robots" })}
        >
          {m.robot} <Key name="B" />
        </button>
        <button
          type="button"
          class="button"
          aria-expanded={settings_open}
          onClick={() => actions.show(settings_open ? null : { name: "settings" })}
        >
          {m.settings}
        </button>
        <button
          type="button"
          class={n_wrong > 0 ? "button" : "button bar-taken"}
          aria-pressed={model.crossed}
          onClick={actions.toggle_crosses}
        >
          {m.mural_wrong_cells} <Key name="X" />
        </button>
      </BarMenu>
      <span class="spring" />
      <button type="button" class={barAct("bar-reset", confirming, "reset", has_barrier)} onClick={actions.reset}>
        {isAsking(confirming, "reset") ? (
          resetQuestion(counts.n_waiting)
        ) : (
          <>
            {m.reset} <Key name="R" />
          </>
        )}
      </button>
      <button
        type="button"
        class={barAct("bar-break button-bad", confirming, "abort", has_barrier)}
        onClick={actions.abort}
      >
        {isAsking(confirming, "abort") ? (
          breakQuestion(counts.n_waiting)
        ) : (
          <>
            {m.break_it} <Key name="⇧A" />
          </>
        )}
      </button>
      <Main mural={mural} actions={actions} is_solid={panel === null || panel.name === "seat"} />
    </footer>
  );
}

function barAct(look: string, confirming: Asked | null, act: string, is_there: boolean): string {
  return `button ${look}${isAsking(confirming, act) ? " bar-asks" : ""}${is_there ? "" : " bar-taken"}`;
}

function Main({ mural, actions, is_solid }: { mural: MuralPicture; actions: HostActions; is_solid: boolean }) {
  const look = is_solid ? "button button-main main" : "button main";
  switch (mural.phase) {
    case "whole":
      return (
        <button type="button" class={look} onClick={actions.toggle_gate}>
          {m.mural_now_without} <Key name="W" />
        </button>
      );
    case "over":
      return (
        <button type="button" class={look} onClick={actions.toggle_mural}>
          {m.back_to_bus} <Key name="V" />
        </button>
      );
    case "broken":
      return (
        <button type="button" class={look} onClick={actions.reset}>
          {m.reset_bus} <Key name="R" />
        </button>
      );
    case "free":
      return <p class="main-sentence">{m.lesson_strips_left({ n: stripsToPaint(mural) })}</p>;
    default:
      return (
        <p class="main-sentence">
          {mural.missing.length > 0 ? m.waiting_for_more({ n: mural.missing.length }) : m.mural_opening}
        </p>
      );
  }
}
