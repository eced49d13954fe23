/**
 * The barrier that many of us write first, and every order in which its workers can run.
 *
 *     def wait():
 *         count += 1
 *         if count == n:
 *             gate = "open"
 *         while gate == "shut": pass
 *         count -= 1
 *         if count == 0:
 *             gate = "shut"
 *
 * A fast worker can come again before the others have looked up, find the gate open, and pass without waiting: A. Downey,
 * "The Little Book of Semaphores", section 3.7. The cure is one bit: each round has its own colour of flag.
 */

/** `looking`: has seen the open gate, and has not yet counted itself out. `last` and `resetting` turn the flag. */
type Place = "working" | "waiting" | "looking" | "last" | "resetting";

interface Walker {
  place: Place;
  /** How often it has called `wait()`, and how often it has returned. */
  came: number;
  gone: number;
  /** The colour for which it waits; the leaky one knows no colours. */
  colour: 0 | 1;
}

/** What all share, and where each one is. The gate of the leaky one is the flag: 1 is open. */
export interface Shared {
  count: number;
  flag: 0 | 1;
  walkers: readonly Walker[];
}

/** One worker moves: its next line that others can notice. Returns the same state when it stands still. */
export type Move = (state: Shared, me: number) => Shared;

/** What trying every order found: nothing; somebody a whole round ahead; or all stuck. */
export type Verdict = { found: "nothing" } | { found: "early" | "stuck"; schedule: number[] };

export function start(n: number): Shared {
  const walkers = Array.from({ length: n }, () => ({
    place: "working" as const,
    came: 0,
    gone: 0,
    colour: 0 as const,
  }));
  return { count: 0, flag: 0, walkers };
}

export const leaky: Move = (state, me) => {
  const { count, flag, walkers } = state;
  const walker = walkers[me];
  switch (walker?.place) {
    case "working":
      return {
        count: count + 1,
        flag: count + 1 === walkers.length ? 1 : flag,
        walkers: put(walkers, me, { ...walker, place: "waiting", came: walker.came + 1 }),
      };
    case "waiting":
      return flag === 0 ? state : { ...state, walkers: put(walkers, me, { ...walker, place: "looking" }) };
    case "looking":
      return {
        count: count - 1,
        flag: count === 1 ? 0 : flag,
        walkers: put(walkers, me, { ...walker, place: "working", gone: walker.gone + 1 }),
      };
    default:
      return state;
  }
};

export const senseReversing: Move = (state, me) => {
  const { count, flag, walkers } = state;
  const walker = walkers[me];
  switch (walker?.place) {
    case "working": {
      const place = count + 1 === walkers.length ? "last" : "waiting";
      const colour = walker.colour === 0 ? 1 : 0;
      return {
        ...state,
        count: count + 1,
        walkers: put(walkers, me, { ...walker, place, colour, came: walker.came + 1 }),
      };
    }
    case "last":
      return { ...state, count: 0, walkers: put(walkers, me, { ...walker, place: "resetting" }) };
    case "resetting":
      return { ...state, flag: walker.colour, walkers: put(walkers, me, passed(walker)) };
    case "waiting":
      return flag === walker.colour ? { ...state, walkers: put(walkers, me, passed(walker)) } : state;
    default:
      return state;
  }
};

/** Tries every order in which `n` workers can go through `n_rounds` rounds, the shortest first. */
export function explore(move: Move, n: number, n_rounds: number): Verdict {
  const first = start(n);
  const seen = new Set([JSON.stringify(first)]);
  let frontier = [{ state: first, schedule: [] as number[] }];
  while (frontier.length > 0) {
    const following: typeof frontier = [];
    for (const { state, schedule } of frontier) {
      const those = state.walkers.flatMap(({ gone }, me) => (gone < n_rounds ? [me] : []));
      const moves = those.map((me) => ({ me, after: move(state, me) })).filter(({ after }) => after !== state);
      if (moves.length === 0 && those.length > 0) return { found: "stuck", schedule };
      for (const { me, after } of moves) {
        if (isEarly(after)) return { found: "early", schedule: [...schedule, me] };
        const key = JSON.stringify(after);
        if (seen.has(key)) continue;
        seen.add(key);
        following.push({ state: after, schedule: [...schedule, me] });
      }
    }
    frontier = following;
  }
  return { found: "nothing" };
}

/** Somebody has passed more often than somebody else has come. */
function isEarly({ walkers }: Shared): boolean {
  return Math.max(...walkers.map(({ gone }) => gone)) > Math.min(...walkers.map(({ came }) => came));
}

function passed(walker: Walker): Walker {
  return { ...walker, place: "working", gone: walker.gone + 1 };
}

function put(walkers: readonly Walker[], me: number, walker: Walker): Walker[] {
  return walkers.map((before, i) => (i === me ? walker : before));
}

/** The code, line by line. */
export const LEAKY_CODE = [
  "def wait():",
  "    count += 1",
  "    if count == n:",
  '        gate = "open"',
  '    while gate == "shut": pass',
  "    count -= 1",
  "    if count == 0:",
  '        gate = "shut"',
] as const;

/** One step of the story that the page shows: who moves how often, and the line of the code where that ends. */
interface Beat {
  moves: readonly number[];
  line: number | null;
}

/** The shortest failure of three workers, as `explore` finds it, cut into steps that can be shown. */
export const LEAKY_STORY: readonly Beat[] = [
  { moves: [], line: null },
  { moves: [0], line: 1 },
  { moves: [1], line: 1 },
  { moves: [2], line: 3 },
  { moves: [0, 0], line: 5 },
  { moves: [], line: null },
  { moves: [0], line: 1 },
  { moves: [0, 0], line: 5 },
];

/** What all share after this step of the story. */
export function leakyAt(step: number): Shared {
  return LEAKY_STORY.slice(0, step + 1)
    .flatMap(({ moves }) => moves)
    .reduce(leaky, start(3));
}
