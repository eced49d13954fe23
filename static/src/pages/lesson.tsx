/**
 * A lesson on a phone, as a script of its own: most phones never see one. It brings its own Preact, as wide.tsx does.
 */
import { render } from "preact";
import type { Actions, Model } from "../core/model";
import { carryFocus, carryFocusAfter } from "../lib/carry_focus";

export { lessonScene } from "../core/lesson_scene";
export { isSlowDue } from "../core/slow_card";

import { PhoneLesson } from "../views/room/phone_lesson";

export function draw(root: Element, props: { model: Model; actions: Actions }): void {
  render(<PhoneLesson {...props} />, root);
  carryFocus(root);
}

export function clear(root: Element): void {
  render(null, root);
  carryFocusAfter(root);
}
