/** What the host can do. Each act asks the server or changes this page; none changes the room itself. */
import type { HostActions, HostLocalState, HostModel } from "../core/host_model";
import { isNameless } from "../core/picture";
import type { Ack, Command } from "../core/protocol";
import type { Press } from "../core/remote";
import type { Session } from "../core/session";
import type { WorldId } from "../core/what_if";
import { at } from "../lib/base";
import type { Connection } from "../lib/connection";
import { copy } from "../lib/copy";
import type { HostKey } from "../lib/host_key";
import { KEYS_OFF } from "../lib/keys";
import { chooseSound } from "../lib/sound";
import { save } from "../lib/storage";
import { switchTheme } from "../lib/theme";
import { type AskingPage, asking, NO_ANSWER } from "./asking";

/** A class for one. */
const ROBOTS_FOR_ONE = 4;
const TRY_AGAIN_MS = 200;

export interface HostPage extends AskingPage {
  model(): HostModel;
  session(): Session;
  change(changes: Partial<HostLocalState>): void;
}

export function hostControls(page: HostPage, line: Connection, key: HostKey): HostActions {
  const { ask, setParties } = asking(page, line);
  /** The generation that fills; null before joining. */
  const filling = () => page.session().brief?.generation ?? null;
  const state = () => page.model().picture?.state ?? null;

  const reset = () => {
    const generation = filling();
    if (generation === null || state() === "lobby") return;
    if (state() !== "broken" && page.model().counts.n_waiting > 0 && !page.confirm(`reset ${generation}`)) return;
    void ask({ type: "reset", generation });
  };
  const next_bus = () => {
    const { picture } = page.model();
    if (picture?.state === "released") page.change({ seen: picture.generation });
  };
  const drop = async (worker: number, keep_out: boolean) => {
    const ack = await ask({ type: "drop", worker, keep_out });
    const { panel } = page.model();
    if (ack?.ok && panel?.name === "seat" && panel.worker === worker) page.change({ panel: null });
  };

  /** One after another, as fast as the server takes messages of one page. */
  const dropAll = async (workers: readonly number[]) => {
    for (const worker of workers) {
      let ack = await line.command<object>({ type: "drop", worker });
      while (ack && !ack.ok && ack.error === "rate_limited") {
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
        ack = await line.command<object>({ type: "drop", worker });
      }
      if (!ack) return page.toast(NO_ANSWER);
    }
  };

  const press = async ({ does, asks, key }: Press) => {
    if (asks !== undefined && !page.confirm(`press ${key}`)) return;
    if (does === "report") open_report();
    else if (does === "menu") page.change({ panel: { name: "lesson" } });
    else if (does === "next_bus") next_bus();
    else if ("world" in does) choose_world(does.world);
    else for (const command of does) if (!(await ask(command))?.ok) return;
  };
  const choose_world = (id: WorldId) => {
    const scene = page.model().remote?.scene;
    if (scene != null) page.change({ world: { scene, id } });
  };
  const begin_lesson = () => {
    const { room } = page.model();
    if (room === null) return;
    page.change({ panel: null });
    if (room.lesson) void ask({ type: "lesson", step: room.lesson.step });
    else void ask({ type: "lesson", step: room.stage === "lobby" ? "door" : "story" });
  };
  const open_report = () => {
    window.open(at(`/${page.model().code}/report${location.hash}`), "_blank", "noopener");
  };

  const drill = drillControls(page, ask);

  return {
    main: () => {
      const { panel, remote } = page.model();
      const now = state();
      if (panel?.name === "lesson") begin_lesson();
      else if (page.model().drill !== null) drill.main();
      else if (remote !== null) void press(remote.main);
      else if (now === "lobby") void ask({ type: "start" });
      else if (now === "released") next_bus();
      else if (now === "broken") reset();
    },
    next_bus,
    press: (wanted) => void press(wanted),
    begin_lesson,
    begin_alone: async () => {
      if (page.model().room?.stage !== "lobby") return;
      if ((await ask({ type: "add_robots", count: ROBOTS_FOR_ONE, pace: "quick" }))?.ok)
        await ask({ type: "lesson", step: "story" });
    },
    ask: async (question) => {
      const { room } = page.model();
      const is_running = room?.asking?.stage !== "told" && (room?.barrier.waiting.length ?? 0) > 0;
      if (is_running && !page.confirm(`ask ${question}`)) return;
      page.change({ panel: null });
      await ask({ type: "ask", question, force: true });
    },
    deal: () => {
      const { room, deal_to } = page.model();
      if ((room?.barrier.waiting.length ?? 0) > 0 && !page.confirm("deal")) return;
      page.change({ panel: null });
      void ask({ type: "deal", to: deal_to });
    },
    begin_drill: drill.begin_drill,
    end_drill: drill.end_drill,
    deal_to: (deal_to) => page.change({ deal_to }),
    choose_world,
    toggle_lesson: () => {
      const { room, panel } = page.model();
      const lesson = room?.lesson;
      if (lesson === undefined) page.change({ panel: panel?.name === "lesson" ? null : { name: "lesson" } });
      else void ask({ type: "lesson", step: lesson.step, free: !lesson.free });
    },
    pause: () => {
      const { room, remote } = page.model();
      const is_paused = room?.paused_since_ms !== undefined;
      if (room?.stage === "lobby") page.change({ panel: { name: "lesson" } });
      else if (!is_paused) void ask({ type: "pause", on: true });
      else if (remote?.more) void press(remote.more);
    },
    reset,
    abort: () => {
      const generation = filling();
      const now = state();
      if (generation === null || now === "lobby" || now === "broken") return;
      if (page.confirm(`abort ${generation}`)) void ask({ type: "abort", generation });
    },
    set_parties: (parties) => void setParties(parties),
    set_rules: (rules) => void ask({ type: "configure", ...rules }),
    set_robots: (robots) => page.change({ robots }),
    add_robots: () => {
      const { count, pace } = page.model().robots;
      page.change({ panel: null });
      void ask({ type: "add_robots", count, pace });
    },
    nudge: async (worker) => {
      const ack = await ask({ type: "nudge", worker });
      if (ack?.ok) page.toast("That screen buzzed.");
    },
    let_go: (worker, asks) => {
      if (!asks || page.confirm(`drop ${worker}`)) void drop(worker, false);
    },
    let_all_go: (workers) => void dropAll(workers),
    keep_out: (worker) => {
      if (page.confirm(`keep out ${worker}`)) void drop(worker, true);
    },
    let_in: async () => {
      const ack = await ask({ type: "let_in" });
      if (ack?.ok) page.toast("Nobody is kept out any more.");
    },
    new_name: (worker) => void ask({ type: "rename", worker }),
    remove_all_since: (at_ms, what) => {
      if (!page.confirm(what)) return;
      page.change({ panel: null });
      void ask({ type: "remove_all_since", at_ms: Math.floor(at_ms) });
    },
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
      else page.toast("Play a round first.");
    },
    copy: async (text) => page.toast((await copy(text)) ? "Copied" : "This browser does not let us copy."),
    host_link: () => key.link(page.model().join_url),
    ...muralControls(page, ask),
    open_report,
    toggle_back_row: () => page.change({ back_row: !page.model().back_row }),
    toggle_full_screen: () => {
      const done = document.fullscreenElement
        ? document.exitFullscreen()
        : document.documentElement.requestFullscreen();
      done.catch(() => page.toast("This browser cannot show a page in full screen."));
    },
    toggle_bar: () => page.change({ bar_hidden: !page.model().bar_hidden }),
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
    try_now: () => line.open(),
  };
}

