import * as m from "messages";
import { isOwnAddress, place, qrPath } from "../../../core/address";
import { shown } from "../../../core/code";
import { tally } from "../../../core/picture_words";
import { at } from "../../../lib/base";
import { Icon } from "../../parts/icons";
import { Key, Panel } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
import { NotForPhones } from "../not_for_phones";
import type { PanelProps } from "../props";

/** The code large, once more. It says how the round stands, since it covers the bus. */
export function JoinPanel({ model, picture, actions }: PanelProps) {
  const { k, n } = tally(picture);
  const everyone = picture.parties_rule === "everyone";
  const for_phones = !isOwnAddress(model.join_url);
  return (
    <Panel label={m.host_join_code} look="join-panel">
      {for_phones ? (
        <img class="join-qr" src={at(qrPath(model.join_url))} alt={m.qr_of({ url: model.join_url })} />
      ) : (
        <NotForPhones />
      )}
      <div class="join-right">
        <div class="row">
          <p class="join-how">
            {model.rules.door === "locked" ? (
              m.host_nobody_gets_on
            ) : for_phones ? (
              <Sentence words={m.host_scan({ place: place(model.join_url) })} />
            ) : (
              m.host_scan_tab
            )}
          </p>
          <span class="spring" />
          <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
            {m.back_to_bus} <Key name="J" />
          </button>
        </div>
        <p class="join-large sign num" translate={false}>
          {shown(model.code)}
        </p>
        {model.rules.door === "locked" ? (
          <p class="join-note">
            <Icon name="lock" /> {m.host_door_is_locked}
          </p>
        ) : (
          <p class="join-note">
            {m.host_any_time}
            <br />
            <span class="dim">{everyone ? m.host_one_more_seat : m.host_keeps_seats({ n: picture.parties })}</span>
          </p>
        )}
        <button type="button" class="button join-copy" onClick={() => actions.copy(model.join_url)}>
          {m.host_copy_join}
        </button>
        {picture.state !== "lobby" && (
          <p class={`join-status join-${picture.state}`}>
            <i>
              <Icon name={picture.state === "released" ? "go" : picture.state === "broken" ? "bad" : "wait"} />
            </i>
            <span>
              <b class="sign num" translate={false}>
                {m.host_k_of_n({ k, n })}
              </b>{" "}
              {STATUS[picture.state]}
            </span>
          </p>
        )}
      </div>
    </Panel>
  );
}

const STATUS = {
  filling: m.host_join_filling,
  hold: m.host_join_hold,
  released: m.host_join_released,
  broken: m.host_join_broken,
} as const;
