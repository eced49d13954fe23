/** What a screen outside the round says: a big icon, a heading, what it means, and what to do. */
import { bare } from "../../core/address";
import type { Actions, Model, Screen } from "../../core/model";
import { all, capital, ordinal, seconds, type Words } from "../../core/words";
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

interface Act {
  label: string;
  do(): void;
}

type Quiet = Exclude<Screen, "working" | "sending" | "waiting" | "hold" | "released" | "broken">;

type Announce = (actions: Actions, model: Model) => Announcement;

const watching: Announce = (actions) => ({
  icon: "bus",
  heading: ["You are watching"],
  says: [["You have no seat."]],
  act: { label: "Get on", do: () => actions.get_on() },
});

const ANNOUNCEMENTS: Readonly<Record<Quiet, Announce>> = {
  joining: () => ({ icon: "bus", heading: ["One moment"], says: [["You are getting on."]] }),
  lobby: () => ({
    icon: "bus",
    heading: ["You are in"],
    says: [["You will work, press Arrive, and wait until everybody is on the bus."], ["The trip has not started."]],
  }),
  held: (_actions, model) =>
    model.held === "paused"
      ? {
          icon: "wait",
          heading: ["Paused"],
          says: [["Nobody can arrive."]],
          more: ["Your seat is kept. It goes on in a moment."],
        }
      : {
          icon: "screen",
          heading: ["Look at the big screen"],
          says: [["You can press again when the next round begins."]],
        },
  missed: (actions, model) => ({
    icon: "go",
    heading: ["This bus left without your screen"],
    says: [
      [
        { strong: "You were on it." },
        model.call === null ? "" : ` You were ${ordinal(model.call.index + 1)}.`,
        model.late_ms === null ? "" : ` Only your screen got the news ${seconds(model.late_ms)} late.`,
      ],
    ],
    more: ["No signal for a moment. Your arrival counted anyway."],
    act: { label: "Go on", do: actions.go_on },
  }),
  late: (_actions, { counts }) => ({
    icon: "bus",
    heading: ["This bus is full"],
    says: [
      [
        `${capital(all(counts.parties))} seats are taken. `,
        counts.parties_rule === "fixed"
          ? `${counts.parties === 1 ? "The first who presses goes" : `The first ${counts.parties} who press go`} with the `
          : "You go with the ",
        { strong: "next" },
        " round. You can watch this one.",
      ],
    ],
  }),
  lost: (actions, model) => ({
    icon: "off",
    heading: ["No signal"],
    says: [keptSeat(model)],
    retries: true,
    act: { label: "Try now", do: actions.try_now },
  }),
  restarting: (actions) => ({
    icon: "redo",
    heading: ["The bus company restarts"],
    says: [["It will be back in a moment. Your seat and your place are saved."]],
    retries: true,
    act: { label: "Try now", do: actions.try_now },
  }),
  locked: (actions, model) => ({
    icon: "lock",
    heading: ["The door is locked"],
    says: [["Nobody can get on right now."]],
    more: [`${model.hosted ? "Raise your hand. " : ""}When the door opens, this page lets you in.`],
    act: { label: "Try again", do: actions.try_now },
  }),
  full: (actions, { counts }) => ({
    icon: "bus",
    heading: ["This room is full"],
    says: [
      [...(counts.workers > 0 ? ["It has ", { strong: `${counts.workers}` }, " people. "] : []), "No more fit in."],
    ],
    more: ["Ask for another room, or watch this one."],
    act: { label: "Watch", do: actions.watch },
  }),
  wrong: () => ({
    icon: "bad",
    heading: ["No room with that code"],
    says: [["Check the big screen, and try again."]],
  }),
  kept_out: () => ({
    icon: "lock",
    heading: ["Not in this room"],
    says: [["Your teacher has blocked this browser from this room."]],
  }),
  no_key: () => ({
    icon: "lock",
    heading: ["Not the host"],
    says: [["This browser does not have the host’s key to this room."]],
  }),
  outdated: (actions) => ({
    icon: "redo",
    heading: ["This page is out of date"],
    says: [["The server has a newer one."]],
    act: { label: "Load it again", do: actions.load_again },
  }),
  refused: (actions, model) => ({
    icon: "bad",
    heading: ["You could not get on"],
    says: [[model.refusal ?? ""]],
    retries: true,
    act:
      model.retry_s === null
        ? { label: "Load the page again", do: actions.load_again }
        : { label: "Try now", do: actions.try_now },
  }),
  dropped: (actions, model) => ({
    icon: "out",
    heading: ["Your seat was given up"],
    says: [
      [
        model.hosted
          ? "Your teacher let this screen go, so that the bus could leave."
          : "This screen was away, and the bus did not wait for it.",
      ],
    ],
    more: ["Still here? Get on again. There is a new seat for you."],
    act: { label: "Get on again", do: () => actions.get_on() },
  }),
  superseded: (actions) => ({
    icon: "tabs",
    heading: ["You went on in another tab"],
    says: [["Your seat is ", { strong: "over there" }, " now."], ["One worker, one screen. You can close this one."]],
    act: { label: "Use this screen instead", do: actions.use_this_screen },
  }),
  own_room: (actions, model) => ({
    icon: "bus",
    heading: [model.host_at === null ? "You are the host here" : "Are you the host?"],
    says: [
      model.host_at === null
        ? ["This browser has the key to this room."]
        : ["The projector was opened at ", { strong: bare(model.host_at) }, ", and its key is kept there."],
    ],
    act: { label: "Open the projector", do: actions.open_projector },
    other: { label: "Get on as a worker", do: actions.pass_on },
  }),
  returning: (actions, model) => ({
    icon: "bus",
    heading: ["You were ", { name: model.free_seat?.name ?? "" }],
    says: [["This browser has a seat here that no tab uses."]],
    act: { label: "Take that seat back", do: actions.take_seat },
    other: { label: "Get on as somebody else", do: actions.pass_on },
  }),
  door: watching,
  watching,
};

export function announcement(screen: Quiet, model: Model, actions: Actions): Announcement {
  return ANNOUNCEMENTS[screen](actions, model);
}

/** True only of somebody who has a seat; "still waiting" only of one who waits. */
function keptSeat(model: Model): Words {
  if (model.you === null || model.you.worker === null) return ["The server does not answer."];
  const waiting = model.call !== null && model.call.end_ms === null;
  if (!waiting) return ["Your seat is kept."];
  return ["Your seat is kept. You are ", { strong: "still waiting" }, " as far as the barrier knows."];
}
