/** What a screen reader says: the newest count, seldom and politely; the release and the break, once and at once. */
import type { LessonScene } from "./lesson_types";
import type { Counts, Screen } from "./model";
import type { Picture } from "./picture";
import { brokenAlert, releaseAlert, worthSaying } from "./words";

/** Speech is slower than a class: a sentence takes about this long. */
const PAUSE_MS = 2000;

export interface Announced {
  polite: string;
  assertive: string;
  /** When the polite sentence was set. */
  said_ms: number;
  /** What the assertive sentence was about, so that it is said once. */
  alerted: string;
}

export const SILENCE: Announced = { polite: "", assertive: "", said_ms: Number.NEGATIVE_INFINITY, alerted: "" };

export interface Scene {
  screen: Screen;
  counts: Counts;
  picture: Picture | null;
  status: string;
  lesson?: LessonScene | null;
}

export function announce(before: Announced, scene: Scene, now_ms: number): Announced {
  const { screen, counts, picture, status } = scene;
  const is_released = screen === "released" || picture?.state === "released";
  const is_broken = screen === "broken" || picture?.state === "broken";
  if (is_released || is_broken) {
    const generation = picture?.generation ?? counts.generation;
    const alerted = `${is_broken ? "broken" : "released"} ${generation}`;
    if (alerted === before.alerted) return before;
    const next_phase = picture?.next_phase ?? counts.next_phase;
    const assertive = is_broken ? brokenAlert(counts.why_broken) : releaseAlert(next_phase);
    return { ...before, alerted, assertive, polite: "" };
  }
  if (scene.lesson && scene.lesson.alert !== before.alerted) {
    const { alert } = scene.lesson;
    return { ...before, alerted: alert, assertive: alert, polite: "" };
  }
  const is_filling = picture ? picture.state === "filling" : screen === "working" || screen === "waiting";
  const is_worth = picture?.state === "lobby" || (is_filling && worthSaying(counts.n_waiting, counts.parties));
  if (!is_worth || before.polite.startsWith(status) || now_ms - before.said_ms < PAUSE_MS) return before;
  return { ...before, polite: status, assertive: "", said_ms: now_ms };
}
