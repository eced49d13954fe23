/** One counter with a flag that alternates: the sense-reversing barrier. Mellor-Crummey and Scott, algorithm 7. */
import type { Algorithm } from "./model";

export const COUNTER_AND_FLAG: Algorithm = {
  script: () => [{ do: "count" }, { do: "see_flag" }],
  /** n counts, and the flag to the n − 1 who did not turn it. */
  signals: (n) => 2 * n - 1,
  most_steps: (n) => n + 1,
};
