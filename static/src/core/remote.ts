/**
 * The lesson remote: what the one solid button says at each moment, what it does, and what stands beside it. Pure.
 *
 * Nothing goes on by itself, and a press that would end a round for somebody asks first.
 */
import * as m from "messages";
import type { Asked } from "./asked";
import { hasHappened, seenOf } from "./happened";
import { isPainted, stripsLeft } from "./lesson_mural";
import { ENCORE, leads, neighbour, type ProjectorScene, projectorScene } from "./lesson_steps";
import { nextWorld, shownWorld } from "./lesson_worlds";
import type { Command, Snapshot } from "./protocol";
import type { DealtTo, LessonView, QuestionId } from "./protocol_lesson";
import { isOfMural } from "./questions";
import { symptom, type WayOut, waysOut } from "./remedies";
import type { PlayedRound, WorldId } from "./what_if";
import { shortName } from "./what_if_words";

/** `does`: commands in this order, or what happens on this page. */
export interface Press {
  label: string;
  key: string;
  does: readonly Command[] | "report" | "menu" | "next_bus" | { world: WorldId };
  /** A sentence in the button's place: it is not time yet, and a press asks this question first. */
  asks?: string;
}

/** What a press that asks is about: which of them it is depends on the moment, and so does what the next one does. */
export function askedBy({ does }: Press): Asked {
  return `press ${JSON.stringify(does)}`;
}

export interface Remote {
  scene: ProjectorScene | null;
  main: Press;
  /** The contextual button. */
  more: Press | null;
  skip: Press | null;
}

/** What the host has chosen on the page itself, and the remote follows. */
interface Choices {
  deal_to: DealtTo;
  /** The other world that was chosen in a scene. */
  world: { scene: ProjectorScene; id: WorldId } | null;
}

/**
 * The remote's buttons; null in free play, where the bar is the usual one unless the room is paused, and in a drill. `round`: the latest one,
 * for its other worlds.
 */
export function remote(room: Snapshot, now_ms: number, choices: Choices, round: PlayedRound | null): Remote | null {
  const scene = projectorScene(room);
  if (room.drill !== undefined) return null;
  if (room.paused_since_ms !== undefined) return pausedRemote(room, scene);
  if (scene === null && !leads(room)) return null;
  return {
    scene,
    main: scene === "what_if" ? worldPress(room, choices, round) : mainPress(room, scene, now_ms, choices.deal_to),
    more: morePress(room, scene, choices.deal_to),
    skip: skipPress(room, scene),
  };
}

function pausedRemote(room: Snapshot, scene: ProjectorScene | null): Remote {
  const go_on: Command = { type: "pause", on: false };
  const back = room.lesson && leads(room) ? neighbour(room.lesson.step, -1) : null;
  return {
    scene,
    main: { label: m.go_on, key: "PgDn", does: [go_on] },
    more:
      back === null || back === "door"
        ? null
        : { label: m.lesson_press_step_back, key: "PgUp", does: [go_on, { type: "lesson", step: back }] },
    skip: skipPress(room, scene),
  };
}

/** Through the worlds that every class should see, and on. */
function worldPress(room: Snapshot, { world }: Choices, round: PlayedRound | null): Press {
  const next = round && nextWorld(shownWorld("what_if", world));
  if (round === null || next === null) return solid(m.lesson_step_ticket, onwards(room));
  return solid(m.lesson_press_world({ name: shortName(next, round) }), { world: next });
}

type SimpleScene = Exclude<ProjectorScene, "what_if">;

function mainPress(room: Snapshot, scene: SimpleScene | null, now_ms: number, deal_to: DealtTo): Press {
  switch (scene) {
    case null:
      return solid(m.lesson_start, [{ type: "lesson", step: "story" }]);
    case "story":
      return solid(m.lesson_step_round, onwards(room));
    case "round":
      return isRoundOver(room) ? solid(m.go_on, onwards(room)) : waits(room, endsFor(room), onwards(room));
    case "without":
      return solid(m.lesson_press_guess, onwards(room));
    case "ask":
      return solid(m.lesson_press_run, [{ type: "run" }]);
    case "run":
      return runPress(room, now_ms);
    case "told":
      return afterMural(room) ?? solid(m.go_on, onwards(room));
    case "mural":
      return muralPress(room);
    case "turned":
      return solid(room.barrier.state === "broken" ? m.lesson_press_reset_go_on : m.go_on, onwards(room));
    case "deal":
      return solid(m.lesson_press_deal, [dealCommand(room, deal_to, true)]);
    case "dealt":
      return symptom(room) === null
        ? waits(room, m.lesson_press_ask_now, [{ type: "ask", question: "wrong" }])
        : solid(m.lesson_step_wrong, [{ type: "ask", question: "wrong" }]);
    case "wrong":
      return solid(m.lesson_press_answers, [{ type: "tell" }]);
    case "remedy": {
      const way = waysOut(room)[0];
      if (way === undefined || room.timeout_s !== null || way.does.length === 0) {
        return waits(room, endsFor(room), onwards(room));
      }
      return solid(way.label, way.does);
    }
    case "ticket":
      return solid(m.lesson_press_result, [{ type: "lesson", step: "result" }]);
    case "result":
      return { label: m.lesson_press_report, key: "P", does: "report" };
  }
}

