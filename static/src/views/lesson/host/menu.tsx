import * as m from "messages";
import { isAsking } from "../../../core/asked";
import type { HostActions, HostModel } from "../../../core/host_model";
import { LESSON_MINUTES, placeOf, STEPS } from "../../../core/lesson_steps";
import { QUESTION_ORDER, QUESTIONS } from "../../../core/questions";
import { Key, Panel } from "../../parts/panel";
import { ReportLink } from "../../parts/report_link";
import { Sentence } from "../../parts/sentence";
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
    <Panel label={m.lesson_label} look="lesson-menu">
      <div class="lesson-menu-whole">
        <h2>{m.lesson_of_minutes({ n: LESSON_MINUTES })}</h2>
        <ol>
          {STEPS.map(({ id, name, minutes }, i) => (
            <li key={id} class={lesson && i < placeOf(lesson.step) ? "done" : ""}>
              <i class="num">{i + 1}</i>
              {name}
              <span class="num">{m.lesson_minutes({ n: minutes })}</span>
            </li>
          ))}
        </ol>
        <p class="dim">
          <Sentence words={m.lesson_how} />
        </p>
        <button type="button" class="button button-main" data-first onClick={actions.begin_lesson}>
          {lesson ? m.lesson_back_to : m.lesson_start} <Key name="PgDn" />
        </button>
      </div>
      <div class="lesson-menu-one">
        <div class="row">
          <h2>{m.lesson_or_one}</h2>
          <span class="spring" />
          {is_running && <p class="chip num">{m.lesson_n_waiting({ n: counts.n_waiting, parties: counts.parties })}</p>}
        </div>
        {!is_running && <p>{m.lesson_start_trip}</p>}
        {is_running && ends_round && <p>{m.lesson_asking_ends({ n: counts.n_waiting })}</p>}
        <div class="lesson-menu-questions">
          {QUESTION_ORDER.map((question) => (
            <button
              key={question}
              type="button"
              aria-disabled={!is_running}
              onClick={() => is_running && actions.ask(question)}
            >
              <b>{confirming === `ask ${question}` ? m.lesson_really : QUESTIONS[question].short}</b>
              <small>{QUESTIONS[question].sets_up}</small>
            </button>
          ))}
        </div>
        <div class="row">
          <button type="button" class="button" aria-disabled={!is_running} onClick={() => is_running && actions.deal()}>
            <Icon name="card" /> {isAsking(confirming, "deal") ? m.lesson_really : m.lesson_deal}
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={!is_running}
            onClick={() => is_running && actions.begin_drill()}
          >
            {confirming === "drill" ? m.lesson_really : m.drill_pass_it_on}
          </button>
          <ReportLink code={model.code} look="button-small">
            <Key name="P" />
          </ReportLink>
          <span class="spring" />
          <button type="button" class="button" onClick={() => actions.show(null)}>
            {m.close} <Key name="Esc" />
          </button>
        </div>
      </div>
    </Panel>
  );
}
