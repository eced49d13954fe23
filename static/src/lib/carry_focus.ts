/**
 * The phone's page, the wide one and the other pieces take each other's place, as when somebody zooms. The element with
 * the focus goes with the old one, and a keyboard or a screen reader would start again at the top.
 */

let focused: Element | null = document.activeElement;

document.addEventListener("focusin", ({ target }) => {
  focused = target as Element;
});
document.addEventListener("focusout", ({ target }) => {
  // Who left an element that stays does not want to be there.
  queueMicrotask(() => {
    const is_left = target instanceof Element && target.isConnected && target !== document.activeElement;
    if (is_left && focused === target) focused = null;
  });
});

/** Where the focus went with what was drawn before, what is called alike in `root` gets it, or what stands first. */
export function carryFocus(root: Element): void {
  const was = focused;
  if (was === null || was.isConnected || document.activeElement !== document.body) return;
  focused = null;
  const alike = [...root.querySelectorAll<HTMLElement>(was.tagName)].find((it) => nameOf(it) === nameOf(was));
  (alike ?? root.querySelector<HTMLElement>(".arrive, h1"))?.focus({ preventScroll: true });
  if (alike instanceof HTMLInputElement && was instanceof HTMLInputElement) {
    alike.setSelectionRange(was.selectionStart, was.selectionEnd);
  }
}

/** The same, when another piece has been drawn in this turn. */
export function carryFocusAfter(root: Element): void {
  queueMicrotask(() => carryFocus(root));
}

function nameOf(element: Element): string {
  return element.id || element.ariaLabel || element.textContent || "";
}
