/** What a page must know of a mural in order to paint without the barrier. */

import type { Paint } from "./painting";
import type { Brief, Snapshot, You } from "./protocol";

/** How the next press is sent, in a run without the barrier; null in any other. */
export interface Press {
  generation: number;
  known: number;
}

interface Known {
  snapshot: Snapshot | null;
  brief: Brief | null;
  you: You | null;
  /** On phones: the strips in order, as far as this page knows them. */
  painted: readonly Paint[];
}

export function nextPress({ snapshot, brief, you, painted }: Known): Press | null {
  const mural = snapshot?.mural ?? brief?.mural;
  if (!brief || mural?.gate !== "none") return null;
  const paints = snapshot?.mural?.paints ?? painted;
  const strip = snapshot?.mural ? snapshot.mural.owners.indexOf(you?.worker ?? 0) : you?.strip?.index;
  return { generation: brief.generation + paints.filter((painted) => painted === strip).length, known: paints.length };
}

/** Is there a bit for each of n strips in these hex digits? */
export function isAllDone(n: number, done: string): boolean {
  return done === "f".repeat(n >> 2) + ["", "8", "c", "e"][n & 3];
}
