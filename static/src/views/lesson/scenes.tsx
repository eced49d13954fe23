/** What a lesson shows to one worker, on a phone and on the left of a wide page: the middle of a page, and its foot. */
import * as m from "messages";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { LessonScene } from "../../core/lesson_types";
import { questionWords } from "../../core/lesson_words";
import type { Actions, Model } from "../../core/model";
import type { Answer } from "../../core/protocol_lesson";
import { beliefOf, QUESTIONS, TWINS, WRONG } from "../../core/questions";
import { finishedQuestion, type Phrase, plain, seconds } from "../../core/words";
import { at } from "../../lib/base";
import { ArriveButton } from "../parts/arrive_button";
import { Sentence } from "../parts/sentence";
import { Choice, Framed } from "./choice";
import { DrillSeat, DrillWatch, drillFoot } from "./drill_seat";
import { Heading } from "./heading";
import { LessonIcon as Icon, type LessonIconName as IconName } from "./lesson_icon";
import { Ring } from "./ring";

type Scene<Name extends LessonScene["name"]> = Extract<LessonScene, { name: Name }>;

interface Props {
  scene: LessonScene;
  model: Model;
  actions: Actions;
}

export function SceneBody({ scene, model, actions }: Props) {
  switch (scene.name) {
    case "ask":
      return <Ask key={scene.question} scene={scene} actions={actions} />;
    case "run":
      return <Run scene={scene} model={model} actions={actions} />;
    case "told":
      return <Told key={scene.question} scene={scene} />;
    case "drill":
      return <DrillSeat scene={scene} actions={actions} />;
    case "drill_watch":
      return <DrillWatch />;
    case "wrong":
      return <Wrong scene={scene} model={model} actions={actions} />;
    case "card":
      return <Card scene={scene} model={model} />;
    case "ticket":
      return <Ticket scene={scene} actions={actions} />;
    case "mine":
      return <Mine scene={scene} code={model.code} />;
  }
}

/** The line at the foot of the page; null where the scene has its own. */
export function sceneFoot(scene: LessonScene): Phrase | null {
  switch (scene.name) {
    case "ask":
      return scene.chosen === null ? m.lesson_guess_first : m.lesson_can_change;
    case "run":
      return m.lesson_watch_really;
    case "told":
      return scene.chosen === null ? m.lesson_look_up : m.lesson_only_you_see;
    case "drill":
      return drillFoot(scene);
    case "drill_watch":
      return m.seat_kept;
    case "wrong":
      return m.lesson_still_think;
    case "card":
      return m.lesson_card_did_it;
    default:
      return null;
  }
}

function Ask({ scene, actions }: { scene: Scene<"ask">; actions: Actions }) {
  const { question, numbers, chosen } = scene;
  const words = questionWords(question, numbers);
  return (
    <div class="lesson-body lesson-body-question">
      <Heading words={words} look="question" />
      <Choice
        label={plain(words)}
        answers={QUESTIONS[question].answers}
        chosen={chosen}
        choose={(answer) => actions.guess(question, answer)}
      />
    </div>
  );
}

function Run({ scene, model, actions }: { scene: Scene<"run">; model: Model; actions: Actions }) {
  const { question, chosen } = scene;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (document.querySelector("[role=dialog]") === null)
      ref.current?.querySelector<HTMLElement>(".arrive")?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="lesson-body" ref={ref}>
      <div>
        <h1>{m.working}</h1>
        <p class="sub dim">{m.then_press({ question: finishedQuestion(model.counts.phase) })}</p>
      </div>
      <ArriveButton model={model} arrive={actions.arrive} />
      {chosen !== null && (
        <Framed answer={chosen} text={QUESTIONS[question].answers[chosen]} says={m.lesson_your_guess} />
      )}
    </div>
  );
}

function Told({ scene }: { scene: Scene<"told"> }) {
  const { question, numbers, chosen, happened } = scene;
  const { truth, answers, says } = QUESTIONS[question];
  return (
    <div class="lesson-body lesson-body-told">
      <Heading words={questionWords(question, numbers)} look="question" />
      <Framed
        answer={truth}
        text={answers[truth]}
        says={happened ? m.lesson_this_happened : m.lesson_this_is_true}
        ok
      />
      {chosen === null ? (
        <p class="sub dim">{m.lesson_no_guess({ happened })}</p>
      ) : (
        <Framed answer={chosen} text={answers[chosen]} says={m.lesson_your_guess} />
      )}
      <p class="true-sentence">
        <Sentence words={says} />
      </p>
    </div>
  );
}

function Wrong({ scene, model, actions }: { scene: Scene<"wrong">; model: Model; actions: Actions }) {
  const { counts, call, screen, now_ms } = model;
  const is_waiting = screen === "waiting";
  const is_broken = screen === "broken";
  return (
    <div class="lesson-body lesson-body-question">
      <div class="stopped">
        {is_broken && <b>{m.barrier_broke}</b>}
        <p class="stopped-count num" hidden={is_broken}>
          {counts.n_waiting}
          <small>{m.of_n({ n: counts.parties })}</small>
        </p>
        {is_waiting && (
          <p>
            <b>{m.stopped}</b>
            {call !== null && <span class="num"> {seconds(now_ms - call.at_ms)}</span>}
          </p>
        )}
      </div>
      <Heading words={WRONG.asks} look="question" />
      <Choice
        label={WRONG.asks}
        answers={WRONG.answers}
        chosen={scene.chosen}
        choose={(answer) => actions.guess("wrong", answer)}
        small
      />
    </div>
  );
}

