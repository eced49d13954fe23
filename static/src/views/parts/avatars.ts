import { letters } from "../../core/letters";

/**
 * Faces. On the wire an avatar is "<animal>-<colour>", for example "octopus-rose": 24 animals, all of 2017 or older so
 * that old phones draw them, on 8 discs.
 */
export const ANIMALS = {
  fox: "🦊",
  panda: "🐼",
  owl: "🦉",
  frog: "🐸",
  bee: "🐝",
  octopus: "🐙",
  lion: "🦁",
  tiger: "🐯",
  koala: "🐨",
  rabbit: "🐰",
  unicorn: "🦄",
  whale: "🐳",
  penguin: "🐧",
  dolphin: "🐬",
  butterfly: "🦋",
  ladybird: "🐞",
  fish: "🐠",
  eagle: "🦅",
  wolf: "🐺",
  bear: "🐻",
  hamster: "🐹",
  crab: "🦀",
  elephant: "🐘",
  horse: "🐴",
} as const;

export const COLOURS = ["peach", "blue", "mint", "rose", "lilac", "sunny", "aqua", "sand"] as const;

export type Animal = keyof typeof ANIMALS;
export type Colour = (typeof COLOURS)[number];

export interface Avatar {
  /** Null when this page does not know the animal: then initials are drawn. */
  animal: Animal | null;
  colour: Colour;
}

const DEFAULT_COLOUR: Colour = "sand";

export function parseAvatar(wire: string | null): Avatar {
  const [animal = "", colour = ""] = (wire ?? "").split("-");
  return {
    animal: animal in ANIMALS ? (animal as Animal) : null,
    colour: COLOURS.find((known) => known === colour) ?? DEFAULT_COLOUR,
  };
}

export function avatarName(animal: Animal, colour: Colour): string {
  return `${animal}-${colour}`;
}

/** "Rose Octopus" is "RO", "Ben" is "Be". */
export function initials(name: string): string {
  const [first = "?", second] = name.trim().split(/\s+/);
  const both = second === undefined ? letters(first).slice(0, 2) : [letters(first)[0], letters(second)[0]];
  return both.join("");
}

/** What is written on the disc: of somebody who is not named, a question mark. */
export function glyph(wire: string | null, name: string): string {
  if (wire === "") return "?";
  const { animal } = parseAvatar(wire);
  return animal === null ? initials(name) : ANIMALS[animal];
}
