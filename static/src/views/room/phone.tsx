import * as m from "messages";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Actions, Model, Screen } from "../../core/model";
import { alreadyWaiting, cameAndWaited, finishedQuestion, seconds, whyOpen } from "../../core/words";
import { ArriveButton } from "../parts/arrive_button";
import { MiniCode } from "../parts/code_panel";
import { Icon } from "../parts/icons";
import { LimitLeft } from "../parts/limit_left";
import { Sentence } from "../parts/sentence";
import { Toast } from "../parts/toast";
import { Announced, COLOURS, Heading } from "./announced";
import { announcement, isOutside } from "./announcements";
import { BrokenFooter } from "./broken_footer";
import { Join } from "./join";
import type { OutsideScreen as Outside } from "./outside";
import { PhoneHeader } from "./phone_header";
import { SeatDots } from "./seat_dots";

interface Props {
  model: Model;
  actions: Actions;
}

interface PhoneProps extends Props {
  /** Where its script has come: see pages/outside.tsx. */
  OutsideScreen?: typeof Outside | undefined;
}

/** What lies over it, if anything, is drawn by sheets.tsx. */
export function Phone({ model, actions, OutsideScreen }: PhoneProps) {
  const colour = COLOURS[model.screen];
  const key = stateKey(model.screen);
  return (
    <div class={colour ? `phone phone-full phone-${colour}` : "phone"}>
      <Page model={model} actions={actions} is_covered={model.overlay !== null}>
        <State key={key} model={model} actions={actions} OutsideScreen={OutsideScreen} />
      </Page>
      {key === "waiting" && (
        // What the release will show: in its frame the style sheet only has to show it.
        <div class="phone phone-full ahead" aria-hidden="true">
          <Page model={model} actions={actions} is_covered>
            <Released model={model} actions={actions} />
          </Page>
        </div>
      )}
      <Toast sentence={model.toast} />
    </div>
  );
}

function Page({ model, actions, is_covered, children }: Props & { is_covered: boolean; children: ComponentChildren }) {
  return (
    <div class="phone-page" inert={is_covered}>
      <PhoneHeader model={model} actions={actions} />
      {model.host_away && <p class="host-away">{m.teacher_away}</p>}
      {children}
    </div>
  );
}

/** The same elements for screens between which the focus must stay where it is. */
function stateKey(screen: Screen): string {
  return screen === "sending" ? "working" : screen === "hold" ? "waiting" : screen;
}

function State({ model, actions, OutsideScreen }: PhoneProps) {
  const { screen, profile, faces } = model;
  if (screen === "door" && profile && faces)
    return <Join model={model} actions={actions} profile={profile} faces={faces} />;
  switch (screen) {
    case "working":
    case "sending":
      return <Working model={model} actions={actions} />;
    case "waiting":
    case "hold":
      return <Waiting model={model} />;
    case "released":
      return <Released model={model} actions={actions} />;
    case "broken":
      return <Broken model={model} actions={actions} />;
  }
  if (!isOutside(screen)) {
    return <Announced model={model} actions={actions} announcement={announcement(screen, model, actions)} />;
  }
  return OutsideScreen ? <OutsideScreen model={model} actions={actions} screen={screen} /> : <main>{m.a_moment}</main>;
}

function Working({ model, actions }: Props) {
  const { counts, nudged } = model;
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (document.querySelector("[role=dialog]") === null)
      main.current?.querySelector<HTMLElement>(".arrive")?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <main ref={main}>
        {nudged && (
          <p class="note" role="alert">
            <Icon name="bell" />
            <span>
              <Sentence words={m.nudged} />
            </span>
          </p>
        )}
        <div>
          <h1>{m.working}</h1>
          <p class="sub dim">{nudged ? m.nudged_says : m.then_press({ question: finishedQuestion(counts.phase) })}</p>
        </div>
        <ArriveButton model={model} arrive={actions.arrive} is_new={model.call !== null} />
        <LimitLeft model={model} />
        {!nudged && <MiniCode counts={counts} at="work" />}
      </main>
      <footer class="dim">
        {model.new_worker && <div>{m.new_tab}</div>}
        <div>{alreadyWaiting(counts)}</div>
        {model.polling && <div>{m.slow_line}</div>}
        {model.call?.end_ms != null && <div>{m.last_time({ what: cameAndWaited(model) })}</div>}
      </footer>
    </>
  );
}

function Waiting({ model }: { model: Model }) {
  const { counts, call, screen } = model;
  const n = counts.parties;
  return (
    <>
      <main>
        <div>
          <p class="count num" translate={false}>
            {screen === "hold" ? n : counts.n_waiting}
            <small>{m.of_n({ n })}</small>
          </p>
          <Heading>{m.stopped}</Heading>
          <p class="sub">
            <Sentence words={m.stopped_inside({ n })} />
          </p>
        </div>
        <SeatDots model={model} />
        {call !== null && (
          <p class="timer num" translate={false} aria-hidden="true">
            {seconds((call.end_ms ?? model.now_ms) - call.at_ms)}
          </p>
        )}
        <LimitLeft model={model} />
        <MiniCode counts={counts} at="wait" />
      </main>
      <footer>
        <b>{screen === "hold" ? m.all_aboard : model.held === "paused" ? m.keep_waiting : m.nothing_to_press}</b>
      </footer>
    </>
  );
}

function Released({ model, actions }: Props) {
  const { counts, call } = model;
  return (
    <>
      <main>
        <Icon name="go" big />
        <div class="go-word">
          <Heading>{m.go}</Heading>
        </div>
        <p class="sub">
          <b>{whyOpen(counts.parties)}</b>
          <br />
          {cameAndWaited(model)}
        </p>
        <MiniCode counts={counts} at="go" />
        {call !== null && (
          <p class="sub">
            <Sentence words={m.gave_number({ index: call.index })} />
          </p>
        )}
      </main>
      <footer>
        {call !== null && (
          <button type="button" class="button button-plain" onClick={() => actions.show("number")}>
            {m.why_number({ index: call.index, place: call.index + 1 })}
          </button>
        )}
        <button type="button" class="button button-plain" onClick={actions.go_on}>
          {m.go_on}
        </button>
      </footer>
    </>
  );
}

function Broken({ model, actions }: Props) {
  const { why_broken } = model.counts;
  return (
    <>
      <main>
        <Icon name="bad" big />
        <Heading>{m.barrier_broke}</Heading>
        <p class="sub">
          {why_broken !== null && (
            <>
              <bdi translate={false}>{why_broken}</bdi>.<br />
            </>
          )}
          {wasStopped(model) ? m.stop_and_error : m.nobody_passes}
        </p>
        {wasStopped(model) && (
          <div class="mini-code" translate={false}>
            <div class="line-bad">BrokenBarrierError</div>
          </div>
        )}
      </main>
      <BrokenFooter model={model} actions={actions} />
    </>
  );
}

/** Did the break reach this worker inside `wait()`? */
function wasStopped({ call, counts }: Model): boolean {
  return call?.generation === counts.generation;
}
