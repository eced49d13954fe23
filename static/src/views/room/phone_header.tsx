import * as m from "messages";
import { shown } from "../../core/code";
import type { Actions, Model } from "../../core/model";
import { page } from "../../lib/language";
import { FaceDisc } from "../parts/face";

/** Who you are, and where: each opens what can be changed about it. */
export function PhoneHeader({ model, actions }: { model: Model; actions: Actions }) {
  const seated = model.you?.name != null && model.screen !== "dropped" && model.screen !== "locked";
  return (
    <header class="phone-header">
      {seated ? (
        <button
          type="button"
          class="plain-button you"
          translate={false}
          aria-label={m.change_face({ name: model.you?.name ?? "" })}
          onClick={() => actions.show("edit")}
        >
          <FaceDisc
            name={model.you?.name ?? ""}
            avatar={model.you?.avatar ?? null}
            kind={model.you?.kind ?? "person"}
          />
          <bdi translate={false}>{model.you?.name}</bdi>
        </button>
      ) : (
        <a class="brand" href={page("/")}>
          All Aboard
        </a>
      )}
      {model.screen !== "wrong" && (
        <button
          type="button"
          class="plain-button room-code sign num"
          translate={false}
          aria-label={m.room_more({ code: shown(model.code) })}
          onClick={() => actions.show("room")}
        >
          {shown(model.code)}
        </button>
      )}
    </header>
  );
}
