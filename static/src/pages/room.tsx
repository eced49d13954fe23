/** The page of a room for one worker: the whole picture on a wide window, a full-bleed colour on a narrow one. */
import * as m from "messages";
import { render } from "preact";
import type { Actions, Model, Profile } from "../core/model";
import type { View } from "../core/protocol";
import { type Door, goMs, type LocalState, newLocal, roomModel } from "../core/room_model";
import { nextChange } from "../core/screen";
import { NEW_SESSION, reduceSession, type SessionEvent } from "../core/session";
import { at } from "../lib/base";
import { buzz } from "../lib/buzz";
import { Connection } from "../lib/connection";
import { loadDrafts, saveDrafts } from "../lib/drafts";
import { hostKeyOf, noteGone } from "../lib/held";
import { type Keymap, listenToKeys } from "../lib/keys";
import { HALF_A_SECOND_MS, isOldAfter, isStill, Painter } from "../lib/painter";
import { Piece } from "../lib/piece";
import { ReleaseWatch } from "../lib/release_watch";
import { root } from "../lib/root";
import { Seat } from "../lib/seat";
import { currentTheme, showTheme } from "../lib/theme";
import { keepAwake } from "../lib/wake_lock";
import { isOutside } from "../views/room/announcements";
import { Phone } from "../views/room/phone";
import { controls } from "./controls";
import { type Sounds, showElsewhere } from "./effects";
import { moments } from "./moments";

/** The addresses of wide.tsx and wide.css, which the build knows. */
declare const WIDE_SCRIPT: string;
declare const WIDE_STYLE: string;
declare const MURAL_SCRIPT: string;
declare const MURAL_STYLE: string;
/** The address of sheets.tsx. */
declare const SHEETS_SCRIPT: string;
declare const LESSON_SCRIPT: string;
declare const LESSON_STYLE: string;
declare const OUTSIDE_SCRIPT: string;

/** "Try it alone" comes in with a wish for robots in the address. */
const ROBOTS = /^#robots=(\d)$/;
/** 861 px, or as many times more as the letters that this browser was asked for are larger. */
const WIDE = "(min-width: 53.8125em)";
const FINGERS = "(pointer: coarse)";
/** The shorter side of a tablet's screen has at least this many CSS pixels, and that of a phone has fewer. */
const TABLET_PX = 600;
const { code = "", joinUrl = location.href, known, name, avatar, faces, hostAt } = document.body.dataset;
const wide = matchMedia(WIDE);
/** A phone stays one when it is turned. */
const is_phone = matchMedia(FINGERS).matches && Math.min(screen.width, screen.height) < TABLET_PX;
const isWide = (): boolean => wide.matches && !is_phone;
/** Without the picture's script a wide window shows what a phone shows. */
const view = (): View => (isWide() && picture.page ? "full" : "brief");

