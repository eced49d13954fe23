/**
 * A phone's part of the mural, as a script of its own, which it loads when a mural begins.
 *
 * Like the picture for wide windows, it brings its own Preact.
 */
import { render } from "preact";
import type { Actions, Model } from "../core/model";
import { phoneMural } from "../core/mural_phone";
import type { Session } from "../core/session";
import { carryFocus, carryFocusAfter } from "../lib/carry_focus";
import { MuralPhone } from "../views/room/mural_phone";

export { nextPress } from "../core/free_paints";

/** Nobody tells phones what others paint without the barrier: one that has not heard of it for this long asks. */
const LOOK_MS = 2000;

let heard: { painted: Session["painted"] | null; at_ms: number } = { painted: null, at_ms: 0 };

export function draw(root: Element, session: Session, props: { model: Model; actions: Actions }): void {
  const { now_ms } = props.model;
  const mural = phoneMural(session, now_ms);
  if (heard.painted !== session.painted) heard = { painted: session.painted, at_ms: now_ms };
  if (mural?.gate === "none" && !mural.is_over && now_ms > heard.at_ms + LOOK_MS) {
    heard.at_ms = now_ms;
    props.actions.look();
  }
  if (mural) render(<MuralPhone {...props} mural={mural} />, root);
  carryFocus(root);
}

export function clear(root: Element): void {
  render(null, root);
  carryFocusAfter(root);
}
