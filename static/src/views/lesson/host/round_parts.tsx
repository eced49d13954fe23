/** What a lesson adds to the picture of a round: a note beside it, a kit below it, a sign over it. */
import * as m from "messages";
import { CARD_WORDS, holderOf, SAID_BY_CLASS } from "../../../core/card_words";
import type { HostActions, HostModel } from "../../../core/host_model";
import { LETTERS, questionNumbers, questionWords } from "../../../core/lesson_words";
import type { Snapshot } from "../../../core/protocol";
import type { Asking, QuestionId, TurnedCard } from "../../../core/protocol_lesson";
import { QUESTIONS, WRONG } from "../../../core/questions";
import { DIAGNOSIS, SAID, symptom, waysOut } from "../../../core/remedies";
import { isShown, pressOf } from "../../../core/remote";
import { Key } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
import { Letter, Lettered } from "../choice";
import { LessonIcon as Icon } from "../lesson_icon";
import { PlayingCard } from "./playing_card";
import { roomNumbers } from "./question";

interface Props {
  model: HostModel;
  room: Snapshot;
  actions: HostActions;
}

/** While the question runs: what was asked, so that everybody watches for it. */
export function YouGuessed({ room, asking, now_ms }: { room: Snapshot; asking: Asking; now_ms: number }) {
  const question = asking.questions[0] as QuestionId;
  return (
    <section class="note-card you-guessed">
      <h2>{m.lesson_now_watch}</h2>
      <p>
        <b>
          <Sentence words={questionWords(question, questionNumbers(question, asking, roomNumbers(room)))} />
        </b>
      </p>
      <Lettered answers={QUESTIONS[question].answers} />
      <p class="dim">{isShown(room, now_ms) ? m.lesson_say_what_you_see : m.lesson_answers_after}</p>
    </section>
  );
}

export function WhatIsWrong({ asking }: { asking: Asking }) {
  return (
    <section class="kit lesson-kit" aria-label={WRONG.asks}>
      <div class="kit-head">
        <h2>{WRONG.asks}</h2>
        <span class="spring" />
        {asking.people > 0 && (
          <p class="num">
            <Sentence words={m.lesson_n_guessed({ n: asking.guessed, all: asking.people })} />
          </p>
        )}
      </div>
      <ol class="three">
        {WRONG.answers.map((answer, i) => (
          <li key={answer}>
            <Letter>{LETTERS[i]}</Letter>
            {answer}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Remedies({ room, actions, asking }: Props & { asking: Asking }) {
  const what = symptom(room) ?? "missing";
  const counts = asking.results?.[0]?.counts ?? [0, 0, 0];
  const all = counts.reduce((sum, count) => sum + count, 0);
  const said = counts[DIAGNOSIS[what]] ?? 0;
  return (
    <section class="kit lesson-kit" aria-label={m.lesson_what_now}>
      <div class="kit-head">
        <h2>{SAID[what]}</h2>
        <span class="spring" />
        {all > 0 && (
          <p class="num">
            <Sentence words={m.lesson_n_said({ n: said, all, what: SAID_BY_CLASS[DIAGNOSIS[what]] })} />
          </p>
        )}
      </div>
      <div class="three">
        {waysOut(room).map((way, i) => (
          <button
            key={way.label}
            type="button"
            class={i === 0 ? "way-out way-out-first" : "way-out"}
            onClick={() => actions.press(pressOf(way))}
          >
            <Icon name={way.icon} />
            <b>
              {way.label} <code lang="en">{way.code}</code> <Key name={`${i + 1}`} />
            </b>
            <span>{way.price}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

export function Turned({ turned, room, thrown }: { turned: TurnedCard; room: Snapshot; thrown: number | null }) {
  const { name, did } = CARD_WORDS[turned.card];
  const robot = room.workers.find((seated) => seated.worker === turned.worker)?.name ?? null;
  return (
    <section class="note-card turned-card">
      <div>
        <PlayingCard face={turned.card} holder={holderOf(turned.to, robot)} />
        <div>
          <h2>{m.lesson_card_was({ name })}</h2>
          <p>
            <Sentence words={did} />
          </p>
        </div>
      </div>
      {turned.card === "crash" && room.barrier.state === "broken" && thrown !== null && (
        <p>
          <b>{m.lesson_waited_for_nothing({ n: thrown })}</b>
        </p>
      )}
    </section>
  );
}

/** What Python itself says, below the code. */
export function PythonSays({ room }: { room: Snapshot }) {
  const { waiting, state } = room.barrier;
  return (
    <pre class="python-says" translate={false}>
      {">>> barrier.n_waiting, barrier.broken\n"}
      <b>
        ({waiting.length}, {state === "broken" ? "True" : "False"})
      </b>
    </pre>
  );
}

export function PausedSign() {
  return (
    <div class="paused-sign">
      <div role="status">
        <h1>
          <Icon name="wait" /> {m.paused}
        </h1>
        <p>{m.lesson_paused_says}</p>
      </div>
    </div>
  );
}
