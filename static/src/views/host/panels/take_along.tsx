import { useState } from "preact/hooks";
import { Key, Panel } from "../../parts/panel";
import type { PanelProps } from "../props";

/** The host's link is as good as its key, and a class is looking: it is shown on a second press only. */
export function TakeAlong({ actions }: PanelProps) {
  const [is_shown, setShown] = useState(false);
  const link = actions.host_link();
  return (
    <Panel label="Take the host with you" look="middle-panel">
      <h2>Take the host with you</h2>
      <p>
        This browser keeps the host's key for <b>{location.host}</b> only. Open this link to be the host at another
        address, in another browser, or on your phone. They all work at the same time. Do not show it to the class.
      </p>
      {is_shown && <input class="host-link" readOnly value={link} aria-label="The host's link" />}
      <div class="row">
        <button type="button" class="button button-main" data-first onClick={() => actions.copy(link)}>
          Copy the link
        </button>
        <button type="button" class="button" onClick={() => setShown(!is_shown)}>
          {is_shown ? "Hide it" : "Show it here"}
        </button>
        <span class="spring" />
        <button type="button" class="button" onClick={() => actions.show(null)}>
          Close <Key name="Esc" />
        </button>
      </div>
    </Panel>
  );
}
