import * as m from "messages";
import type { ComponentChildren } from "preact";
import { LETTERS } from "../../core/lesson_words";
import type { Answer } from "../../core/protocol_lesson";
import type { Phrase } from "../../core/words";
import { radioKeys } from "../parts/radio_keys";
import { Sentence } from "../parts/sentence";
import { LessonIcon as Icon } from "./lesson_icon";

const ANSWERS: readonly Answer[] = [0, 1, 2];

interface Props {
  label: string;
  answers: readonly Phrase[];
  chosen: Answer | null;
  choose(answer: Answer): void;
  /** What stands beside the chosen one. */
  mark?: string;
  small?: boolean;
}

/** Three big answers, of which one is chosen. */
export function Choice({ label, answers, chosen, choose, mark = m.lesson_mark_guess, small = false }: Props) {
  const onKeyDown = radioKeys((i) => choose(i as Answer));
  return (
    <div
      class={small ? "lesson-options lesson-options-small" : "lesson-options"}
      role="radiogroup"
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {ANSWERS.map((answer) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio button cannot be drawn as tall as a thumb needs
        <button
          key={answer}
          type="button"
          role="radio"
          aria-checked={chosen === answer}
          tabIndex={answer === (chosen ?? 0) ? 0 : -1}
          onClick={() => choose(answer)}
        >
          <Letter>{LETTERS[answer]}</Letter>
          <span>
            <Sentence words={answers[answer] ?? ""} />
          </span>
          {chosen === answer && (
            <span class="lesson-options-mark">
              <Icon name="check" />
              {mark}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

export function Letter({ children }: { children: ComponentChildren }) {
  return <i class="letter">{children}</i>;
}

/** The answers of a question, with their letters. */
export function Lettered({ answers, look }: { answers: readonly Phrase[]; look?: string }) {
  return (
    <ol class={look}>
      {answers.map((answer, i) => (
        <li key={i}>
          <Letter>{LETTERS[i]}</Letter>
          <span>
            <Sentence words={answer} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** An answer in a frame: what happened, or what somebody had guessed. */
export function Framed({
  answer,
  text,
  says,
  ok = false,
}: {
  answer: Answer;
  text: Phrase;
  says: string;
  ok?: boolean;
}) {
  return (
    <div class={ok ? "framed framed-ok" : "framed"}>
      <Letter>{ok ? <Icon name="check" /> : LETTERS[answer]}</Letter>
      <span>
        <small>{says}</small>
        <b>
          <Sentence words={text} />
        </b>
      </span>
    </div>
  );
}
