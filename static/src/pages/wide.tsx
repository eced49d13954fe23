/**
 * The picture for wide windows, as a script of its own, so that phones need not load it.
 *
 * It brings its own Preact: sharing one would cost every phone a third request.
 */
import { render } from "preact";
import { keymapOf } from "../core/keys";
import type { Actions, Model } from "../core/model";
import { ROOM_KEYS } from "../core/room_keys";
import { carryFocus, carryFocusAfter } from "../lib/carry_focus";
import type { Keymap } from "../lib/keys";

export { lessonScene } from "../core/lesson_scene";
export { describe } from "../core/picture_words";
export { reduceWholeSession } from "../core/whole";
export { showFavicon } from "../lib/favicon";
export * as sounds from "../lib/sound";

import { Room } from "../views/room/room";

export { nextPress } from "../core/free_paints";
export { OUTSIDE_TITLES } from "../core/outside_titles";
export { isSlowDue } from "../core/slow_card";

export function draw(root: Element, props: { model: Model; actions: Actions }): void {
  render(<Room {...props} />, root);
  carryFocus(root);
}

/** The letters of a keyboard, beside those that phones have, too. */
export function keysOf({ screen, overlay, may_control }: Model, actions: Actions): Keymap {
  const toggle = (it: Model["overlay"]) => () => actions.show(overlay === it ? null : it);
  return keymapOf(ROOM_KEYS, {
    abort: may_control ? actions.abort : null,
    join: screen === "wrong" ? null : toggle("qr"),
    bar: () => void document.documentElement.classList.toggle("bar-hidden"),
    theme: actions.toggle_theme,
    sound: actions.toggle_sound,
    keys: toggle("keys"),
  });
}

export function clear(root: Element): void {
  render(null, root);
  carryFocusAfter(root);
}
