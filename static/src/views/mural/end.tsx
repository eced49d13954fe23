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
      <section class="mural-half" aria-label="Without the barrier">
        <h2>
          <i class="key-bad">
            <Icon name="bad" />
          </i>
          Without the barrier <small>{n_steps} steps each</small>
        </h2>
        <MuralPictureView mural={mural} is_crossed={is_crossed} />
      </section>
      <section class="mural-half" aria-label="With the barrier">
        <h2>
          <i class="key-go">
            <Icon name="go" />
          </i>
          With the barrier <small>{n_steps} steps each</small>
        </h2>
        <figure class="mural">
          <Cells cells={truth(run, n_steps)} says="With the barrier: the bus is whole. 0 cells are wrong." />
        </figure>
      </section>
      {tear && reader && owner && (
        <p class="mural-why">
          <FaceDisc name={reader.name} avatar={reader.avatar} kind={reader.kind} />
          <span aria-hidden="true">←</span>
          <FaceDisc name={owner.name} avatar={owner.avatar} kind={owner.kind} />
          <span>
            <b>The first tear:</b> <Sentence words={tearWords(tear, (strip) => owners[strip]?.name ?? "")} /> Every tear
            after that is the same mistake again.
          </span>
        </p>
      )}
    </div>
  );
}
