/**
 * What pages draw of a room's mural: the picture that stands on this screen now, and who has painted what. Pure, but that
 * it remembers the latest fold, so that each painting is folded once.
 */
import * as m from "messages";
import { type FreeRun, freeRun, press } from "./free_run";
import { MURAL_GO_MS } from "./go_ms";
import { begin, type Picture as Cells, type Paint, paint, seen, withBarrier, wrongCells } from "./painting";
import type { Face } from "./picture";
import type { Snapshot } from "./protocol";
import type { MuralGate, MuralState } from "./protocol_lesson";

/** With many strips, and for robots alone, the picture changes at most twice a second. */
const CALM_MS = 500;
const CALM_FROM = 13;

export type MuralPhase = "filling" | "hold" | "released" | "whole" | "broken" | "free" | "over";

export interface MuralPicture {
  phase: MuralPhase;
  gate: MuralGate;
  run: number;
  n_steps: number;
  /** By strip. */
  owners: Face[];
  /** With the barrier: the step that is shown. Without: the least of all. */
  step: number;
  /** With the barrier, by strip: painted for the step to come. */
  painted: boolean[];
  n_painted: number;
  /** By strip. */
  steps: readonly number[];
  /** The same array as long as nothing has changed. */
  cells: Uint8Array;
  n_wrong: number;
  wrong: readonly number[];
  torn: ReadonlySet<string>;
  first_tear: FreeRun["first_tear"];
  missing: Face[];
  /** Whose call opened the gate; null while it is closed. */
  last: Face | null;
  /** With the barrier since this step began; without it, and at the end, since the run began. */
  elapsed_ms: number;
}

/** As much of a mural as can be folded. */
export type Foldable = Pick<MuralState, "run" | "gate"> & { paints: readonly Paint[]; n: number; id: string };

interface Fold {
  id: string;
  n_folded: number;
  folded_ms: number;
  picture: Cells;
  free: FreeRun | null;
  cells: Uint8Array;
  n_wrong: number;
  wrong: readonly number[];
}

let latest: Fold | null = null;

/** The picture after the first so many paintings. */
export function foldMural(mural: Foldable, n_shown: number, now_ms: number): Fold {
  const { id, run, gate, n, paints } = mural;
  let fold = latest?.id === id && latest.n_folded <= n_shown ? latest : null;
  if (fold === null) {
    const free = gate === "none" ? freeRun(run, n) : null;
    const picture = free?.picture ?? begin(run);
    fold = { id, n_folded: 0, folded_ms: 0, picture, free, cells: seen(picture), n_wrong: 0, wrong: [] };
  }
  if (fold.n_folded < n_shown) {
    const fresh = paints.slice(fold.n_folded, n_shown);
    const { free, picture } = fold;
    if (free) for (const strip of fresh) press(free, strip as number);
    else for (const painting of withBarrier(fresh as Paint[])) paint(picture, painting);
    const wrong = wrongCells(picture);
    fold = { ...fold, n_folded: n_shown, folded_ms: now_ms, cells: seen(picture), n_wrong: wrong.length, wrong };
  }
  latest = fold;
  return fold;
}

/** How many paintings are shown: those of a gate that has not opened yet are held back. */
export function nShown(snapshot: Snapshot, mural: MuralState, now_ms: number): number {
  const release = snapshot.last_release;
  const is_held = mural.gate === "barrier" && release !== null && now_ms < release.release_at_ms;
  return mural.paints.length - (is_held && release.at_ms === mural.painted_ms ? 1 : 0);
}

export function muralPicture(snapshot: Snapshot, you: number | null, now_ms: number): MuralPicture | null {
  const { mural, epoch } = snapshot;
  if (!mural) return null;
  const { run, gate, paints } = mural;
  const owners = ownersOf(snapshot, mural, you);
  const foldable = { run, gate, paints, n: owners.length, id: `${epoch} ${run}` };
  const n_shown = nShown(snapshot, mural, now_ms);
  const is_calm = owners.length >= CALM_FROM && gate === "none";
  const fold = foldMural(foldable, is_calm ? calmly(foldable, n_shown, now_ms) : n_shown, now_ms);
  const common = {
    gate,
    run,
    n_steps: mural.n_steps,
    owners,
    cells: fold.cells,
    n_wrong: fold.n_wrong,
    wrong: fold.wrong,
  };
  return fold.free
    ? { ...common, ...freePart(snapshot, mural, owners, fold.free, now_ms) }
    : { ...common, ...barrierPart(snapshot, mural, owners, fold.n_folded, now_ms) };
}

