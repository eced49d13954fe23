/** The projector page: the whole room for a class to see, and a bar for the host. */
import { render } from "preact";
import { HOST_KEYS, type HostAct } from "../core/host_keys";
import { type HostLocalState, type HostModel, hostModel, type Panel } from "../core/host_model";
import { keymapOf } from "../core/keys";
import { news } from "../core/news";
import { OUTSIDE_TITLES } from "../core/outside_titles";
import type { RoomEvent } from "../core/protocol";
import { waysOut } from "../core/remedies";
import { type Press, pressOf } from "../core/remote";
import { nextChange } from "../core/screen";
import { NEW_SESSION, type SessionEvent } from "../core/session";
import { reduceWholeSession } from "../core/whole";
import { Connection } from "../lib/connection";
import { showFavicon } from "../lib/favicon";
import { noteGone, noteOpened } from "../lib/held";
import { HostKey } from "../lib/host_key";
import { followJoinUrl } from "../lib/join_url";
import { KEYS_OFF, type Keymap, listenToKeys } from "../lib/keys";
import { askedFor } from "../lib/language";
import { isOldAfter, isStill, Painter } from "../lib/painter";
import { Piece } from "../lib/piece";
import { keepPlace, takePlace } from "../lib/place";
import { ReleaseWatch } from "../lib/release_watch";
import { root } from "../lib/root";
import * as sounds from "../lib/sound";
import { load } from "../lib/storage";
import { currentTheme, showTheme } from "../lib/theme";
import { keepAwake } from "../lib/wake_lock";
import { HostPage } from "../views/host/host_page";
import { showElsewhere } from "./effects";
import { hostControls } from "./host_controls";
import { moments } from "./moments";

/** The addresses of alone.tsx and alone.css, which the build knows. */
declare const ALONE_SCRIPT: string;
declare const ALONE_STYLE: string;

const { code = "", joinUrl = location.href, known, hostAt = null, ownAt = null } = document.body.dataset;

const { full_screen = false, ...place } = takePlace<HostLocalState & { full_screen: boolean }>(code);

let session = NEW_SESSION;
let local: HostLocalState = {
  code,
  join_url: joinUrl,
  host_at: hostAt,
  own_at: ownAt,
  retry_at_ms: null,
  polling: false,
  toast: null,
  sound: sounds.chosenSound() ?? false,
  sound_asked: sounds.chosenSound() !== null,
  theme: currentTheme(),
  panel: null,
  confirming: null,
  back_row: false,
  bar_hidden: false,
  crossed: false,
  keys_on: load("localStorage", KEYS_OFF) === null,
  robots: { count: 1, pace: "steady" },
  seen: null,
  ours_until_ms: 0,
  deal_to: "robot",
  world: null,
  thrown: null,
  ...place,
};
let { language } = document.body.dataset;
let painted: HostModel | null = null;
let alone: Piece<typeof import("./alone")> | null = null;

const key = new HostKey(code);
const line = new Connection(code, key, "full", {
  session: () => session,
  dispatch: onSessionEvent,
  notice: () => {},
  retry: (retry_at_ms) => change({ retry_at_ms }),
  polling: (polling) => change({ polling }),
  joined: () => {
    key.remember();
    noteOpened(code);
    playAlone();
  },
});
const { toast, confirm } = moments(() => local.confirming, change);
const painter = new Painter(paint);
const release = new ReleaseWatch(line, showRelease);
const actions = hostControls({ model, session: () => session, change, toast, confirm }, line, key);

function model(): HostModel {
  return hostModel(session, local, release.now(), performance.now());
}

function onSessionEvent(event: SessionEvent): void {
  if (event.type === "standing" && event.standing === "no_key" && key.tryKept()) {
    line.open();
    return;
  }
  const before = session;
  session = reduceWholeSession(before, event);
  if (session === before) return;
  const sentence = event.type === "events" && before.snapshot ? news(before.snapshot, event.events) : null;
  if (sentence !== null) toast(sentence);
  if (event.type === "events") noteThrown(event.events);
  if (session.brief !== before.brief) release.watch(session.brief?.last, event.type === "synced");
  followLanguage();
  painter.request();
}

/** The room speaks another language: so does this page, unless its address asks for one. */
function followLanguage(): void {
  const { snapshot } = session;
  if (!snapshot || snapshot.language === language || askedFor()) return;
  language = snapshot.language;
  const { panel, back_row, bar_hidden, crossed, robots, seen, ours_until_ms, deal_to, world, thrown } = local;
  const kept = { panel, back_row, bar_hidden, crossed, robots, seen, ours_until_ms, deal_to, world, thrown };
  keepPlace(code, { ...kept, full_screen: document.fullscreenElement !== null });
  location.reload();
}

/** A browser lets only a press do it. */
function fillScreenSoon(): void {
  const fill = () => void document.documentElement.requestFullscreen().catch(() => {});
  for (const press of ["pointerdown", "keydown"]) addEventListener(press, fill, { once: true });
}

