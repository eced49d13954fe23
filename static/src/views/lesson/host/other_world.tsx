import * as m from "messages";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { HostActions, HostModel } from "../../../core/host_model";
import type { ProjectorScene } from "../../../core/lesson_steps";
import { shownWorld } from "../../../core/lesson_worlds";
import type { Names } from "../../../core/protocol_room";
import type { PlayedRound, WorldId } from "../../../core/what_if";
import { useKeptRound, WhatIfPair } from "../../what_if/pair";

interface Props {
  scene: Extract<ProjectorScene, "without" | "what_if">;
  model: HostModel;
  actions: HostActions;
}

/** The class's latest round in another world, as a step of the lesson. */
export function OtherWorld({ scene, model, actions }: Props) {
  const { what_if, world, rules } = model;
  if (what_if === null) {
    return (
      <main class="lesson-ticket">
        <h1>{m.play_first}</h1>
      </main>
    );
  }
  const chosen = shownWorld(scene, world);
  return <Played round={what_if} chosen={chosen} names={rules.names} choose={actions.choose_world} />;
}

interface PlayedProps {
  round: PlayedRound;
  chosen: WorldId;
  names: Names;
  choose(id: WorldId): void;
}

function Played({ round, chosen, names, choose }: PlayedProps) {
  const kept = useKeptRound(round, names);
  const main = useRef<HTMLElement>(null);
  // the arrow keys move the time from here
  useLayoutEffect(() => main.current?.querySelector("h2")?.focus({ preventScroll: true }), []);
  return (
    <main ref={main} class="other-world">
      <WhatIfPair round={kept} chosen={chosen} choose={choose} />
    </main>
  );
}
