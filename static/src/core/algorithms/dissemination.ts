/** Pass it on: tell the one 1, then 2, then 4 seats on. Hensgen, Finkel and Manber 1988. */
import { type Algorithm, listen, rounds, tell } from "./model";

export const DISSEMINATION: Algorithm = {
  script: (n, me) =>
    Array.from({ length: rounds(n) }, (_, round) => {
      const distance = 1 << round;
      return [tell((me + distance) % n, `${round}`), listen((me - distance + n) % n, `${round}`)];
    }).flat(),
  signals: (n) => n * rounds(n),
  most_steps: rounds,
};
