/** What events do to a room's mural; part of `reduce`. */
import type { Snapshot } from "./protocol";
import type { MuralEvent, MuralState } from "./protocol_lesson";

const N_STEPS = 12;

export function reduceMural(room: Snapshot, event: MuralEvent & { at_ms: number }): Snapshot {
  if (event.type === "painted") {
    const { mural } = room;
    return mural
      ? withMural(room, { ...mural, paints: mural.paints.concat(event.strips), painted_ms: event.at_ms })
      : room;
  }
  const { run, gate, owners, at_ms } = event;
  if (run === null || gate === "off") {
    const { mural: _, ...rest } = room;
    return rest;
  }
  return withMural(room, { run, gate, n_steps: N_STEPS, since_ms: at_ms, painted_ms: null, owners, paints: [] });
}

/** A trip with the barrier: all who came paint at once. */
export function paintTogether(room: Snapshot, order: readonly number[], at_ms: number): Snapshot {
  const { mural, workers } = room;
  if (mural?.gate !== "barrier" || mural.paints.length >= mural.n_steps) return room;
  const came = new Set(order);
  const strips = workers.flatMap(({ worker }, strip) => (came.has(worker) ? [strip] : []));
  const paint = strips.length === workers.length ? workers.length : ([workers.length, strips] as [number, number[]]);
  return withMural(room, { ...mural, paints: [...mural.paints, paint], painted_ms: at_ms });
}

function withMural(room: Snapshot, mural: MuralState): Snapshot {
  return { ...room, mural };
}