/** A way out as a button. */
export function pressOf(way: WayOut): Press {
  return solid(way.label, way.does);
}

function solid(label: string, does: Press["does"]): Press {
  return { label, key: "Space", does };
}

/** Not time yet: the sentence says what for, and pressing asks. */
function waits(room: Snapshot, asks: string, does: readonly Command[]): Press {
  return { label: waitingFor(room), key: "", does, asks };
}

function waitingFor({ barrier, workers, timeout_s }: Snapshot): string {
  if (barrier.state === "broken") return m.lesson_is_broken;
  const missing = Math.max(0, Math.min(barrier.parties, workers.length) - barrier.waiting.length);
  if (missing === 0) return timeout_s === null ? m.lesson_waiting : m.lesson_waiting_limit;
  return m.waiting_for_more({ n: missing });
}

function endsFor({ barrier }: Snapshot): string {
  return barrier.waiting.length === 0 ? m.lesson_really_go_on : m.lesson_end_for({ n: barrier.waiting.length });
}

/** To the next step; without a lesson, back to free play. */
function onwards({ lesson }: LessonView): Command[] {
  if (lesson === undefined || lesson.free) return [{ type: "ask", question: null }];
  return [{ type: "lesson", step: neighbour(lesson.step, 1) }];
}

/** Paint together, and then guess what would be without the barrier. */
function muralPress(room: Snapshot): Press {
  const { mural } = room;
  if (mural === undefined) return solid(m.lesson_press_paint, [{ type: "mural", gate: "barrier" }]);
  const guess: Command[] = [{ type: "ask", question: "torn", force: true }];
  return mural.paints.length >= mural.n_steps ? solid(m.lesson_press_guess, guess) : waits(room, endsFor(room), guess);
}

/** From one guess about the mural to the other, and back to the class result; null for other questions. */
function afterMural({ lesson, asking }: Snapshot): Press | null {
  if (lesson?.step !== "mural" || lesson.free) return null;
  return asking?.questions[0] === "torn"
    ? solid(m.lesson_step_guess_again, [{ type: "ask", question: "turns", force: true }])
    : solid(m.go_on, [{ type: "lesson", step: "result" }]);
}

/** The round of this step has been played: the latest release is no older than the step. */
function isRoundOver({ lesson, last_release, barrier }: Snapshot): boolean {
  if (barrier.state === "broken") return true;
  return last_release !== null && last_release.at_ms >= (lesson?.since_ms ?? 0);
}

function runPress(room: Snapshot, now_ms: number): Press {
  const question = room.asking?.questions[0] as QuestionId;
  const { barrier, workers } = room;
  if (isShown(room, now_ms)) return solid(m.lesson_press_answers, [{ type: "tell" }]);
  if (question === "reset" && barrier.waiting.length > 0 && barrier.waiting.length >= workers.length - 1) {
    return solid(m.reset, [{ type: "reset", generation: barrier.generation }]);
  }
  const press = waits(room, m.lesson_press_show_now, [{ type: "tell" }]);
  const n_left = stripsLeft(room);
  return n_left === null ? press : { ...press, label: m.lesson_strips_left({ n: n_left }) };
}

/** Has the room shown what the question is about? */
export function isShown(room: Snapshot, now_ms: number): boolean {
  const { asking } = room;
  if (isOfMural(asking?.questions[0])) return isPainted(room);
  return asking !== undefined && hasHappened(asking, seenOf(room, now_ms));
}

function morePress(room: Snapshot, scene: ProjectorScene | null, deal_to: DealtTo): Press | null {
  switch (scene) {
    case "round":
      return isRoundOver(room)
        ? { label: m.lesson_press_once_more, key: "O", does: "next_bus" }
        : {
            label: m.lesson_press_once_more,
            key: "O",
            does: [{ type: "reset", generation: room.barrier.generation }],
            asks: endsFor(room),
          };
    case "result":
      return leads(room) ? { label: ENCORE.name, key: "O", does: [{ type: "lesson", step: ENCORE.id }] } : null;
    case "ask":
    case "told":
      return { label: m.lesson_press_other_question, key: "O", does: "menu" };
    case "dealt":
    case "turned":
      return { label: m.lesson_press_other_card, key: "O", does: [dealCommand(room, deal_to, false)] };
    default:
      return null;
  }
}

/** The lesson begins with a crash; any other time a card is drawn that was not there yet. */
function dealCommand({ lesson }: LessonView, to: DealtTo, is_first: boolean): Command {
  return is_first && lesson !== undefined ? { type: "deal", to, card: "crash" } : { type: "deal", to };
}

function skipPress(room: Snapshot, scene: ProjectorScene | null): Press | null {
  if (!leads(room) || room.lesson === undefined || scene === "told" || scene === "turned") return null;
  const next = neighbour(room.lesson.step, 1);
  return next === null ? null : { label: m.lesson_press_skip, key: "S", does: [{ type: "lesson", step: next }] };
}
