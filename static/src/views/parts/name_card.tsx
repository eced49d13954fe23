import * as m from "messages";
import { colourName } from "../../core/face_names";
import { asKept, NAME_LETTERS } from "../../core/letters";
import type { Actions, Model } from "../../core/model";
import { placeLanguages } from "../../lib/language_switch";
import { ANIMALS, type Animal, avatarName, COLOURS, type Colour, parseAvatar } from "./avatars";
import { FaceDisc } from "./face";
import { radioKeys } from "./radio_keys";
import { useDraft } from "./use_draft";

/** What a field can count instead of letters: a family of emoji, which is one, has eleven. */
const NAME_UNITS = 11 * NAME_LETTERS;

/** Your name and face; what was typed counts only when it is saved. */
export function NameCard({ model, actions }: { model: Model; actions: Actions }) {
  const name = model.you?.name ?? "";
  const before = parseAvatar(model.you?.avatar ?? null);
  const [typed, setTyped] = useDraft(model.drafts, "new_name", "");
  const [animal, setAnimal] = useDraft<Animal>(model.drafts, "new_animal", before.animal ?? "fox");
  const [colour, setColour] = useDraft<Colour>(model.drafts, "new_colour", before.colour);
  /** The page starts over in another language, and opens this card again. */
  const keep = ({ target }: Event) => {
    model.drafts.overlay = "edit";
    if (target instanceof HTMLAnchorElement) target.hash = location.hash;
  };
  const save = (event: Event) => {
    event.preventDefault();
    const avatar = avatarName(animal, colour);
    const new_name = typed.trim() === "" ? undefined : typed.trim();
    const new_avatar = avatar === model.you?.avatar ? undefined : avatar;
    if (new_name !== undefined || new_avatar !== undefined) actions.rename(new_name, new_avatar);
    actions.show(null);
  };
  return (
    <form class="name-card" onSubmit={save}>
      <NameFields name={name} typed={typed} setTyped={setTyped} animal={animal} setAnimal={setAnimal} colour={colour} />
      <Choice<Colour> label={m.colour} options={COLOURS} chosen={colour} choose={setColour} name={colourName} />
      <div class="two-buttons">
        <button type="button" class="button" onClick={() => actions.show(null)}>
          {m.cancel}
        </button>
        <button type="submit" class="button button-main">
          {m.save}
        </button>
      </div>
      <div ref={placeLanguages} onClickCapture={keep} />
    </form>
  );
}

interface NameFieldsProps {
  /** What counts when nothing is typed. */
  name: string;
  typed: string;
  setTyped(typed: string): void;
  animal: Animal;
  setAnimal(animal: Animal): void;
  colour: Colour;
}

/** Who you are, a name to type, and an animal to choose. */
export function NameFields({ name, typed, setTyped, animal, setAnimal, colour }: NameFieldsProps) {
  return (
    <>
      <div class="name-head">
        <FaceDisc name={name} avatar={avatarName(animal, colour)} />
        <div>
          <span class="dim">{m.you_are}</span>
          <h1>
            <bdi translate={false}>{asKept(typed) || name}</bdi>
          </h1>
        </div>
      </div>
      <label for="name">
        {m.name_label} <span class="dim">{m.name_label_more}</span>
      </label>
      <input
        id="name"
        data-first
        value={typed}
        placeholder={name}
        maxLength={NAME_UNITS}
        autocomplete="off"
        autocapitalize="words"
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <Choice<Animal>
        label={m.animal}
        options={Object.keys(ANIMALS) as Animal[]}
        chosen={animal}
        choose={setAnimal}
        draw={(drawn) => ANIMALS[drawn]}
      />
    </>
  );
}

interface ChoiceProps<T extends Animal | Colour> {
  label: string;
  options: readonly T[];
  chosen: T;
  choose(option: T): void;
  /** Emoji: a screen reader has a name for each, in the language that it speaks. */
  draw?(option: T): string;
  /** Where the option is a colour, what that is called. */
  name?(option: T): string;
}

/** One of several: one stop for the Tab key, and the arrow keys inside. */
function Choice<T extends Animal | Colour>({ label, options, chosen, choose, draw, name }: ChoiceProps<T>) {
  const onKeyDown = radioKeys((i) => choose(options[i] as T));
  return (
    <div class="choice" role="radiogroup" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio button cannot be drawn as a face everywhere
        <button
          key={option}
          type="button"
          role="radio"
          aria-label={name?.(option)}
          aria-checked={option === chosen}
          tabIndex={option === chosen ? 0 : -1}
          class={name ? `disc-${option}` : ""}
          onClick={() => choose(option)}
        >
          {draw?.(option)}
        </button>
      ))}
    </div>
  );
}
