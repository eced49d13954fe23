/** What the host can do. Each act asks the server or changes this page; none changes the room itself. */
import * as m from "messages";
import { newName } from "../core/face_names";
import type { HostActions } from "../core/host_model";
import { isNameless } from "../core/picture";
import type { Connection } from "../lib/connection";
import { copy } from "../lib/copy";
import type { HostKey } from "../lib/host_key";
import { KEYS_OFF } from "../lib/keys";
import { askForNone, page as pageAt } from "../lib/language";
import { chooseSound } from "../lib/sound";
import { save } from "../lib/storage";
import { switchTheme } from "../lib/theme";
import { type Ask, asking, type HostPage, NO_ANSWER } from "./asking";
import { drillControls, lessonControls, muralControls } from "./host_lesson_controls";

const TRY_AGAIN_MS = 200;

export function hostControls(page: HostPage, line: Connection, key: HostKey): HostActions {
  const { ask, setParties, setMural } = asking(page, line);
  const round = roundControls(page, ask);
  const report = reportControls(page);
  const lesson = lessonControls(page, ask, { ...round, ...report });
  const { main: mainOfDrill, ...drill } = drillControls(page, ask);
  return {
    main: () => {
      const { panel, remote } = page.model();
      const state = stateOf(page);
      if (panel?.name === "lesson") lesson.begin_lesson();
      else if (page.model().drill !== null) mainOfDrill();
      else if (remote !== null) lesson.press(remote.main);
      else if (state === "lobby") void ask({ type: "start" });
      else if (state === "released") round.next_bus();
      else if (state === "broken") round.reset();
    },
    ...round,
    ...report,
    ...lesson,
    ...drill,
    ...muralControls(page, setMural),
    ...ruleControls(page, ask, setParties),
    ...seatControls(page, ask),
    let_all_go: (workers) => void dropAll(page, line, workers),
    ...panelControls(page),
    ...windowControls(page),
    copy: async (text) => page.toast((await copy(text)) ? m.copied : m.host_cannot_copy),
    host_link: () => key.link(page.model().join_url),
    go_to_own: () => {
      const { own_at, code } = page.model();
      if (own_at !== null) location.assign(key.link(`${own_at}/${code}`));
    },
    try_now: () => line.open(),
  };
}

const stateOf = (page: HostPage) => page.model().picture?.state ?? null;

/** The round that fills: its end, and the next one. */
function roundControls(page: HostPage, ask: Ask) {
  /** The generation that fills; null before joining. */
  const filling = () => page.session().brief?.generation ?? null;
  return {
    next_bus: () => {
      const { picture } = page.model();
      if (picture?.state === "released") page.change({ seen: picture.generation });
    },
    reset: () => {
      const generation = filling();
      const state = stateOf(page);
      if (generation === null || state === "lobby") return;
      if (state !== "broken" && page.model().counts.n_waiting > 0 && !page.confirm(`reset ${generation}`)) return;
      void ask({ type: "reset", generation });
    },
    abort: () => {
      const generation = filling();
      const state = stateOf(page);
      if (generation === null || state === "lobby" || state === "broken") return;
      if (page.confirm(`abort ${generation}`)) void ask({ type: "abort", generation });
    },
  };
}

function reportControls(page: HostPage) {
  return {
    open_report: () => {
      window.open(pageAt(`/${page.model().code}/report${location.hash}`), "_blank", "noopener");
    },
  };
}

type RuleActions = Pick<HostActions, "set_parties" | "set_rules" | "set_robots" | "add_robots">;

/** What the room is set up with: its rules, and robots. */
function ruleControls(
  page: HostPage,
  ask: Ask,
  setParties: (parties: number | "everyone") => Promise<unknown>,
): RuleActions {
  return {
    set_parties: (parties) => void setParties(parties),
    set_rules: (rules) => {
      if (rules.language !== undefined) askForNone();
      void ask({ type: "configure", ...rules });
    },
    set_robots: (robots) => page.change({ robots }),
    add_robots: () => {
      const { count, pace } = page.model().robots;
      page.change({ panel: null });
      void ask({ type: "add_robots", count, pace });
    },
  };
}

