import * as m from "messages";
import { useState } from "preact/hooks";
import { Key, Panel } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
import type { PanelProps } from "../props";

/** The host's link is as good as its key, and a class is looking: it is shown on a second press only. */
export function TakeAlong({ actions }: PanelProps) {
  const [is_shown, setShown] = useState(false);
  const link = actions.host_link();
  return (
    <Panel label={m.host_take_along} look="middle-panel">
      <h2>{m.host_take_along}</h2>
      <p>
        <Sentence words={m.host_take_along_says({ place: location.host })} />
      </p>
      {is_shown && <input class="host-link" readOnly value={link} aria-label={m.host_link_label} />}
      <div class="row">
        <button type="button" class="button button-main" data-first onClick={() => actions.copy(link)}>
          {m.host_copy_the_link}
        </button>
        <button type="button" class="button" onClick={() => setShown(!is_shown)}>
          {is_shown ? m.host_hide_it : m.host_show_it}
        </button>
        <span class="spring" />
        <button type="button" class="button" onClick={() => actions.show(null)}>
          {m.close} <Key name="Esc" />
        </button>
      </div>
    </Panel>
  );
}
