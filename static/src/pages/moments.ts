/** What a page shows for a moment. */

const CONFIRM_MS = 3000;
const TOAST_MS = 5000;

/** A sentence that goes by itself. */
export function forAMoment(show: (sentence: string | null) => void): (sentence: string) => void {
  let timer = 0;
  return (sentence) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => show(null), TOAST_MS);
    show(sentence);
  };
}

/** An act that takes two presses: true on the second one in time, and the first one asks for it. */
export function twice<Act>(asked: () => Act | null, ask: (act: Act | null) => void): (act: Act) => boolean {
  let timer = 0;
  return (act) => {
    const is_second = asked() === act;
    clearTimeout(timer);
    ask(is_second ? null : act);
    if (!is_second) timer = window.setTimeout(() => ask(null), CONFIRM_MS);
    return is_second;
  };
}
