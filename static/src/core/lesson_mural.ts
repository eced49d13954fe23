/** The mural as a question of the lesson: when the room has shown what it is about. Pure. */
import type { Snapshot } from "./protocol";
import { isOfMural } from "./questions";

/** How many paintings are still to come from those whom the class waits for; null unless the mural is what was asked. */
export function stripsLeft({ mural, asking, workers }: Snapshot): number | null {
  if (mural?.gate !== "none" || !isOfMural(asking?.questions[0])) return null;
  const kinds = new Map(workers.map(({ worker, kind }) => [worker, kind]));
  const steps = mural.owners.map(() => 0);
  for (const strip of mural.paints as number[]) steps[strip] = (steps[strip] ?? 0) + 1;
  // Nobody waits for the slow robot, which has just begun when all others are done.
  const awaits_robots = mural.owners.every((owner) => kinds.get(owner) !== "person");
  const counts = (owner: number) => kinds.has(owner) && (awaits_robots || kinds.get(owner) === "person");
  return mural.owners.reduce((sum, owner, strip) => sum + (counts(owner) ? mural.n_steps - (steps[strip] ?? 0) : 0), 0);
}

/** Has everybody painted whom the class waits for? */
export function isPainted(room: Snapshot): boolean {
  return stripsLeft(room) === 0;
}
