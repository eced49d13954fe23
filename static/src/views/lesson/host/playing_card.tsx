import * as m from "messages";
import { CARD_WORDS } from "../../../core/card_words";
import type { CardId } from "../../../core/protocol_lesson";
import { LESSON_ICONS as ICONS, type LessonIconName as IconName } from "../lesson_icon";

export const CARD_ICONS: Readonly<Record<CardId, IconName>> = {
  crash: "crash",
  slow: "slow",
  leaves: "out",
  extra: "plus",
  action: "fail",
};

/** A card of the game: face down, or turned. `holder`: the robot that had it. */
export function PlayingCard({ face, holder = "" }: { face: CardId | null; holder?: string }) {
  const card = face === null ? null : CARD_WORDS[face];
  return (
    <svg
      class="playing-card"
      viewBox="0 0 200 284"
      role="img"
      aria-label={card ? m.lesson_card_up({ name: card.name }) : m.lesson_card_down}
    >
      <rect class="card-edge" x="4" y="4" width="192" height="276" rx="22" />
      {card && face ? (
        <>
          <path class="card-icon" d={ICONS[CARD_ICONS[face]]} transform="translate(56 60) scale(4.4)" />
          <text class="card-name" x="100" y="214" text-anchor="middle" font-size={card.name.length > 9 ? 29 : 40}>
            {card.name}
          </text>
          <text class="card-holder" x="100" y="246" text-anchor="middle" font-size="18">
            {holder}
          </text>
        </>
      ) : (
        <>
          <rect class="card-back" x="20" y="20" width="160" height="244" rx="12" />
          <rect class="card-question" x="54" y="86" width="92" height="112" rx="46" />
          <text class="card-name" x="100" y="168" text-anchor="middle" font-size="76">
            ?
          </text>
        </>
      )}
    </svg>
  );
}
