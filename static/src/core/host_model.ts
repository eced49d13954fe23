/** What the host's page draws, from the room, and from what its person has switched on; and the host's acts. */
import type { Asked } from "./asked";
import { counts, NO_COUNTS } from "./counts";
import { type DrillPicture, drillPicture } from "./drill_model";
import { type ProjectorScene, projectorScene } from "./lesson_steps";
import { showsWorld } from "./lesson_worlds";
import type { Model, Screen, Theme } from "./model";
import type { MuralPicture } from "./mural_model";
import type { Picture, PictureState } from "./picture";
import { describe } from "./picture_words";
import type { Pace, Snapshot, Spread } from "./protocol";
import type { DealtTo, QuestionId } from "./protocol_lesson";
import { DEFAULT_RULES, type RuleChanges, type Rules, type Worker } from "./protocol_room";
import { type Press, type Remote, remote } from "./remote";
import type { Session } from "./session";
import type { PlayedRound, WorldId } from "./what_if";
import { latestRound } from "./what_if_round";

/** What stands over the picture, or beside a face. */
export type Panel =
  | {
      name:
        | "missing"
        | "robots"
        | "join"
        | "flood"
        | "settings"
        | "take_along"
        | "keys"
        | "exits"
        | "python"
        | "lesson";
    }
  /** The latest round in this world. */
  | { name: "what_if"; world: WorldId }
  /** Of one worker; where its face stands on the page, in CSS pixels from the left and the top; null in a list. */
  | { name: "seat"; worker: number; at: null | { x: number; y: number; r: number } };

/** What belongs to this screen alone. */
export interface HostLocalState {
  code: string;
  join_url: string;
  /** Where the host's page was opened, if that was under another address; null otherwise. */
  host_at: string | null;
  /** On the computer that runs All Aboard: the address that it has in any network, unless that is this page's. */
  own_at: string | null;
  /** When the next try to connect comes; null while connected. In the page's own time, as is `here_ms`. */
  retry_at_ms: number | null;
  polling: boolean;
  toast: string | null;
  sound: boolean;
  /** Did this browser's person say whether there shall be sound? */
  sound_asked: boolean;
  theme: Theme;
  panel: Panel | null;
  confirming: Asked | null;
  /** For the back row: number, names, bus and painted code only. */
  back_row: boolean;
  bar_hidden: boolean;
  /** The mural's wrong cells are crossed. */
  crossed: boolean;
  /** Do single letters mean anything? */
  keys_on: boolean;
  robots: { count: number; pace: Pace };
  /** The host looked at the picture of this released generation long enough. */
  seen: number | null;
  /** Newcomers until this moment belong to the class: the host said so, or it is when the trip started. */
  ours_until_ms: number;
  /** Whom the host deals secret cards to. */
  deal_to: DealtTo;
  /** The other world that was chosen in a scene of the lesson. */
  world: { scene: ProjectorScene; id: WorldId } | null;
  /** How many waited when a reset or a break threw them out while a question ran; null after a reload. */
  thrown: number | null;
}

export interface HostModel extends Omit<HostLocalState, "retry_at_ms"> {
  screen: Screen;
  counts: Model["counts"];
  picture: Picture | null;
  /** What is painted together, while the room has a mural. */
  mural: MuralPicture | null;
  /** What the class plays, while the room has a drill. */
  drill: DrillPicture | null;
  status: string;
  /** A host has no seat. */
  you: null;
  /** The room as it is drawn; null before it is known. */
  room: Snapshot | null;
  /** The lesson's bar; null in free play. */
  remote: Remote | null;
  rules: Rules;
  workers: readonly Worker[];
  /** How simultaneous the latest release was; null before screens have reported one. */
  spread: Spread | null;
  /** The latest round: worked out only while its panel is open, or a step of the lesson shows other worlds. */
  what_if: PlayedRound | null;
  now_ms: number;
  /** The sentence on the screen "refused", once its words are loaded. */
  refusal: string | null;
  retry_s: number | null;
}

