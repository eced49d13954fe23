import { bare } from "../../core/address";
import { shown } from "../../core/code";
import { at } from "../../lib/base";
import { CodeField } from "../parts/code_field";
import { Icon } from "../parts/icons";
import type { HostProps } from "./props";

/** Before the room is known, and when this browser is not its host. */
export function NotHere({ model, actions }: HostProps) {
  const { code, screen } = model;
  return (
    <main class="not-here">
      {screen === "no_key" ? (
        <>
          <Icon name="lock" big />
          <h1>This browser is not the host of {shown(code)}</h1>
          {model.host_at === null ? (
            <p>
              The host's key came with the link when the room was made. Open that link here, or use the browser that
              made the room: “Take the host with you” in its settings shows the link.
            </p>
          ) : (
            <>
              <p>
                The projector of this room was opened at <b>{bare(model.host_at)}</b>. A browser keeps the host's key
                for that address only. Open it there. In another network, use the link that “Take the host with you”
                shows.
              </p>
              <a class="button button-main" href={`${model.host_at}/${code}/host`}>
                Open it there
              </a>
            </>
          )}
          <a class={model.host_at === null ? "button button-main" : "button"} href={at(`/${code}`)}>
            Join as a worker
          </a>
        </>
      ) : screen === "wrong" ? (
        <>
          <Icon name="bus" big />
          <h1>No room with that code</h1>
          <p>Rooms are deleted after a day without activity. Start a new one.</p>
          <a class="button button-main" href={at("/")}>
            Start a room
          </a>
          <CodeField code={code} error={null} join={(typed) => location.assign(at(`/${typed}`))} label="Or join one" />
        </>
      ) : screen === "outdated" || screen === "refused" ? (
        <>
          <Icon name={screen === "outdated" ? "redo" : "bad"} big />
          <h1>{screen === "outdated" ? "This page is out of date" : "The server did not let you in"}</h1>
          <p>{screen === "outdated" ? "The server has a newer one." : model.refusal}</p>
          <button type="button" class="button button-main" onClick={actions.load_again}>
            Load it again
          </button>
          {model.retry_s !== null && <p>Trying again in {model.retry_s} s</p>}
        </>
      ) : (
        <>
          <Icon name={screen === "lost" || screen === "restarting" ? "off" : "bus"} big />
          <h1>{screen === "lost" || screen === "restarting" ? "No signal" : "One moment"}</h1>
          {model.retry_s !== null && <p>Trying again in {model.retry_s} s</p>}
        </>
      )}
    </main>
  );
}
