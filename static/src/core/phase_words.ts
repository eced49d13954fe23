import * as m from "messages";
import { DEFAULT_RULES } from "./protocol_room";

/** What a class may do between two barriers, in this page's language. The first set is what a new room has. */
export function phaseSets(): string[][] {
  return m.host_phase_sets.split("|").map((set) => set.split(", "));
}

/** The phase as a word: those of a new room in this page's language, others as the host has called them. In code it is
 * `call(phase)`, the same in each language. */
export function phaseWord(phase: string): string {
  return phaseSets()[0]?.[DEFAULT_RULES.phases.indexOf(phase)] ?? phase;
}
