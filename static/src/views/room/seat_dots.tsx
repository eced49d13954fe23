import type { Model, SeatFace } from "../../core/model";
import { FaceDisc } from "../parts/face";

/** The most seats that a phone draws; the brief knows no more faces. */
const MOST_SEATS = 8;

/** The bus on a phone: a face for each who waits, as far as the brief knows them, and the seats that are empty. */
export function SeatDots({ model }: { model: Model }) {
  const { faces, parties } = model.counts;
  const shown_seats = Math.min(parties, MOST_SEATS);
  return (
    <div class="seat-dots" aria-hidden="true">
      {Array.from({ length: shown_seats }, (_, i) => {
        const is_yours = model.call?.index === i;
        return <SeatDot key={i} face={faces[i] ?? (is_yours ? yours(model) : undefined)} you={is_yours} />;
      })}
      {parties > shown_seats && <b>+ {parties - shown_seats}</b>}
    </div>
  );
}

function yours(model: Model): SeatFace | undefined {
  const avatar = model.you?.avatar;
  return avatar ? { avatar, kind: "person" } : undefined;
}

function SeatDot({ face, you }: { face: SeatFace | undefined; you: boolean }) {
  if (face === undefined) return <span class="seat-dot" />;
  return (
    <span class={you ? "seat-dot seat-taken seat-you" : "seat-dot seat-taken"}>
      <FaceDisc name="" {...face} />
    </span>
  );
}
