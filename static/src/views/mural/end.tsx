import * as m from "messages";
import type { MuralPicture } from "../../core/mural_model";
import { tearWords } from "../../core/mural_words";
import { truth } from "../../core/painting";
import { FaceDisc } from "../parts/face";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { Cells } from "./cells";
import { MuralPictureView } from "./stage";

/** Both pictures, and what tore first. */
export function MuralEnd({ mural, is_crossed }: { mural: MuralPicture; is_crossed: boolean }) {
  const { first_tear: tear, owners, run, n_steps } = mural;
  const reader = tear && owners[tear.strip];
  const owner = tear && owners[tear.neighbour];
  return (
    <div class="mural-end">
      <section class="mural-half" aria-label={m.without_barrier}>
        <h2>
          <i class="key-bad">
            <Icon name="bad" />
          </i>
          {m.without_barrier} <small>{m.mural_steps_each({ n: n_steps })}</small>
        </h2>
        <MuralPictureView mural={mural} is_crossed={is_crossed} />
      </section>
      <section class="mural-half" aria-label={m.with_barrier}>
        <h2>
          <i class="key-go">
            <Icon name="go" />
          </i>
          {m.with_barrier} <small>{m.mural_steps_each({ n: n_steps })}</small>
        </h2>
        <figure class="mural">
          <Cells cells={truth(run, n_steps)} says={m.mural_with_says} />
        </figure>
      </section>
      {tear && reader && owner && (
        <p class="mural-why">
          <FaceDisc name={reader.name} avatar={reader.avatar} kind={reader.kind} />
          <span aria-hidden="true">←</span>
          <FaceDisc name={owner.name} avatar={owner.avatar} kind={owner.kind} />
          <span>
            <b>{m.mural_first_tear}</b> <Sentence words={tearWords(tear, (strip) => owners[strip]?.name ?? "")} />{" "}
            {m.mural_every_tear}
          </span>
        </p>
      )}
    </div>
  );
}
