/** The round that is played in other worlds: out of a report, or out of what the projector knows. Pure. */
import * as m from "messages";
import { type History, phaseOf } from "./picture";
import type { Snapshot } from "./protocol";
import type { Account, Report } from "./report";
import type { PlayedRound } from "./what_if";

/** One alone needs no other world. */
const FEWEST_CALLERS = 2;

/** Null for a round that did not end with a release, or of one worker. */
export function roundOfAccount({ ended, came, end_ms }: Account, report: Report): PlayedRound | null {
  if (ended.outcome !== "released" || came.length < FEWEST_CALLERS) return null;
  const { since_ms, phase, next_phase } = ended;
  const earlier = report.generations.some(
    (other) => other.outcome === "released" && other.generation < ended.generation,
  );
  return {
    callers: came.map(({ worker, name, avatar, kind, from_ms, arrived_ms }) => ({
      worker,
      name,
      avatar,
      kind,
      from_ms: from_ms - since_ms,
      came_ms: arrived_ms - since_ms,
    })),
    gate_takes_ms: end_ms - ended.at_ms,
    opened_ms: end_ms - since_ms,
    is_first: ended.round === 1 && !earlier,
    phase,
    next_phase,
  };
}

/** The latest round of a room; `history`: those who have left since. */
export function latestRound(snapshot: Snapshot, history: History): PlayedRound | null {
  const { last_release: release, barrier, phases, workers } = snapshot;
  if (release === null || release.order.length < FEWEST_CALLERS) return null;
  const { since_ms, arrived_ms, at_ms, release_at_ms, order } = release;
  const known = new Map([...history, ...workers].map((seated) => [seated.worker, seated]));
  const releases = Math.max(0, barrier.releases - 1);
  return {
    callers: order.map((worker, i) => {
      const caller = known.get(worker);
      const came_ms = (arrived_ms[i] ?? at_ms) - since_ms;
      return {
        worker,
        name: caller?.name ?? m.mural_worker({ n: worker }),
        avatar: caller?.avatar ?? "",
        kind: caller?.kind ?? "person",
        from_ms: Math.min(came_ms, Math.max(0, (caller?.joined_at_ms ?? since_ms) - since_ms)),
        came_ms,
      };
    }),
    gate_takes_ms: release_at_ms - at_ms,
    opened_ms: release_at_ms - since_ms,
    is_first: releases === 0,
    phase: phaseOf(phases, releases),
    next_phase: phaseOf(phases, releases + 1),
  };
}
