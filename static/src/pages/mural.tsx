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

export function draw(root: Element, session: Session, props: { model: Model; actions: Actions }): void {
  const mural = phoneMural(session, props.model.now_ms);
  if (mural) render(<MuralPhone {...props} mural={mural} />, root);
  carryFocus(root);
}

export function clear(root: Element): void {
  render(null, root);
  carryFocusAfter(root);
}
