/**
 * What the projector draws of a drill: the run so far in seconds, and what one counter would have cost. Pure, but that it
 * remembers the faces of those who leave.
 */
import type { Player } from "./algorithms/arrivals";
import { COUNTER_AND_FLAG } from "./algorithms/counter";
import { DISSEMINATION } from "./algorithms/dissemination";
import type { Run, Signal } from "./algorithms/model";
import { countBySeat, partners, type Standing, standing } from "./drill";
import type { Snapshot } from "./protocol";
import type { DrillState } from "./protocol_drill";

/** The picture is at least this long, and grows in steps, so that it does not shrink all the time. */
const SHORTEST_S = 8;
const GROWS_BY_S = 4;

export interface DrillCost {
  signals: number;
  /** Most of them at one place. */
  at_one_place: number;
  /** From the last one's coming until all have gone on; null before that. */
  after_last_s: number | null;
}

export interface DrillPicture {
  players: readonly Player[];
  standings: readonly Standing[];
  /** In seconds; `Infinity` for what has not happened yet. */
  run: Run;
  /** The chain that everybody waited for; empty before the end. */
  path: readonly Signal[];
  now_s: number;
  n_rounds: number;
  n_signals: number;
  n_in_all: number;
  n_here: number;
  n_gone: number;
  is_over: boolean;
  /** Names of those whose tap comes next, and of those who have left and are waited for. */
  may_tap: readonly string[];
  left: readonly string[];
  passed: DrillCost;
  counter: DrillCost;
  /** How long a tap took from the moment when it could be made: the median, in seconds. */
  tap_s: number | null;
}

export function drillPicture(room: Snapshot, now_ms: number): DrillPicture | null {
  const { drill } = room;
  if (!drill) return null;
  const n = drill.seats.length;
  const times = timesOf(drill);
  const done = countBySeat(n, drill.signals);
  const standings = done.map((_, me) => standing(done, me));
  const arrives = times.map((own) => own[0] ?? Number.POSITIVE_INFINITY);
  const released = standings.map(({ state }, me) => (state === "go" ? wentOn(times, me) : Number.POSITIVE_INFINITY));
  const n_gone = standings.filter(({ state }) => state === "go").length;
  const is_over = n_gone === n;
  const now_s = Math.max(0, now_ms - drill.since_ms) / 1000;
  const last_s = Math.max(...arrives);
  const end = is_over
    ? Math.max(...released)
    : SHORTEST_S + GROWS_BY_S * Math.ceil(Math.max(0, now_s + 1 - SHORTEST_S) / GROWS_BY_S);
  const players = playersOf(room, drill, arrives);
  const signals = signalsOf(drill);
  const name = (seat: number) => players[seat]?.name ?? "";
  const here = new Set(room.workers.map(({ worker }) => worker));
  const has_left = (seat: number) => !here.has(drill.seats[seat] as number);
  const seats = done.map((_, seat) => seat);
  const tap_s = median(thinking(times));
  const run = {
    arrives,
    signals,
    released,
    knows: times.map((_, me) => knowledge(times, me)),
    end,
  };
  return {
    players,
    standings,
    run,
    path: is_over ? chain(signals, times, released) : [],
    now_s: is_over ? end : now_s,
    n_rounds: standings[0]?.n_rounds ?? 0,
    n_signals: drill.signals.length,
    n_in_all: DISSEMINATION.signals(n),
    n_here: done.filter((count) => count > 0).length,
    n_gone,
    is_over,
    may_tap: seats.filter((seat) => standings[seat]?.state === "tell" && !has_left(seat)).map(name),
    left: seats.filter((seat) => has_left(seat) && (done[seat] ?? 0) < (standings[seat]?.n_rounds ?? 0)).map(name),
    passed: {
      signals: DISSEMINATION.signals(n),
      at_one_place: standings[0]?.n_rounds ?? 0,
      after_last_s: is_over ? end - last_s : null,
    },
    counter: {
      signals: COUNTER_AND_FLAG.signals(n),
      at_one_place: n,
      after_last_s: is_over && tap_s !== null ? counterEnd(arrives, tap_s) - last_s : null,
    },
    tap_s,
  };
}

