/** What the gallery's page shows: what is chosen, and the run that follows from it. Pure. */
import * as m from "messages";
import type { Phrase, Words } from "../words";
import { arrivals, madeUp, type Pattern, type Player } from "./arrivals";
import { ALGORITHMS, type Cost, compare, growth, KINDS, type Kind, type Marks, type RightKind } from "./gallery";
import { LEAKY_STORY } from "./leaky";
import { criticalPath, play, type Run, type Signal } from "./model";
import { leakySentence, sentence, stepWords } from "./words";

export type View = "time" | "growth" | "table";

/** A class that has come from a room. */
export interface RoomClass {
  code: string;
  players: readonly Player[];
}

export interface Chosen {
  kind: Kind;
  pattern: Pattern;
  n: number;
  view: View;
  /** What the curves count. */
  counted: "steps" | "signals";
}

export interface GalleryModel extends Chosen {
  players: readonly Player[];
  costs: Record<RightKind, Cost & { marks: Marks }>;
  curves: Record<RightKind, Cost[]>;
  /** Null for the leaky one, which has a story instead. */
  run: Run | null;
  path: readonly Signal[];
  /** The last step. */
  end: number;
  room: RoomClass | null;
}

export function galleryModel(chosen: Chosen, room: RoomClass | null): GalleryModel {
  const { kind, pattern, n } = chosen;
  const players = pattern === "room" ? (room?.players ?? []) : madeUp(pattern, n);
  const arrives = players.map((player) => player.arrives);
  const run = kind === "leaky" ? null : play(ALGORITHMS[kind], arrives);
  // How late a class comes does not grow with it: the curves are those of all at once.
  const growing = pattern === "one_late" ? "one_late" : "at_once";
  return {
    ...chosen,
    n: players.length,
    players,
    costs: compare(arrives),
    curves: growth((size) => arrivals(growing, size)),
    run,
    path: run === null ? [] : criticalPath(run),
    end: run === null ? LEAKY_STORY.length - 1 : run.end,
    room,
  };
}

/** The three of the leaky one's story. */
export function leakyPlayers({ players }: GalleryModel): [Player, Player, Player] {
  const [ana, ben, chloe] = players;
  if (ana && ben && chloe) return [ana, ben, chloe];
  return madeUp("at_once", 3) as [Player, Player, Player];
}

/** Where this step is, and what happens in it. */
export function saysAt(model: GalleryModel, step: number): { heading: Words; words: Phrase } {
  const { kind, run, pattern, players, end } = model;
  if (kind === "leaky" || run === null) {
    const [ana, ben, chloe] = leakyPlayers(model);
    return {
      heading: step >= end ? [{ strong: m.algorithms_lapped }] : m.algorithms_step_of({ step: step + 1, n: end + 1 }),
      words: leakySentence(step, [ana.name, ben.name, chloe.name]),
    };
  }
  return { heading: stepWords(run, step), words: sentence({ kind, pattern, players, run }, step) };
}

/** The kind with this name; that of a wrong name is the first. */
export function kindOf(name: string | null): Kind {
  return KINDS.find((kind) => kind === name) ?? "counter";
}
