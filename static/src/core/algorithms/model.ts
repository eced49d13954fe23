/**
 * The machines that keep a barrier's promise, played step by step. Pure.
 *
 * Time goes in steps. A worker follows its script, one action after the other, from the step in which it calls `wait()`;
 * at the end of the script it is released.
 *
 *     tell      takes one step; the other worker can see it from the next step on
 *     await     takes no time once its signal is there; until then the worker stands still
 *     count     one step at the counter, which serves one worker at a time, first come first served
 *     see_flag  until the flag has turned: one step after the last one was counted
 *
 * A signal carries all that its sender knows: who has called `wait()`. Nobody may be released who does not know of
 * everybody. That is the barrier's promise, and the tests check it.
 *
 * J. Mellor-Crummey, M. Scott, "Algorithms for Scalable Synchronization on Shared-Memory Multiprocessors", ACM TOCS
 * 9(1), 1991; D. Hensgen, R. Finkel, U. Manber, "Two Algorithms for Barrier Synchronization", IJPP 17(1), 1988.
 */

/** The place that everybody writes to; all other places have one writer each. */
export const COUNTER = -1;

export type Action =
  | { do: "tell"; to: number; what: string }
  | { do: "await"; from: number; what: string }
  | { do: "count" }
  | { do: "see_flag" };

export interface Algorithm {
  /** What worker `me` of `n` does between its call and its release. */
  script(n: number, me: number): Action[];
  /** How many signals the theory counts. */
  signals(n: number): number;
  /** How many steps the theory allows from the last arrival to the last release, when all arrive at once. */
  most_steps(n: number): number;
}

/** Sent in step `at`, seen from step `at` + 1 on. The turn of the flag is one signal to each of the others. */
export interface Signal {
  at: number;
  from: number;
  to: number;
  what: string;
}

/** From step `at` on, a worker knows of this many. */
export interface Knowledge {
  at: number;
  of: number;
}

export interface Run {
  /** In which step each worker calls `wait()`. */
  arrives: readonly number[];
  signals: readonly Signal[];
  /** In which step each worker goes on. */
  released: readonly number[];
  /** What each worker knows, in order of steps. */
  knows: readonly (readonly Knowledge[])[];
  /** The step of the last release. */
  end: number;
}

export const tell = (to: number, what: string): Action => ({ do: "tell", to, what });
export const listen = (from: number, what: string): Action => ({ do: "await", from, what });

/** ⌈log2 n⌉: how often n workers can be halved. */
export function rounds(n: number): number {
  return n < 2 ? 0 : 32 - Math.clz32(n - 1);
}

/** `acts` is the scheduler: may this worker do something in this step? Without it, everybody always may. */
export function play(
  algorithm: Algorithm,
  arrives: readonly number[],
  acts: (me: number, step: number) => boolean = () => true,
): Run {
  return new Machine(algorithm, arrives, acts).run();
}

interface Worker {
  me: number;
  script: Action[];
  /** The place in the script. */
  at: number;
  known: Workers;
  knows: Knowledge[];
  counted_at: number | null;
  released_at: number | null;
}

/** Workers, 32 to a number: the union of two such sets is made at each signal. Never changed once made. */
type Workers = readonly number[];

class Machine {
  private step = 0;
  private readonly workers: Worker[];
  private readonly signals: Signal[] = [];
  /** What was sent, by sender and receiver: in none of these algorithms does a worker send to another one twice. */
  private readonly sent = new Map<number, { at: number; known: Workers }>();
  private readonly queue: Worker[] = [];
  private counted: Workers = [];
  private last_counted: Worker | null = null;
  private flag_at: number | null = null;

  constructor(
    algorithm: Algorithm,
    private readonly arrives: readonly number[],
    private readonly acts: (me: number, step: number) => boolean,
  ) {
    const n = arrives.length;
    this.workers = arrives.map((_, me) => ({
      me,
      script: algorithm.script(n, me),
      at: 0,
      known: [],
      knows: [],
      counted_at: null,
      released_at: null,
    }));
  }

  run(): Run {
    while (this.workers.some((worker) => worker.released_at === null)) {
      this.arrive();
      this.turnFlag();
      for (const worker of this.workers) if (this.acts(worker.me, this.step)) this.follow(worker);
      this.serve();
      this.step += 1;
    }
    const released = this.workers.map((worker) => worker.released_at ?? 0);
    return {
      arrives: this.arrives,
      signals: this.signals,
      released,
      knows: this.workers.map((worker) => worker.knows),
      end: Math.max(...released),
    };
  }

  private arrive(): void {
    for (const worker of this.workers) {
      if (this.arrives[worker.me] === this.step) this.learn(worker, only(worker.me));
    }
  }

  private turnFlag(): void {
    const last = this.last_counted;
    if (this.flag_at !== null || last === null || size(this.counted) < this.workers.length) return;
    if (last.counted_at === null || last.counted_at > this.step) return;
    this.flag_at = this.step + 1;
    for (const { me } of this.workers) if (me !== last.me) this.send(COUNTER, me, "flag");
  }