type SeatActions = Pick<HostActions, "nudge" | "let_go" | "keep_out" | "let_in" | "new_name" | "remove_all_since">;

/** Those who have a seat, and those who shall have none. */
function seatControls(page: HostPage, ask: Ask): SeatActions {
  const drop = async (worker: number, keep_out: boolean) => {
    const ack = await ask({ type: "drop", worker, keep_out });
    const { panel } = page.model();
    if (ack?.ok && panel?.name === "seat" && panel.worker === worker) page.change({ panel: null });
  };
  return {
    nudge: async (worker) => {
      const ack = await ask({ type: "nudge", worker });
      if (ack?.ok) page.toast(m.host_buzzed);
    },
    let_go: (worker, asks) => {
      if (!asks || page.confirm(`drop ${worker}`)) void drop(worker, false);
    },
    keep_out: (worker) => {
      if (page.confirm(`keep out ${worker}`)) void drop(worker, true);
    },
    let_in: async () => {
      const ack = await ask({ type: "let_in" });
      if (ack?.ok) page.toast(m.host_nobody_kept_out);
    },
    new_name: (worker) => {
      const seated = page.model().workers.find((other) => other.worker === worker);
      if (seated) void ask({ type: "rename", worker, name: newName(seated.avatar) });
    },
    remove_all_since: (at_ms, what) => {
      if (!page.confirm(what)) return;
      page.change({ panel: null });
      void ask({ type: "remove_all_since", at_ms: Math.floor(at_ms) });
    },
  };
}

/** One after another, as fast as the server takes messages of one page. */
async function dropAll(page: HostPage, line: Connection, workers: readonly number[]): Promise<void> {
  for (const worker of workers) {
    let ack = await line.command<object>({ type: "drop", worker });
    while (ack && !ack.ok && ack.error === "rate_limited") {
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      ack = await line.command<object>({ type: "drop", worker });
    }
    if (!ack) return page.toast(NO_ANSWER);
  }
}

type PanelActions = Pick<HostActions, "show" | "ours" | "toggle_what_if" | "toggle_back_row" | "toggle_bar">;

/** What the page shows beside the picture. */
function panelControls(page: HostPage): PanelActions {
  return {
    ours: () => page.change({ panel: null, ours_until_ms: page.model().now_ms }),
    show: (panel) => {
      const { picture } = page.model();
      if (panel?.name === "seat" && picture && isNameless(picture, panel.worker)) return;
      page.change({ panel, confirming: null });
    },
    toggle_what_if: () => {
      const { panel, picture } = page.model();
      if (panel?.name === "what_if") page.change({ panel: null });
      else if (picture?.has_release) page.change({ panel: { name: "what_if", world: "none" }, confirming: null });
      else page.toast(m.play_first);
    },
    toggle_back_row: () => page.change({ back_row: !page.model().back_row }),
    toggle_bar: () => page.change({ bar_hidden: !page.model().bar_hidden }),
  };
}

type WindowActions = Pick<
  HostActions,
  "toggle_full_screen" | "toggle_keys" | "choose_sound" | "toggle_theme" | "load_again"
>;

/** The window, and what this browser remembers. */
function windowControls(page: HostPage): WindowActions {
  return {
    toggle_full_screen: async () => {
      try {
        await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
      } catch {
        page.toast(m.host_no_full_screen); // it may not, or Safari before 16.4 has no such function
      }
    },
    toggle_keys: () => {
      const keys_on = !page.model().keys_on;
      save("localStorage", KEYS_OFF, keys_on ? null : "yes");
      page.change({ keys_on });
    },
    choose_sound: (sound) => {
      chooseSound(sound);
      page.change({ sound, sound_asked: true });
    },
    toggle_theme: () => page.change({ theme: switchTheme() }),
    load_again: () => location.reload(),
  };
}
