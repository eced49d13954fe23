/** Where a page is drawn. Until its script draws there, a text stands there that says what is wrong. */
import { followTranslation } from "./translation";

let is_ours = false;

/** Ask for it when there is something to draw: the first time, the text goes. */
export function root(): HTMLElement {
  const element = document.getElementById("app") as HTMLElement;
  if (!is_ours) {
    element.textContent = "";
    followTranslation();
  }
  is_ours = true;
  return element;
}
