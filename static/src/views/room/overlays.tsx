import type { Actions, Model } from "../../core/model";
import { KeyList } from "../parts/key_list";
import { NameCard } from "../parts/name_card";
import { Overlay } from "../parts/overlay";
import { Poster } from "../parts/poster";
import { RoomSheet } from "./room_sheet";

const KEYS = [
  ["A", "Arrive"],
  ["Space", "Arrive, when its button has the focus"],
  ["J", "QR code"],
  ["F", "hide or show the bar"],
  ["D", "dark or light"],
  ["M", "sound"],
  ["Shift A", "break it (twice)"],
  ["?", "this list"],
  ["Esc", "close"],
] as const;

export function Overlays({ model, actions }: { model: Model; actions: Actions }) {
  const close = () => actions.show(null);
  switch (model.overlay) {
    case null:
      return null;
    case "qr":
      return (
        <Overlay label="Join with a phone" close={close}>
          <Poster model={model} />
          <Back close={close} />
        </Overlay>
      );
    case "keys":
      return (
        <Overlay label="Keys" close={close}>
          <h2>Keys</h2>
          <KeyList keys={KEYS} />
          <Back close={close} />
        </Overlay>
      );
    case "edit":
      return (
        <Overlay label="Your name and face" close={close}>
          <NameCard model={model} actions={actions} />
        </Overlay>
      );
    case "number":
      return (
        <Overlay label="What the number means" close={close}>
          <Why model={model} />
          <Back close={close} />
        </Overlay>
      );
    case "room":
      return (
        <Overlay label="The room" close={close}>
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
      Back
    </button>
  );
}

function Why({ model }: { model: Model }) {
  const index = model.call?.index ?? 0;
  return (
    <>
      <h2>
        Why {index} and not {index + 1}?
      </h2>
      <p class="sub">
        Python counts from 0. It is your place in <em>coming</em>, not in leaving.
      </p>
    </>
  );
}
