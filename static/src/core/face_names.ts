/** What faces and their workers are called in the language of this page. Pure. */
import * as m from "messages";
import { type FaceWords, faceNames, nameFor, sayAlias } from "./made_up";
import type { Kind, Names } from "./protocol_room";

const ANIMALS: Readonly<Record<string, string>> = {
  fox: m.animal_fox,
  panda: m.animal_panda,
  owl: m.animal_owl,
  frog: m.animal_frog,
  bee: m.animal_bee,
  octopus: m.animal_octopus,
  lion: m.animal_lion,
  tiger: m.animal_tiger,
  koala: m.animal_koala,
  rabbit: m.animal_rabbit,
  unicorn: m.animal_unicorn,
  whale: m.animal_whale,
  penguin: m.animal_penguin,
  dolphin: m.animal_dolphin,
  butterfly: m.animal_butterfly,
  ladybird: m.animal_ladybird,
  fish: m.animal_fish,
  eagle: m.animal_eagle,
  wolf: m.animal_wolf,
  bear: m.animal_bear,
  hamster: m.animal_hamster,
  crab: m.animal_crab,
  elephant: m.animal_elephant,
  horse: m.animal_horse,
};

const COLOURS: Readonly<Record<string, string>> = {
  peach: m.colour_peach,
  blue: m.colour_blue,
  mint: m.colour_mint,
  rose: m.colour_rose,
  lilac: m.colour_lilac,
  sunny: m.colour_sunny,
  aqua: m.colour_aqua,
  sand: m.colour_sand,
};

/** "octopus-rose" is "Rose Octopus"; what the words do not know stays as it is. */
export function faceName(avatar: string): string {
  return faceNames(words())(avatar) || avatar;
}

/** Of a made-up name the animal and the number: "Octopus 3" of "Rose Octopus 3". null: it is another name. */
export function animalOf(name: string, avatar: string | null): string | null {
  const animal = ANIMALS[avatar?.split("-")[0] ?? ""];
  const at = animal === undefined ? -1 : name.toLowerCase().indexOf(animal.toLowerCase());
  if (animal === undefined || at < 0) return null;
  return name.slice(at, at + animal.length) + (/ \d+$/.exec(name)?.[0] ?? "");
}

/** A name for somebody with this face. */
export function newName(avatar: string): string {
  return nameFor(avatar, words());
}

function words(): FaceWords {
  return { animals: ANIMALS, colours: COLOURS, face: m.face_name({ animal: "1", colour: "2" }) };
}

export function colourName(colour: string): string {
  return COLOURS[colour] ?? colour;
}

/** As the server names robots. */
const ROBOT = /^Robot(?= \d+$|$)/;

/**
 * The name of somebody in the room as this page says it. Made up are those of robots, of programs that gave none, and those
 * that hide others.
 */
export function sayName(name: string, kind: Kind, names: Names): string {
  if (kind === "robot" && ROBOT.test(name)) return name.replace(ROBOT, m.robot_name);
  return names === "hidden" || kind === "program" ? sayAlias(name, faceName) : name;
}
