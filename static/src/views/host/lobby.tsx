import * as m from "messages";
import { isOwnAddress, place, qrPath } from "../../core/address";
import { shown } from "../../core/code";
import type { HostActions, HostModel, Panel } from "../../core/host_model";
import { hereWords, lobbySeats } from "../../core/host_words";
import type { Face } from "../../core/picture";
import { at } from "../../lib/base";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";
import { memo } from "../parts/memo";
import { Sentence } from "../parts/sentence";
import { useSeen } from "../parts/use_size";
import { NotForPhones } from "./not_for_phones";
import { LetSilentGo } from "./panels/missing";
import type { PanelProps } from "./props";

/** Up to this many stand there with their names; of more only the newest do. The rest are faces, and then a number. */
const NAMED = 10;
const NEWEST_NAMED = 4;
const FACES = 40;

/** To be scanned from the last row. */
export function Lobby({ model, picture, actions }: PanelProps) {
  const here = picture.missing;
  const for_phones = !isOwnAddress(model.join_url);
  const bus = lobbySeats(picture);
  return (
    <main class="lobby">
      {for_phones ? (
        <img class="lobby-qr" src={at(qrPath(model.join_url))} alt={m.qr_of({ url: model.join_url })} />
      ) : (
        <NotForPhones />
      )}
      <div class="lobby-right">
        <h1 class="lobby-how" tabIndex={-1}>
          {model.rules.door === "locked" ? (
            <>
              <Icon name="lock" /> {m.host_door_is_locked}
            </>
          ) : for_phones ? (
            <Sentence words={m.host_scan({ place: place(model.join_url) })} />
          ) : (
            m.host_scan_tab
          )}
        </h1>
        <p class="lobby-code sign num" translate={false}>
          {shown(model.code)}
        </p>
        <p class="lobby-how">
          <b class="sign num" translate={false}>
            {hereWords(here.length)}
          </b>{" "}
          {bus !== null && (
            <span class="dim">
              · <Sentence words={bus} />
            </span>
          )}
        </p>
        <Crew here={here} panel={model.panel} show={actions.show} />
        <div class="row lobby-acts">
          <LetSilentGo picture={picture} actions={actions} />
          <button type="button" class="button button-small" onClick={() => actions.copy(model.join_url)}>
            {m.host_copy_join}
          </button>
          <button type="button" class="button button-small" onClick={() => actions.show({ name: "take_along" })}>
            {m.host_take_along}
          </button>
          <span class="dim">{m.host_only_at({ place: location.host })}</span>
        </div>
        <p class="lobby-tip dim">
          <Sentence words={m.host_lobby_tip} />
        </p>
      </div>
    </main>
  );
}

interface CrewProps {
  here: readonly Face[];
  panel: HostModel["panel"];
  show: HostActions["show"];
}

/** Newest first, so that the one who just came sees it. */
function Crew({ here, show }: CrewProps) {
  const newest = [...here].reverse().slice(0, FACES);
  const { ref, seen } = useSeen(newest.length);
  const n_named = here.length <= NAMED ? NAMED : NEWEST_NAMED;
  return (
    <div class="crew-box">
      <ul ref={ref} class="crew">
        {newest.map(({ worker, name, avatar, kind, presence }, i) => (
          <Chip key={worker} {...{ worker, name, avatar, kind, presence, show }} named={i < n_named} />
        ))}
      </ul>
      {here.length > seen && <p class="crew-more num">{m.host_and_more({ n: here.length - seen })}</p>}
    </div>
  );
}

type ChipProps = Omit<Face, "you"> & { named: boolean; show(panel: Panel): void };

const Chip = memo(function Chip({ worker, name, avatar, kind, presence, named, show }: ChipProps) {
  return (
    <li class={presence}>
      <button
        type="button"
        class={named ? "crew-chip" : "crew-chip crew-face"}
        data-worker={worker}
        aria-label={named ? undefined : name}
        onClick={() => show({ name: "seat", worker, at: null })}
      >
        <FaceDisc name={name} avatar={avatar} kind={kind} />
        {named && <bdi translate={false}>{name}</bdi>}
      </button>
    </li>
  );
});
