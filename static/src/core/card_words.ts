/** The secret cards: their names, and what they did once they are face up. Pure. */
import * as m from "messages";
import type { CardFaceUp, CardId, CardTo, ToldQuestion } from "./protocol_lesson";
import { type Phrase, plain } from "./words";

export const CARD_WORDS: Readonly<Record<CardId, { name: string; did: Phrase }>> = {
  crash: { name: m.lesson_card_crash, did: m.lesson_card_crash_did },
  slow: { name: m.lesson_card_slow, did: m.lesson_card_slow_did },
  leaves: { name: m.lesson_card_leaves, did: m.lesson_card_leaves_did },
  extra: { name: m.lesson_card_extra, did: m.lesson_card_extra_did },
  action: { name: m.lesson_card_action, did: m.lesson_card_action_did },
};

/** One that was played, and whether the class found out. */
export interface PlayedCard {
  card: CardId;
  name: string;
  did: Phrase;
  holder: string;
  /** "a call is missing": which of the three answers to "What is wrong here?" was true. */
  wrong: string;
  /** How many said so before the remedy; null: the class was not asked. */
  found: { right: number; all: number } | null;
}

/** The three answers, inside a sentence. */
export const SAID_BY_CLASS = [m.lesson_said_missing, m.lesson_said_extra, m.lesson_said_action] as const;

/** Which of the three answers is true of a card. */
const DIAGNOSIS: Readonly<Record<CardId, 0 | 1 | 2>> = { crash: 0, slow: 0, leaves: 0, extra: 1, action: 2 };

/** In the order in which they were turned. A class is asked what is wrong between one card and the next. */
export function playedCards(turned: readonly CardFaceUp[], told: readonly ToldQuestion[]): PlayedCard[] {
  return turned.map(({ at_ms, card, to, name: robot }, i) => {
    const since_ms = turned[i - 1]?.at_ms ?? 0;
    const asked = told
      .filter(({ form, at_ms: asked_ms }) => form === "wrong" && asked_ms > since_ms && asked_ms <= at_ms)
      .pop();
    const truth = DIAGNOSIS[card];
    const all = asked?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
    return {
      card,
      ...CARD_WORDS[card],
      holder: holderOf(to, robot),
      wrong: SAID_BY_CLASS[truth],
      found: asked === undefined ? null : { right: asked.counts[truth] ?? 0, all },
    };
  });
}

/** Who had it, as the class may know: "Robot 2", "a phone", "the bus". */
export function holderOf(to: CardTo, robot: string | null): string {
  return to === "person"
    ? m.lesson_holder_phone
    : (robot ?? (to === "bus" ? m.lesson_holder_bus : m.lesson_holder_robot));
}

/** Its true sentence: "The card was “Crash”. It never called wait()." */
export function cardSays({ name, did }: PlayedCard): string {
  return `${m.lesson_card_was({ name })} ${plain(did)}`;
}
