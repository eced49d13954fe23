import * as m from "messages";
import { isAsking } from "../../core/asked";
import type { HostModel } from "../../core/host_model";
import { mainButton } from "../../core/host_words";
import { ENCORE, placeOf, STEPS } from "../../core/lesson_steps";
import { breakQuestion, resetQuestion } from "../../core/words";
import { BarMenu } from "../parts/bar_menu";
import { Icon } from "../parts/icons";
import { Key } from "../parts/panel";
import { SeatsControl } from "../parts/seats_control";
import type { PanelProps } from "./props";

/** The dashboard: everything the host can press. Each act keeps its place in every state; a narrow window has a menu. */
export function HostBar(props: PanelProps) {
  const { model, picture, actions } = props;
  const { panel, confirming, counts } = model;
  const { state } = picture;
  const main = mainButton(model);
  // One solid button a screen: an open panel has its own, the safe one.
  const solid_is_there = panel !== null && panel.name !== "seat";
  const can_break = state !== "lobby" && state !== "broken";
  return (
    <footer class="host-bar">
      <SeatsControl
        parties={picture.parties}
        parties_rule={picture.parties_rule}
        fewest={1}
        confirming={confirming}
        n_waiting={counts.n_waiting}
        set_parties={actions.set_parties}
      />
      <Menu {...props} />
      <span class="spring" />
      <button
        type="button"
        class={`button bar-reset${state === "broken" ? " bar-taken" : ""}${isAsking(confirming, "reset") ? " bar-asks" : ""}`}
        aria-disabled={state === "lobby"}
        onClick={actions.reset}
      >
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
        class={`button bar-break${can_break ? " button-bad" : ""}${panel?.name === "missing" ? " bar-taken" : ""}${isAsking(confirming, "abort") ? " bar-asks" : ""}`}
        aria-disabled={!can_break}
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

/** The room's rules and this screen's. */
function Menu({ model, picture, actions }: PanelProps) {
  const { rules, panel } = model;
  const toggle = (name: "robots" | "settings") => () => actions.show(panel?.name === name ? null : { name });
  return (
    <BarMenu>
      <button
        type="button"
        class="button bar-door"
        aria-pressed={rules.door === "locked"}
        onClick={() => actions.set_rules({ door: rules.door === "open" ? "locked" : "open" })}
      >
        {rules.door === "open" ? m.host_door_open : m.host_door_locked} <Key name="L" />
      </button>
      <button type="button" class="button" aria-expanded={panel?.name === "robots"} onClick={toggle("robots")}>
        {m.robot} <Key name="B" />
      </button>
      <button
        type="button"
        class="button bar-settings"
        aria-expanded={panel?.name === "settings"}
        onClick={toggle("settings")}
      >
        {rules.timeout_s === null ? m.settings : m.host_limit({ s: rules.timeout_s })}
      </button>
      <button
        type="button"
        class="button button-square"
        aria-label={m.hide_names}
        title={m.hide_names}
        aria-pressed={rules.names === "hidden"}
        onClick={() => actions.set_rules({ names: rules.names === "hidden" ? "shown" : "hidden" })}
      >
        <Icon name="mask" />
      </button>
      {picture.state !== "lobby" && (
        <button
          type="button"
          class="button button-square"
          aria-label={m.pause}
          title={m.host_pause_key}
          aria-pressed={model.room?.paused_since_ms !== undefined}
          onClick={actions.pause}
        >
          <Icon name="wait" />
        </button>
      )}
      <button
        type="button"
        class="button bar-lesson"
        aria-expanded={panel?.name === "lesson"}
        onClick={actions.toggle_lesson}
      >
        {lessonLabel(model)} <Key name="T" />
      </button>
    </BarMenu>
  );
}

/** Where the class left the lesson. */
function lessonLabel({ room }: HostModel): string {
  const lesson = room?.lesson;
  if (lesson?.step === ENCORE.id) return m.lesson_label;
  return lesson?.free ? `${m.lesson_label} ${placeOf(lesson.step) + 1}/${STEPS.length}` : m.lesson_label;
}
