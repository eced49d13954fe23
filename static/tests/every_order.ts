/** Every order in which the workers of a barrier can run, and a barrier that holds in all of them. */

/** Of each worker, how often it has called `wait()`, and how often it has returned. */
interface State {
  walkers: readonly { came: number; gone: number }[];
}

/** One worker moves: its next line that others can notice. Returns the same state when it stands still. */
type Move<S extends State> = (state: S, me: number) => S;

/** What trying every order found: nothing; somebody a whole round ahead; or all stuck. */
type Verdict = { found: "nothing" } | { found: "early" | "stuck"; schedule: number[] };

/** Tries every order in which workers can go through `n_rounds` rounds from this state, the shortest first. */
export function explore<S extends State>(move: Move<S>, first: S, n_rounds: number): Verdict {
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
function isEarly({ walkers }: State): boolean {
  return Math.max(...walkers.map(({ gone }) => gone)) > Math.min(...walkers.map(({ came }) => came));
}

/** `last` and `resetting` turn the flag. */
interface Walker {
  place: "working" | "waiting" | "last" | "resetting";
  came: number;
  gone: number;
  /** The colour for which it waits. */
  colour: 0 | 1;
}

interface Coloured {
  count: number;
  flag: 0 | 1;
  walkers: readonly Walker[];
}

export function allWorking(n: number): Coloured {
  const walkers = Array.from({ length: n }, (): Walker => ({ place: "working", came: 0, gone: 0, colour: 0 }));
  return { count: 0, flag: 0, walkers };
}

/** Each round has its own colour of flag. */
export function senseReversing(state: Coloured, me: number): Coloured {
  const { count, flag, walkers } = state;
  const walker = walkers[me];
  switch (walker?.place) {
    case "working": {
      const place = count + 1 === walkers.length ? "last" : "waiting";
      const colour = walker.colour === 0 ? 1 : 0;
      const came = walker.came + 1;
      return { ...state, count: count + 1, walkers: put(walkers, me, { ...walker, place, colour, came }) };
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
}

function passed(walker: Walker): Walker {
  return { ...walker, place: "working", gone: walker.gone + 1 };
}

function put(walkers: readonly Walker[], me: number, walker: Walker): Walker[] {
  return walkers.map((before, i) => (i === me ? walker : before));
}
