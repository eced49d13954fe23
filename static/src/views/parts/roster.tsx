import * as m from "messages";
import type { Face, Picture, PictureState } from "../../core/picture";
import { memo } from "./memo";
import { Sentence } from "./sentence";

const WAITS: Partial<Record<PictureState, string>> = { released: m.roster_went_on, broken: m.roster_got_error };

/** The same people as in the drawing, as a list for screen readers. By number, so that a row never moves. */
export function Roster({ picture }: { picture: Picture }) {
  const waits = WAITS[picture.state] ?? m.roster_waits;
  const each = [
    ...picture.aboard.map((face) => ({ face, does: waits, counted: true })),
    ...picture.missing.map((face) => ({ face, does: m.roster_works, counted: false })),
  ].sort((a, b) => a.face.worker - b.face.worker);
  return (
    <ul class="hidden" aria-label={m.roster_label}>
      {each.map(({ face: { worker, name, you, presence }, does, counted }) => (
        <Row key={worker} {...{ name, you, presence, does, counted }} />
      ))}
    </ul>
  );
}

const Row = memo(function Row({
  name,
  you,
  presence,
  does,
  counted,
}: Pick<Face, "name" | "you" | "presence"> & { does: string; counted: boolean }) {
  const says = presence === "connected" ? does : m.roster_silent({ does, gone: presence === "gone", counted });
  return (
    <li>
      <Sentence words={m.roster_row({ name, you, says })} />
    </li>
  );
});
