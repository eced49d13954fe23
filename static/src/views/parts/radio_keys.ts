/** The keys of a group of radio buttons. */

/** In a language that is written from the right, the two across the page change places. */
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/**
 * Arrow keys choose, and go from one to the next and round the ends. They begin at the button with the focus: what is drawn
 * as chosen may be a key behind.
 */
export function radioKeys(choose: (index: number) => void) {
  return (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere on a page these keys move the time
    const group = event.currentTarget as HTMLElement;
    const buttons = [...group.querySelectorAll<HTMLElement>("[role=radio]")];
    const is_across = event.key === "ArrowRight" || event.key === "ArrowLeft";
    const is_mirrored = is_across && document.dir === "rtl";
    const at = Math.max(0, buttons.indexOf(document.activeElement as HTMLElement));
    const next = (at + (is_mirrored ? -step : step) + buttons.length) % buttons.length;
    choose(next);
    buttons[next]?.focus();
  };
}
