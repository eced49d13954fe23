/** What a lesson puts in the place of a worker's ordinary screen, at one moment. Pure. */
import * as m from "messages";
import { drillAlert, drillScene } from "./drill_scene";
import { hasHappened } from "./happened";
import type { LessonScene } from "./lesson_types";
import { questionNumbers, questionWords } from "./lesson_words";
import type { Screen } from "./model";
import type { Brief } from "./protocol";
import type { Answer, Asking, QuestionId } from "./protocol_lesson";
import { QUESTIONS, WRONG } from "./questions";
import type { Session } from "./session";
import { plain } from "./words";

/** Screens whose place a lesson may take; the moment of a release and a lost signal go before. */
const ORDINARY: readonly Screen[] = ["held", "working", "sending", "waiting", "broken", "late"];

export function lessonScene(session: Session, screen: Screen): LessonScene | null {
  const { brief, you } = session;
  if (!brief || !you || !ORDINARY.includes(screen) || brief.held === "paused") return null;
  if (brief.drill || session.snapshot?.drill) return drilled(session);
  const { asking } = brief;
  const answers = you.guesses ?? {};
  if (asking?.form === "wrong" && asking.stage === "open" && !you.card) {
    return { name: "wrong", chosen: answers.wrong ?? null, alert: WRONG.asks };
  }
  if (you.card && brief.cards && screen !== "waiting") {
    const { card, until_ms = null } = you.card;
    return { name: "card", card, until_ms, alert: m.lesson_card_yours };
  }
  if (asking?.form === "ticket") {
    const { questions } = asking;
    if (asking.stage === "told") return { name: "mine", questions, answers, alert: m.lesson_what_is_true };
    return { name: "ticket", questions, answers, alert: m.lesson_three_last };
  }
  return asking?.form === "guess" ? guessScene(asking, brief, answers, screen) : null;
}

function drilled(session: Session): LessonScene {
  const scene = drillScene(session);
  if (scene === null) return { name: "drill_watch", alert: `${m.watch_this_one}.` };
  return { name: "drill", ...scene, alert: drillAlert(scene) };
}

function guessScene(
  asking: Asking,
  room: Brief,
  answers: Readonly<Record<string, Answer>>,
  screen: Screen,
): LessonScene | null {
  const question = asking.questions[0] as QuestionId;
  const words = QUESTIONS[question];
  if (!words) return null; // a newer server asks what this page does not know
  const numbers = questionNumbers(question, asking, room);
  const guess = { question, numbers, chosen: answers[question] ?? null };
  switch (asking.stage) {
    case "open":
      return {
        name: "ask",
        ...guess,
        alert: m.lesson_guess_alert({ question: plain(questionWords(question, numbers)) }),
      };
    case "running":
      // A mural has its own page, on which everybody paints or watches.
      return !room.mural && (screen === "working" || screen === "sending")
        ? { name: "run", ...guess, alert: m.lesson_now_watch }
        : null;
    case "told": {
      const seen = { still_ms: 0, ...room, is_broken: room.state === "broken" };
      const happened = question !== "first" && hasHappened(asking, seen);
      const says = happened ? m.lesson_this_happened : m.lesson_this_is_true;
      const answer = plain(words.answers[words.truth]);
      return { name: "told", happened, ...guess, alert: m.lesson_told_alert({ says, answer }) };
    }
  }
}