/** A drill: begun, begun anew while it runs (twice), and put away. */
function drillControls(page: HostPage, ask: (command: Command) => Promise<Ack<object> | null>) {
  const begin = () => {
    page.change({ panel: null, confirming: null });
    void ask({ type: "drill", kind: "dissemination", force: true });
  };
  const end = () => void ask({ type: "drill", kind: "off" });
  const is_on = () => {
    const { drill } = page.model();
    return drill !== null && !drill.is_over && drill.left.length === 0;
  };
  return {
    begin_drill: () => {
      const ends_round = is_on() || (page.model().room?.barrier.waiting.length ?? 0) > 0;
      if (!ends_round || page.confirm("drill")) begin();
    },
    end_drill: () => {
      if (!is_on() || page.confirm("drill off")) end();
    },
    main: () => {
      const { drill, room } = page.model();
      if (room?.paused_since_ms !== undefined) void ask({ type: "pause", on: false });
      else if (drill?.is_over) end();
      else if (!is_on()) begin();
    },
  };
}

/** The mural: begun, put away, with the barrier and without it. */
function muralControls(page: HostPage, ask: (command: Command) => Promise<Ack<object> | null>) {
  const mural = () => page.model().mural;
  const is_in_progress = () => ["filling", "hold", "released", "free"].includes(mural()?.phase ?? "") && begun();
  const begun = () => (mural()?.steps ?? []).some((step) => step > 0);
  const begin = async (gate: "barrier" | "none") => {
    const force = page.model().confirming === "gate" && page.confirm("gate");
    const ack = await ask({ type: "mural", gate, ...(force ? { force } : {}) });
    if (ack?.ok) page.change({ crossed: false });
    else if (ack?.error === "busy") page.confirm("gate");
  };
  return {
    toggle_mural: () => {
      if (mural() === null) void begin("barrier");
      else if (!is_in_progress() || page.confirm("mural")) void ask({ type: "mural", gate: "off" });
    },
    toggle_gate: () => void begin(mural()?.gate === "none" ? "barrier" : "none"),
    toggle_crosses: () => page.change({ crossed: !page.model().crossed }),
  };
}
