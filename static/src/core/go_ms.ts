/** How long GO! is shown. */

/** A wide page shows GO! for this time before the next phase; a phone shows it at least as long. */
export const GO_MS = 2500;
/** A phone keeps GO! until "Go on" is pressed: ARRIVE must not appear under a finger. After this time it may. */
export const PHONE_GO_MS = 15_000;
/** In a mural, whose twelve steps would take too long otherwise. Its strips are green for as long. */
export const MURAL_GO_MS = 1200;
