/** The sentences about a drill on the projector. Pure. */
import type { DrillPicture } from "./drill_model";
import { spelled } from "./numbers";
import { capital, list, seconds, type Words } from "./words";

const MOST_NAMED = 4;

export interface DrillHead {
  headline: string;
  line: Words;
}

export function drillHead(drill: DrillPicture): DrillHead {
  const { n_here, n_gone, n_rounds, is_over, left, may_tap } = drill;
  const n = drill.players.length;
  if (is_over) {
    const after = `after ${spelled(n_rounds)} ${n_rounds === 1 ? "round" : "rounds"}.`;
    return { headline: `Everybody knows of everybody ${after}`, line: ["Nobody had to say “go”."] };
  }
  if (left.length > 0) {
    const has = left.length === 1 ? " has left. " : " have left. ";
    return {
      headline: "Some wait for ever",
      line: [...list(left.map((name) => ({ name }))), has, "Nobody else can send these signals."],
    };
  }
  const headline =
    n_here === n && n_gone === 0
      ? `signals. All ${n} have come.`
      : n_here < n
        ? `signals. ${capital(spelled(n_here))} of ${n} have come.`
        : `signals. ${capital(spelled(n_gone))} of ${n} have gone on.`;
  return { headline, line: whoseTap(may_tap) };
}

function whoseTap(names: readonly string[]): Words {
  if (names.length === 0) return [];
  if (names.length > MOST_NAMED) return [`${names.length} can tap now.`];
  return ["It is up to: ", ...list(names.map((name) => ({ name })))];
}

/** What the comparison with one counter says at the end; before it, what to look for. */
export function drillNote({ is_over, passed, counter, tap_s }: DrillPicture): Words {
  const { after_last_s: by_passing } = passed;
  const { after_last_s: by_counting } = counter;
  if (!is_over || by_passing === null || by_counting === null || tap_s === null) {
    return ["Nobody is the boss: who is told knows what the other one knows. ", { strong: "1, 2, 4, 8." }];
  }
  const quick = by_passing < by_counting ? "Pass it on was quicker." : "One counter would have been quicker.";
  return [
    { strong: quick },
    ` One counter is worked out from when you came, with ${seconds(tap_s * 1000)} for each tap.`,
  ];
}

/** What one seat does now, for the table. */
export function seatWords({ players, standings }: DrillPicture, seat: number): Words {
  const at = standings[seat];
  if (!at || at.state === "go") return ["has gone on"];
  const other = { name: players[at.state === "tell" ? at.to : at.from]?.name ?? "" };
  return at.state === "tell" ? ["tells ", other] : ["waits for ", other];
}
