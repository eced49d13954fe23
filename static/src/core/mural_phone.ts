/** What a phone draws of the mural: from the brief, and without the barrier from the paintings that its answers bring. */
import { sayName } from "./face_names";
import { isAllDone } from "./free_paints";
import { foldMural } from "./mural_model";
import { MOST_ROWS, N_STEPS, neighbours, owners, type Paint, parts, type Strip, tornBy } from "./painting";
import type { Session } from "./session";

export interface Near {
  name: string | null;
  avatar: string;
  kind: "person" | "robot" | "program";
  /** With the barrier: painted for the step to come. */
  is_painted: boolean;
  /** Without: how many steps ahead of you; negative is behind. */
  ahead: number;
}

export interface PhoneMural {
  gate: "barrier" | "none";
  n: number;
  /** Null: the strips were dealt before this worker came. */
  strip: number | null;
  rect: Strip | null;
  /** With the barrier of the picture, without of your strip. */
  step: number;
  is_done: boolean;
  /** Without the barrier: nobody paints any more. */
  is_over: boolean;
  cells: Uint8Array;
  n_wrong: number;
  /** Of your strip. */
  n_wrong_here: number;
  n_cells_here: number;
  near: Near[];
  /** Where strips are tiles: so many of your neighbours, at so many of them another step. */
  n_near: number;
  n_other_step: number;
}

export function phoneMural(session: Session, now_ms: number): PhoneMural | null {
  const { brief, you, painted } = session;
  const mural = brief?.mural;
  if (!brief || !mural) return null;
  const { run, gate, n } = mural;
  const is_free = gate === "none";
  const paints: readonly Paint[] = is_free ? painted : (mural.paints ?? []);
  const { last } = brief;
  const is_held =
    !is_free && last?.release_at_ms != null && now_ms < last.release_at_ms && last.at_ms === mural.painted_ms;
  const n_shown = paints.length - (is_held ? 1 : 0);
  const fold = foldMural({ run, gate, n, paints, id: `phone ${run} ${n}` }, n_shown, now_ms);
  const mine = you?.strip ?? null;
  const strip = mine && mine.index < n ? mine.index : null;
  const steps = fold.free?.steps ?? [];
  const step = is_free ? (strip === null ? 0 : (steps[strip] ?? 0)) : n_shown;
  const owner = owners(n);
  const rect = strip === null ? null : (parts(n)[strip] ?? null);
  const near = (mine?.near ?? []).map((neighbour) => ({
    ...neighbour,
    name: neighbour.name && sayName(neighbour.name, neighbour.kind, brief.names),
    is_painted: bit(mural.done, neighbour.strip),
    ahead: (steps[neighbour.strip] ?? 0) - step,
  }));
  const around = strip === null || n <= MOST_ROWS ? [] : neighbours(n, strip);
  return {
    gate,
    n,
    strip,
    rect,
    step,
    is_done: step >= N_STEPS,
    is_over: is_free && isAllDone(n, mural.done),
    cells: fold.cells,
    n_wrong: fold.n_wrong,
    n_wrong_here: fold.wrong.filter((cell) => owner[cell] === strip).length,
    n_cells_here: rect ? (rect.right - rect.left) * (rect.bottom - rect.top) : 0,
    near,
    n_near: around.length,
    n_other_step: strip === null || !fold.free || around.length === 0 ? 0 : tornBy(fold.picture, n, strip).length,
  };
}

/** Bit `strip` of the hex digits, from the left. */
function bit(hex: string, strip: number): boolean {
  return ((Number.parseInt(hex.charAt(strip >> 2) || "0", 16) >> (3 - (strip & 3))) & 1) === 1;
}
