import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Actions, Model, Screen } from "../../core/model";
import { all, alreadyWaiting, cameAndWaited, finishedQuestion, noRoom, seconds, whyOpen } from "../../core/words";
import { at } from "../../lib/base";
import { ArriveButton } from "../parts/arrive_button";
import { CODE_FORM, CodeField } from "../parts/code_field";
import { MiniCode } from "../parts/code_panel";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { Toast } from "../parts/toast";
import { TryingAgain } from "../parts/trying_again";
import { useFocus } from "../parts/use_focus";
import { announcement } from "./announcements";
import { BrokenFooter } from "./broken_footer";
import { Join } from "./join";
import { PhoneHeader } from "./phone_header";
import { SeatDots } from "./seat_dots";

/** A phone shows its state as one colour from edge to edge. */
const COLOURS: Partial<Record<Screen, string>> = {
  waiting: "wait",
  hold: "wait",
  released: "go",
  missed: "go",
  broken: "bad",
  lost: "off",
  restarting: "off",
  superseded: "off",
};
interface Props {
  model: Model;
  actions: Actions;
}

/** What lies over it, if anything, is drawn by sheets.tsx. */
export function Phone({ model, actions }: Props) {
  const colour = COLOURS[model.screen];
  const key = stateKey(model.screen);
  return (
    <div class={colour ? `phone phone-full phone-${colour}` : "phone"}>
      <Page model={model} actions={actions} is_covered={model.overlay !== null}>
        <State key={key} model={model} actions={actions} />
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
      {model.host_away && <p class="host-away">Teacher’s screen is away</p>}
      {children}
    </div>
  );
}

/** The same elements for screens between which the focus must stay where it is. */
function stateKey(screen: Screen): string {
  return screen === "sending" ? "working" : screen === "hold" ? "waiting" : screen;
}

function State({ model, actions }: Props) {
  if (model.screen === "door" && model.profile) return <Join model={model} actions={actions} profile={model.profile} />;
  switch (model.screen) {
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
    case "wrong":
      return <Wrong model={model} />;
    default:
      return <Quiet model={model} actions={actions} screen={model.screen} />;
  }
}

function Heading({ children }: { children: ComponentChildren }) {
  return (
    <h1 ref={useFocus()} tabIndex={-1}>
      {children}
    </h1>
  );
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
              <b>Your teacher nudges you.</b> The bus still has your seat.
            </span>
          </p>
        )}
        <div>
          <h1>You are working</h1>
          <p class="sub dim">
            {nudged ? "Take the time you need, then press." : `${finishedQuestion(counts.phase)} Then press.`}
          </p>
        </div>
        <ArriveButton model={model} arrive={actions.arrive} is_new={model.call !== null} />
        {!nudged && <MiniCode counts={counts} at="work" />}
      </main>
      <footer class="dim">
        {model.new_worker && <div>New tab, new worker</div>}
        <div>{model.polling ? "Slow line, still fine" : alreadyWaiting(counts)}</div>
        {model.call?.end_ms != null && <div>Last time: {cameAndWaited(model)}</div>}
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
            <small> of {n}</small>
          </p>
          <Heading>You are stopped</Heading>
          <p class="sub">
            Inside <code>wait()</code>
            {n > 1 && `, until ${all(n)} are here`}.
          </p>
        </div>
        <SeatDots model={model} />
        {call !== null && (
          <p class="timer num" translate={false} aria-hidden="true">
            {seconds((call.end_ms ?? model.now_ms) - call.at_ms)}
          </p>
        )}
        {counts.deadline_ms !== null && (
          <p class="sub">
            <b class="num">{seconds(counts.deadline_ms - model.now_ms)}</b> left, from the first arrival
          </p>
        )}
        <MiniCode counts={counts} at="wait" />
      </main>
      <footer>
        <b>
          {screen === "hold"
            ? "All aboard."
            : model.held === "paused"
              ? "Paused. You go on waiting."
              : "Nothing to press. That is the point."}
        </b>
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
          <Heading>GO!</Heading>
        </div>
        <p class="sub">
          <b>{whyOpen(counts.parties)}</b>
          <br />
          {cameAndWaited(model)}
        </p>
        <MiniCode counts={counts} at="go" />
        {call !== null && (
          <p class="sub">
            <code>wait()</code> gave you the number <b>{call.index}</b>
          </p>
        )}
      </main>
      <footer>
        {call !== null && (
          <button type="button" class="button button-plain" onClick={() => actions.show("number")}>
            Why {call.index} and not {call.index + 1}?
          </button>
        )}
        <button type="button" class="button button-plain" onClick={actions.go_on}>
          Go on
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
        <Heading>The barrier broke</Heading>
        <p class="sub">
          {why_broken !== null && (
            <>
              <bdi translate={false}>{why_broken}</bdi>.<br />
            </>
          )}
          {wasStopped(model) ? "You stop waiting and get an error." : "Nobody passes."}
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

function Wrong({ model }: { model: Model }) {
  return (
    <>
      <main class="phone-top">
        <h1>No room with that code</h1>
        <p class="sub">Check the big screen, and try again.</p>
        <CodeField code={model.code} error={noRoom(model.code)} join={(code) => location.assign(at(`/${code}`))} bare />
        <p class="dim">Six letters, never A E I O U Y. Capital or small letters are both fine.</p>
      </main>
      <footer>
        <button type="submit" form={CODE_FORM} class="button button-main button-wide">
          Join
        </button>
      </footer>
    </>
  );
}

function Quiet({ model, actions, screen }: Props & { screen: Parameters<typeof announcement>[0] }) {
  const { icon, heading, says, more, retries, act, other } = announcement(screen, model, actions);
  const plain = COLOURS[screen] !== undefined;
  return (
    <>
      <main>
        <Icon name={icon} big />
        <Heading>
          <Sentence words={heading} />
        </Heading>
        {says.map((words, i) => (
          <p class="sub" key={i}>
            <Sentence words={words} />
          </p>
        ))}
        {screen === "missed" && <MiniCode counts={model.counts} at="go" returned={model.call?.index} />}
        {more && (
          <p class="sub dim">
            <Sentence words={more} />
          </p>
        )}
        {retries && <TryingAgain model={model} />}
        {screen === "late" && <ArriveButton model={model} arrive={actions.arrive} />}
      </main>
      <footer>
        {act && (
          <button
            type="button"
            class={plain ? "button button-plain" : "button button-main button-wide"}
            onClick={act.do}
          >
            {act.label}
          </button>
        )}
        {other && (
          <button type="button" class="button button-wide" onClick={other.do}>
            {other.label}
          </button>
        )}
        {screen === "full" && (
          <a class="button button-wide" href={at("/")}>
            Type another code
          </a>
        )}
        {screen === "late" && <span class="dim">Round {model.counts.round + 1} starts when this bus leaves.</span>}
      </footer>
    </>
  );
}
