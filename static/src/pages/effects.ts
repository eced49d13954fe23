/** What a change does beyond the drawing: title, favicon, sounds, a buzz, the live regions, the focus. */
import { announce, SILENCE } from "../core/announce";
import type { Model } from "../core/model";
import { type Titles, tabTitle } from "../core/words";
import { buzz } from "../lib/buzz";

/** Browsers take a while over a tab's title and icon: the frame that shows the change comes first. */
const TAB_AFTER_MS = 100;

/** What shows beyond the drawing. */
type Shown = Pick<Model, "screen" | "counts" | "picture" | "status" | "you" | "sound">;

let on_tab: Shown | null = null;
let more_titles: Titles | undefined;
let show_icon: ShowIcon | undefined;
let tab_timer = 0;
/** Not what stands there: a translation may have changed that. */
let title_shown = "";
let announced = SILENCE;
const polite = liveRegion("polite");
const assertive = liveRegion("assertive");

/** In the page from the start: a region that comes with its text is not read. */
function liveRegion(politeness: "polite" | "assertive"): HTMLElement {
  const region = document.createElement("div");
  region.className = "hidden";
  region.translate = false; // what is read aloud is compared with what was
  region.setAttribute("aria-live", politeness);
  document.body.prepend(region);
  return region;
}

export type Sounds = typeof import("../lib/sound");
/** Of a tab; phones show none. */
type ShowIcon = (screen: Model["screen"]) => void;

/** Call after the drawing shows `model`. */
export function showElsewhere(
  before: Shown | null,
  model: Shown,
  here_ms: number,
  sounds: Sounds | null,
  titles?: Titles,
  showIcon?: ShowIcon,
): void {
  more_titles = titles;
  show_icon = showIcon;
  on_tab = model;
  if (document.hidden) showOnTab();
  else tab_timer ||= window.setTimeout(showOnTab, TAB_AFTER_MS);
  announced = announce(announced, model, here_ms);
  say(polite, announced.polite);
  say(assertive, announced.assertive);
  if (before === null) return;
  if (model.sound && sounds) sound(before, model, sounds);
  if (before.screen === model.screen) return;
  if (model.screen === "waiting") buzz("arrive");
  if (model.screen === "released") buzz("release");
  if (model.screen === "broken") buzz("broken");
  if (model.picture === null && (model.screen === "released" || model.screen === "broken")) focusHeading();
}

/** The newest title and icon. No frame comes in a hidden page, so they need not wait there. */
function showOnTab(): void {
  clearTimeout(tab_timer);
  tab_timer = 0;
  if (on_tab === null) return;
  const title = tabTitle(on_tab, more_titles);
  if (title_shown !== title) document.title = title;
  title_shown = title;
  show_icon?.(on_tab.screen);
}

function say(region: HTMLElement, sentence: string): void {
  if (region.textContent !== sentence) region.textContent = sentence;
}

function sound(before: Shown, model: Shown, { horn, thud, tick }: Sounds): void {
  const { n_waiting, parties, generation } = model.counts;
  if (isReleased(model) && !isReleased(before)) horn();
  else if (isBroken(model) && !isBroken(before)) thud();
  else if (generation === before.counts.generation && n_waiting > before.counts.n_waiting) tick(n_waiting, parties);
}

function isReleased(model: Shown): boolean {
  return model.picture ? model.picture.state === "released" : model.screen === "released";
}

function isBroken(model: Shown): boolean {
  return model.picture ? model.picture.state === "broken" : model.screen === "broken";
}

/** The button that had the focus is gone; the heading tells what happened. */
function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
