/** How a barrier can be built: five machines, played step by step by a made-up class or by a room's own round. */
import * as m from "messages";
import { render } from "preact";
import { fromRound } from "../core/algorithms/arrivals";
import { FEWEST_WORKERS, KINDS, MOST_WORKERS } from "../core/algorithms/gallery";
import { type Chosen, galleryModel, kindOf, type RoomClass } from "../core/algorithms/gallery_model";
import { spell } from "../core/code";
import { account } from "../core/report";
import { title } from "../core/report_words";
import { HostKey } from "../lib/host_key";
import { KEYS_OFF, type Keymap, listenToKeys } from "../lib/keys";
import { loadReport } from "../lib/report_client";
import { root } from "../lib/root";
import { load } from "../lib/storage";
import { currentTheme, showTheme, switchTheme } from "../lib/theme";
import { type GalleryActions, GalleryPage } from "../views/algorithms/gallery_page";

const STEP_MS = 900;
const WORKERS_AT_FIRST = 8;

const query = new URLSearchParams(location.search);

let chosen: Chosen = {
  kind: kindOf(query.get("kind")),
  pattern: "at_once",
  n: within(Number(query.get("n")) || WORKERS_AT_FIRST, FEWEST_WORKERS, MOST_WORKERS),
  view: "time",
  counted: "steps",
};
let room: RoomClass | null = null;
let notice: string | null = null;
let model = galleryModel(chosen, room);
let step = 0;
/** Null while nothing plays. */
let playing: number | null = null;

const actions: GalleryActions = {
  choose: (kind) => change({ kind }),
  set_workers: (n) => change({ n }),
  set_pattern: (pattern) => change({ pattern }),
  set_view: (view) => change({ view }, step),
  count: (counted) => change({ counted }, step),
  go_to: (wanted) => {
    stop();
    show(wanted);
  },
  play: () => {
    if (playing !== null) {
      stop();
      return paint();
    }
    if (step === model.end) step = 0;
    playing = window.setInterval(playOn, STEP_MS);
    paint();
  },
};

/** Another machine or another class starts over. */
function change(changes: Partial<Chosen>, at = 0): void {
  chosen = { ...chosen, ...changes };
  model = galleryModel(chosen, room);
  if (at === 0) stop();
  show(at);
}

function show(wanted: number): void {
  step = within(wanted, 0, model.end);
  paint();
}

function playOn(): void {
  show(step + 1);
  if (step === model.end) {
    stop();
    paint();
  }
}

function stop(): void {
  if (playing !== null) clearInterval(playing);
  playing = null;
}

function paint(): void {
  render(
    <GalleryPage model={model} step={step} is_playing={playing !== null} notice={notice} actions={actions} />,
    root(),
  );
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(value)));
}

/** A room's round takes the place of the made-up class; without it, the page says why. */
async function bring(typed: string, wanted: number): Promise<void> {
  const code = spell(typed);
  if (code === null) return makeUp(m.refusal_room_not_found);
  const answer = await loadReport(code, new HostKey(code).key);
  if (!answer.ok) return makeUp(answer.message);
  const report = answer.value;
  const released = report.generations.filter(({ outcome }) => outcome === "released");
  const ended = released.find(({ generation }) => generation === wanted) ?? released[released.length - 1];
  const round = ended && account(ended, report.workers, false);
  if (ended === undefined || round === undefined || round.came.length < FEWEST_WORKERS) {
    return makeUp(m.algorithms_no_round);
  }
  const players = fromRound(round);
  room = { code, players };
  const came = m.algorithms_as_it_came({ round: title(ended) });
  const [n, all] = [players.length, round.came.length];
  notice = n < all ? `${came} ${m.algorithms_are_shown({ n, all })}` : came;
  change({ pattern: "room" });
}

function makeUp(why: string): void {
  notice = `${why} ${m.algorithms_made_up}`;
  change({ pattern: "class" });
}

function keymap(): Keymap {
  const steps = {
    ArrowLeft: () => actions.go_to(step - 1),
    ArrowRight: () => actions.go_to(step + 1),
    " ": actions.play,
  };
  if (load("localStorage", KEYS_OFF) !== null) return steps;
  const kinds = Object.fromEntries(KINDS.map((kind, i) => [`${i + 1}`, () => actions.choose(kind)]));
  return {
    ...steps,
    ...kinds,
    g: () => actions.set_view(chosen.view === "growth" ? "time" : "growth"),
    d: switchTheme,
  };
}

showTheme(currentTheme());
listenToKeys(keymap);
paint();
const wanted_room = query.get("room");
if (wanted_room !== null) void bring(wanted_room, Number(query.get("generation") ?? Number.NaN));
