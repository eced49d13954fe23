import * as m from "messages";
import { type FaceWords, nameFor } from "../../core/made_up";
import type { Actions, Model, Profile } from "../../core/model";
import { whoIsIn } from "../../core/words";
import { placeLanguages } from "../../lib/language_switch";
import { type Animal, avatarName, parseAvatar } from "../parts/avatars";
import { NameFields } from "../parts/name_card";
import { useDraft } from "../parts/use_draft";

interface JoinProps {
  model: Model;
  actions: Actions;
  profile: Profile;
  faces: FaceWords;
  /** A part of a page that has its main part already. */
  is_part?: boolean;
}

/** The door of a room: one press with the name that was made up, or with one's own. */
export function Join({ model, actions, profile, faces, is_part = false }: JoinProps) {
  const Main = is_part ? "div" : "main";
  const proposed = parseAvatar(profile.avatar);
  const [typed, setTyped] = useDraft(model.drafts, "name", "");
  const [animal, setAnimal] = useDraft(model.drafts, "animal", proposed.animal as Animal);
  const avatar = avatarName(animal, proposed.colour);
  const made_up = avatar === profile.avatar ? profile.name : nameFor(avatar, faces);
  const get_on = (event: Event) => {
    event.preventDefault();
    actions.get_on({ name: typed.trim() || made_up, avatar });
  };
  return (
    <form class="join" onSubmit={get_on}>
      <Main class="phone-top name-card">
        <NameFields
          name={made_up}
          typed={typed}
          setTyped={setTyped}
          animal={animal}
          setAnimal={setAnimal}
          colour={proposed.colour}
        />
      </Main>
      <footer>
        <p class="dim">{model.counts.phase === "" ? "" : whoIsIn(model.counts)}</p>
        <button type="submit" class="button button-main button-wide">
          {m.get_on}
        </button>
        <div ref={placeLanguages} />
      </footer>
    </form>
  );
}
