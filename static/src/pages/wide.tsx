/**
 * The picture for wide windows, as a script of its own, so that phones need not load it.
 *
 * It brings its own Preact: sharing one would cost every phone a third request.
 */
import { render } from "preact";
import type { Actions, Model } from "../core/model";

export { lessonScene } from "../core/lesson_scene";
export { describe } from "../core/picture_words";
export { reduceWholeSession } from "../core/whole";
export * as sounds from "../lib/sound";

import { Room } from "../views/room/room";

export { nextPress } from "../core/free_paints";

export function draw(root: Element, props: { model: Model; actions: Actions }): void {
  render(<Room {...props} />, root);
}

export function clear(root: Element): void {
  render(null, root);
}
