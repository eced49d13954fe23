/** The screens of those who have no seat, no longer or not yet. Most phones never show one. */
import * as m from "messages";
import { bare } from "../../core/address";
import type { Actions, Model } from "../../core/model";
import { noRoom } from "../../core/words";
import { page } from "../../lib/language";
import { CODE_FORM, CodeField } from "../parts/code_field";
import { Announced } from "./announced";
import type { Announce, Outside } from "./announcements";

export const OUTSIDE: Readonly<Record<Outside, Announce>> = {
  full: (actions, { counts }) => ({
    icon: "bus",
    heading: [m.full_room],
    says: [m.full_room_says({ n: counts.workers })],
    more: [m.full_room_more],
    act: { label: m.watch, do: actions.watch },
    other: { label: m.type_other_code, do: () => location.assign(page("/")) },
  }),
  wrong: () => ({ icon: "bad", heading: [m.no_room_heading], says: [[m.no_room_says]] }),
  locked: (actions, model) => ({
    icon: "lock",
    heading: [m.door_locked],
    says: [[m.door_locked_says]],
    more: [m.door_locked_more(model)],
    act: { label: m.try_again, do: actions.try_now },
  }),
  kept_out: () => ({ icon: "lock", heading: [m.blocked_heading], says: [[m.blocked]] }),
  no_key: () => ({ icon: "lock", heading: [m.no_key_heading], says: [[m.no_key_says]] }),
  dropped: (actions, model) => ({
    icon: "out",
    heading: [m.seat_given_up],
    says: [[model.hosted ? m.seat_given_up_hosted : m.seat_given_up_alone]],
    more: [m.seat_given_up_more],
    act: { label: m.get_on_again, do: () => actions.get_on() },
  }),
  superseded: (actions) => ({
    icon: "tabs",
    heading: [m.other_tab],
    says: [m.other_tab_says, [m.other_tab_more]],
    act: { label: m.use_this_screen, do: actions.use_this_screen },
  }),
  own_room: (actions, model) => ({
    icon: "bus",
    heading: [model.host_at === null ? m.own_room_here : m.own_room],
    says: [model.host_at === null ? [m.own_room_key] : m.own_room_at({ place: bare(model.host_at) })],
    act: { label: m.open_projector, do: actions.open_projector },
    other: { label: m.get_on_as_worker, do: actions.pass_on },
  }),
  returning: (actions, model) => ({
    icon: "bus",
    heading: m.returning({ name: model.free_seat?.name ?? "" }),
    says: [[m.returning_says]],
    act: { label: m.take_seat, do: actions.take_seat },
    other: { label: m.get_on_as_other, do: actions.pass_on },
  }),
};

export function OutsideScreen({ model, actions, screen }: { model: Model; actions: Actions; screen: Outside }) {
  if (screen === "wrong") return <Wrong model={model} />;
  // The next seat that is offered is another screen: its heading gets the focus, so that a screen reader reads it.
  const offered = model.free_seat?.name;
  return <Announced key={offered} model={model} actions={actions} announcement={OUTSIDE[screen](actions, model)} />;
}

function Wrong({ model }: { model: Model }) {
  return (
    <>
      <main class="phone-top">
        <h1>{m.no_room_heading}</h1>
        <p class="sub">{m.no_room_says}</p>
        <CodeField code={model.code} error={noRoom(model.code)} bare />
        <p class="dim">{m.code_rules}</p>
      </main>
      <footer>
        <button type="submit" form={CODE_FORM} class="button button-main button-wide">
          {m.join}
        </button>
      </footer>
    </>
  );
}
