/** "What if?" as a step of the lesson: which other world is shown, and which one comes next. Pure. */
import type { ProjectorScene } from "./lesson_steps";
import type { WorldId } from "./what_if";

type WorldScene = Extract<ProjectorScene, "without" | "what_if">;

/** The button leads through these; the others are a press on their name away. */
const LED: readonly WorldId[] = ["fewer", "more", "timeout"];

export function showsWorld(scene: ProjectorScene | null | undefined): scene is WorldScene {
  return scene === "without" || scene === "what_if";
}

/** `chosen`: what was chosen on this page, and in which scene. */
export function shownWorld(scene: WorldScene, chosen: { scene: ProjectorScene; id: WorldId } | null): WorldId {
  if (chosen?.scene === scene) return chosen.id;
  return scene === "without" ? "none" : "fewer";
}

/** Null after the last one, and after one that was chosen by its name. */
export function nextWorld(id: WorldId): WorldId | null {
  return LED[LED.indexOf(id) + 1 || LED.length] ?? null;
}
