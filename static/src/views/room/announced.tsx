import * as m from "messages";
import type { ComponentChildren } from "preact";
import type { Actions, Model, Screen } from "../../core/model";
import { ArriveButton } from "../parts/arrive_button";
import { MiniCode } from "../parts/code_panel";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";
import { TryingAgain } from "../parts/trying_again";
import { useFocus } from "../parts/use_focus";
import type { Act, Announcement } from "./announcements";

/** A phone shows its state as one colour from edge to edge. */
export const COLOURS: Partial<Record<Screen, string>> = {
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
  announcement: Announcement;
}

export function Heading({ children }: { children: ComponentChildren }) {
  return (
    <h1 ref={useFocus()} tabIndex={-1}>
      {children}
    </h1>
  );
}

interface WaysProps {
  act: Act | undefined;
  other: Act | undefined;
  plain?: boolean;
}

/** The buttons of an announcement. */
export function Ways({ act, other, plain }: WaysProps) {
  return (
    <>
      {act && (
        <button type="button" class={plain ? "button button-plain" : "button button-main button-wide"} onClick={act.do}>
          {act.label}
        </button>
      )}
      {other && (
        <button type="button" class="button button-wide" onClick={other.do}>
          {other.label}
        </button>
      )}
    </>
  );
}

/** A screen outside the round. */
export function Announced({ model, actions, announcement }: Props) {
  const { screen } = model;
  const { icon, heading, says, more, retries, act, other } = announcement;
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
        <Ways act={act} other={other} plain={plain} />
        {screen === "late" && <span class="dim">{m.round_starts({ n: model.counts.round + 1 })}</span>}
      </footer>
    </>
  );
}
