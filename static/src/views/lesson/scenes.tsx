/** What a lesson shows to one worker, on a phone and on the left of a wide page: the middle of a page, and its foot. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { LessonScene } from "../../core/lesson_types";
import { coded, questionWords } from "../../core/lesson_words";
import type { Actions, Model } from "../../core/model";
import type { Answer } from "../../core/protocol_lesson";
import { beliefOf, QUESTIONS, TWINS, WRONG } from "../../core/questions";
import { plain, seconds } from "../../core/words";
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
export function sceneFoot(scene: LessonScene): string | null {
  switch (scene.name) {
    case "ask":
      return scene.chosen === null ? "Guess first. Nobody sees it." : "You can still change it.";
    case "run":
      return "Watch what really happens.";
    case "told":
      return scene.chosen === null ? "Look at the big screen." : "Only you see your guess.";
    case "drill":
      return drillFoot(scene);
    case "drill_watch":
      return "Your seat is kept.";
    case "wrong":
      return "You wait. You can still think.";
    case "card":
      return "The card did it, not you.";
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
        <h1>You are working</h1>
        <p class="sub dim">Done with your {model.counts.phase}? Then press.</p>
      </div>
      <ArriveButton model={model} arrive={actions.arrive} />
      {chosen !== null && <Framed answer={chosen} text={QUESTIONS[question].answers[chosen]} says="Your guess" />}
    </div>
  );
}

function Told({ scene }: { scene: Scene<"told"> }) {
  const { question, numbers, chosen, happened } = scene;
  const { truth, answers, says } = QUESTIONS[question];
  return (
    <div class="lesson-body lesson-body-told">
      <Heading words={questionWords(question, numbers)} look="question" />
      <Framed answer={truth} text={answers[truth]} says={happened ? "This happened" : "This is true"} ok />
      {chosen === null ? (
        <p class="sub dim">You did not guess.{happened && " This is what happened."}</p>
      ) : (
        <Framed answer={chosen} text={answers[chosen]} says="Your guess" />
      )}
      <p class="true-sentence">
        <Sentence words={coded(says)} />
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
        {is_broken && <b>The barrier broke</b>}
        <p class="stopped-count num" hidden={is_broken}>
          {counts.n_waiting}
          <small> of {counts.parties}</small>
        </p>
        {is_waiting && (
          <p>
            <b>You are stopped</b>
            {call !== null && <span class="num"> {seconds(now_ms - call.at_ms)}</span>}
          </p>
        )}
      </div>
      <Heading words={[WRONG.asks]} look="question" />
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
        <Icon name="card" /> Secret card
      </p>
      {scene.until_ms === null ? <Icon name={icon} big /> : <Ring until_ms={scene.until_ms} now_ms={model.now_ms} />}
      <Heading words={[heading]} />
      {says.map((words, i) => (
        <p class="sub" key={i}>
          <Sentence words={coded(words)} />
        </p>
      ))}
    </div>
  );
}

const CARD_WORDS: Readonly<
  Record<Scene<"card">["card"], { icon: IconName; heading: string; says: readonly string[] }>
> = {
  crash: {
    icon: "crash",
    heading: "Your worker crashed",
    says: ["It never called `wait()`. Nobody can tell.", "Turn the screen down. Say nothing."],
  },
  slow: {
    icon: "slow",
    heading: "Your worker is slow",
    says: ["It calls `wait()` by itself when the ring is full. Say nothing."],
  },
  action: {
    icon: "bad",
    heading: "The action failed",
    says: [
      "Your call came last, so it ran the action.",
      "`ZeroDivisionError`",
      "Everybody else got `BrokenBarrierError`.",
    ],
  },
  leaves: { icon: "out", heading: "Your worker left", says: ["It went home before it called `wait()`."] },
  extra: { icon: "bus", heading: "One too many", says: ["There is one worker more than seats."] },
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
          <span>
            Question {at + 1} of {questions.length}
          </span>
        </p>
        {code !== undefined && <pre class="ticket-code">{code}</pre>}
        <Heading words={coded(asks)} look="question" />
        <Choice
          label={plain(coded(asks))}
          answers={texts}
          chosen={chosen}
          choose={(answer) => actions.guess(question, answer)}
          mark="your answer"
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
          {at + 1 < questions.length ? "Next" : "Done"}
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
        <Heading words={["Thank you"]} />
        <p class="sub">Your answers are in. Wait for the class result.</p>
      </div>
      <div class="lesson-body-button">
        <button type="button" class="button button-wide" onClick={again}>
          Look at them again
        </button>
      </div>
    </>
  );
}

function Mine({ scene, code }: { scene: Scene<"mine">; code: string }) {
  return (
    <div class="lesson-body lesson-body-told">
      <Heading words={["What is true"]} />
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
                <Sentence words={coded(says)} />
              </b>
              {chosen !== undefined && (
                <small>{is_true ? "You chose this." : <>You chose: {plain(coded(answers[chosen]))}</>}</small>
              )}
            </li>
          );
        })}
      </ul>
      <p class="dim">Only you see this. No points, no names.</p>
      <a class="button button-wide" href={at(`/${code}/take-home.py`)} download="take-home.py">
        Take your round home: a Python script
      </a>
    </div>
  );
}
