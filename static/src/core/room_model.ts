/** What the views draw, from what the page knows and what its person has switched on. */
import { counts, NO_COUNTS } from "./counts";
import { GO_MS, MURAL_GO_MS, PHONE_GO_MS } from "./go_ms";
import type { lessonScene } from "./lesson_scene";
import { faceNames, sayAlias } from "./made_up";
import type { Model } from "./model";
import type { describe as Describe } from "./picture_words";
import { screen } from "./screen";
import type { Session, Standing } from "./session";
import { causeOf, countsStatus } from "./words";

/** After this long without an answer to Arrive: say that it is still on its way. */
const SLOW_MS = 1000;
/** A name can be chosen before there is a line, and while it is lost. */
const AT_THE_DOOR: readonly Standing[] = ["joining", "here", "lost", "restarting"];

/** How far somebody without a seat has come at the door; see the screens of these names. */
export type Door = "own_room" | "returning" | "door";

type Shown =
  | "code"
  | "join_url"
  | "polling"
  | "nudged"
  | "new_worker"
  | "profile"
  | "faces"
  | "host_at"
  | "free_seat"
  | "drafts"
  | "toast"
  | "sound"
  | "theme"
  | "overlay"
  | "confirming";

/** What belongs to this screen alone; most of it is shown as it is. */
export interface LocalState extends Pick<Model, Shown> {
  /** When the next try to connect comes; null while connected. In the page's own time, as is `here_ms`. */
  retry_at_ms: number | null;
  /** Null: inside, or on the way there. */
  at_door: Door | null;
}

/** Of a page that has just been opened. */
export function newLocal(code: string, join_url: string, theme: Model["theme"]): LocalState {
  return {
    code,
    join_url,
    theme,
    retry_at_ms: null,
    polling: false,
    nudged: false,
    new_worker: false,
    at_door: null,
    profile: null,
    faces: null,
    host_at: null,
    free_seat: null,
    drafts: {},
    toast: null,
    sound: false,
    overlay: null,
    confirming: null,
  };
}

/** How long this page shows GO!: a phone asks its person to go on. */
export function goMs(is_wide: boolean, { brief }: Session): number {
  if (brief?.mural) return MURAL_GO_MS;
  return is_wide ? GO_MS : PHONE_GO_MS;
}

/** `describe` makes the picture of the whole room; null on phones, which have none. `scene` is null before a lesson. */
export function roomModel(
  session: Session,
  local: LocalState,
  now_ms: number,
  here_ms: number,
  describe: typeof Describe | null,
  scene: typeof lessonScene | null = null,
): Model {
  const { snapshot, brief, you, call, sending, departed } = session;
  const { retry_at_ms, at_door, ...shown } = local;
  const { faces } = local;
  const still_ms = Math.min(now_ms, brief?.paused_since_ms ?? now_ms); // in a pause clocks stand still
  const at_the_door = at_door === "door" && brief?.door === "locked" ? "locked" : at_door;
  const now_screen =
    at_the_door && AT_THE_DOOR.includes(session.standing)
      ? at_the_door
      : screen(session, now_ms, goMs(describe !== null, session));
  const whole = snapshot && describe ? describe(session, snapshot, you?.worker ?? null, still_ms) : null;
  const say = (name: string) => (brief?.names === "hidden" && faces ? sayAlias(name, faceNames(faces)) : name);
  const why = whole?.why_broken ?? (brief && causeOf(brief, say));
  const now_counts = brief ? counts(brief, departed, now_screen, why) : NO_COUNTS;
  const hosted = brief?.hosted ?? local.faces !== null;
  return {
    ...shown,
    screen: now_screen,
    counts: now_counts,
    picture: whole?.picture ?? null,
    mural: whole?.mural ?? null,
    status: whole?.status ?? countsStatus(now_counts),
    you: you?.name ? { ...you, name: say(you.name) } : you,
    call: call && {
      generation: call.generation,
      index: call.index,
      at_ms: call.at_ms,
      end_ms: call.outcome === null ? null : call.end_ms,
    },
    held: brief?.held ?? null,
    lesson: scene && at_door === null ? scene(session, now_screen) : null,
    late_ms: session.missed?.late_ms ?? null,
    hosted,
    host_away: hosted && brief?.host_here === false && session.standing === "here",
    may_control: !hosted && you !== null && you.worker !== null,
    door: brief?.door ?? "open",
    now_ms: still_ms,
    refusal: session.refusal,
    retry_s: retry_at_ms === null ? null : Math.max(0, Math.ceil((retry_at_ms - here_ms) / 1000)),
    slow: sending !== null && now_ms - sending.at_ms > SLOW_MS,
  };
}
