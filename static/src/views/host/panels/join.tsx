import { isOwnAddress, place } from "../../../core/address";
import { shown } from "../../../core/code";
import { seats } from "../../../core/host_words";
import { tally } from "../../../core/picture_words";
import { at } from "../../../lib/base";
import { Icon } from "../../parts/icons";
import { Key, Panel } from "../../parts/panel";
import { NotForPhones } from "../not_for_phones";
import type { PanelProps } from "../props";

/** The code large, once more. It says how the round stands, since it covers the bus. */
export function JoinPanel({ model, picture, actions }: PanelProps) {
  const { k, n } = tally(picture);
  const everyone = picture.parties_rule === "everyone";
  const for_phones = !isOwnAddress(model.join_url);
  return (
    <Panel label="Join code" look="join-panel">
      {for_phones ? (
        <img class="join-qr" src={at(`/${model.code}/qr.svg`)} alt={`QR code for ${model.join_url}`} />
      ) : (
        <NotForPhones />
      )}
      <div class="join-right">
        <div class="row">
          <p class="join-how">
            {model.rules.door === "locked" ? (
              "Nobody can get on"
            ) : for_phones ? (
              <>
                Scan, or open
                <br />
                <b class="sign">{place(model.join_url)}</b> and type
              </>
            ) : (
              "In another tab, type"
            )}
          </p>
          <span class="spring" />
          <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
            Back to the bus <Key name="J" />
          </button>
        </div>
        <p class="join-large sign num" translate={false}>
          {shown(model.code)}
        </p>
        {model.rules.door === "locked" ? (
          <p class="join-note">
            <Icon name="lock" /> The door is locked. Open it to let more people in.
          </p>
        ) : (
          <p class="join-note">
            You can come in at any time.
            <br />
            <span class="dim">
              {everyone ? "The bus gets one more seat for you." : `The bus keeps its ${seats(picture.parties)}.`}
            </span>
          </p>
        )}
        <button type="button" class="button join-copy" onClick={() => actions.copy(model.join_url)}>
          Copy the join link
        </button>
        {picture.state !== "lobby" && (
          <p class={`join-status join-${picture.state}`}>
            <i>
              <Icon name={picture.state === "released" ? "go" : picture.state === "broken" ? "bad" : "wait"} />
            </i>
            <span>
              <b class="sign num" translate={false}>
                {k} of {n}
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
  filling: "waiting. The round goes on.",
  hold: "all aboard.",
  released: "gone on. The gate is open.",
  broken: "got the error. The barrier broke.",
} as const;
