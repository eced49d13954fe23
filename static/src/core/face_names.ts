/** What a face is called. Pure. */
import * as m from "messages";

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

/** "octopus-rose" is "Rose Octopus". What this page does not know keeps the name that it has on the wire. */
export function faceName(avatar: string): string {
  const [animal = "", colour = ""] = avatar.split("-");
  return m.face_name({ animal: ANIMALS[animal] ?? animal, colour: colourName(colour) });
}

export function colourName(colour: string): string {
  return COLOURS[colour] ?? colour;
}
