/** The rounds of a class as steps of the mural, played twice: as they were, and as if nobody had waited. Pure. */
import { type FreeRun, freeRun, type Press, press, pressesWithout, wrongIn } from "./free_run";
import { N_STEPS } from "./painting";
import type { Face } from "./picture";
import type { Account } from "./report";

/** Of fewer the bus hardly moves. */
const LEAST_ROUNDS = 3;

export interface Replay {
  n_rounds: number;
  /** Whose strips, from the top: who came in all these rounds, by worker number. */
  owners: Face[];
  /** When the gate opened, counted from the beginning. */
  gates_ms: number[];
  presses: Press[];
}

/** Both worlds at one moment. */
export interface Moment {
  /** So often the gate has opened. */
  step: number;
  free: FreeRun;
  n_wrong: number;
}

/** Of the latest rounds that ended with a release, as many as at least two workers came in; null where they are few. */
export function replayOf(rounds: readonly Account[]): Replay | null {
  const released = rounds.filter((round) => round.ended.outcome === "released").slice(-N_STEPS);
  for (let from = 0; released.length - from >= LEAST_ROUNDS; from++) {
    const replay = replayAll(released.slice(from));
    if (replay.owners.length > 1) return replay;
  }
  return null;
}

function replayAll(rounds: readonly Account[]): Replay {
  const work_ms = rounds.map(
    ({ came }) => new Map(came.map((arrival) => [arrival.worker, arrival.arrived_ms - arrival.from_ms])),
  );
  const latest = rounds[rounds.length - 1]?.came ?? [];
  const owners = latest
    .filter(({ worker }) => work_ms.every((times) => times.has(worker)))
    .sort((a, b) => a.worker - b.worker);
  let at_ms = 0;
  const gates_ms = rounds.map(({ ended, end_ms }) => {
    at_ms += end_ms - ended.since_ms;
    return at_ms;
  });
  const presses = pressesWithout(owners.map(({ worker }) => work_ms.map((times) => times.get(worker) ?? 0)));
  return { n_rounds: rounds.length, owners, gates_ms, presses };
}

/** When all is done with the barrier, and without. */
export function doneMs({ gates_ms, presses }: Replay): { with_ms: number; without_ms: number } {
  return { with_ms: gates_ms[gates_ms.length - 1] ?? 0, without_ms: presses[presses.length - 1]?.at_ms ?? 0 };
}

/** Plays to any moment; forward it goes on from where it was. */
export class Player {
  private free: FreeRun;

  constructor(readonly replay: Replay) {
    this.free = freeRun(0, replay.owners.length);
  }

  at(moment_ms: number): Moment {
    const { presses, gates_ms, owners } = this.replay;
    const n_presses = presses.filter(({ at_ms }) => at_ms <= moment_ms).length;
    if (n_presses < this.free.n_presses) this.free = freeRun(0, owners.length);
    for (const { strip } of presses.slice(this.free.n_presses, n_presses)) press(this.free, strip);
    const step = gates_ms.filter((at_ms) => at_ms <= moment_ms).length;
    return { step, free: this.free, n_wrong: wrongIn(this.free) };
  }
}
