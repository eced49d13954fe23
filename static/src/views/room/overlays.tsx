import * as m from "messages";
import type { Actions, Model } from "../../core/model";
import { ROOM_KEYS } from "../../core/room_keys";
import { KeyList } from "../parts/key_list";
import { NameCard } from "../parts/name_card";
import { Overlay } from "../parts/overlay";
import { Poster } from "../parts/poster";
import { Sentence } from "../parts/sentence";
import { RoomSheet } from "./room_sheet";

const KEYS = ROOM_KEYS.map(({ label, does }) => [label, does] as const);

export function Overlays({ model, actions }: { model: Model; actions: Actions }) {
  const close = () => actions.show(null);
  switch (model.overlay) {
    case null:
      return null;
    case "qr":
      return (
        <Overlay label={m.qr_label} close={close}>
          <Poster model={model} />
          <Back close={close} />
        </Overlay>
      );
    case "keys":
      return (
        <Overlay label={m.keys_heading} close={close}>
          <h2>{m.keys_heading}</h2>
          <KeyList keys={KEYS} />
          <Back close={close} />
        </Overlay>
      );
    case "edit":
      return (
        <Overlay label={m.name_and_face} close={close}>
          <NameCard model={model} actions={actions} />
        </Overlay>
      );
    case "number":
      return (
        <Overlay label={m.why_number_label} close={close}>
          <Why model={model} />
          <Back close={close} />
        </Overlay>
      );
    case "room":
      return (
        <Overlay label={m.room_label} close={close}>
          <RoomSheet model={model} actions={actions} />
          <Back close={close} first={false} />
        </Overlay>
      );
  }
}

/** `first`: it gets the focus; not where that would scroll the rest away. */
function Back({ close, first = true }: { close(): void; first?: boolean }) {
  return (
    <button type="button" class="button button-main button-wide" data-first={first || undefined} onClick={close}>
      {m.back}
    </button>
  );
}

function Why({ model }: { model: Model }) {
  const index = model.call?.index ?? 0;
  return (
    <>
      <h2>{m.why_number({ index, place: index + 1 })}</h2>
      <p class="sub">
        <Sentence words={m.why_number_says} />
      </p>
    </>
  );
}