let session = NEW_SESSION;
let local: LocalState = {
  ...newLocal(code, joinUrl, currentTheme()),
  profile: name && avatar ? { name, avatar } : null,
  faces: faces ? JSON.parse(faces) : null,
  host_at: hostKeyOf(code) === null ? (hostAt ?? null) : null,
  drafts: loadDrafts(code),
};
/** Knows and draws the whole room, in a wide window. */
const picture = new Piece<typeof import("./wide")>(WIDE_SCRIPT, WIDE_STYLE, () => {
  line.switchView(view());
  painter.request();
});
/** A phone's mural. */
const mural = new Piece<typeof import("./mural")>(MURAL_SCRIPT, MURAL_STYLE, () => painter.request());
/** Draws the phone while a lesson runs. */
const lesson = new Piece<typeof import("./lesson")>(LESSON_SCRIPT, LESSON_STYLE, () => painter.request());
/** Draws the phone of somebody without a seat. */
const outside = new Piece<typeof import("./outside")>(OUTSIDE_SCRIPT, null, () => painter.request());
let clear: ((root: Element) => void) | undefined;
/** Draws what lies over a phone's page; null until something shall. */
let sheets: typeof import("./sheets") | null = null;
let n_sheets_asked = 0;
/** Only a script that is loaded later can switch them on, and it brings them. */
let sounds: Sounds | null = null;
let painted: Model | null = null;
let robots_to_add = Number(ROBOTS.exec(location.hash)?.[1] ?? 0);
const over = document.body.appendChild(document.createElement("div"));
const seat = new Seat(code);
const line = new Connection(code, seat, view(), {
  session: () => session,
  dispatch: onSessionEvent,
  notice: (notice) => {
    if (notice.type !== "nudge") return;
    buzz("nudge");
    change({ nudged: true });
  },
  retry: (retry_at_ms) => change({ retry_at_ms }),
  polling: (polling) => change({ polling }),
  joined,
});
const { toast, confirm } = moments(() => local.confirming, change);
const painter = new Painter(paint);
const release = new ReleaseWatch(line, showRelease);
const actions: Actions = controls(
  {
    session: () => session,
    dispatch: onSessionEvent,
    model,
    now: release.now,
    press: () => (isWide() ? picture.page : mural.page)?.nextPress(session) ?? null,
    change,
    show,
    toast,
    confirm,
    allowSound: () => {
      sounds ??= (picture.page ?? sheets)?.sounds ?? null;
      sounds?.allowSound();
    },
  },
  line,
  seat,
);

function model(): Model {
  const { lessonScene = null } = lesson.page ?? picture.page ?? {};
  return roomModel(session, local, release.now(), performance.now(), picture.page?.describe ?? null, lessonScene);
}

function onSessionEvent(event: SessionEvent): void {
  const before = session;
  session = (picture.page?.reduceWholeSession ?? reduceSession)(before, event);
  if (session === before) return;
  const { you } = session;
  if (you !== before.you && you?.name && you.avatar) seat.remember({ name: you.name, avatar: you.avatar });
  if (session.call?.outcome === "reset" && before.call?.outcome === null) {
    toast(m.reset_happened);
  }
  if (session.brief !== before.brief) release.watch(session.brief?.last, event.type === "synced");
  if (session.brief?.held || session.brief?.cards) void loadLesson();
  painter.request();
}

function change(changes: Partial<LocalState>): void {
  local = { ...local, ...changes };
  painter.request();
}

/** Returns after how many ms the drawing is old. */
function paint(): number {
  const before = painted;
  painted = model();
  draw(painted);
  if ((lesson.page ?? picture.page)?.isSlowDue(session, painted.now_ms)) actions.arrive();
  if (document.body.className !== "") document.body.className = "";
  const titles = (picture.page ?? outside.page)?.OUTSIDE_TITLES;
  showElsewhere(before, painted, performance.now(), sounds, titles, picture.page?.showFavicon);
  const has_picture = painted.picture !== null;
  return isOldAfter(painted, isStill(painted.picture), nextChange(session, painted.now_ms, goMs(has_picture, session)));
}

/** What was drawn ahead is switched on by one class. All else would make the frame long, and follows. */
function showRelease(): void {
  const shown = painted;
  const whole = shown?.picture?.state === "hold" && document.querySelector(".scene") ? shown.picture : null;
  const is_ahead = shown?.screen === "hold" ? document.querySelector(whole ? ".mine-ahead" : ".ahead") : whole;
  if (!document.hidden && shown && is_ahead) {
    painted = {
      ...shown,
      screen: shown.screen === "hold" ? "released" : shown.screen,
      picture: whole && { ...whole, state: "released" },
    };
    document.body.classList.add("released");
    if (shown.sound) sounds?.horn();
    if (shown.screen === "hold") buzz("release");
    painter.rest(whole ? undefined : HALF_A_SECOND_MS);
  } else painter.now();
}