  /** As far as this worker's script goes in one step. */
  private follow(worker: Worker): void {
    if ((this.arrives[worker.me] ?? 0) > this.step || worker.released_at !== null) return;
    for (;;) {
      const action = worker.script[worker.at];
      if (action === undefined) {
        worker.released_at = this.step;
        return;
      }
      if (!this.isDone(worker, action)) return;
      worker.at += 1;
    }
  }

  /** Begins this action where it has not begun. */
  private isDone(worker: Worker, action: Action): boolean {
    switch (action.do) {
      case "await": {
        const news = this.sent.get(this.way(action.from, worker.me));
        if (news === undefined || news.at > this.step) return false;
        this.learn(worker, news.known);
        return true;
      }
      case "tell": {
        const way = this.way(worker.me, action.to);
        if (this.sent.has(way)) return true;
        this.send(worker.me, action.to, action.what);
        this.sent.set(way, { at: this.step + 1, known: worker.known });
        return false;
      }
      case "count":
        if (worker.counted_at !== null) return worker.counted_at <= this.step;
        if (!this.queue.includes(worker)) this.queue.push(worker);
        return false;
      case "see_flag":
        if (this.flag_at === null || this.flag_at > this.step) return false;
        this.learn(worker, this.counted);
        return true;
    }
  }

  /** The counter counts the one who stands first in line. */
  private serve(): void {
    const worker = this.queue.shift();
    if (worker === undefined) return;
    this.send(worker.me, COUNTER, "here");
    worker.counted_at = this.step + 1;
    this.counted = union(this.counted, only(worker.me));
    this.last_counted = worker;
  }

  private way(from: number, to: number): number {
    return from * this.workers.length + to;
  }

  private send(from: number, to: number, what: string): void {
    this.signals.push({ at: this.step, from, to, what });
  }

  private learn(worker: Worker, news: Workers): void {
    worker.known = union(worker.known, news);
    if (worker.knows[worker.knows.length - 1]?.at === this.step) worker.knows.pop();
    worker.knows.push({ at: this.step, of: size(worker.known) });
  }
}

function only(me: number): Workers {
  return Array.from({ length: (me >> 5) + 1 }, (_, i) => (i === me >> 5 ? 1 << (me & 31) : 0));
}

function union(a: Workers, b: Workers): Workers {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.map((bits, i) => bits | (short[i] ?? 0));
}

function size(workers: Workers): number {
  let n = 0;
  for (const all of workers) for (let bits = all; bits !== 0; bits &= bits - 1) n += 1;
  return n;
}

/** Of how many this worker knows in this step: a tell is one step long, so what it brings counts from its end on. */
export function knowsOf(run: Run, me: number, step: number): number {
  let n = 0;
  for (const { at, of } of run.knows[me] ?? []) if (at <= step) n = of;
  return n;
}

/** How many signals go to the place that gets most of them. */
export function busiest(run: Run): number {
  const got = new Map<number, number>();
  for (const { to } of run.signals) got.set(to, (got.get(to) ?? 0) + 1);
  return Math.max(0, ...got.values());
}

/** Steps from the last arrival to the last release. */
export function stepsAfterLast(run: Run): number {
  return run.end - Math.max(...run.arrives);
}

/**
 * The chain that everybody waits for: from the last release backwards, at each place the signal that it waited for last;
 * where a worker was busy telling others, along its own time; up to an arrival.
 */
export function criticalPath(run: Run): Signal[] {
  const path: Signal[] = [];
  let place = lastReleased(run);
  let before = run.end;
  for (;;) {
    const heard = latest(run, before, (signal) => signal.to === place);
    const said = latest(run, before, (signal) => signal.from === place);
    const was_busy = said !== null && said.at + 1 === before && said.at > (heard?.at ?? -1);
    if (was_busy && said.at > 0) {
      before = said.at;
      continue;
    }
    if (heard === null || (place !== COUNTER && (run.arrives[place] ?? 0) > heard.at)) return path.reverse();
    path.push(heard);
    place = heard.from;
    before = heard.at;
  }
}

/** Of those released last, the one that heard something last; then the lowest number. */
function lastReleased(run: Run): number {
  const heard = run.arrives.map((_, me) =>
    Math.max(-1, ...run.signals.filter(({ to }) => to === me).map(({ at }) => at)),
  );
  const rank = (me: number) => (run.released[me] ?? 0) * (run.end + 2) + (heard[me] ?? -1);
  return run.arrives.reduce((best, _, me) => (rank(me) > rank(best) ? me : best), 0);
}

function latest(run: Run, before: number, is_meant: (signal: Signal) => boolean): Signal | null {
  let found: Signal | null = null;
  for (const signal of run.signals) {
    if (signal.at < before && is_meant(signal) && (found === null || signal.at > found.at)) found = signal;
  }
  return found;
}