/** Who got the error is news: the room itself forgets them with the reset. */
function noteThrown(events: readonly RoomEvent[]): void {
  for (const event of events) {
    if (event.type === "ran") local = { ...local, thrown: null };
    else if ((event.type === "reset" || event.type === "broken") && event.waiting.length > 0)
      local = { ...local, thrown: event.waiting.length };
  }
}

function change(changes: Partial<HostLocalState>): void {
  local = { ...local, ...changes };
  painter.request();
}

/** Returns after how many ms the drawing is old. */
function paint(): number {
  const before = painted;
  painted = model();
  closeWhatIsOver(painted);
  if (Number.isFinite(painted.ours_until_ms)) local = { ...local, ours_until_ms: painted.ours_until_ms };
  render(<HostPage model={painted} actions={actions} />, root());
  if (document.body.classList.contains("released")) document.body.classList.remove("released");
  showElsewhere(before, painted, performance.now(), sounds, OUTSIDE_TITLES, showFavicon);
  return isOldAfter(painted, isStill(painted.picture), nextChange(session, painted.now_ms));
}

/** The style sheet sets the drawing going. All else would make the frame long, and follows. */
function showRelease(): void {
  if (!document.hidden && painted?.picture?.state === "hold" && document.querySelector(".scene")) {
    painted = { ...painted, picture: { ...painted.picture, state: "released" } };
    document.body.classList.add("released");
    if (painted.sound) sounds.horn();
    painter.rest();
  } else painter.now();
}

/** The last missing one came, or the one whose menu is open left. */
function closeWhatIsOver(shown: HostModel): void {
  const { panel, picture } = shown;
  const is_over =
    (panel?.name === "missing" && picture?.state !== "filling") ||
    (panel?.name === "seat" && !shown.workers.some((seated) => seated.worker === panel.worker));
  if (!is_over) return;
  local = { ...local, panel: null };
  painted = model();
}

function keymap(): Keymap {
  const { panel, back_row, keys_on, rules, picture, mural, drill, sound, spread, remote, room } = model();
  const toggle = (name: Exclude<Panel["name"], "seat" | "what_if">) => () =>
    actions.show(panel?.name === name ? null : { name });
  const parties = picture?.parties ?? 1;
  const free = (act: () => void) => (remote === null && drill === null ? act : null);
  const lesson = (press: Press | null | undefined) => (press ? () => actions.press(press) : null);
  const ways = remote?.scene === "remedy" && room ? waysOut(room).map(pressOf) : [];
  const acts: Record<HostAct, (() => void) | null> = {
    main: actions.main,
    lesson: actions.toggle_lesson,
    pause: actions.pause,
    other: lesson(remote?.more),
    skip: lesson(remote?.skip),
    first_way: lesson(ways[0]),
    second_way: lesson(ways[1]),
    third_way: lesson(ways[2]),
    next_bus: free(actions.next_bus),
    reset: free(actions.reset),
    abort: free(actions.abort),
    door: () => actions.set_rules({ door: rules.door === "open" ? "locked" : "open" }),
    robots: free(toggle("robots")),
    exits: spread ? toggle("exits") : null,
    what_if: actions.toggle_what_if,
    report: actions.open_report,
    mural: drill ? null : actions.toggle_mural,
    gate: mural ? actions.toggle_gate : null,
    crosses: mural ? actions.toggle_crosses : null,
    more_seats: free(() => actions.set_parties(parties + 1)),
    fewer_seats: free(() => actions.set_parties(Math.max(1, parties - 1))),
    join: toggle("join"),
    back_row: actions.toggle_back_row,
    bar: actions.toggle_bar,
    theme: actions.toggle_theme,
    sound: () => actions.choose_sound(!sound),
    keys: toggle("keys"),
    close: () => {
      if (panel) actions.show(null);
      else if (back_row) actions.toggle_back_row();
    },
  };
  const { " ": space, Enter, ...others } = keymapOf(HOST_KEYS, acts, keys_on);
  return panel || !space || !Enter ? others : { " ": space, Enter, ...others };
}

/** A room for one: the host has a seat beside this page, and robots are the class. */
function playAlone(): void {
  if (alone !== null || !new URLSearchParams(location.search).has("alone")) return;
  const place = document.body.insertBefore(document.createElement("div"), root());
  place.className = "own-seat";
  document.body.classList.add("alone");
  alone = new Piece<typeof import("./alone")>(ALONE_SCRIPT, ALONE_STYLE, () =>
    alone?.page?.playAlong(code, joinUrl, place, actions.begin_alone),
  );
  void alone.load();
}

showTheme(local.theme);
document.addEventListener("visibilitychange", painter.request);
keepAwake();
followJoinUrl(code, (join_url) => {
  if (join_url !== local.join_url) change({ join_url });
});
if (local.sound) sounds.allowSoundSoon();
if (full_screen) fillScreenSoon();
listenToKeys(keymap);
painter.now();
if (known === "false") {
  noteGone(code);
  onSessionEvent({ type: "standing", standing: "wrong" });
} else if (key.key === null) onSessionEvent({ type: "standing", standing: "no_key" });
else line.open();
