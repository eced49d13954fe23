/**
 * The barrier that many of us write first, and how its workers can run.
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

/** `looking`: has seen the open gate, and has not yet counted itself out. */
type Place = "working" | "waiting" | "looking";

interface Walker {
  place: Place;
  /** How often it has called `wait()`, and how often it has returned. */
  came: number;
  gone: number;
}

/** What all share, and where each one is. The gate is the flag: 1 is open. */
interface Shared {
  count: number;
  flag: 0 | 1;
  walkers: readonly Walker[];
}

export function start(n: number): Shared {
  const walkers = Array.from({ length: n }, () => ({
    place: "working" as const,
    came: 0,
    gone: 0,
  }));
  return { count: 0, flag: 0, walkers };
}

/** One worker moves: its next line that others can notice. Returns the same state when it stands still. */
export function leaky(state: Shared, me: number): Shared {
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

/** The shortest failure of three workers, which trying every order finds, cut into steps that can be shown. */
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
