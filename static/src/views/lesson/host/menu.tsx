import type { HostActions, HostModel } from "../../../core/host_model";
import { LESSON_MINUTES, placeOf, STEPS } from "../../../core/lesson_steps";
import { QUESTION_ORDER, QUESTIONS } from "../../../core/questions";
import { Key, Panel } from "../../parts/panel";
import { ReportLink } from "../../parts/report_link";
import { LessonIcon as Icon } from "../lesson_icon";

interface Props {
  model: HostModel;
  actions: HostActions;
}

/** What the host can begin: the whole lesson, or one thing of it. */
export function LessonMenu({ model, actions }: Props) {
  const { room, counts, confirming } = model;
  const lesson = room?.lesson;
  const is_running = room?.stage === "running";
  const ends_round = counts.n_waiting > 0 && room?.asking?.stage !== "told";
  return (
    <Panel label="Lesson" look="lesson-menu">
      <div class="lesson-menu-whole">
        <h2>A lesson of {LESSON_MINUTES} minutes</h2>
        <ol>
          {STEPS.map(({ id, name, minutes }, i) => (
            <li key={id} class={lesson && i < placeOf(lesson.step) ? "done" : ""}>
              <i class="num">{i + 1}</i>
              {name}
              <span class="num">{minutes} min</span>
            </li>
          ))}
        </ol>
        <p class="dim">
          One button takes you through it. A clicker is enough. <b>T</b> brings you back to free play. With time left,{" "}
          <b>O</b> goes on to the mural.
        </p>
        <button type="button" class="button button-main" data-first onClick={actions.begin_lesson}>
          {lesson ? "Back to the lesson" : "Start the lesson"} <Key name="PgDn" />
        </button>
      </div>
      <div class="lesson-menu-one">
        <div class="row">
          <h2>Or one thing now</h2>
          <span class="spring" />
          {is_running && (
            <p class="chip num">
              {counts.n_waiting} of {counts.parties} waiting
            </p>
          )}
        </div>
        {!is_running && <p>Start the trip first.</p>}
        {is_running && ends_round && (
          <p>
            Asking ends the round:{" "}
            {counts.n_waiting === 1 ? "the one who waits gets" : `the ${counts.n_waiting} who wait get`} an error.
          </p>
        )}
        <div class="lesson-menu-questions">
          {QUESTION_ORDER.map((question) => (
            <button
              key={question}
              type="button"
              aria-disabled={!is_running}
              onClick={() => is_running && actions.ask(question)}
            >
              <b>{confirming === `ask ${question}` ? "Really? Press again." : QUESTIONS[question].short}</b>
              <small>{QUESTIONS[question].sets_up}</small>
            </button>
          ))}
        </div>
        <div class="row">
          <button type="button" class="button" aria-disabled={!is_running} onClick={() => is_running && actions.deal()}>
            <Icon name="card" /> {confirming === "deal" ? "Really? Press again." : "Deal a secret card"}
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={!is_running}
            onClick={() => is_running && actions.begin_drill()}
          >
            {confirming === "drill" ? "Really? Press again." : "Pass it on"}
          </button>
          <ReportLink code={model.code} look="button-small">
            <Key name="P" />
          </ReportLink>
          <span class="spring" />
          <button type="button" class="button" onClick={() => actions.show(null)}>
            Close <Key name="Esc" />
          </button>
        </div>
      </div>
    </Panel>
  );
}
