/** Knock-out: two meet, the winner is fixed in advance and goes up. Hensgen, Finkel and Manber 1988. */
import { type Action, type Algorithm, listen, rounds, tell } from "./model";

export const TOURNAMENT: Algorithm = {
  script: (n, me) => {
    const actions: Action[] = [];
    const beaten: number[] = [];
    for (let round = 0; round < rounds(n); round++) {
      const opponent = me ^ (1 << round);
      if (loses(me, round)) {
        actions.push(tell(opponent, "here"), listen(opponent, "go"));
        break;
      }
      if (opponent >= n) continue; // nobody to meet: a walk-over
      actions.push(listen(opponent, "here"));
      beaten.push(opponent);
    }
    return [...actions, ...beaten.reverse().map((opponent) => tell(opponent, "go"))];
  },
  /** Each but the champion is beaten once and woken once. */
  signals: (n) => 2 * (n - 1),
  most_steps: (n) => 2 * rounds(n),
};

/** Loses to whom it meets in this round, counted from 0, if it gets there. */
export function loses(me: number, round: number): boolean {
  return ((me >> round) & 1) === 1;
}