/** What is folded already, if that was a moment ago and there is more to come. */
function calmly({ id }: Foldable, n_shown: number, now_ms: number): number {
  if (latest?.id !== id || latest.n_folded >= n_shown) return n_shown;
  return now_ms < latest.folded_ms + CALM_MS ? latest.n_folded : n_shown;
}

function freePart(snapshot: Snapshot, mural: MuralState, owners: Face[], free: FreeRun, now_ms: number) {
  const { n_steps, since_ms, painted_ms } = mural;
  const here = new Set(snapshot.workers.map((seated) => seated.worker));
  const steps = [...free.steps];
  const is_over = owners.every((owner, strip) => (steps[strip] ?? 0) >= n_steps || !here.has(owner.worker));
  return {
    phase: is_over ? ("over" as const) : ("free" as const),
    step: Math.min(...steps),
    painted: steps.map((step) => step >= n_steps),
    n_painted: steps.filter((step) => step >= n_steps).length,
    steps,
    torn: new Set(free.torn),
    first_tear: free.first_tear,
    missing: owners.filter((_, strip) => (steps[strip] ?? 0) < n_steps),
    last: null,
    elapsed_ms: Math.max(0, (is_over ? (painted_ms ?? now_ms) : now_ms) - since_ms),
  };
}

function barrierPart(snapshot: Snapshot, mural: MuralState, owners: Face[], step: number, now_ms: number) {
  const { barrier, last_release: release } = snapshot;
  const waiting = new Set(barrier.waiting.map((waiter) => waiter.worker));
  const is_latest = release !== null && release.at_ms === mural.painted_ms;
  const is_held = is_latest && now_ms < release.release_at_ms;
  const is_released = is_latest && !is_held && now_ms < release.release_at_ms + MURAL_GO_MS;
  const painted = owners.map((owner) => is_held || waiting.has(owner.worker));
  const is_done = mural.paints.length >= mural.n_steps && !is_held;
  const phase: MuralPhase =
    barrier.state === "broken" ? "broken" : is_held ? "hold" : is_done ? "whole" : is_released ? "released" : "filling";
  const last_worker = is_latest ? release.order[release.order.length - 1] : undefined;
  const came_last_ms = is_latest ? release.arrived_ms[release.arrived_ms.length - 1] : null;
  const from_ms = is_held || is_released ? (release?.since_ms ?? 0) : barrier.since_ms;
  const to_ms =
    is_held || is_released ? Math.min(now_ms, release?.release_at_ms ?? now_ms) : (barrier.broken?.at_ms ?? now_ms);
  return {
    phase,
    step,
    painted,
    n_painted: painted.filter(Boolean).length,
    steps: owners.map(() => step),
    torn: new Set<string>(),
    first_tear: null,
    missing: owners.filter((_, strip) => !painted[strip]),
    last: came_last_ms === release?.at_ms ? (owners.find((owner) => owner.worker === last_worker) ?? null) : null,
    elapsed_ms: Math.max(0, is_done ? (release?.release_at_ms ?? now_ms) - mural.since_ms : to_ms - from_ms),
  };
}

/** Names of owners that have left since. */
const known_faces = new Map<string, Face>();

function ownersOf(snapshot: Snapshot, mural: MuralState, you: number | null): Face[] {
  const { workers, epoch } = snapshot;
  const faces = new Map<number, Face>();
  for (const { worker, name, avatar, kind, connected } of workers) {
    const presence = connected ? ("connected" as const) : ("no_signal" as const);
    const face = { worker, name, avatar, kind, presence, you: worker === you };
    faces.set(worker, face);
    if (mural.gate === "none") known_faces.set(`${epoch} ${worker}`, { ...face, presence: "gone" });
  }
  if (mural.gate === "barrier") return [...faces.values()];
  return mural.owners.map((worker) => faces.get(worker) ?? known_faces.get(`${epoch} ${worker}`) ?? nobody(worker));
}

function nobody(worker: number): Face {
  return { worker, name: m.mural_worker({ n: worker }), avatar: "", kind: "person", presence: "gone", you: false };
}