export interface HostActions {
  /** The main button: start the trip, the next bus, reset the broken one. */
  main(): void;
  next_bus(): void;
  /** A button of the lesson's bar. */
  press(press: Press): void;
  /** What the menu of the lesson begins, or goes back to. */
  begin_lesson(): void;
  /** In a room for one: robots come, and the lesson begins with its story. */
  begin_alone(): void;
  ask(question: QuestionId): void;
  deal(): void;
  /** The class is the barrier: "Pass it on". Begin it, or start over. */
  begin_drill(): void;
  end_drill(): void;
  deal_to(to: DealtTo): void;
  /** Free play and back; without a lesson, its menu. */
  toggle_lesson(): void;
  pause(): void;
  reset(): void;
  abort(): void;
  set_parties(parties: number | "everyone"): void;
  set_rules(rules: RuleChanges): void;
  set_robots(robots: HostLocalState["robots"]): void;
  add_robots(): void;
  nudge(worker: number): void;
  /** `asks`: the first press only says what the second one does. */
  let_go(worker: number, asks: boolean): void;
  /** All of them, without a question: those meant to stay get on again with one press. */
  let_all_go(workers: readonly number[]): void;
  keep_out(worker: number): void;
  let_in(): void;
  new_name(worker: number): void;
  remove_all_since(at_ms: number, what: Asked): void;
  ours(): void;
  show(panel: Panel | null): void;
  toggle_what_if(): void;
  /** In the scene of the lesson that is on. */
  choose_world(id: WorldId): void;
  copy(text: string): void;
  host_link(): string;
  /** To this page at `own_at`. */
  go_to_own(): void;
  /** In a tab of its own: the projector's page stays. */
  open_report(): void;
  toggle_back_row(): void;
  /** Begin a mural, or put it away. */
  toggle_mural(): void;
  /** The mural with the barrier, or without it: a new picture. */
  toggle_gate(): void;
  toggle_crosses(): void;
  toggle_full_screen(): void;
  toggle_bar(): void;
  toggle_keys(): void;
  choose_sound(on: boolean): void;
  toggle_theme(): void;
  load_again(): void;
  try_now(): void;
}

const SCREENS: Readonly<Record<PictureState, Screen>> = {
  lobby: "lobby",
  filling: "waiting",
  hold: "hold",
  released: "released",
  broken: "broken",
};

/** A step that leads to a round: the bus that left before is no news any more. */
const BEFORE_THE_ROUND: readonly ProjectorScene[] = ["story", "ask", "deal"];

export function hostModel(session: Session, local: HostLocalState, now_ms: number, here_ms: number): HostModel {
  const { snapshot, brief, departed, standing } = session;
  const { retry_at_ms, ...shown } = local;
  const needs_round = snapshot && (local.panel?.name === "what_if" || showsWorld(projectorScene(snapshot)));
  const round = needs_round ? latestRound(snapshot, session.history) : null;
  const now_remote = snapshot && remote(snapshot, now_ms, local, round);
  const is_before = now_remote?.scene != null && BEFORE_THE_ROUND.includes(now_remote.scene);
  const seen = is_before ? (snapshot?.last_release?.generation ?? null) : local.seen;
  const room = snapshot && withoutSeen(snapshot, seen, now_ms);
  const still_ms = Math.min(now_ms, snapshot?.paused_since_ms ?? now_ms); // in a pause clocks stand still
  const whole = room && describe(session, room, null, still_ms);
  const of_picture = whole ? SCREENS[whole.picture.state] : "joining";
  return {
    ...shown,
    screen: standing === "here" ? of_picture : standing,
    counts: brief ? counts(brief, departed, of_picture, whole?.why_broken ?? null) : NO_COUNTS,
    picture: whole?.picture ?? null,
    mural: whole?.mural ?? null,
    drill: snapshot && drillPicture(snapshot, still_ms),
    status: whole?.status ?? "",
    you: null,
    ours_until_ms: Math.max(local.ours_until_ms, snapshot ? startedAt(snapshot) : 0),
    room: snapshot,
    remote: now_remote,
    rules: snapshot ?? DEFAULT_RULES,
    workers: snapshot?.workers ?? [],
    spread: session.spread,
    what_if: round,
    now_ms,
    refusal: session.refusal,
    retry_s: retry_at_ms === null ? null : Math.max(0, Math.ceil((retry_at_ms - here_ms) / 1000)),
  };
}

/** The room as it is when the picture of the bus that left may go. */
function withoutSeen(snapshot: Snapshot, seen: number | null, now_ms: number): Snapshot {
  const release = snapshot.last_release;
  const may_go = release !== null && release.generation === seen && now_ms >= release.release_at_ms;
  return may_go ? { ...snapshot, last_release: null } : snapshot;
}

/** When the first round began; before the trip everybody is the class; later rounds don't know. */
function startedAt({ stage, barrier, last_release }: Snapshot): number {
  if (stage === "lobby") return Number.POSITIVE_INFINITY;
  if (barrier.generation === 0) return barrier.since_ms;
  return last_release?.generation === 0 ? last_release.since_ms : 0;
}
