/** What the host does in a lesson, a drill and a mural. */
import { ROBOTS_FOR_ONE } from "../core/alone";
import type { HostActions } from "../core/host_model";
import type { MuralGate } from "../core/protocol_lesson";
import { askedBy, type Press } from "../core/remote";
import type { WorldId } from "../core/what_if";
import type { Ask, asking, HostPage } from "./asking";

type LessonActions = Pick<
  HostActions,
  "press" | "begin_lesson" | "begin_alone" | "ask" | "deal" | "deal_to" | "choose_world" | "toggle_lesson" | "pause"
>;

/** The lesson: its buttons, its menu, what is asked and dealt. */
export function lessonControls(
  page: HostPage,
  ask: Ask,
  { next_bus, open_report }: Pick<HostActions, "next_bus" | "open_report">,
): LessonActions {
  const press = async (wanted: Press) => {
    const { does, asks } = wanted;
    if (asks !== undefined && !page.confirm(askedBy(wanted))) return;
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
  return {
    press: (wanted) => void press(wanted),
    begin_lesson: () => {
      const { room } = page.model();
      if (room === null) return;
      page.change({ panel: null });
      if (room.lesson) void ask({ type: "lesson", step: room.lesson.step });
      else void ask({ type: "lesson", step: room.stage === "lobby" ? "door" : "story" });
    },
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
      if ((room?.barrier.waiting.length ?? 0) > 0 && !page.confirm(`deal ${deal_to}`)) return;
      page.change({ panel: null });
      void ask({ type: "deal", to: deal_to });
    },
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
  };
}

/** A drill: begun, begun again while it runs (twice), and put away. */
export function drillControls(page: HostPage, ask: Ask) {
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
export function muralControls(page: HostPage, setMural: ReturnType<typeof asking>["setMural"]) {
  const mural = () => page.model().mural;
  const is_in_progress = () => ["filling", "hold", "released", "free"].includes(mural()?.phase ?? "") && begun();
  const begun = () => (mural()?.steps ?? []).some((step) => step > 0);
  const begin = async (gate: MuralGate) => {
    if ((await setMural(gate))?.ok) page.change({ crossed: false });
  };
  return {
    toggle_mural: () => {
      if (mural() === null) void begin("barrier");
      else if (!is_in_progress() || page.confirm("mural")) void setMural("off");
    },
    toggle_gate: () => void begin(mural()?.gate === "none" ? "barrier" : "none"),
    toggle_crosses: () => page.change({ crossed: !page.model().crossed }),
  };
}
