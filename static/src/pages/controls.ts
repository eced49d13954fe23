/** What a person can do on a room page. Each act asks the server or changes this page; none changes the room itself. */
import * as m from "messages";
import type { Press } from "../core/free_paints";
import type { Actions, Model } from "../core/model";
import type { Pace } from "../core/protocol";
import type { LocalState } from "../core/room_model";
import { canArrive } from "../core/screen";
import { at } from "../lib/base";
import type { Connection } from "../lib/connection";
import { copy } from "../lib/copy";
import type { Seat } from "../lib/seat";
import type { Knowledge } from "../lib/sync";
import { switchTheme } from "../lib/theme";
import { type AskingPage, asking, sayRefused } from "./asking";

export interface Page extends AskingPage, Knowledge {
  model(): Model;
  /** In a mural without the barrier. */
  press(): Press | null;
  change(changes: Partial<LocalState>): void;
  show(overlay: Model["overlay"]): void;
  now(): number;
  allowSound(): void;
}

export function controls(page: Page, line: Connection, seat: Seat): Actions {
  const { ask, setParties, setMural } = asking(page, line);
  /** The generation that fills; null before joining. */
  const filling = () => page.session().brief?.generation ?? null;

  const arrive = async () => {
    const { screen } = page.model();
    const press = page.press();
    const generation = press?.generation ?? filling();
    if (generation === null || !canArrive(screen, press !== null)) return;
    page.change({ nudged: false, new_worker: false });
    page.dispatch({ type: "arriving", generation, known: press?.known, now_ms: page.now() });
    const ack = await line.arrive(generation, press?.known);
    if (ack && !ack.ok) await sayRefused(page, ack, "arrive");
  };

  /** From the door onto the seat that this page holds, or onto a new one. */
  const goIn = () => {
    page.change({ at_door: null });
    page.dispatch({ type: "standing", standing: "joining" });
    line.open("worker");
  };
  const getOn: Actions["get_on"] = (profile) => {
    const { you } = page.model();
    const before = you?.name && you.avatar ? { name: you.name, avatar: you.avatar } : seat.profile;
    seat.profile = profile ?? before ?? page.model().profile;
    seat.keep(null);
    goIn();
  };

  return {
    arrive: () => void arrive(),
    guess: async (question, answer) => {
      page.dispatch({ type: "mine", mine: { guesses: { ...page.model().you?.guesses, [question]: answer } } });
      await ask({ type: "guess", question, answer });
    },
    signal: async (run, k) => !!(await ask({ type: "signal", run, k }))?.ok,
    rename: async (name, avatar) => {
      const ack = await ask<{ name: string; avatar: string }>({ type: "rename", name, avatar });
      if (ack?.ok) page.dispatch({ type: "renamed", name: ack.name, avatar: ack.avatar });
    },
    set_parties: (parties) => void setParties(parties),
    add_robot: (pace: Pace) => void ask({ type: "add_robots", count: 1, pace }),
    open_tab: () => {
      // Without an opener the new tab does not begin with a copy of this one's seat.
      window.open(location.pathname + location.search, "_blank", "noopener");
    },
    copy_link: async () => {
      const { join_url } = page.model();
      page.toast((await copy(join_url)) ? m.copied : join_url);
    },
    set_mural: (gate) => void setMural(gate),
    reset: () => {
      const { counts, screen } = page.model();
      const generation = filling();
      if (generation === null) return;
      const is_broken = screen === "broken" || page.model().picture?.state === "broken";
      if (!is_broken && counts.n_waiting > 0 && !page.confirm(`reset ${generation}`)) return;
      void ask({ type: "reset", generation });
    },
    abort: () => {
      const generation = filling();
      if (generation !== null && page.confirm(`abort ${generation}`)) void ask({ type: "abort", generation });
    },
    show: (overlay) => {
      const { drafts } = page.model();
      for (const field of ["new_name", "new_animal", "new_colour"]) delete drafts[field];
      page.show(overlay);
    },
    toggle_sound: () => {
      page.allowSound();
      page.change({ sound: !page.model().sound });
    },
    toggle_theme: () => page.change({ theme: switchTheme() }),
    load_again: () => location.reload(),
    try_now: () => line.open(),
    get_on: getOn,
    open_projector: () => {
      const { code, host_at } = page.model();
      location.assign(host_at === null ? at(`/${code}/host`) : `${host_at}/${code}/host`);
    },
    take_seat: () => {
      seat.takeBack();
      goIn();
    },
    pass_on: () => {
      const { screen, faces } = page.model();
      if (screen === "returning") seat.free.shift();
      const [free_seat] = seat.free;
      if (free_seat) page.change({ at_door: "returning", free_seat });
      else if (faces) page.change({ at_door: "door" });
      else getOn();
    },
    use_this_screen: () => {
      page.dispatch({ type: "standing", standing: "joining" });
      line.open("worker");
    },
    get_off: async () => {
      const ack = await ask({ type: "leave" });
      if (!ack?.ok) return;
      seat.giveUp();
      page.change({ overlay: null, at_door: page.model().faces ? "door" : null });
      page.dispatch({ type: "standing", standing: "joining" });
      line.open("viewer");
    },
    watch: () => {
      page.dispatch({ type: "standing", standing: "joining" });
      line.open("viewer");
    },
    look: () => void line.sync.ask(),
    go_on: () => page.dispatch({ type: "went_on" }),
  };
}
