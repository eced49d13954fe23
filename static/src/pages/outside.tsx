/**
 * A phone's screens of those who have no seat, as a script of its own: most phones never show one. It brings its own
 * Preact, as wide.tsx does.
 */
import { render } from "preact";
import type { Actions, Model } from "../core/model";
import { OutsideScreen } from "../views/room/outside";
import { Phone } from "../views/room/phone";

export { OUTSIDE_TITLES } from "../core/outside_titles";

export function draw(root: Element, props: { model: Model; actions: Actions }): void {
  render(<Phone {...props} OutsideScreen={OutsideScreen} />, root);
}

export function clear(root: Element): void {
  render(null, root);
}
