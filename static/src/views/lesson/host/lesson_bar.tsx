import * as m from "messages";
import type { HostActions, HostModel } from "../../../core/host_model";
import { ENCORE, LESSON_MINUTES, lateness, leads, lessonClock, placeOf, STEPS } from "../../../core/lesson_steps";
import type { LessonPlace } from "../../../core/protocol_lesson";
import { askedBy, type Press, type Remote } from "../../../core/remote";
import { Key } from "../../parts/panel";

interface Props {
  model: HostModel;
  remote: Remote;
  actions: HostActions;
}

/** The remote, in the place of the bar of free play: one solid button leads. */
export function LessonBar({ model, remote, actions }: Props) {
  const { main, more, skip } = remote;
  const { room, confirming } = model;
  const lesson = room && leads(room) ? room.lesson : undefined;
  const is_paused = room?.paused_since_ms !== undefined;
  return (
    <footer class="host-bar lesson-bar">
      {lesson ? (
        <button type="button" class="button" onClick={actions.toggle_lesson}>
          {m.lesson_free_play} <Key name="T" />
        </button>
      ) : (
        remote.scene !== null && (
          <button type="button" class="button" onClick={() => actions.press(CLOSE)}>
            {m.lesson_free_play}
          </button>
        )
      )}
      <button
        type="button"
        class="button"
        aria-pressed={is_paused}
        onClick={() => (is_paused ? actions.press(main) : actions.pause())}
      >
        {m.pause} <Key name="PgUp" />
      </button>
      {lesson && <Way lesson={lesson} now_ms={model.now_ms} />}
      <span class="spring" />
      {more && <Small press={more} confirming={confirming} actions={actions} />}
      {skip && <Small press={skip} confirming={confirming} actions={actions} />}
      <Main press={main} confirming={confirming} actions={actions} />
    </footer>
  );
}

const CLOSE: Press = { label: m.lesson_free_play, key: "", does: [{ type: "ask", question: null }] };

function Small({ press, confirming, actions }: { press: Press; confirming: string | null; actions: HostActions }) {
  const is_asked = press.asks !== undefined && confirming === askedBy(press);
  return (
    <button type="button" class="button" onClick={() => actions.press(press)}>
      {is_asked ? (
        press.asks
      ) : (
        <>
          {press.label} <Key name={press.key} />
        </>
      )}
    </button>
  );
}

/** The solid button; dashed while it is not time yet, and then a press asks. */
function Main({ press, confirming, actions }: { press: Press; confirming: string | null; actions: HostActions }) {
  const { label, key, asks } = press;
  if (asks === undefined) {
    return (
      <button type="button" class="button button-main main" onClick={() => actions.press(press)}>
        {label} <Key name={key} />
      </button>
    );
  }
  const is_asked = confirming === askedBy(press);
  return (
    <button
      type="button"
      class={is_asked ? "button button-bad main" : "button main main-waits"}
      onClick={() => actions.press(press)}
    >
      {is_asked ? asks : label}
    </button>
  );
}

/** Ten stops; the bus is where the class is. */
function Way({ lesson, now_ms }: { lesson: LessonPlace; now_ms: number }) {
  const at = placeOf(lesson.step);
  const late = lateness(lesson, now_ms);
  const { name } = STEPS[at] ?? ENCORE;
  const is_encore = at >= STEPS.length;
  return (
    <div class="way" role="img" aria-label={is_encore ? name : m.lesson_step_of({ at: at + 1, n: STEPS.length, name })}>
      <div class="way-stops">
        {STEPS.map(({ id }, i) => (
          <i key={id} class={i < at ? "done" : i === at ? "here" : ""} />
        ))}
      </div>
      <p class="num">
        <b>{name}</b>{" "}
        <span>
          {is_encore
            ? m.lesson_after_it
            : (late ??
              m.lesson_at({
                at: at + 1,
                n: STEPS.length,
                clock: lessonClock(lesson, now_ms),
                minutes: LESSON_MINUTES,
              }))}
        </span>
      </p>
    </div>
  );
}
