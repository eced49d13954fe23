/** Vibration, where there is any (Android): never the only signal. Numbers are ms on, off, on. */

const PATTERNS = { arrive: [20], release: [60, 40, 120], broken: [200], nudge: [60, 60, 60] };

export function buzz(what: keyof typeof PATTERNS): void {
  // Chromium refuses, with a line on the console, before the first touch.
  if (navigator.userActivation?.hasBeenActive === false) return;
  navigator.vibrate?.(PATTERNS[what]);
}