/** When all could go on if one counter took `tap_s` for each worker who comes, and as long for the flag. */
export function counterEnd(arrives: readonly number[], tap_s: number): number {
  const counted = [...arrives].sort((a, b) => a - b).reduce((free, came) => Math.max(free, came) + tap_s, 0);
  return counted + tap_s;
}

/** By seat and round, when its signals were sent: seconds since the drill began. */
function timesOf({ seats, signals, since_ms }: DrillState): number[][] {
  const times: number[][] = seats.map(() => []);
  for (const [seat, at_ms] of signals) times[seat]?.push((at_ms - since_ms) / 1000);
  return times;
}

function signalsOf({ seats, signals, since_ms }: DrillState): Signal[] {
  const sent = seats.map(() => 0);
  return signals.map(([from, at_ms]) => {
    const round = sent[from] ?? 0;
    sent[from] = round + 1;
    const { to = from } = partners(seats.length, from)[round] ?? {};
    return { at: (at_ms - since_ms) / 1000, from, to, what: `${round}` };
  });
}

/** Faces of those who have left since. */
const known_faces = new Map<string, Pick<Player, "name" | "avatar" | "kind">>();

function playersOf({ workers, epoch }: Snapshot, { seats }: DrillState, arrives: readonly number[]): Player[] {
  const seated = new Map(workers.map((worker) => [worker.worker, worker]));
  return seats.map((number, seat) => {
    const key = `${epoch} ${number}`;
    const worker = seated.get(number);
    if (worker) known_faces.set(key, { name: worker.name, avatar: worker.avatar, kind: worker.kind });
    const nobody = { name: `Seat ${seat + 1}`, avatar: "", kind: "person" as const };
    return { ...(known_faces.get(key) ?? nobody), arrives: arrives[seat] ?? 0 };
  });
}

/** When a seat had sent and received its signal in this round; `Infinity` before. */
function through(times: readonly number[][], me: number, round: number): number {
  const { from = me } = partners(times.length, me)[round] ?? {};
  return Math.max(times[me]?.[round] ?? Number.POSITIVE_INFINITY, times[from]?.[round] ?? Number.POSITIVE_INFINITY);
}

function wentOn(times: readonly number[][], me: number): number {
  return through(times, me, partners(times.length, me).length - 1);
}

function knowledge(times: readonly number[][], me: number): { at: number; of: number }[] {
  const n = times.length;
  const own = times[me]?.[0];
  if (own === undefined) return [];
  const after = partners(n, me).map((_, round) => ({
    at: through(times, me, round),
    of: Math.min(n, 2 ** (round + 1)),
  }));
  return [{ at: own, of: 1 }, ...after.filter(({ at }) => at < Number.POSITIVE_INFINITY)];
}

/** From each moment in which a tap could be made, how long until it was; without the first ones, which end the work. */
function thinking(times: readonly number[][]): number[] {
  return times.flatMap((own, me) => own.slice(1).map((at, round) => at - through(times, me, round)));
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** From the last one who went on backwards, round by round, along whatever came later: its own tap or its partner's. */
function chain(signals: readonly Signal[], times: readonly number[][], released: readonly number[]): Signal[] {
  const path: Signal[] = [];
  let place = released.indexOf(Math.max(...released));
  for (let round = (times[place]?.length ?? 0) - 1; round >= 0; round--) {
    const { from = place } = partners(times.length, place)[round] ?? {};
    const heard = times[from]?.[round] ?? 0;
    if (heard <= (times[place]?.[round] ?? 0)) continue;
    const told = signals.find((signal) => signal.from === from && signal.what === `${round}`);
    if (told) path.push(told);
    place = from;
  }
  return path.reverse();
}
