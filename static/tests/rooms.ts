/** A small room for the tests: Ana, Ben and Chloé, from one second after the beginning of time. */
import type { RoomEvent, Snapshot, You } from "../src/core/protocol";
import { DEFAULT_RULES } from "../src/core/protocol_room";
import { reduce } from "../src/core/reduce";

export const ANA = 1;
export const BEN = 2;
export const CHLOE = 3;

export const EMPTY: Snapshot = {
  v: 1,
  code: "KTRVPD",
  epoch: 1,
  seq: 0,
  now_ms: 1000,
  hosted: false,
  host_here: false,
  stage: "running",
  ...DEFAULT_RULES,
  timeout_set_at_ms: 0,
  barrier: {
    parties: 2,
    parties_rule: "everyone",
    generation: 0,
    releases: 0,
    deadline_ms: null,
    since_ms: 0,
    state: "filling",
    cause: null,
    waiting: [],
    broken: null,
  },
  workers: [],
  last_release: null,
};

export function joined(worker: number, name: string, at_ms = 1000): RoomEvent {
  const parties = Math.max(2, worker);
  return { type: "worker_joined", at_ms, worker, name, avatar: name, kind: "person", parties };
}

export function arrived(worker: number, index: number, at_ms: number, generation = 0): RoomEvent {
  return { type: "arrived", at_ms, worker, generation, index };
}

export const THREE = reduce(EMPTY, [joined(ANA, "Ana"), joined(BEN, "Ben"), joined(CHLOE, "Chloé")]);

/** Ben came first, Chloé second, Ana last. */
export const TRIP: RoomEvent[] = [
  arrived(BEN, 0, 2000),
  arrived(CHLOE, 1, 3000),
  arrived(ANA, 2, 5000),
  { type: "tripped", at_ms: 5000, generation: 0, order: [BEN, CHLOE, ANA], release_at_ms: 5400, cause: "arrival" },
];

export function you(worker: number): You {
  return { worker, token: "t", role: "worker", name: "Ben", avatar: "Ben", waiting: null, last: null };
}
