/** What a page shows for a moment. */
import type { Asked } from "../core/asked";

const CONFIRM_MS = 3000;
const TOAST_MS = 5000;

/** A sentence that goes by itself. */
export function toasts(change: (changes: { toast: string | null }) => void): (toast: string) => void {
  let timer = 0;
  return (toast) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => change({ toast: null }), TOAST_MS);
    change({ toast });
  };
}

/** `asked` says which act waits for its second press; `change` shows that, or a sentence. */
export function moments(
  asked: () => Asked | null,
  change: (changes: { toast?: string | null; confirming?: Asked | null }) => void,
) {
  let confirm_timer = 0;
  return {
    toast: toasts(change),
    /** An act that takes two presses: true on the second one in time, and the first one asks for it. */
    confirm: (act: Asked): boolean => {
      const is_second = asked() === act;
      clearTimeout(confirm_timer);
      change({ confirming: is_second ? null : act });
      if (!is_second) confirm_timer = window.setTimeout(() => change({ confirming: null }), CONFIRM_MS);
      return is_second;
    },
  };
}
