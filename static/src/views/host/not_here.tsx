import * as m from "messages";
import { bare } from "../../core/address";
import { shown } from "../../core/code";
import { page } from "../../lib/language";
import { CodeField } from "../parts/code_field";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import type { HostProps } from "./props";

/** Before the room is known, and when this browser is not its host. */
export function NotHere({ model, actions }: HostProps) {
  const { code, screen } = model;
  return (
    <main class="not-here">
      {screen === "no_key" ? (
        <>
          <Icon name="lock" big />
          <h1>{m.host_not_of({ code: shown(code) })}</h1>
          {model.host_at === null ? (
            <p>{m.host_key_came}</p>
          ) : (
            <>
              <p>
                <Sentence words={m.host_key_kept({ place: bare(model.host_at) })} />
              </p>
              <a class="button button-main" href={`${model.host_at}/${code}/host`}>
                {m.host_open_there}
              </a>
            </>
          )}
          <a class={model.host_at === null ? "button button-main" : "button"} href={page(`/${code}`)}>
            {m.host_join_as_worker}
          </a>
        </>
      ) : screen === "wrong" ? (
        <>
          <Icon name="bus" big />
          <h1>{m.no_room_heading}</h1>
          <p>{m.host_rooms_deleted}</p>
          <a class="button button-main" href={page("/")}>
            {m.start_room}
          </a>
          <CodeField code={code} error={null} label={m.host_or_join} />
        </>
      ) : screen === "outdated" || screen === "refused" ? (
        <>
          <Icon name={screen === "outdated" ? "redo" : "bad"} big />
          <h1>{screen === "outdated" ? m.outdated : m.host_not_let_in}</h1>
          <p>{screen === "outdated" ? m.outdated_says : model.refusal}</p>
          <button type="button" class="button button-main" onClick={actions.load_again}>
            {m.load_again}
          </button>
          {model.retry_s !== null && <p>{m.trying_again({ n: model.retry_s })}</p>}
        </>
      ) : (
        <>
          <Icon name={screen === "lost" || screen === "restarting" ? "off" : "bus"} big />
          <h1>{screen === "lost" || screen === "restarting" ? m.no_signal : m.a_moment}</h1>
          {model.retry_s !== null && <p>{m.trying_again({ n: model.retry_s })}</p>}
        </>
      )}
    </main>
  );
}