function draw(shown: Model): void {
  const page = isWide() ? picture.page : null;
  const without_seat = !page && isOutside(shown.screen);
  if (without_seat) void outside.load();
  const elsewhere = without_seat ? outside.page : null;
  const painting = !page && !elsewhere && session.brief?.mural && !shown.lesson ? mural.page : null;
  if (!page && session.brief?.mural) void mural.load();
  const scene = page || elsewhere || painting ? null : lesson.page;
  const other = page ?? elsewhere ?? painting ?? scene;
  if (other?.clear !== clear) {
    if (clear) clear(root());
    else render(null, root());
    clear = other?.clear;
  }
  const is_covered = page === null && sheets !== null && shown.overlay !== null;
  const props = { model: page || is_covered ? shown : { ...shown, overlay: null }, actions };
  // The focus goes into a sheet before the page behind it is inert, and back when that is over.
  if (is_covered) sheets?.draw(over, props);
  if (page) page.draw(root(), props);
  else if (elsewhere) elsewhere.draw(root(), props);
  else if (painting) painting.draw(root(), session, props);
  else if (scene) scene.draw(root(), props);
  else if (!picture.is_expected) render(<Phone {...props} />, root());
  if (!is_covered) sheets?.draw(over, { actions, model: { ...shown, overlay: null } });
}

function show(overlay: Model["overlay"]): void {
  if (isWide() && picture.page) change({ overlay });
  else void showSheet(overlay);
}

/** A page of an address that could not be loaded is never loaded again: each try has another one. */
async function showSheet(overlay: Model["overlay"]): Promise<void> {
  try {
    sheets ??= (await import(`${at(SHEETS_SCRIPT)}?${n_sheets_asked++}`)) as typeof import("./sheets");
    change({ overlay });
  } catch {
    toast(m.no_signal_again);
  }
}

async function loadPicture(): Promise<void> {
  if (isWide()) await picture.load();
}

async function loadLesson(): Promise<void> {
  if (!isWide() || !(picture.page || picture.is_loading)) await lesson.load();
}

/** The window has another width, or the page begins: the view and the script that it needs. */
async function fitWindow(): Promise<void> {
  await loadPicture();
  line.switchView(view());
  if (local.overlay !== null && !isWide()) void showSheet(local.overlay);
  painter.request();
}

function joined(): void {
  const { you } = session;
  if (seat.profile && you?.name && you.name !== seat.profile.name) toast(m.changed_in_room({ name: you.name }));
  if (you?.worker && seat.profile) {
    seat.profile = null;
    local.drafts = {};
  }
  const { overlay } = local.drafts;
  delete local.drafts.overlay;
  if (overlay) show(overlay as Model["overlay"]);
  addRobotsOnce();
}

function addRobotsOnce(): void {
  if (robots_to_add === 0) return;
  if (ROBOTS.test(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  void line.command({ type: "add_robots", count: robots_to_add, pace: "steady" });
  robots_to_add = 0;
}

function keymap(): Keymap {
  const here = { a: actions.arrive, Escape: () => change({ overlay: null, confirming: null }) };
  return isWide() ? { ...here, ...picture.page?.keysOf(model(), actions) } : here;
}

async function begin(): Promise<void> {
  await fitWindow();
  if (known === "false") {
    noteGone(code);
    onSessionEvent({ type: "standing", standing: "wrong" });
    return;
  }
  const new_worker = await seat.claim();
  const [free_seat = null] = seat.free;
  const at_door = seat.token === null && !seat.is_out ? doorFor(free_seat) : null;
  if (seat.token === null && !at_door) seat.profile = local.profile;
  change({ new_worker, at_door, free_seat });
  line.open(at_door ? "viewer" : "worker");
}

/** What to ask first somebody without a seat. In a room without a host all others get on at once. */
function doorFor(free: Profile | null): Door | null {
  if (hostAt || hostKeyOf(code) !== null) return "own_room";
  if (free) return "returning";
  return local.faces ? "door" : null;
}

showTheme(local.theme);
wide.addEventListener?.("change", () => void fitWindow());
document.addEventListener("visibilitychange", painter.request);
window.addEventListener("pagehide", () => saveDrafts(code, local.drafts));
keepAwake();
listenToKeys(keymap);
void begin();
