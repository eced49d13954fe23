/** What a screen outside the round says: a big icon, a heading, what it means, and what to do. */
import * as m from "messages";
import type { Actions, Model, Screen } from "../../core/model";
import { ordinal, seconds, type Words } from "../../core/words";
import type { IconName } from "../parts/icons";

export interface Announcement {
  icon: IconName;
  heading: Words;
  says: readonly Words[];
  /** Said less loudly. */
  more?: Words;
  /** Does it say when the next try comes? */
  retries?: boolean;
  /** The main act, if there is one. */
  act?: Act;
  /** For those who want something else. */
  other?: Act;
}

export interface Act {
  label: string;
  do(): void;
}

/** Of those who have no seat, no longer or not yet. The server has just said so: what draws them can be loaded then. */
const OUTSIDE = [
  "full",
  "wrong",
  "locked",
  "kept_out",
  "no_key",
  "dropped",
  "superseded",
  "own_room",
  "returning",
] as const;
export type Outside = (typeof OUTSIDE)[number];
type InRound = "working" | "sending" | "waiting" | "hold" | "released" | "broken";
type Quiet = Exclude<Screen, InRound | Outside>;

export type Announce = (actions: Actions, model: Model) => Announcement;

export function isOutside(screen: Screen): screen is Outside {
  return (OUTSIDE as readonly Screen[]).includes(screen);
}

const watching: Announce = (actions) => ({
  icon: "bus",
  heading: [m.watching],
  says: [[m.watching_says]],
  act: { label: m.get_on, do: () => actions.get_on() },
});

const ANNOUNCEMENTS: Readonly<Record<Quiet, Announce>> = {
  joining: () => ({ icon: "bus", heading: [m.a_moment], says: [[m.getting_on]] }),
  lobby: () => ({ icon: "bus", heading: [m.lobby_heading], says: [[m.lobby_says], [m.lobby_not_started]] }),
  held: (_actions, model) =>
    model.held === "paused"
      ? { icon: "wait", heading: [m.paused], says: [[m.paused_says]], more: [m.paused_more] }
      : { icon: "screen", heading: [m.held_heading], says: [[m.held_says]] },
  missed: (actions, model) => ({
    icon: "go",
    heading: [m.bus_left_heading],
    says: [
      m.bus_left_says({
        place: model.call === null ? "none" : ordinal(model.call.index + 1),
        late: model.late_ms === null ? "none" : seconds(model.late_ms),
      }),
    ],
    more: [m.bus_left_more],
    act: { label: m.go_on, do: actions.go_on },
  }),
  late: (_actions, { counts }) => ({
    icon: "bus",
    heading: [m.full_bus],
    says: [(counts.parties_rule === "fixed" ? m.full_bus_fixed : m.full_bus_everyone)({ n: counts.parties })],
  }),
  lost: (actions, model) => ({
    icon: "off",
    heading: [m.no_signal],
    says: [keptSeat(model)],
    retries: true,
    act: { label: m.try_now, do: actions.try_now },
  }),
  restarting: (actions) => ({
    icon: "redo",
    heading: [m.company_restarts],
    says: [[m.company_restarts_says]],
    retries: true,
    act: { label: m.try_now, do: actions.try_now },
  }),
  outdated: (actions) => ({
    icon: "redo",
    heading: [m.outdated],
    says: [[m.outdated_says]],
    act: { label: m.load_again, do: actions.load_again },
  }),
  refused: (actions, model) => ({
    icon: "bad",
    heading: [m.refused],
    says: [[model.refusal ?? ""]],
    retries: true,
    act:
      model.retry_s === null
        ? { label: m.load_page_again, do: actions.load_again }
        : { label: m.try_now, do: actions.try_now },
  }),
  door: watching,
  watching,
};

export function announcement(screen: Quiet, model: Model, actions: Actions): Announcement {
  return ANNOUNCEMENTS[screen](actions, model);
}

/** True only of somebody who has a seat; "still waiting" only of one who waits. */
function keptSeat(model: Model): Words {
  if (model.you === null || model.you.worker === null) return [m.no_server];
  const waiting = model.call !== null && model.call.end_ms === null;
  return waiting ? m.seat_kept_waiting : [m.seat_kept];
}