function Card({ scene, model }: { scene: Scene<"card">; model: Model }) {
  const { icon, heading, says } = CARD_WORDS[scene.card];
  return (
    <div class="lesson-body">
      <p class="secret-card">
        <Icon name="card" /> {m.lesson_secret_card}
      </p>
      {scene.until_ms === null ? <Icon name={icon} big /> : <Ring until_ms={scene.until_ms} now_ms={model.now_ms} />}
      <Heading words={heading} />
      {says.map((words, i) => (
        <p class="sub" key={i}>
          <Sentence words={words} />
        </p>
      ))}
    </div>
  );
}

const CARD_WORDS: Readonly<
  Record<Scene<"card">["card"], { icon: IconName; heading: string; says: readonly Phrase[] }>
> = {
  crash: {
    icon: "crash",
    heading: m.lesson_crash_heading,
    says: [m.lesson_crash_says, m.lesson_say_nothing],
  },
  slow: {
    icon: "slow",
    heading: m.lesson_slow_heading,
    says: [m.lesson_slow_says],
  },
  action: {
    icon: "bad",
    heading: m.lesson_wrong_c,
    says: [m.lesson_action_says, [{ code: "ZeroDivisionError" }], m.lesson_others_got],
  },
  leaves: { icon: "out", heading: m.lesson_leaves_heading, says: [m.lesson_leaves_says] },
  extra: { icon: "bus", heading: m.lesson_card_extra, says: [m.lesson_extra_says] },
};

/** One question after the other; all of them can be changed until the class sees the result. */
function Ticket({ scene, actions }: { scene: Scene<"ticket">; actions: Actions }) {
  const { questions, answers } = scene;
  const first_open = questions.findIndex((question) => answers[question] === undefined);
  const [at, setAt] = useState(first_open === -1 ? questions.length : first_open);
  const asked = questions.join();
  useEffect(() => setAt(first_open === -1 ? questions.length : first_open), [asked]);
  const question = questions[at];
  const belief = question === undefined ? null : beliefOf(question);
  if (question === undefined || belief === null) return <Done again={() => setAt(0)} />;
  const { code, asks, answers: texts } = TWINS[belief];
  const chosen: Answer | null = answers[question] ?? null;
  return (
    <>
      <div class="lesson-body lesson-body-question" key={question}>
        <p class="progress" aria-hidden="true">
          {questions.map((question, i) => (
            <i key={question} class={i < at ? "done" : i === at ? "here" : ""} />
          ))}
          <span>{m.lesson_question_of({ at: at + 1, n: questions.length })}</span>
        </p>
        {code !== undefined && <pre class="ticket-code">{code}</pre>}
        <Heading words={asks} look="question" />
        <Choice
          label={plain(asks)}
          answers={texts}
          chosen={chosen}
          choose={(answer) => actions.guess(question, answer)}
          mark={m.lesson_mark_answer}
          small
        />
      </div>
      <div class="lesson-body-button">
        <button
          type="button"
          class={chosen === null ? "button button-wide" : "button button-main button-wide"}
          aria-disabled={chosen === null}
          onClick={() => chosen !== null && setAt(at + 1)}
        >
          {at + 1 < questions.length ? m.lesson_next : m.done}
        </button>
      </div>
    </>
  );
}

function Done({ again }: { again(): void }) {
  return (
    <>
      <div class="lesson-body">
        <Icon name="check" big />
        <Heading words={m.lesson_thanks} />
        <p class="sub">{m.lesson_thanks_says}</p>
      </div>
      <div class="lesson-body-button">
        <button type="button" class="button button-wide" onClick={again}>
          {m.lesson_look_again}
        </button>
      </div>
    </>
  );
}

function Mine({ scene, code }: { scene: Scene<"mine">; code: string }) {
  return (
    <div class="lesson-body lesson-body-told">
      <Heading words={m.lesson_what_is_true} />
      <ul class="mine-list">
        {scene.questions.map((question) => {
          const belief = beliefOf(question);
          if (belief === null) return null;
          const { says, truth, answers } = TWINS[belief];
          const chosen = scene.answers[question];
          const is_true = chosen === truth;
          return (
            <li key={question}>
              {is_true ? <Icon name="check" /> : <i class="not-chosen" />}
              <b>
                <Sentence words={says} />
              </b>
              {chosen !== undefined && (
                <small>{is_true ? m.lesson_chose_true : m.lesson_chose({ answer: plain(answers[chosen]) })}</small>
              )}
            </li>
          );
        })}
      </ul>
      <p class="dim">{m.lesson_only_you}</p>
      <a class="button button-wide" href={at(`/${code}/take-home.py`)} download="take-home.py">
        {m.lesson_take_home}
      </a>
    </div>
  );
}
