/** Names that the server makes up. On the wire they are English: "Rose Octopus", from the 193rd worker on "Rose Octopus 2". Pure. */
import { asKept } from "./letters";

/** What made-up names are put together from, as the server writes it into the page of a hosted room. */
export interface FaceWords {
  animals: Readonly<Record<string, string>>;
  colours: Readonly<Record<string, string>>;
  /** "1 in 2": the animal, and the colour. */
  face: string;
}

/** "octopus-rose" is "Rose Octopus"; empty where the words do not know it. */
export type FaceName = (avatar: string) => string;

const MADE_UP = /^([A-Z][a-z]+) ([A-Z][a-z]+)(?= \d+$|$)/;

export function faceNames({ animals, colours, face }: FaceWords): FaceName {
  return (avatar) => {
    const [animal = "", colour = ""] = avatar.split("-");
    const [of_animal, of_colour] = [animals[animal], colours[colour]];
    return of_animal && of_colour ? face.replace("1", of_animal).replace("2", of_colour) : "";
  };
}

/** What stands for somebody while names are hidden, in the language of these names. */
export function sayAlias(name: string, faceName: FaceName): string {
  return name.replace(MADE_UP, (on_wire, colour, animal) => faceName(`${animal}-${colour}`.toLowerCase()) || on_wire);
}

/** A name for somebody with this face; without its colour where a name may not have so many letters. */
export function nameFor(avatar: string, words: FaceWords): string {
  const name = faceNames(words)(avatar);
  return asKept(name) === name ? name : (words.animals[avatar.split("-")[0] ?? ""] ?? name);
}
