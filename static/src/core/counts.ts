/** A phone's part of the picture, made from a brief or from the whole room alike. */

import { stillMs } from "./happened";
import type { Counts, Screen, SeatFace } from "./model";
import { phaseOf, roundOf } from "./picture";
import type { Brief, Snapshot } from "./protocol";
import type { LessonView } from "./protocol_lesson";
import type { Kind } from "./protocol_room";

const MAX_FACES = 8;
const LESSON_KEYS: readonly (keyof LessonView)[] = [
  "lesson",
  "asking",
  "held",
  "paused_since_ms",
  "cards",
  "deal",
  "cards_to",
  "turned",
];

/** The bus that left last, as it was when it left: the brief speaks of the next one already. */
export interface Departed {
  generation: number;
  parties: number;
  faces: SeatFace[];
}

/** The brief that a phone would get of this room. A snapshot does not remember a reset. */
export function briefOf(snapshot: Snapshot): Brief {
  const { seq, hosted, host_here, stage, door, names, phases, lead_ms, barrier, workers, last_release } = snapshot;
  const { generation, releases, deadline_ms, state, cause, parties, parties_rule, waiting, broken } = barrier;
  return {
    seq,
    hosted,
    host_here,
    stage,
    door,
    names,
    phases,
    generation,
    releases,
    state,
    cause,
    n_waiting: waiting.length,
    ...(deadline_ms === null ? {} : { deadline_ms }),
    parties,
    parties_rule,
    workers: workers.length,
    people: workers.filter((seated) => seated.kind === "person").length,
    ...facesOf(
      snapshot,
      waiting.map((waiter) => waiter.worker),
    ),
    lead_ms,
    last: broken
      ? { generation, outcome: "broken", cause, at_ms: broken.at_ms, release_at_ms: null }
      : last_release && {
          generation: last_release.generation,
          outcome: "released",
          cause: null,
          at_ms: last_release.at_ms,
          release_at_ms: last_release.release_at_ms,
        },
    ...(snapshot.asking?.stage === "told" && waiting.length > 0 ? { still_ms: stillMs(snapshot, 0) } : {}),
    ...lessonOf(snapshot),
  };
}

/** The keys of a lesson, which a brief has as well. */
function lessonOf(room: LessonView): LessonView {
  const view: LessonView = {};
  for (const key of LESSON_KEYS) if (room[key] !== undefined) Object.assign(view, { [key]: room[key] });
  return view;
}

export function departedOf(snapshot: Snapshot): Departed | null {
  const release = snapshot.last_release;
  if (!release) return null;
  const { generation, order } = release;
  const { faces, kinds } = facesOf(snapshot, order);
  return { generation, parties: order.length, faces: seatFaces(faces, kinds) };
}

/** On the screens of a release the counts are those of the bus that left, else those of the bus that fills. */
export function counts(brief: Brief, departed: Departed | null, screen: Screen, why_broken: string | null): Counts {
  const { phases, workers, people = workers } = brief;
  const leaving =
    screen === "hold" || screen === "released" || screen === "missed" || screen === "late" ? departed : null;
  const generation = leaving ? leaving.generation : brief.generation;
  const releases = leaving ? brief.releases - 1 : brief.releases;
  return {
    n_waiting: leaving ? leaving.parties : brief.n_waiting,
    parties: leaving ? leaving.parties : brief.parties,
    parties_rule: brief.parties_rule,
    workers,
    people,
    faces: leaving ? leaving.faces : seatFaces(brief.faces, brief.kinds),
    phase: phaseOf(phases, releases),
    next_phase: phaseOf(phases, releases + 1),
    phases,
    generation,
    round: roundOf(phases, releases),
    deadline_ms: leaving ? null : (brief.deadline_ms ?? null),
    why_broken: brief.state === "broken" ? why_broken : null,
  };
}

export const NO_COUNTS: Counts = {
  n_waiting: 0,
  parties: 0,
  parties_rule: "everyone",
  workers: 0,
  people: 0,
  faces: [],
  phase: "",
  next_phase: "",
  phases: [],
  generation: 0,
  round: 1,
  deadline_ms: null,
  why_broken: null,
};

/** As a brief tells them: kinds are left out where all are persons. */
export function seatFaces(faces: readonly string[], kinds: readonly Kind[] | undefined): SeatFace[] {
  return faces.map((avatar, i) => ({ avatar, kind: kinds?.[i] ?? "person" }));
}

function facesOf(snapshot: Snapshot, order: readonly number[]): { faces: string[]; kinds: Kind[] } {
  const first = order.slice(0, MAX_FACES).map((worker) => snapshot.workers.find((seated) => seated.worker === worker));
  return { faces: first.map((seated) => seated?.avatar ?? ""), kinds: first.map((seated) => seated?.kind ?? "person") };
}
