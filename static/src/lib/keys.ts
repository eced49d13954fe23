/** Keys with one letter. They never fire in a text field, nor together with Ctrl, Alt or Meta. */
import { letterOf } from "../core/keys";

export type Keymap = Readonly<Record<string, () => void>>;

/** In this browser's storage where somebody has switched single letters off. */
export const KEYS_OFF = "all-aboard-keys-off";

const TEXT_FIELDS = "input:not([type=range]), textarea, select, [contenteditable]";
/** A slider moves with these by itself; a clicker's Page Down is the page's. */
const SLIDER_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
/** Space and Enter press what has the focus. */
const PRESSED = "button, a[href], summary";

/** Names are `event.key`s; a capital letter is the letter with Shift, "?" is itself on every keyboard. */
export function listenToKeys(keymap: () => Keymap): void {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    const is_typing = event.target instanceof Element && event.target.closest(TEXT_FIELDS) !== null;
    if (is_typing && event.key !== "Escape") return;
    const is_sliding = event.target instanceof HTMLInputElement && event.target.type === "range";
    if (is_sliding && SLIDER_KEYS.includes(event.key)) return;
    const is_press = event.key === " " || event.key === "Enter";
    if (is_press && event.target instanceof Element && event.target.closest(PRESSED) !== null) return;
    const act = keymap()[letterOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
