/**
 * What a phone shows over its page, as a script of its own: the room's sheet, name and face, and what the number means.
 *
 * Few phones open them, so none loads them before. It brings its own Preact, as wide.tsx does.
 */
import { render } from "preact";
import type { Actions, Model } from "../core/model";
import { Overlays } from "../views/room/overlays";

export * as sounds from "../lib/sound";

export function draw(root: Element, props: { model: Model; actions: Actions }): void {
  render(<Overlays {...props} />, root);
}
