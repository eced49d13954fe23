import type { Model } from "../core/model";
import { FaceDisc } from "./face";

/** A phone draws so many seats at most; the brief knows no more faces. */
const MOST_SEATS = 8;

/** The bus on a phone: a face for each who waits, as far as the brief knows them, and the seats that are empty. */
export function SeatDots({ model }: { model: Model }) {
  const { faces, parties } = model.counts;
  const shown_seats = Math.min(parties, MOST_SEATS);
  return (
    <div class="seat-dots" aria-hidden="true">
      {Array.from({ length: shown_seats }, (_, i) => {
        const avatar = faces[i] ?? (model.call?.index === i ? (model.you?.avatar ?? undefined) : undefined);
        const you = avatar !== undefined && model.call?.index === i;
        return <SeatDot key={i} avatar={avatar} you={you} />;
      })}
      {parties > shown_seats && <b>+ {parties - shown_seats}</b>}
    </div>
  );
}

function SeatDot({ avatar, you }: { avatar: string | undefined; you: boolean }) {
  if (avatar === undefined) return <span class="seat-dot" />;
  return (
    <span class={you ? "seat-dot seat-taken seat-you" : "seat-dot seat-taken"}>
      <FaceDisc name="" avatar={avatar} kind="person" />
    </span>
  );
}
