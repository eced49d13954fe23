/** The sentences about a drill on the projector. Pure. */
import * as m from "messages";
import type { DrillPicture } from "./drill_model";
import { spelled } from "./numbers";
import { capital, list, type Phrase, seconds } from "./words";

const MOST_NAMED = 4;

export interface DrillHead {
  headline: string;
  line: Phrase;
}

export function drillHead(drill: DrillPicture): DrillHead {
  const { n_here, n_gone, n_rounds, is_over, left, may_tap } = drill;
  const n = drill.players.length;
  if (is_over) {
    return { headline: m.drill_over({ n: n_rounds, number: spelled(n_rounds) }), line: m.drill_nobody_said };
  }
  if (left.length > 0) {
    return {
      headline: m.drill_stuck,
      line: m.drill_have_left({ n: left.length, names: list(left.map((name) => ({ name }))) }),
    };
  }
  const headline =
    n_here === n && n_gone === 0
      ? m.drill_all_came({ n })
      : n_here < n
        ? m.drill_some_came({ number: capital(spelled(n_here)), n })
        : m.drill_some_gone({ number: capital(spelled(n_gone)), n });
  return { headline, line: whoseTap(may_tap) };
}

function whoseTap(names: readonly string[]): Phrase {
  if (names.length === 0) return [];
  if (names.length > MOST_NAMED) return m.drill_can_tap({ n: names.length });
  return m.drill_up_to({ names: list(names.map((name) => ({ name }))) });
}

/** What the comparison with one counter says at the end; before it, what to look for. */
export function drillNote({ is_over, passed, counter, tap_s }: DrillPicture): Phrase {
  const { after_last_s: by_passing } = passed;
  const { after_last_s: by_counting } = counter;
  if (!is_over || by_passing === null || by_counting === null || tap_s === null) {
    return m.drill_no_boss;
  }
  return m.drill_compared({ passing: by_passing < by_counting, time: seconds(tap_s * 1000) });
}

/** What one seat does now, for the table. */
export function seatWords({ players, standings }: DrillPicture, seat: number): Phrase {
  const at = standings[seat];
  if (!at || at.state === "go") return m.drill_seat_gone;
  const name = players[at.state === "tell" ? at.to : at.from]?.name ?? "";
  return at.state === "tell" ? m.drill_seat_tells({ name }) : m.drill_seat_waits({ name });
}
